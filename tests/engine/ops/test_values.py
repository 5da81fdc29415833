"""Ops at the places where numbers go wrong: far out, at kinks, at the ends of their range."""

from typing import Any

import numpy as np
import pytest

from engine.evaluation import Surroundings, evaluate
from engine.expression import Adjoint, Number, Value
from engine.ops import apply, ops


def result(op: str, *arrays: object, **attributes: object) -> Any:
    """The op's result for plain arrays."""
    given = {f"q{number}": np.asarray(array, float) for number, array in enumerate(arrays)}
    node = apply(op, *(Value(name, None, array.shape) for name, array in given.items()), **attributes)
    return evaluate(node, Surroundings(given, {}, {}, None, 1, np.dtype(float)))


def slope(op: str, *arrays: object, number: int = 0) -> Any:
    """What a one sends back to an operand."""
    given = {f"q{place}": np.asarray(array, float) for place, array in enumerate(arrays)}
    node = apply(op, *(Value(name, None, array.shape) for name, array in given.items()))
    vjp = ops()[op].vjp
    assert vjp is not None
    flow = vjp(node, Adjoint("r", None, node.shape), number)
    assert flow is not None
    around = Surroundings(given, {"r": np.ones(node.shape or ())}, {}, None, 1, np.dtype(float))
    return evaluate(flow, around)


def test_squashing_far_out():
    """No overflow, no warning, exact ends."""
    assert result("sigmoid", [-1e4, 0.0, 1e4]).tolist() == [0.0, 0.5, 1.0]
    assert result("tanh", [-1e4, 0.0, 1e4]).tolist() == [-1.0, 0.0, 1.0]
    assert result("softplus", [-1e4, 1e4]).tolist() == [0.0, 1e4]
    assert slope("sigmoid", [-1e4, 0.0, 1e4]).tolist() == [0.0, 0.25, 0.0]


def test_kinks():
    """At a kink the derivative is 0, as documented."""
    assert slope("relu", [-1.0, 0.0, 1.0]).tolist() == [0.0, 0.0, 1.0]
    assert slope("crelu", [-1.0, 0.0, 0.5, 1.0, 2.0]).tolist() == [0.0, 0.0, 1.0, 0.0, 0.0]
    assert slope("abs", [-1.0, 0.0, 1.0]).tolist() == [-1.0, 0.0, 1.0]
    assert result("crelu", [-1.0, 0.25, 7.0]).tolist() == [0.0, 0.25, 1.0]


def test_cross_entropy_at_the_ends():
    """A certain and right answer costs nothing; a certain and wrong one costs infinity."""
    assert result("bce", 1.0, 1.0) == 0.0
    assert result("bce", 0.0, 0.0) == 0.0
    assert result("bce", 1.0, 0.0) == np.inf
    assert result("bce", 0.5, 1.0) == pytest.approx(np.log(2), rel=1e-15)


def test_half_the_sum_of_squares():
    assert result("half_sse", [1.0, 2.0], [0.0, 4.0]) == 2.5
    assert slope("half_sse", [1.0, 2.0], [0.0, 4.0]).tolist() == [1.0, -2.0]
    assert slope("half_sse", [1.0, 2.0], [0.0, 4.0], number=1).tolist() == [-1.0, 2.0]


def test_whole_powers_of_whole_numbers_are_exact():
    for exponent in range(1, 9):
        node = apply("power", Value("q0", None, (2,)), Number(float(exponent)))
        around = Surroundings({"q0": np.array([3.0, -7.0])}, {}, {}, None, 1, np.dtype(float))
        assert evaluate(node, around).tolist() == [3.0**exponent, (-7.0) ** exponent]


def test_axes():
    """The axis of a sum, of a repetition, and the order of flattening."""
    matrix = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    assert result("sum", matrix, axis=0).tolist() == [9.0, 12.0]
    assert result("sum", matrix, axis=1).tolist() == [3.0, 7.0, 11.0]
    assert result("sum", matrix) == 21.0
    assert result("flatten", matrix).tolist() == [1, 2, 3, 4, 5, 6]
    assert result("expand", [1.0, 2.0], length=3).tolist() == [[1, 1, 1], [2, 2, 2]]
    assert result("expand", [1.0, 2.0], length=3, axis=0).tolist() == [[1, 2]] * 3
