"""Comparisons: the smaller and the larger of two operands, element by element."""

import numpy as np

from engine.expression import Apply, Expression
from engine.ops import Array, Notation, Op, Trial, aligned, apply, back_to, broadcast_shape


def _minimum(node: Apply, *arrays: Array) -> Array:
    a, b = aligned(node, arrays)
    return np.minimum(a, b)


def _maximum(node: Apply, *arrays: Array) -> Array:
    a, b = aligned(node, arrays)
    return np.maximum(a, b)


def _above(node: Apply, *arrays: Array) -> Array:
    a, b = aligned(node, arrays)
    result: Array = (a > b).astype(np.result_type(a, b))
    return result


def _not_above(node: Apply, *arrays: Array) -> Array:
    a, b = aligned(node, arrays)
    result: Array = (a <= b).astype(np.result_type(a, b))
    return result


def _flow(node: Apply, g: Expression, i: int, *, larger: bool) -> Expression:
    """All flows to the operand that was taken; where both are equal the first is the smaller, the second the larger."""
    a, b = node.arguments
    taken = apply("above", a, b) if larger == (i == 0) else apply("not_above", a, b)
    return back_to(node, apply("mul", taken, g), i)


_TRIALS = (Trial(((3, 2), (3, 2))), Trial(((3, 2), ())), Trial(((), (3,))))

MINIMUM = Op(
    "minimum",
    "the smaller of two, element by element; the derivative goes to the one taken",
    2,
    broadcast_shape,
    _minimum,
    Notation("call", r"\min", "min"),
    vjp=lambda node, g, i: _flow(node, g, i, larger=False),
    trials=_TRIALS,
    rules=("it goes to the smaller of the two",),
)
MAXIMUM = Op(
    "maximum",
    "the larger of two, element by element; the derivative goes to the one taken",
    2,
    broadcast_shape,
    _maximum,
    Notation("call", r"\max", "max"),
    vjp=lambda node, g, i: _flow(node, g, i, larger=True),
    trials=_TRIALS,
    rules=("it goes to the larger of the two",),
)
ABOVE = Op(
    "above",
    "1 where the first is larger, else 0",
    2,
    broadcast_shape,
    _above,
    Notation("template", r"[<0> > <1>]", "[<0> > <1>]"),
    callable=False,
    trials=_TRIALS,
)
NOT_ABOVE = Op(
    "not_above",
    "1 where the first is not larger, else 0",
    2,
    broadcast_shape,
    _not_above,
    Notation("template", r"[<0> \le <1>]", "[<0> ≤ <1>]"),
    callable=False,
    trials=_TRIALS,
)
