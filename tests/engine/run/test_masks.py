"""Masks are drawn by the engine from a seed, may be given, and are part of the trace like any quantity."""

import numpy as np
import pytest

import engine
from engine.errors import DataError

TEXT = "x: input(40)\nm: mask(40, keep=0.25)\nw: parameter(40)\nE = sum(w * x * m)"
TIMED = (
    "x[t]: input(40)\nm[t]: mask(40, keep=0.5)\nn[t]: mask(40, keep=0.5)\nw: parameter(40)\n"
    "E[t] = sum(w * x[t] * m[t] * n[t])"
)


def run(text: str, seed: int = 0, **given: object) -> engine.Trace:
    network = engine.parse(text)
    x = np.ones((5, 6, 40)) if network.timed else np.ones((6, 40))
    return engine.run(network.program, inputs={"x": x, **given}, parameters={"w": np.arange(40.0)}, seed=seed)


def test_what_passes_is_scaled_so_that_the_mean_stays():
    mask = run(TEXT).value("m")
    assert mask.shape == (6, 40)
    assert set(np.unique(mask)) == {0.0, 4.0}
    assert 0.5 < mask.mean() < 1.5


def test_a_seed_draws_the_same_again_and_another_seed_others():
    assert np.array_equal(run(TEXT, 3).value("m"), run(TEXT, 3).value("m"))
    assert not np.array_equal(run(TEXT, 3).value("m"), run(TEXT, 4).value("m"))


def test_masks_of_one_network_differ_from_one_another_and_from_moment_to_moment():
    trace = run(TIMED)
    assert trace.value("m").shape == (5, 6, 40)
    assert not np.array_equal(trace.value("m"), trace.value("n"))
    assert not np.array_equal(trace.value("m")[0], trace.value("m")[1])


def test_nothing_flows_through_what_is_silenced():
    trace = run(TEXT)
    assert np.array_equal(trace.adjoint("x"), trace.value("w") * trace.value("m"))
    assert np.array_equal(trace.adjoint("m"), np.broadcast_to(trace.value("w"), (6, 40)))


def test_a_mask_may_be_given():
    mask = np.zeros((6, 40))
    assert run(TEXT, m=mask).loss == 0.0
    with pytest.raises(DataError, match="input 'm' needs shape"):
        run(TEXT, m=np.zeros((6, 3)))


def test_a_mask_states_what_it_keeps():
    for declaration in ("m: mask(3)", "m: mask(3, keep=0)", "m: mask(3, keep=1.5)", "m: mask(3, value=1)"):
        with pytest.raises(engine.LanguageError):
            engine.parse(f"x: input(3)\n{declaration}\nE = sum(x * m)")
