"""Costs of differences between a prediction y and a target d of one shape: half SSE, MSE, MAE."""

import numpy as np

from engine.expression import Apply, Expression, Number
from engine.ops import Array, Notation, Op, Trial, apply
from engine.ops.cost.rules import cost_shape, difference, named, summed


def _rows(node: Apply) -> int:
    """What MSE and MAE divide by: the rows of a matrix; a vector or a number is one row."""
    shape = node.arguments[0].shape or ()
    return shape[0] if len(shape) > 1 else 1


def _half_sse(node: Apply, y: Array, d: Array) -> Array:
    off = y - d
    return np.asarray(0.5, off.dtype) * summed(node, off * off)


def _squares_vjp(node: Apply, g: Expression, i: int) -> Expression:
    y, d = node.arguments
    return apply("mul", difference(y, d) if i == 0 else difference(d, y), g)


def _mse(node: Apply, y: Array, d: Array) -> Array:
    return _half_sse(node, y, d) / _rows(node)


def _mse_vjp(node: Apply, g: Expression, i: int) -> Expression:
    return _squares_vjp(node, apply("div", g, Number(float(_rows(node)))), i)


def _mae(node: Apply, y: Array, d: Array) -> Array:
    return summed(node, np.abs(y - d)) / _rows(node)


def _mae_vjp(node: Apply, g: Expression, i: int) -> Expression:
    y, d = node.arguments
    way = apply("sign", difference(y, d) if i == 0 else difference(d, y))
    return apply("mul", way, apply("div", g, Number(float(_rows(node)))))


HALF_SSE = Op(
    "half_sse",
    "half the sum of squared differences (000 eq 5)",
    2,
    cost_shape,
    _half_sse,
    Notation(
        "template",
        r"\frac{1}{2} \left\Vert <0> - <1> \right\Vert^{2}",
        "½‖<0> − <1>‖²",
        r"\frac{1}{2} (<0> - <1>)^{2}",
        "½(<0> − <1>)²",
    ),
    vjp=_squares_vjp,
    trials=(Trial(((3,), (3,))), Trial(((), ()))),
    rules=("∂ ½(y − d)² / ∂y = y − d", "∂ ½(y − d)² / ∂d = d − y"),
)
MSE = Op(
    "mse",
    "sum of squared differences by 2n, n the rows of a matrix, 1 for a vector (002 eq 5)",
    2,
    cost_shape,
    _mse,
    named("MSE"),
    vjp=_mse_vjp,
    trials=(Trial(((3,), (3,))), Trial(((4, 3), (4, 3))), Trial(((), ()))),
    rules=("∂ (y − d)² / 2n by y is (y − d) / n", "∂ (y − d)² / 2n by d is (d − y) / n"),
)
MAE = Op(
    "mae",
    "sum of absolute differences by n, n the rows of a matrix, 1 for a vector (002 eq 6); derivative 0 at 0",
    2,
    cost_shape,
    _mae,
    named("MAE"),
    vjp=_mae_vjp,
    trials=(Trial(((3,), (3,))), Trial(((4, 3), (4, 3)))),
    rules=("∂ |y − d| / ∂y = sign(y − d), by n", "∂ |y − d| / ∂d = sign(d − y), by n"),
)
