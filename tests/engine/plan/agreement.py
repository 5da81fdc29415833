"""Holds a planned run against the interpreter's: same names, same shapes, same numbers to rounding."""

import numpy as np

from engine.run.fast import run_planned
from engine.run.interpreter import run

ROUNDING = {"float64": 1e-12, "float32": 1e-5}


def made_up(network, *, moments=5, examples=2, seed=0):
    """Inputs of a network: seeded, between 0.1 and 0.9."""
    generator = np.random.default_rng(seed)
    return {
        quantity.name: generator.uniform(0.1, 0.9, ((moments,) if quantity.timed else ()) + (examples, *quantity.shape))
        for quantity in network.having("input", "target", "mask")
    }


def both(network, *, moments=5, examples=2, dtype="float64", interventions=()):
    """The interpreter's trace and the plan's, of the same run."""
    inputs, parameters = made_up(network, moments=moments, examples=examples), network.initialise(seed=1)
    length = None if any(quantity.timed for quantity in network.having("input", "target", "mask")) else moments
    return (
        how(network.program, inputs, parameters, dtype=dtype, interventions=interventions, moments=length)
        for how in (run, run_planned)
    )


def apart(plain, planned, dtype="float64"):
    """The names whose arrays differ by more than rounding, of the largest number of each, with how far."""
    assert set(plain.values) == set(planned.values) and set(plain.adjoints) == set(planned.adjoints)
    found = {}
    for word in ("values", "adjoints"):
        for name, wanted in getattr(plain, word).items():
            array = getattr(planned, word)[name]
            assert array.shape == wanted.shape and array.dtype == wanted.dtype
            finite = np.isfinite(wanted)
            assert np.array_equal(np.isnan(array), np.isnan(wanted))
            scale = np.abs(wanted[finite]).max(initial=0.0)
            distance = np.abs(np.where(finite, array, 0) - np.where(finite, wanted, 0)).max(initial=0.0)
            if distance > ROUNDING[dtype] * max(scale, np.finfo(dtype).tiny):
                found[word, name] = distance / scale
    return found
