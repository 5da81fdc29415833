"""Rearranging: which ops only give the same entries another shape, and what an expression depends on."""

import math
from collections.abc import Collection

from engine.expression import Adjoint, Apply, Expression, Number, Shape, Size, Value, references
from engine.ops import apply
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
