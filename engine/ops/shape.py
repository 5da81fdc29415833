"""Axes: summing them, repeating along them, flattening them, and single entries of a parameter."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.expression import Apply, Expression, Offset, Shape
from engine.ops import Array, Notation, Op, Part, ShapeError, Trial, Unit, apply, no_guess


def _axis_sum_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    (shape,), axis = shapes, attributes.get("axis")
    if axis is None:
        return ()
    if not isinstance(axis, int) or not 0 <= axis < len(shape):
        raise ShapeError(f"sum: axis must be 0 to {len(shape) - 1} for shape {shape}, met {axis!r}")
    return shape[:axis] + shape[axis + 1 :]


def _axis_sum(node: Apply, x: Array) -> Array:
    rank, axis = len(node.arguments[0].shape or ()), dict(node.attributes).get("axis")
    result: Array = x.sum(axis=tuple(range(-rank, 0)) if axis is None else int(str(axis)) - rank)
    return result


def _axis_sum_vjp(node: Apply, g: Expression, i: int) -> Expression:
    shape, axis = node.arguments[0].shape or (), dict(node.attributes).get("axis")
    if axis is None:
        return apply("repeat", g, shape=shape)
    return apply("expand", g, axis=axis, length=shape[int(str(axis))])


def _expand_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    (shape,), length = shapes, attributes.get("length")
    axis = attributes.get("axis", len(shape))
    if not isinstance(length, int) or length < 1:
        raise ShapeError(f"expand needs the length of the new axis, as in expand(b, C), met {length!r}")
    if not isinstance(axis, int) or not 0 <= axis <= len(shape):
        raise ShapeError(f"expand: axis must be 0 to {len(shape)} for shape {shape}, met {axis!r}")
    return (*shape[:axis], length, *shape[axis:])


def _expand_axis(node: Apply) -> int:
    return int(str(dict(node.attributes).get("axis", len(node.arguments[0].shape or ()))))


def _expand(node: Apply, x: Array) -> Array:
    assert node.shape is not None
    lead = x.ndim - len(node.shape) + 1
    return np.broadcast_to(np.expand_dims(x, lead + _expand_axis(node)), x.shape[:lead] + node.shape)


def _collect(node: Apply, x: Array) -> Array:
    inside, kept = len(node.arguments[0].shape or ()), len(node.shape or ())
    result: Array = x.sum(axis=tuple(range(-inside, -kept))) if inside > kept else x
    return result


def _reshape(node: Apply, x: Array) -> Array:
    assert node.shape is not None
    return x.reshape(x.shape[: x.ndim - len(node.arguments[0].shape or ())] + node.shape)


def _stated_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    shape = tuple(attributes.get("shape") or ())
    if min(shape, default=1) < 1 or math.prod(shape) != math.prod(shapes[0]):
        raise ShapeError(
            f"reshape keeps the number of entries: {shapes[0]} has {math.prod(shapes[0])}, {shape} another"
        )
    return shape


def _as_vector(shapes: tuple[Shape | None, ...], result: Shape | None) -> tuple[Shape | None, ...]:
    """What is brought into another shape is taken to be a vector where nothing else is known of it."""
    return shapes if shapes[0] is not None or result is None else ((math.prod(result),),)


def _element_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    if not shapes[0]:
        raise ShapeError("an entry can be taken from a vector or a matrix, met a single number")
    return shapes[0][1:]


def _place(node: Apply, x: Array, position: int) -> Array:
    """All zeros but for `x` at one entry of the first axis."""
    assert node.shape is not None
    rank = len(node.shape) - 1
    lead = x.shape[: x.ndim - rank]
    result = np.zeros(lead + node.shape, x.dtype)
    result[(slice(None),) * len(lead) + (position,)] = x
    return result


def _position(node: Apply) -> Offset:
    position = node.attribute("position")
    assert isinstance(position, Offset)
    return position


def _element(node: Apply, x: Array, position: int) -> Array:
    rank = len(node.arguments[0].shape or ())
    return x[(slice(None),) * (x.ndim - rank) + (position,)]


def _summed(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    """The entries along the axis that is summed, or all of them."""
    (body,), axis = node.arguments, dict(node.attributes).get("axis")
    shape = body.shape or ()
    if axis is None:
        yield from (((body, place),) for place in np.ndindex(shape))
    else:
        before = int(str(axis))
        yield from (((body, (*unit[:before], place, *unit[before:])),) for place in range(shape[before]))


def _collected(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    (body,) = node.arguments
    shape, kept = body.shape or (), len(node.shape or ())
    yield from (((body, (*place, *unit)),) for place in np.ndindex(shape[: len(shape) - kept]))


def _unexpanded(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    axis = _expand_axis(node)
    yield ((node.arguments[0], unit[:axis] + unit[axis + 1 :]),)


def _unrepeated(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    yield ((node.arguments[0], ()),)


def _same_entry(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    """The entry with the same number where all are counted, the last axis running fastest."""
    (body,) = node.arguments
    place = np.unravel_index(int(np.ravel_multi_index(unit, node.shape or ())) if unit else 0, body.shape or ())
    yield ((body, tuple(int(part) for part in place)),)


AXIS_SUM = Op(
    "sum",
    "sum over one axis, or over all",
    1,
    _axis_sum_shape,
    _axis_sum,
    Notation("axis_sum"),
    vjp=_axis_sum_vjp,
    operands=no_guess,
    settings=("axis",),
    trials=(Trial(((3, 2),), {"axis": 1}), Trial(((3, 2),), {"axis": 0}), Trial(((3, 2),))),
    products=_summed,
    rules=("sum rule, the same for every entry",),
)
EXPAND = Op(
    "expand",
    "repeated along a new axis, the last unless stated",
    1,
    _expand_shape,
    _expand,
    Notation("transparent"),
    vjp=lambda node, g, i: apply("sum", g, axis=_expand_axis(node)),
    operands=no_guess,
    settings=("length", "axis"),
    trials=(Trial(((3,),), {"length": 2}), Trial(((3,),), {"length": 2, "axis": 0})),
    products=_unexpanded,
    rules=("copied, summed over the copies",),
)
REPEAT = Op(
    "repeat",
    "one number repeated over a shape",
    1,
    lambda shapes, attributes: tuple(attributes["shape"]),
    lambda node, x: np.broadcast_to(x[(...,) + (None,) * len(node.shape)], x.shape + node.shape),
    Notation("transparent"),
    vjp=lambda node, g, i: apply("sum", g),
    operands=no_guess,
    callable=False,
    trials=(Trial(((),), {"shape": (2, 3)}),),
    products=_unrepeated,
    rules=("copied, summed over the copies",),
)
COLLECT = Op(
    "collect",
    "sum over the axes along which an operand was repeated",
    1,
    lambda shapes, attributes: tuple(attributes["shape"]),
    _collect,
    Notation("axis_sum"),
    operands=no_guess,
    callable=False,
    trials=(Trial(((2, 3),), {"shape": (3,)}),),
    products=_collected,
)
FLATTEN = Op(
    "flatten",
    "all axes in one, the last running fastest",
    1,
    lambda shapes, attributes: (math.prod(shapes[0]),),
    _reshape,
    Notation("transparent"),
    vjp=lambda node, g, i: apply("reshape", g, shape=node.arguments[0].shape),
    operands=no_guess,
    trials=(Trial(((3, 2),)),),
    products=_same_entry,
    rules=("rearranged, put back in place",),
)
RESHAPE = Op(
    "reshape",
    "the same entries in another shape",
    1,
    _stated_shape,
    _reshape,
    Notation("transparent"),
    vjp=lambda node, g, i: apply("reshape", g, shape=node.arguments[0].shape),
    operands=_as_vector,
    settings=("shape",),
    trials=(Trial(((3, 2),), {"shape": (6,)}),),
    products=_same_entry,
    rules=("rearranged, put back in place",),
)
ELEMENT = Op(
    "element",
    "one entry of the first axis",
    1,
    _element_shape,
    _element,
    Notation("element"),
    vjp=lambda node, g, i: apply("place", g, position=_position(node), length=(node.arguments[0].shape or ())[0]),
    operands=no_guess,
    callable=False,
    trials=(Trial(((3, 2),), {"position": Offset(1)}),),
    rules=("it goes to the one entry",),
)
PLACE = Op(
    "place",
    "zeros but for one entry of the first axis",
    1,
    lambda shapes, attributes: (attributes["length"], *shapes[0]),
    _place,
    Notation("place"),
    operands=no_guess,
    vjp=lambda node, g, i: apply("element", g, position=_position(node)),
    callable=False,
    trials=(Trial(((2,),), {"position": Offset(1), "length": 3}),),
    rules=("read from the one entry",),
)
