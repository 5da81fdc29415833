"""The first number that is not finite is found where it was computed, in the order of computing."""

import numpy as np

import engine
from engine.training.unsound import first_unsound


def run(text, **arrays):
    network = engine.parse(text)
    parameters = {name: np.asarray(arrays.pop(name), float) for name in list(arrays) if name.isupper()}
    with np.errstate(all="ignore"):
        return engine.run(network.program, {name: np.asarray(one, float) for name, one in arrays.items()}, parameters)


TIMED = "x[t]: input()\na[t] = log(x[t]) * W\nb[t] = a[t] * 2\nE[t] = b[t] * b[t]"


def test_a_sound_run_has_none():
    assert first_unsound(run(TIMED, x=[[1.0, 2.0]], W=3.0)) is None


def test_the_earliest_moment_and_its_first_line():
    spot = first_unsound(run(TIMED, x=[[1.0, 2.0], [3.0, 0.0], [-1.0, 1.0]], W=3.0))
    assert (spot.name, spot.moment, spot.example, spot.adjoint) == ("a", 1, 1, False)
    assert spot.told == "a at t=2 of example 1 is -inf"
    assert (spot.event.line.name, spot.event.moment) == ("a", 1)


def test_adjoints_count_in_their_order():
    spot = first_unsound(run("x: input()\na = W * x\nE = sqrt(a)", x=[0.0, 1.0], W=2.0))
    assert (spot.name, spot.adjoint, spot.example) == ("a", True, 0)
    assert spot.words == "the adjoint of a of example 0"
    assert spot.event.phase == "backward"
