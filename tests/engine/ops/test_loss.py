"""Costs by hand: what they sum to, what they divide by, and what they are where a probability is 0, 1 or 1e-300."""

from typing import Any

import numpy as np
import pytest

from engine.expression import Value
from engine.ops import ShapeError, apply
from tests.engine.ops.test_values import result, slope


def test_rows_are_what_mse_and_mae_divide_by():
    """A matrix has as many as its first axis is long; a vector and a number are one row."""
    y, d = np.arange(12.0).reshape(4, 3), np.ones((4, 3))
    assert result("mse", y, d) == pytest.approx(((y - d) ** 2).sum() / 8)
    assert result("mae", y, d) == pytest.approx(np.abs(y - d).sum() / 4)
    assert result("mse", [1.0, 3.0], [0.0, 0.0]) == 5.0
    assert result("mae", [1.0, -3.0], [0.0, 0.0]) == 4.0
    assert slope("mse", y, d).tolist() == ((y - d) / 4).tolist()
    assert slope("mse", y, d, number=1).tolist() == ((d - y) / 4).tolist()
    assert slope("mae", y, d).tolist() == (np.sign(y - d) / 4).tolist()


def test_an_absolute_error_of_nothing_sends_nothing():
    assert slope("mae", [1.0, 2.0, 3.0], [2.0, 2.0, 2.0]).tolist() == [-1.0, 0.0, 1.0]


SURE: list[tuple[str, Any, Any, float]] = [
    ("bce", [1.0, 0.0], [1.0, 0.0], 0.0),
    ("bce", [1e-300], [1.0], -np.log(1e-300)),
    ("bce", [1e-300], [0.0], 1e-300),
    ("bce", [0.0, 1.0], [1.0, 0.0], np.inf),
    ("cce", [1.0, 0.0, 0.0], [1.0, 0.0, 0.0], 0.0),
    ("cce", [1e-300, 1.0], [1.0, 0.0], -np.log(1e-300)),
    ("cce", [0.0, 1.0], [1.0, 0.0], np.inf),
    ("kl", [1.0, 0.0], [1.0, 0.0], 0.0),
    ("kl", [1e-300, 1.0], [0.5, 0.5], np.log(0.5) - 0.5 * np.log(1e-300)),
    ("kl", [1e-300, 1.0], [1e-300, 1.0], 0.0),
    ("kl", [0.0, 1.0], [0.5, 0.5], np.inf),
]


@pytest.mark.parametrize(("cost", "y", "d", "wanted"), SURE)
def test_costs_at_the_ends(cost, y, d, wanted):
    """A probability of 0 costs nothing where nobody asks for it, and infinity where somebody does."""
    assert result(cost, y, d) == pytest.approx(wanted, rel=1e-15)


@pytest.mark.parametrize(
    ("cost", "y", "d", "wanted"),
    [
        ("bce", [1.0, 0.0], [1.0, 0.0], [-1.0, 1.0]),
        ("bce", [0.0, 1.0], [1.0, 0.0], [-np.inf, np.inf]),
        ("bce", [1e-300, 0.5], [1.0, 0.5], [-1e300, 0.0]),
        ("cce", [1.0, 0.0], [1.0, 0.0], [-1.0, 0.0]),
        ("cce", [1e-300, 0.0], [1.0, 1.0], [-1e300, -np.inf]),
        ("kl", [1.0, 0.0], [1.0, 0.0], [-1.0, 0.0]),
    ],
)
def test_slopes_at_the_ends(cost, y, d, wanted):
    """The limit where prediction and target agree; infinite where the cost is."""
    np.testing.assert_allclose(slope(cost, y, d), wanted, rtol=1e-15)


@pytest.mark.parametrize("cost", ["half_sse", "mse", "mae", "bce", "cce", "kl", "sigmoid_bce", "softmax_cce"])
def test_a_cost_compares_arrays_of_one_shape(cost):
    with pytest.raises(ShapeError, match=r"arrays of one shape, met \(3,\) and \(2,\)"):
        apply(cost, Value("y", None, (3,)), Value("d", None, (2,)))


@pytest.mark.parametrize("cost", ["softmax_cce", "softmax_kl"])
def test_softmax_needs_an_axis(cost):
    with pytest.raises(ShapeError, match="met a single number"):
        apply(cost, Value("y", None, ()), Value("d", None, ()))
