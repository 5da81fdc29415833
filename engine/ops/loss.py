"""Costs: what the objective of a network is measured with, for a prediction y and a target d of one shape."""

from typing import Any

import numpy as np

from engine.expression import Apply, Expression, Number, Shape
from engine.ops import Array, Notation, Op, ShapeError, Trial, apply
from engine.ops.elementwise import aligned, broadcast_shape


def difference(a: Expression, b: Expression) -> Apply:
    """The difference of two expressions of one shape, or of a number and any."""
    return apply("add", a, apply("neg", b))


def cost_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    """A cost is one number; its operands have one shape."""
    if shapes[0] != shapes[1]:
        raise ShapeError(f"a cost compares two arrays of one shape, met {shapes[0]} and {shapes[1]}")
    return ()


def feature_axes(node: Apply) -> tuple[int, ...]:
    """The axes that a cost sums over: those of its operand, not those of moments and examples before them."""
    return tuple(range(-len(node.arguments[0].shape or ()), 0))


def times(weight: Array, number: Array) -> Array:
    """The product, 0 wherever the weight is 0: a probability of 0 that nobody asks for costs nothing."""
    return np.where(weight == 0, 0, weight * number)


def rows(node: Apply) -> int:
    """What MSE and MAE divide by: the rows of a matrix; a vector or a number is one row."""
    shape = node.arguments[0].shape or ()
    return shape[0] if len(shape) > 1 else 1


def _summed(node: Apply, terms: Array) -> Array:
    result: Array = terms.sum(axis=feature_axes(node))
    return result


def _half_sse(node: Apply, y: Array, d: Array) -> Array:
    off = y - d
    return np.asarray(0.5, off.dtype) * _summed(node, off * off)


def _squares_vjp(node: Apply, g: Expression, i: int) -> Expression:
    y, d = node.arguments
    return apply("mul", difference(y, d) if i == 0 else difference(d, y), g)


def _mse(node: Apply, y: Array, d: Array) -> Array:
    return _half_sse(node, y, d) / rows(node)


def _mse_vjp(node: Apply, g: Expression, i: int) -> Expression:
    return _squares_vjp(node, apply("div", g, Number(float(rows(node)))), i)


def _mae(node: Apply, y: Array, d: Array) -> Array:
    return _summed(node, np.abs(y - d)) / rows(node)


def _mae_vjp(node: Apply, g: Expression, i: int) -> Expression:
    y, d = node.arguments
    way = apply("sign", difference(y, d) if i == 0 else difference(d, y))
    return apply("mul", way, apply("div", g, Number(float(rows(node)))))


def _bce(node: Apply, y: Array, d: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return -_summed(node, times(d, np.log(y)) + times(1 - d, np.log1p(-y)))


def _bce_vjp(node: Apply, g: Expression, i: int) -> Expression:
    y, d = node.arguments
    rest = difference(Number(1.0), y)
    if i == 0:
        return apply("mul", apply("bce_slope", difference(y, d), y, rest), g)
    return apply("mul", difference(apply("log", rest), apply("log", y)), g)


def _cce(node: Apply, y: Array, d: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return -_summed(node, times(d, np.log(y)))


def _share_vjp(node: Apply, g: Expression) -> Expression:
    """What CCE and KL send back to their prediction: -d / y."""
    y, d = node.arguments
    return apply("mul", apply("neg", apply("ratio", d, y)), g)


def _cce_vjp(node: Apply, g: Expression, i: int) -> Expression:
    return _share_vjp(node, g) if i == 0 else apply("mul", apply("neg", apply("log", node.arguments[0])), g)


def _kl(node: Apply, y: Array, d: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return _summed(node, times(d, np.log(d) - np.log(y)))


def _kl_vjp(node: Apply, g: Expression, i: int) -> Expression:
    y, d = node.arguments
    if i == 0:
        return _share_vjp(node, g)
    return apply("mul", apply("add", apply("log", d), apply("neg", apply("log", y)), Number(1.0)), g)


def _ratio(node: Apply, top: Array, bottom: Array) -> Array:
    top, bottom = aligned(node, (top, bottom))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(top == 0, 0, top / bottom)


def _bce_slope(node: Apply, off: Array, y: Array, rest: Array, *others: Array) -> Array:
    off, y, rest, *below = aligned(node, (off, y, rest, *others))
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.where(off == 0, np.where(rest == 0, -1 / y, np.where(y == 0, 1 / rest, 0)), off / (y * rest))
        for factor in below:
            result = result / factor
    return result


def _named(name: str) -> Notation:
    return Notation("call", rf"\operatorname{{{name}}}", name)


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
)
MSE = Op(
    "mse",
    "sum of squared differences by 2n, n the rows of a matrix, 1 for a vector (002 eq 5)",
    2,
    cost_shape,
    _mse,
    _named("MSE"),
    vjp=_mse_vjp,
    trials=(Trial(((3,), (3,))), Trial(((4, 3), (4, 3))), Trial(((), ()))),
)
MAE = Op(
    "mae",
    "sum of absolute differences by n, n the rows of a matrix, 1 for a vector (002 eq 6); derivative 0 at 0",
    2,
    cost_shape,
    _mae,
    _named("MAE"),
    vjp=_mae_vjp,
    trials=(Trial(((3,), (3,))), Trial(((4, 3), (4, 3)))),
)
BCE = Op(
    "bce",
    "binary cross-entropy, summed over the outputs (002 eq 7)",
    2,
    cost_shape,
    _bce,
    _named("BCE"),
    vjp=_bce_vjp,
    trials=(Trial(((3,), (3,)), low=0.2, high=0.8),),
)
CCE = Op(
    "cce",
    "categorical cross-entropy, -sum of d ln y (002 eq 8)",
    2,
    cost_shape,
    _cce,
    _named("CCE"),
    vjp=_cce_vjp,
    trials=(Trial(((3,), (3,)), low=0.2, high=0.8), Trial(((2, 3), (2, 3)), low=0.2, high=0.8)),
)
KL = Op(
    "kl",
    "Kullback-Leibler divergence of y from d, sum of d ln(d / y) (002 eq 9)",
    2,
    cost_shape,
    _kl,
    Notation("template", r"\operatorname{KL}\left( <1> \,\Vert\, <0> \right)", "KL(<1> ‖ <0>)"),
    vjp=_kl_vjp,
    trials=(Trial(((3,), (3,)), low=0.2, high=0.8), Trial(((2, 3), (2, 3)), low=0.2, high=0.8)),
)
RATIO = Op(
    "ratio",
    "quotient, 0 wherever its upper part is 0",
    2,
    broadcast_shape,
    _ratio,
    Notation("quotient"),
    callable=False,
    trials=(Trial(((3,), (3,)), low=0.5), Trial(((2, 3), (3,)), low=0.5)),
)
BCE_SLOPE = Op(
    "bce_slope",
    "(y - d) / (y (1 - y)) from y - d, y, 1 - y and what else stands below; its limit where y = d is 0 or 1",
    None,
    broadcast_shape,
    _bce_slope,
    Notation("fraction"),
    callable=False,
    trials=(Trial(((3,), (3,), (3,)), low=0.5), Trial(((2, 3), (3,), (3,), ()), low=0.5)),
)
