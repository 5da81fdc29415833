"""Powers whose exponent is itself computed, such as β to the number of the iteration."""

import numpy as np

from engine.expression import Apply, Expression, Number
from engine.ops import Array, Notation, Op, Trial, aligned, apply, back_to, broadcast_shape


def _raised(node: Apply, *arrays: Array) -> Array:
    base, exponent = aligned(node, arrays)
    result: Array = np.power(base, exponent)
    return result


def _raised_vjp(node: Apply, g: Expression, i: int) -> Expression:
    base, exponent = node.arguments
    if i == 0:
        lower = apply("raised", base, apply("add", exponent, Number(-1.0)))
        return back_to(node, apply("mul", exponent, lower, g), 0)
    return back_to(node, apply("mul", node, apply("log", base), g), 1)


RAISED = Op(
    "raised",
    "power of a positive base with a computed exponent",
    2,
    broadcast_shape,
    _raised,
    Notation("power"),
    vjp=_raised_vjp,
    callable=False,
    trials=(Trial(((3,), (3,)), low=0.5), Trial(((), (3, 2)), low=0.5), Trial(((3,), ()), low=0.5)),
    rules=("power rule, the exponent comes down", "exponential rule, times the logarithm of the base"),
)
