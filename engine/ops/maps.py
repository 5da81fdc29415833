"""Feature maps as a vector: one map after the other, as the paper writes them down, and back."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.expression import Apply, Shape
from engine.ops import Array, Notation, Op, Part, ShapeError, Trial, Unit, apply, no_guess


def _vector(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    if len(shapes[0]) != 3:
        raise ShapeError(f"flatten_maps reads maps of shape (rows, columns, maps), met {shapes[0]}")
    return (math.prod(shapes[0]),)


def _stacked(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    shape = tuple(attributes["shape"])
    if len(shape) != 3 or shapes[0] != (math.prod(shape),):
        raise ShapeError(f"stack_maps brings a vector into (rows, columns, maps), met {shapes[0]} and {shape}")
    return shape


def _flatten_maps(node: Apply, maps: Array) -> Array:
    return np.moveaxis(maps, -1, -3).reshape(*maps.shape[:-3], -1)


def _stack_maps(node: Apply, vector: Array) -> Array:
    assert node.shape is not None
    rows, columns, maps = node.shape
    return np.moveaxis(vector.reshape(*vector.shape[:-1], maps, rows, columns), -3, -1)


def _entry_of_maps(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    rows, columns, maps = node.arguments[0].shape or ()
    map_, row, column = (int(part) for part in np.unravel_index(unit[0], (maps, rows, columns)))
    yield ((node.arguments[0], (row, column, map_)),)


def _entry_of_vector(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    rows, columns, _ = node.shape or ()
    row, column, map_ = unit
    yield ((node.arguments[0], ((map_ * rows + row) * columns + column,)),)


FLATTEN_MAPS = Op(
    "flatten_maps",
    "rows, columns and maps in one axis, map after map, each row by row (002 eq 32)",
    1,
    _vector,
    _flatten_maps,
    Notation("call", r"\operatorname{vec}", "vec"),
    vjp=lambda node, g, i: apply("stack_maps", g, shape=node.arguments[0].shape),
    operands=no_guess,
    trials=(Trial(((2, 3, 4),)),),
    products=_entry_of_maps,
    rules=("rearranged, put back in place",),
)
STACK_MAPS = Op(
    "stack_maps",
    "a vector of maps, map after map, as rows, columns and maps again",
    1,
    _stacked,
    _stack_maps,
    Notation("call", r"\operatorname{vec}^{-1}", "vec⁻¹"),
    vjp=lambda node, g, i: apply("flatten_maps", g),
    operands=no_guess,
    callable=False,
    trials=(Trial(((24,),), {"shape": (2, 3, 4)}),),
    products=_entry_of_vector,
    rules=("rearranged, put back in place",),
)
