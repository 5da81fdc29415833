"""Costs: what the objective of a network is measured with."""

from typing import Any

import numpy as np

from engine.expression import Apply, Expression, Number, Shape
from engine.ops import Array, Notation, Op, ShapeError, Trial, apply


def _difference(a: Expression, b: Expression) -> Apply:
    return apply("add", a, apply("neg", b))


def _number(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    if shapes[0] != shapes[1]:
        raise ShapeError(f"a cost compares two arrays of one shape, met {shapes[0]} and {shapes[1]}")
    return ()


def _feature_axes(node: Apply) -> tuple[int, ...]:
    return tuple(range(-len(node.arguments[0].shape or ()), 0))


def _half_sse(node: Apply, y: Array, d: Array) -> Array:
    difference = y - d
    return np.asarray(0.5, difference.dtype) * (difference * difference).sum(axis=_feature_axes(node))


def _half_sse_vjp(node: Apply, g: Expression, i: int) -> Expression:
    y, d = node.arguments
    return apply("mul", _difference(y, d) if i == 0 else _difference(d, y), g)


def _bce(node: Apply, y: Array, d: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = -(np.where(d == 0, 0, d * np.log(y)) + np.where(d == 1, 0, (1 - d) * np.log1p(-y)))
    result: Array = loss.sum(axis=_feature_axes(node))
    return result


def _bce_vjp(node: Apply, g: Expression, i: int) -> Expression:
    y, d = node.arguments
    rest = _difference(Number(1.0), y)
    if i == 0:
        return apply("mul", apply("div", _difference(y, d), apply("mul", y, rest)), g)
    return apply("mul", _difference(apply("log", rest), apply("log", y)), g)


HALF_SSE = Op(
    "half_sse",
    "half the sum of squared differences (000 eq 5)",
    2,
    _number,
    _half_sse,
    Notation(
        "template",
        r"\frac{1}{2} \left\Vert <0> - <1> \right\Vert^{2}",
        "½‖<0> − <1>‖²",
        r"\frac{1}{2} (<0> - <1>)^{2}",
        "½(<0> − <1>)²",
    ),
    vjp=_half_sse_vjp,
    trials=(Trial(((3,), (3,))), Trial(((), ()))),
)
BCE = Op(
    "bce",
    "binary cross-entropy, summed over the outputs (002 eq 7)",
    2,
    _number,
    _bce,
    Notation("call", r"\operatorname{BCE}", "BCE"),
    vjp=_bce_vjp,
    trials=(Trial(((3,), (3,)), low=0.2, high=0.8),),
)
