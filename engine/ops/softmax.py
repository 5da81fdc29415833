"""Softmax and its logarithm along the last axis, with the full Jacobian."""

from typing import Any

from engine.expression import Apply, Expression, Shape
from engine.ops import Notation, Op, ShapeError, Trial, apply, over_last
from engine.saturation import log_softmax, softmax


def _shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    if not shapes[0]:
        raise ShapeError("softmax compares the entries of a vector (or of each row), met a single number")
    return shapes[0]


def _softmax_vjp(node: Apply, g: Expression, i: int) -> Expression:
    own = apply("softmax", node.arguments[0])
    return apply("mul", own, apply("add", g, apply("neg", over_last(apply("mul", own, g)))))


def _log_softmax_vjp(node: Apply, g: Expression, i: int) -> Expression:
    own = apply("softmax", node.arguments[0])
    return apply("add", g, apply("neg", apply("mul", own, over_last(g))))


SOFTMAX = Op(
    "softmax",
    "exp(z) by its sum along the last axis (002 eq 20)",
    1,
    _shape,
    lambda node, z: softmax(z),
    Notation("call", r"\operatorname{softmax}", "softmax"),
    vjp=_softmax_vjp,
    trials=(Trial(((3,),)), Trial(((2, 3),))),
    rules=("slope s (1 − s) for the entry itself, −s s' for each other",),
)
LOG_SOFTMAX = Op(
    "log_softmax",
    "natural logarithm of softmax, right also where softmax is 0",
    1,
    _shape,
    lambda node, z: log_softmax(z),
    Notation("call", r"\ln \operatorname{softmax}", "ln softmax"),
    vjp=_log_softmax_vjp,
    trials=(Trial(((3,),)), Trial(((2, 3),))),
    rules=("slope 1 for the entry itself, minus softmax for all",),
)
