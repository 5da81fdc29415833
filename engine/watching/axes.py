"""How shapes line up in a watch: as in equations, and a number for each row stands for all entries of the row.

An equation says that with expand(…); whoever looks at `b_phi * s` in passing means each block's gate times its cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod

from engine.expression import Apply, Expression, Shape, Taps, Value, children, with_children
from engine.ops import ShapeError, broadcast_shape, find_op

ENTRY_BY_ENTRY = ("add", "mul", "div", "minimum", "maximum")


def common_shape(shapes: Sequence[Shape]) -> Shape:
    """The shape of what is compared or joined, where a single number fits everything.

    Raises ShapeError where shapes do not fit.
    """
    many = [shape for shape in shapes if prod(shape) > 1]
    if not many:
        return max(shapes, key=len)
    widest = max(many, key=len)
    broadcast_shape(tuple(shape for shape in many if not _are_rows(shape, widest)), {})
    return widest


def spread(shape: Shape, whole: Shape) -> Shape:
    """The shape with axes of length one, so that NumPy lines it up with the whole."""
    missing = (1,) * (len(whole) - len(shape))
    if prod(shape) == 1:
        return (1,) * len(whole)
    return shape + missing if _are_rows(shape, whole) else missing + shape


def with_rows_repeated(node: Expression, shapes: Mapping[str, Shape]) -> Expression:
    """The expression with expand(…) written out where a number for each row meets whole rows."""
    return _written_out(node, shapes)[0]


def _are_rows(shape: Shape, whole: Shape) -> bool:
    """Whether a shape is that of the first axes only; what fits the last axes is read as equations read it."""
    fits_last = shape == whole[len(whole) - len(shape) :]
    return not fits_last and bool(shape) and shape == whole[: len(shape)]


def _written_out(node: Expression, shapes: Mapping[str, Shape]) -> tuple[Expression, Shape | None]:
    """The expression and its shape; None where its parts do not fit, which is told by whoever resolves shapes."""
    if isinstance(node, Value):
        return node, shapes.get(node.name)
    below = [_written_out(child, shapes) for child in children(node)]
    parts, met = [part for part, _ in below], [shape for _, shape in below]
    known = [shape for shape in met if shape is not None]
    node = with_children(node, tuple(parts))
    if not isinstance(node, Apply):
        return node, met[0] if isinstance(node, Taps) else node.shape
    if len(known) < len(met):
        return node, None
    if node.op in ENTRY_BY_ENTRY:
        widest = max(known, key=len)
        parts = [_repeated(part, shape, widest) for part, shape in zip(parts, known, strict=True)]
        node = replace(node, arguments=tuple(parts))
        known = [widest if _are_rows(shape, widest) else shape for shape in known]
    try:
        return node, find_op(node.op).shape(tuple(known), dict(node.attributes))
    except ShapeError:
        return node, None


def _repeated(part: Expression, shape: Shape, whole: Shape) -> Expression:
    for length in whole[len(shape) :] if _are_rows(shape, whole) else ():
        part = Apply("expand", (part,), (("length", length),))
    return part
