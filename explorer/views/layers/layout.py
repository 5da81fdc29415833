"""The layout of layers in a panel: columns, boxes, gaps and lanes; a pure function of model, shapes and size."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from explorer.views.layers.box import BETWEEN, PAD, TITLE, Box, Kind, fit_tiles, map_shape
from explorer.views.layers.model import Layer, Model

MARGIN = 10.0
_LANE, _APART = 8.0, 12.0
_WIDTHS: Mapping[Kind, tuple[float, float, float]] = {
    "single": (60.0, 74.0, 88.0),
    "units": (58.0, 100.0, 150.0),
    "grid": (60.0, 84.0, 150.0),
    "maps": (58.0, 88.0, 190.0),
}
"""Px of a column: at least, such that its numbers can be read, at most."""
_GAPS = {"matrix": (36.0, 40.0, 100.0), "whole": (22.0, 26.0, 44.0)}
_HIGH, _PITCH = 26.0, 38.0
_BADGE = 28.0
_Range = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Content:
    """What decides about the size of a box: how it is drawn, of which shape, the widths of its two headings."""

    kind: Kind
    shape: tuple[int, ...]
    count: int
    value_title: float
    adjoint_title: float | None


@dataclass(frozen=True, eq=False)
class Layout:
    """All boxes, the left edges and widths of the columns, the lanes of links over several columns, the whole width."""

    boxes: Mapping[str, Box]
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    lanes: Mapping[str, float]
    width: float

    def gap(self, column: int) -> tuple[float, float]:
        """Left and right end of the gap before a column."""
        return self.lefts[column - 1] + self.widths[column - 1], self.lefts[column]


def lay_out(model: Model, contents: Mapping[str, Content], *, width: float, height: float) -> Layout:
    """Places all boxes in a panel; wider than the panel where the columns do not fit at their least widths."""
    columns = model.columns
    parts = [_column_range(column, contents) for column in columns]
    for number in range(len(columns) - 1, 0, -1):
        parts.insert(number, _gap_range(model, contents, number))
    free = width - 2.0 * MARGIN
    spread = _spread(parts, free)
    total = sum(spread)
    left = MARGIN + max(free - total, 0.0) / 2.0
    lefts: list[float] = []
    for number, wide in enumerate(spread):
        if number % 2 == 0:
            lefts.append(left)
        left += wide
    widths = tuple(spread[::2])
    sources = dict.fromkeys(link.source for link in model.links if model.is_long(link))
    lanes = {source: 6.0 + number * _LANE for number, source in enumerate(sources)}
    top = 4.0 + (len(lanes) * _LANE + 6.0 if lanes else 0.0)
    boxes: dict[str, Box] = {}
    for column, x, wide in zip(columns, lefts, widths, strict=True):
        area = QRectF(round(x), top, round(wide), height - top - 4.0)
        boxes.update({box.key: box for box in _column(column, contents, area)})
    return Layout(boxes, tuple(lefts), widths, lanes, total + 2.0 * MARGIN)


def _spread(parts: list[_Range], free: float) -> list[float]:
    """Widths that together fill `free` px as far as their ranges allow; all grow alike from one stage to the next."""
    sums = [sum(part[stage] for part in parts) for stage in range(3)]
    stage = 0 if free < sums[1] else 1
    grown = min(max((free - sums[stage]) / max(sums[stage + 1] - sums[stage], 1.0), 0.0), 1.0)
    return [part[stage] + grown * (part[stage + 1] - part[stage]) for part in parts]


def _column_range(column: tuple[Layer, ...], contents: Mapping[str, Content]) -> _Range:
    ranges = [_WIDTHS[contents[layer.key].kind] for layer in column]
    return max(part[0] for part in ranges), max(part[1] for part in ranges), max(part[2] for part in ranges)


def _gap_range(model: Model, contents: Mapping[str, Content], number: int) -> _Range:
    column = model.column_of
    by_unit = any(
        link.kind == "matrix" and "maps" not in (contents[link.source].kind, contents[link.target].kind)
        for link in model.links
        if column[link.target] == number and column[link.source] == number - 1
    )
    return _GAPS["matrix" if by_unit else "whole"]


def _titles(content: Content, width: float) -> int:
    """In how many rows the headings of a layer of units stand."""
    both = content.value_title + (content.adjoint_title or 0.0) + 8.0
    return 1 if content.adjoint_title is None or both <= width - 2.0 * PAD else 2


def _column(column: tuple[Layer, ...], contents: Mapping[str, Content], area: QRectF) -> list[Box]:
    """The boxes of a column one under the other in the middle of it, none higher than its share."""
    fixed, flexible = 0.0, 0.0
    beside = sum(contents[layer.key].kind == "grid" for layer in column) > 1
    for layer in column:
        content = contents[layer.key]
        titles = _titles(content, area.width())
        if content.kind == "single":
            fixed += _single_height(content) + 2.0 * PAD
        elif content.kind == "units":
            fixed += titles * TITLE + 2.0 * PAD
            flexible += content.count
        else:
            halves = beside and content.kind == "grid"
            fixed += (titles if halves else 2 if content.adjoint_title is not None else 1) * TITLE + 2.0 * PAD
            flexible += _image_weight(content, area.width(), beside=halves)
    room = area.height() - fixed - _APART * (len(column) - 1)
    pitch = min(_PITCH, max(room, 12.0) / flexible) if flexible else _PITCH
    boxes, top = [], 0.0
    for layer in column:
        content = contents[layer.key]
        box = _box(layer, content, QRectF(area.left(), top, area.width(), 0.0), pitch, beside=beside)
        boxes.append(box)
        top += box.rect.height() + _APART
    down = round(area.top() + (area.height() - (top - _APART)) / 2.0)
    return [box.moved(max(down, area.top())) for box in boxes]


def _single_height(content: Content) -> float:
    """The height of a single number's box without its edges: a heading and a badge for each side."""
    return (TITLE + _BADGE) * (2 if content.adjoint_title is not None else 1)


