"""Rearranging: which ops only give the same entries another shape, and what an expression depends on."""

import math
from collections.abc import Collection, Sequence

from engine.expression import Adjoint, Apply, Expression, Number, Shape, Size, Value, references
from engine.ops import Writer, apply, ops
from engine.plan.keys import Key, key_of

_SAME_ORDER = frozenset({"flatten", "reshape", "expand", "repeat", "sum", "collect", "identity"})


def count(shape: Shape | None) -> int:
    """How many numbers an array of that shape holds."""
    return math.prod(shape or ())


def keeps_entries(node: Expression) -> bool:
    """Whether the op leaves every entry where it lies in memory, whatever axes there are before and after."""
    return isinstance(node, Apply) and node.op in _SAME_ORDER and count(node.shape) == count(node.arguments[0].shape)


def bare(node: Expression) -> Expression:
    """What is below ops that keep all entries."""
    while keeps_entries(node):
        assert isinstance(node, Apply)
        node = node.arguments[0]
    return node


def by_entry(node: Expression) -> bool:
    """Whether it is an op that works entry by entry and has a fast form."""
    fast = ops()[node.op].fast if isinstance(node, Apply) else None
    return fast is not None and fast.write is not None


def depends(node: Expression, own: Collection[Key]) -> bool:
    """Whether the expression reads one of these."""
    return any(key_of(part) in own for part in references(node))


def as_shape(node: Expression, shape: Shape) -> Expression:
    """The same entries in another shape; a single number stays as it is, it fits everywhere."""
    if node.shape == shape or (isinstance(node, Number | Size)) or (not node.shape and count(shape) != 1):
        return node
    inner = bare(node)
    if isinstance(inner, Number):
        return inner
    return inner if inner.shape == shape else apply("reshape", inner, shape=shape)


def matrix_of(node: Expression) -> tuple[Value, bool] | None:
    """A parameter that is a matrix, and whether it is read transposed."""
    turned = isinstance(node, Apply) and node.op == "transpose"
    inner = node.arguments[0] if turned and isinstance(node, Apply) else node
    if isinstance(inner, Value) and inner.offset is None and len(inner.shape or ()) == 2:
        return inner, turned
    return None


def is_reference(node: Expression) -> bool:
    """Whether it reads a value or an adjoint, and nothing else."""
    return isinstance(node, Value | Adjoint)


def written_by_entry(writer: Writer, node: Apply, names: Sequence[str], fill: str) -> None:
    """Writes the fast form of an op that works entry by entry."""
    fast = ops()[node.op].fast
    assert fast is not None and fast.write is not None
    fast.write(writer, names, fill)


def signed_arguments(node: Apply) -> list[tuple[Expression, bool]]:
    """The arguments, those of a sum without their minus; whether it was there. A sum of minuses stays as it is."""
    minus = [node.op == "add" and isinstance(one, Apply) and one.op == "neg" for one in node.arguments]
    if all(minus):
        return [(one, False) for one in node.arguments]
    return [
        (one.arguments[0] if taken and isinstance(one, Apply) else one, taken)
        for one, taken in zip(node.arguments, minus, strict=True)
    ]


def fills(node: Apply) -> bool:
    """Whether the op fills its result through buffers."""
    fast = ops()[node.op].fast
    return fast is not None and fast.fill is not None


def aligned_shape(shape: Shape, rank: int) -> Shape:
    """The shape with axes of length 1 put before it."""
    return (1,) * (rank - len(shape)) + shape
