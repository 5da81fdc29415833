"""The box of a layer: how its units are drawn in it, and where each of them stands."""

import math
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QRectF

Kind = Literal["single", "units", "grid", "maps"]
MOST_UNITS = 24
"""Layers with more units are drawn as images."""
PAD, TITLE, BETWEEN = 4.0, 24.0, 3.0
_TILE_GAP = 3.0
SURELY = 12
"""So many maps are seen before pixels are made larger."""


def kind_of(shape: tuple[int, ...]) -> Kind:
    """How a quantity of this shape is drawn."""
    if len(shape) == 3 and shape[0] > 1 and shape[1] > 1:
        return "maps"
    if len(shape) == 2 and min(shape) > 4:
        return "maps"
    size = math.prod(shape)
    return "single" if size == 1 else "units" if size <= MOST_UNITS else "grid"


def map_shape(kind: Kind, shape: tuple[int, ...]) -> tuple[int, int, int]:
    """Rows, columns and number of the maps; units drawn as a grid are one map, about as wide as high."""
    if kind == "maps":
        return (shape[0], shape[1], shape[2] if len(shape) == 3 else 1)
    size = math.prod(shape)
    across = max(1, min(size, math.ceil(math.sqrt(size * 0.8))))
    return math.ceil(size / across), across, 1


@dataclass(frozen=True, slots=True)
class Tiles:
    """Maps in rows side by side in `rect`: `cell` px per entry, `across` maps in a row, `shown` of them."""

    rect: QRectF
    rows: int
    columns: int
    cell: float
    across: int
    shown: int

    def tile(self, number: int) -> QRectF:
        """Where a map stands."""
        row, column = divmod(number, self.across)
        wide, high = self.columns * self.cell, self.rows * self.cell
        return QRectF(
            self.rect.left() + column * (wide + _TILE_GAP), self.rect.top() + row * (high + _TILE_GAP), wide, high
        )

    def entry_at(self, x: float, y: float) -> tuple[int, int, int] | None:
        """Row, column and map under a point."""
        for number in range(self.shown):
            tile = self.tile(number)
            if tile.contains(x, y):
                row = min(int((y - tile.top()) / self.cell), self.rows - 1)
                return row, min(int((x - tile.left()) / self.cell), self.columns - 1), number
        return None

    def place_of(self, place: int, maps: int) -> tuple[int, int, int] | None:
        """Row, column and map of a number by its place among all of them; None where its map is not shown."""
        cell, number = divmod(place, maps)
        return (*divmod(cell, self.columns), number) if number < self.shown else None

    def cell_rect(self, row: int, column: int, number: int) -> QRectF:
        """Where one entry stands."""
        tile = self.tile(number)
        return QRectF(tile.left() + column * self.cell, tile.top() + row * self.cell, self.cell, self.cell)


def fit_tiles(rect: QRectF, maps: tuple[int, int, int], *, most_cell: float = 14.0) -> Tiles:
    """The largest whole px per entry at which enough maps are seen in `rect`; centred across."""
    rows, columns, count = maps
    room, height = rect.width() + _TILE_GAP, rect.height() + _TILE_GAP
    enough = min(count, SURELY)
    cell = max(1.0, math.floor(min(most_cell, rect.width() / columns, rect.height() / rows)))

    def fits(cell: float) -> tuple[int, int]:
        return int(room // (columns * cell + _TILE_GAP)), int(height // (rows * cell + _TILE_GAP))

    while cell > 1.0 and math.prod(fits(cell)) < enough:
        cell -= 1.0
    if math.prod(fits(cell)) < 1:  # a map larger than the room is shown with entries left out
        cell = min(rect.width() / columns, rect.height() / rows)
    across, down = (max(part, 1) for part in fits(cell))
    across = min(across, count)
    shown = min(count, across * down)
    wide = across * (columns * cell + _TILE_GAP) - _TILE_GAP
    high = math.ceil(shown / across) * (rows * cell + _TILE_GAP) - _TILE_GAP
    left = round(rect.left() + (rect.width() - wide) / 2.0)
    return Tiles(QRectF(left, round(rect.top()), wide, high), rows, columns, cell, across, shown)


@dataclass(frozen=True, slots=True)
class Box:
    """A layer's ground, its two headings, and its cells: rows of units, or tiles, for values and for adjoints.

    `pitch` is the distance of two units, `high` the height of one; `maps` is how many maps there are, shown or not.
    """

    key: str
    kind: Kind
    rect: QRectF
    value_title: QRectF
    adjoint_title: QRectF | None
    value_area: QRectF
    adjoint_area: QRectF | None
    pitch: float = 0.0
    high: float = 0.0
    value_tiles: Tiles | None = None
    adjoint_tiles: Tiles | None = None
    maps: int = 1

    def moved(self, down: float) -> "Box":
        """The same box further down."""

        def lower(rect: QRectF | None) -> QRectF | None:
            return None if rect is None else rect.translated(0.0, down)

        def tiles(each: Tiles | None) -> Tiles | None:
            return None if each is None else replace(each, rect=each.rect.translated(0.0, down))

        return replace(
            self,
            rect=self.rect.translated(0.0, down),
            value_title=self.value_title.translated(0.0, down),
            adjoint_title=lower(self.adjoint_title),
            value_area=self.value_area.translated(0.0, down),
            adjoint_area=lower(self.adjoint_area),
            value_tiles=tiles(self.value_tiles),
            adjoint_tiles=tiles(self.adjoint_tiles),
        )

    def area(self, *, adjoint: bool) -> QRectF | None:
        """Where values or adjoints stand; None without adjoints."""
        return self.adjoint_area if adjoint else self.value_area

    def tiles(self, *, adjoint: bool) -> Tiles | None:
        """The tiles of values or adjoints; None where units are drawn one by one."""
        return self.adjoint_tiles if adjoint else self.value_tiles

    def cell(self, unit: int, *, adjoint: bool) -> QRectF:
        """Where one unit's value or adjoint stands, in layers drawn unit by unit."""
        area = self.area(adjoint=adjoint) or self.value_area
        return QRectF(area.left(), area.top() + unit * self.pitch, area.width(), self.high)

    def port(self, unit: int) -> float:
        """At which height connections of a unit begin and end."""
        if self.kind in ("single", "units"):
            return self.value_area.top() + unit * self.pitch + self.high / 2.0
        tiles = self.value_tiles
        if tiles is None:
            return self.rect.center().y()
        return tiles.rect.top() + (unit // tiles.columns + 0.5) * tiles.cell
