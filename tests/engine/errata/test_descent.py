"""The optimisers' loops, against steps computed by hand."""

import numpy as np
import pytest

from engine.errata.descent import KEPT, RATE, RULES, displacements


def test_the_first_steps_are_those_of_the_papers():
    """From a start of 2 in the valley E = w²/2: gradient 2."""
    first = {rule: float(displacements(rule, np.eye(1), np.array([2.0]), 1)[0, 0]) for rule in RULES}
    assert first["sgd"] == first["momentum"] == first["nesterov"] == pytest.approx(-2 * RATE)
    assert [first["adagrad"], first["adam"]] == pytest.approx([-RATE, -RATE])
    assert first["rmsprop"] == pytest.approx(-RATE / np.sqrt(1 - KEPT))
    assert first["adadelta"] == pytest.approx(-np.sqrt(1e-6) / np.sqrt(0.1 * 4 + 1e-6) * 2)


def test_momentum_keeps_going():
    """The second step is the gradient there plus what is kept of the first."""
    path = displacements("momentum", np.eye(1), np.array([2.0]), 2)[:, 0]
    assert path[1] - path[0] == pytest.approx(KEPT * path[0] - RATE * (2 + path[0]))


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_goes_down(rule):
    """After fifty steps the valley is deeper than at the start."""
    valley, start = np.diag([1.0, 3.0]), np.array([1.0, -2.0])
    end = start + displacements(rule, valley, start, 50)[-1]
    assert end @ valley @ end < start @ valley @ start
