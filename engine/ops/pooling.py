"""Pooling: each window of a map becomes one number, its maximum or its mean; and what flows back to the window."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.expression import Apply, Expression, Number, Shape
from engine.ops import Array, Notation, Op, Part, ShapeError, Trial, Unit, apply, no_guess

Pair = tuple[int, int]


def _window(word: str, attributes: dict[str, Any]) -> Pair:
    """Rows and columns of a window; one whole number stands for both."""
    size = attributes.get("size")
    match size if isinstance(size, tuple) else (size, size):
        case (int() as rows, int() as columns) if min(rows, columns) >= 1:
            return rows, columns
    raise ShapeError(f"{word}: the window's size is a whole number from 1, or two, (rows, columns); met {size!r}")


def _smaller(word: str, shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    (shape,), window = shapes, _window(word, attributes)
    if len(shape) != 3:
        raise ShapeError(f"{word} reads maps of shape (rows, columns, maps), met {shape}")
    for length, size, name in zip(shape, window, ("rows", "columns"), strict=False):
        if length % size:
            raise ShapeError(
                f"{word}: windows of {window[0]} × {window[1]} must divide the map, but {length} {name} "
                f"are no multiple of {size}"
            )
    return shape[0] // window[0], shape[1] // window[1], shape[2]


def _as_large(word: str, shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    _smaller(word, shapes, attributes)
    return shapes[0]


def _larger(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    (shape,), (rows, columns) = shapes, _window("upsample", attributes)
    if len(shape) != 3:
        raise ShapeError(f"upsample reads maps of shape (rows, columns, maps), met {shape}")
    return shape[0] * rows, shape[1] * columns, shape[2]


def _places(node: Apply) -> Iterator[tuple[Any, ...]]:
    """Each place in a window, row by row, as the index of all entries that stand there."""
    rows, columns = _window(node.op, dict(node.attributes))
    for row in range(rows):
        for column in range(columns):
            yield ..., slice(row, None, rows), slice(column, None, columns), slice(None)


def _maxpool(node: Apply, maps: Array) -> Array:
    first, *rest = (maps[place] for place in _places(node))
    largest: Array = first.copy()
    for entries in rest:
        np.maximum(largest, entries, out=largest)
    return largest


def _first_maximum(node: Apply, maps: Array) -> Array:
    """1 where a window has its first maximum in reading order, 0 elsewhere; a window with a NaN has one 1 too."""
    largest = _maxpool(node, maps)
    found = np.zeros_like(maps)
    waiting = np.ones(largest.shape, bool)
    for place in _places(node):
        here = waiting & ~(maps[place] < largest)
        found[place] = here
        waiting &= ~here
    return found


def _avgpool(node: Apply, maps: Array) -> Array:
    first, *rest = (maps[place] for place in _places(node))
    total = first.copy()
    for entries in rest:
        total += entries
    return total / np.asarray(len(rest) + 1, maps.dtype)


def _upsample(node: Apply, maps: Array) -> Array:
    rows, columns = _window(node.op, dict(node.attributes))
    found = np.empty((*maps.shape[:-3], *(node.shape or ())), maps.dtype)
    found.reshape(*maps.shape[:-2], rows, maps.shape[-2], columns, maps.shape[-1])[...] = maps[..., :, None, :, None, :]
    return found


def _maxpool_vjp(node: Apply, g: Expression, i: int) -> Expression:
    size = node.attribute("size")
    return apply("mul", apply("first_maximum", node.arguments[0], size=size), apply("upsample", g, size=size))


def _avgpool_vjp(node: Apply, g: Expression, i: int) -> Expression:
    rows, columns = _window(node.op, dict(node.attributes))
    return apply("mul", Number(1.0 / (rows * columns)), apply("upsample", g, size=node.attribute("size")))


def _upsample_vjp(node: Apply, g: Expression, i: int) -> Expression:
    rows, columns = _window(node.op, dict(node.attributes))
    return apply("mul", Number(float(rows * columns)), apply("avgpool", g, size=node.attribute("size")))


def _window_of(node: Apply, unit: Unit) -> Iterator[Unit]:
    """The entries that an entry of the result was made of."""
    (rows, columns), (row, column, map_) = _window(node.op, dict(node.attributes)), unit
    for down in range(rows):
        for across in range(columns):
            yield row * rows + down, column * columns + across, map_


def _maxpool_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    """The maximum as a sum over its window in which all but the first maximum are multiplied by 0."""
    (maps,) = node.arguments
    chosen = apply("first_maximum", maps, size=node.attribute("size"))
    yield from (((chosen, place), (maps, place)) for place in _window_of(node, unit))


def _avgpool_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    rows, columns = _window(node.op, dict(node.attributes))
    share: Part = (Number(1.0 / (rows * columns)), ())
    yield from ((share, (node.arguments[0], place)) for place in _window_of(node, unit))


def _upsample_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    (rows, columns), (row, column, map_) = _window(node.op, dict(node.attributes)), unit
    yield ((node.arguments[0], (row // rows, column // columns, map_)),)


_MAPS = (Trial(((4, 6, 2),), {"size": 2}), Trial(((6, 4, 3),), {"size": (3, 2)}), Trial(((3, 2, 1),), {"size": 1}))

MAXPOOL = Op(
    "maxpool",
    "the maximum of each window of rows and columns (002 eq 30)",
    1,
    lambda shapes, attributes: _smaller("maxpool", shapes, attributes),
    _maxpool,
    Notation("indexed", r"\operatorname{maxpool}", "maxpool"),
    vjp=_maxpool_vjp,
    operands=no_guess,
    settings=("size",),
    trials=_MAPS,
    products=_maxpool_products,
    rules=("it goes to the maximum of each window",),
)
FIRST_MAXIMUM = Op(
    "first_maximum",
    "1 at the maximum of each window, the first in reading order where there are several, else 0",
    1,
    lambda shapes, attributes: _as_large("first_maximum", shapes, attributes),
    _first_maximum,
    Notation("indexed", r"\operatorname{maxpool}'", "maxpool'"),
    operands=no_guess,
    settings=("size",),
    callable=False,
    trials=_MAPS,
)
AVGPOOL = Op(
    "avgpool",
    "the mean of each window of rows and columns (002 eq 31)",
    1,
    lambda shapes, attributes: _smaller("avgpool", shapes, attributes),
    _avgpool,
    Notation("indexed", r"\operatorname{avgpool}", "avgpool"),
    vjp=_avgpool_vjp,
    operands=no_guess,
    settings=("size",),
    trials=_MAPS,
    products=_avgpool_products,
    rules=("mean, spread evenly over each window",),
)
UPSAMPLE = Op(
    "upsample",
    "each entry repeated over a window of rows and columns",
    1,
    _larger,
    _upsample,
    Notation("indexed", r"\operatorname{up}", "up"),
    vjp=_upsample_vjp,
    operands=no_guess,
    settings=("size",),
    trials=(Trial(((2, 3, 2),), {"size": 2}), Trial(((2, 1, 3),), {"size": (3, 2)})),
    products=_upsample_products,
    rules=("copied, summed over each window",),
)