def _image_weight(content: Content, width: float, *, beside: bool) -> float:
    """How many units' heights an image wants at most: values and adjoints together unless they stand `beside`."""
    rows, columns, count = map_shape(content.kind, content.shape)
    sides = 2 if content.adjoint_title is not None and not beside else 1
    inner = _half(width) if beside else width - 2.0 * PAD
    if content.kind == "grid":
        return sides * max(1.0, min(inner / columns, 14.0) * rows) / _PITCH
    cell = max(1.0, inner // columns)
    across = max(1, inner // (columns * cell))
    return sides * max(1.0, rows * cell * -(-count // across)) / _PITCH


def _half(width: float) -> float:
    """The width of values beside adjoints in a box of this width."""
    return (width - 2.0 * PAD - BETWEEN) / 2.0


def _box(layer: Layer, content: Content, rect: QRectF, pitch: float, *, beside: bool) -> Box:
    if content.kind == "single":
        return _single(layer, content, rect)
    if content.kind == "units" or (beside and content.kind == "grid"):
        return _halves(layer, content, rect, pitch)
    left, top, wide = rect.left() + PAD, rect.top() + PAD, rect.width() - 2.0 * PAD
    both = content.adjoint_title is not None
    sides = 2 if both else 1
    share = _image_weight(content, rect.width(), beside=False) * pitch / sides
    maps = map_shape(content.kind, content.shape)
    tiles = fit_tiles(QRectF(left, top + TITLE, wide, share), maps)
    high = tiles.rect.height()
    again = fit_tiles(QRectF(left, top + 2.0 * TITLE + high, wide, share), maps) if both else None
    return Box(
        layer.key,
        content.kind,
        QRectF(rect.left(), rect.top(), rect.width(), sides * (TITLE + high) + 2.0 * PAD),
        QRectF(left, top, wide, TITLE),
        QRectF(left, top + TITLE + high, wide, TITLE) if both else None,
        tiles.rect,
        again.rect if again is not None else None,
        value_tiles=tiles,
        adjoint_tiles=again,
        maps=maps[2],
    )


def _single(layer: Layer, content: Content, rect: QRectF) -> Box:
    """One number: a heading and a badge, and the same for its adjoint below."""
    left, top, wide = rect.left() + PAD, rect.top() + PAD, rect.width() - 2.0 * PAD
    both = content.adjoint_title is not None
    return Box(
        layer.key,
        "single",
        QRectF(rect.left(), rect.top(), rect.width(), _single_height(content) + 2.0 * PAD),
        QRectF(left, top, wide, TITLE),
        QRectF(left, top + TITLE + _BADGE, wide, TITLE) if both else None,
        QRectF(left, top + TITLE, wide, _HIGH),
        QRectF(left, top + 2.0 * TITLE + _BADGE, wide, _HIGH) if both else None,
        _HIGH,
        _HIGH,
    )


def _halves(layer: Layer, content: Content, rect: QRectF, pitch: float) -> Box:
    """Values at the left and adjoints at the right: a row for each unit, or one grid of cells each."""
    left, top, wide = rect.left() + PAD, rect.top() + PAD, rect.width() - 2.0 * PAD
    both, half, rows = content.adjoint_title is not None, _half(rect.width()), _titles(content, rect.width())
    first = QRectF(left, top, half if rows == 1 and both else wide, TITLE)
    second = QRectF(left + half + BETWEEN, top, half, TITLE)
    if rows > 1:
        second = QRectF(left, top + TITLE, wide, TITLE)
    elif both and max(content.value_title, content.adjoint_title or 0.0) > half:
        # Symbols of unlike width share the row as they need it.
        first.setWidth(content.value_title)
        second.setLeft(left + wide - (content.adjoint_title or 0.0))
    start, middle = top + rows * TITLE, left if both else left + (wide - half) / 2.0
    high = min(_HIGH, max(pitch - (6.0 if pitch > 22.0 else 3.0 if pitch > 12.0 else 1.0), 2.0))
    tall, tiles, again = (content.count - 1) * pitch + high, None, None
    if content.kind == "grid":
        share = _image_weight(content, rect.width(), beside=True) * pitch
        maps = map_shape(content.kind, content.shape)
        tiles = fit_tiles(QRectF(middle, start, half, share), maps)
        again = fit_tiles(QRectF(left + half + BETWEEN, start, half, share), maps) if both else None
        tall = tiles.rect.height()
    return Box(
        layer.key,
        content.kind,
        QRectF(rect.left(), rect.top(), rect.width(), rows * TITLE + tall + 2.0 * PAD),
        first,
        second if both else None,
        tiles.rect if tiles is not None else QRectF(middle, start, half, tall),
        again.rect if again is not None else QRectF(left + half + BETWEEN, start, half, tall) if both else None,
        pitch,
        high,
        tiles,
        again,
    )
