"""Rules that all costs share: their shape, what they sum over, how they are written."""

from typing import Any

from engine.expression import Apply, Expression, Shape
from engine.ops import Array, Notation, ShapeError, apply


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


def summed(node: Apply, terms: Array) -> Array:
    """The sum over all entries of each moment and example."""
    result: Array = terms.sum(axis=feature_axes(node))
    return result


def named(name: str) -> Notation:
    """A cost written by its letters."""
    return Notation("call", rf"\operatorname{{{name}}}", name)
