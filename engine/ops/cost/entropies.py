"""Entropies: costs of a prediction y that is a probability, or several, and a target d of one shape."""

import numpy as np

from engine.expression import Apply, Expression, Number
from engine.ops import Array, Notation, Op, Trial, aligned, apply, broadcast_shape
from engine.ops.cost.rules import cost_shape, difference, named, summed
from engine.saturation import times


def _bce(node: Apply, y: Array, d: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return -summed(node, times(d, np.log(y)) + times(1 - d, np.log1p(-y)))


def _bce_vjp(node: Apply, g: Expression, i: int) -> Expression:
    y, d = node.arguments
    rest = difference(Number(1.0), y)
    if i == 0:
        return apply("mul", apply("bce_slope", difference(y, d), y, rest), g)
    return apply("mul", difference(apply("log", rest), apply("log", y)), g)


def _cce(node: Apply, y: Array, d: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return -summed(node, times(d, np.log(y)))


def _share_vjp(node: Apply, g: Expression) -> Expression:
    """What CCE and KL send back to their prediction: -d / y."""
    y, d = node.arguments
    return apply("mul", apply("neg", apply("ratio", d, y)), g)


def _cce_vjp(node: Apply, g: Expression, i: int) -> Expression:
    return _share_vjp(node, g) if i == 0 else apply("mul", apply("neg", apply("log", node.arguments[0])), g)


def _kl(node: Apply, y: Array, d: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return summed(node, times(d, np.log(d) - np.log(y)))


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


BCE = Op(
    "bce",
    "binary cross-entropy, summed over the outputs (002 eq 7)",
    2,
    cost_shape,
    _bce,
    named("BCE"),
    vjp=_bce_vjp,
    trials=(Trial(((3,), (3,)), low=0.2, high=0.8),),
    rules=("∂E/∂y = (y − d) / (y (1 − y))", "∂E/∂d = ln((1 − y) / y)"),
)
CCE = Op(
    "cce",
    "categorical cross-entropy, -sum of d ln y (002 eq 8)",
    2,
    cost_shape,
    _cce,
    named("CCE"),
    vjp=_cce_vjp,
    trials=(Trial(((3,), (3,)), low=0.2, high=0.8), Trial(((2, 3), (2, 3)), low=0.2, high=0.8)),
    rules=("∂E/∂y = −d / y", "∂E/∂d = −ln y"),
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
    rules=("∂E/∂y = −d / y", "∂E/∂d = ln(d / y) + 1"),
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
