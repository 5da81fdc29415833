"""The atlas: many small maps of numbers, or of colours, composed into one picture that is drawn at once."""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from explorer.drawing.hatch import draw_hatch
from explorer.drawing.raster import device_scale, put_down
from explorer.drawing.stamp import draw_stamp
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family, Theme

Pixels = NDArray[np.uint32]
PARTED = 10.0
"""Px a cell needs before thin lines part it from its neighbours."""
_MARGIN = 1.0
_VECTOR_SCALE = 6.0
"""Device pixels per px where a picture goes into SVG or PDF: so many that a viewer's smoothing is not seen."""
_MOST_PIXELS = 8_000_000


class Keep(Protocol):
    """Gives what was made for a key before, or makes and keeps it."""

    def __call__(self, key: Hashable, make: Callable[[], QImage]) -> QImage: ...


@dataclass(frozen=True, slots=True)
class Grid:
    """`count` tiles of `rows` × `columns` cells, `across` in a row, from the upper left corner (`left`, `top`).

    A cell is `cell` px large; tiles are parted by `gap` px, and rows of them by `label` px more, above each.
    """

    left: float
    top: float
    rows: int
    columns: int
    cell: float
    across: int
    count: int
    gap: float = 3.0
    label: float = 0.0

    @property
    def down(self) -> int:
        """Rows of tiles."""
        return math.ceil(self.count / self.across)

    @property
    def pitch(self) -> tuple[float, float]:
        """Px from one tile to the next, across and down."""
        return self.columns * self.cell + self.gap, self.rows * self.cell + self.gap + self.label

    @property
    def rect(self) -> QRectF:
        """All tiles with their labels."""
        across, down = self.pitch
        return QRectF(
            self.left, self.top, min(self.across, self.count) * across - self.gap, self.down * down - self.gap
        )

    def tile(self, number: int) -> QRectF:
        """Where a tile stands."""
        row, column = divmod(number, self.across)
        across, down = self.pitch
        left, top = self.left + column * across, self.top + row * down + self.label
        return QRectF(left, top, self.columns * self.cell, self.rows * self.cell)

    def cell_rect(self, number: int, row: int, column: int) -> QRectF:
        """Where one cell of a tile stands."""
        tile = self.tile(number)
        return QRectF(tile.left() + column * self.cell, tile.top() + row * self.cell, self.cell, self.cell)

    def at(self, point: QPointF | None) -> tuple[int, int, int] | None:
        """Tile, row and column under a point; None between tiles."""
        if point is None or not self.rect.contains(point):
            return None
        across, down = self.pitch
        number = int((point.y() - self.top) // down) * self.across + int((point.x() - self.left) // across)
        if number >= self.count or not self.tile(number).contains(point):
            return None
        tile = self.tile(number)
        row, column = int((point.y() - tile.top()) / self.cell), int((point.x() - tile.left()) / self.cell)
        return number, min(row, self.rows - 1), min(column, self.columns - 1)


def pixels_of(numbers: NDArray[np.floating], *, theme: Theme, family: Family, scale: Scale) -> Pixels:
    """Numbers of any shape as the colours of their map, 0xAARRGGBB; what is no number is the colour of errors."""
    table = theme.map(family).lut().astype(np.uint32)
    colours = table[:, 3] << 24 | table[:, 0] << 16 | table[:, 1] << 8 | table[:, 2]
    finite = np.isfinite(numbers)
    if finite.all():  # as almost always: no copy is made
        return np.asarray(colours[scale.index(numbers)], np.uint32)
    found = np.asarray(colours[scale.index(np.where(finite, numbers, 0.0))], np.uint32)
    found[~finite] = theme.err.rgba()
    return found


def pixels_of_colours(numbers: NDArray[np.floating], low: float, high: float, *, theme: Theme) -> Pixels:
    """Numbers (…, 3) as red, green and blue, `low` dark and `high` bright; what is no number the colour of errors."""
    finite = np.isfinite(numbers).all(axis=-1)
    spread = np.clip((np.where(finite[..., None], numbers, low) - low) / max(high - low, 1e-300), 0.0, 1.0)
    red, green, blue = np.moveaxis(np.rint(spread * 255.0).astype(np.uint32), -1, 0)
    found = np.asarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue, np.uint32)
    found[~finite] = theme.err.rgba()
    return found


def draw_atlas(
    painter: QPainter,
    grid: Grid,
    key: Hashable,
    pixels: Callable[[], Pixels],
    *,
    theme: Theme,
    keep: Keep,
    parted: float = PARTED,
) -> None:
    """Draw all tiles as one picture, never smoothed. `pixels` gives (tiles, rows, columns) 0xAARRGGBB.

    The picture is kept under `key`, which must name the numbers, their order and their scale. Thin lines part cells
    of `parted` px and more.
    """
    scale = device_scale(painter)
    rect = grid.rect.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
    device = scale or min(_VECTOR_SCALE, math.sqrt(_MOST_PIXELS / max(rect.width() * rect.height(), 1.0)))
    shape = (grid.rows, grid.columns, grid.cell, grid.across, grid.count, grid.gap, grid.label)
    image = keep(
        (key, theme.name, shape, device, parted),
        lambda: compose(pixels(), grid, theme=theme, device=device, parted=parted),
    )
    if scale is not None:
        put_down(painter, rect.topLeft(), image)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(rect, image)
    painter.restore()


def compose(pixels: Pixels, grid: Grid, *, theme: Theme, device: float, parted: float = PARTED) -> QImage:
    """All tiles with thin edges at `device` pixels per px; between them it is transparent."""
    across, down = grid.pitch
    margin = round(_MARGIN * device)
    wide, high = (max(1, round(part * device)) + 2 * margin for part in (grid.rect.width(), grid.rect.height()))
    size, lines = grid.cell * device, grid.cell >= parted
    starts_across = [margin + round(number * across * device) for number in range(grid.across)]
    starts_down = [margin + round((number * down + grid.label) * device) for number in range(grid.down)]
    columns, beside = _axis(wide, starts_across, grid.columns, size=size, margin=margin, parted=lines)
    rows, above = _axis(high, starts_down, grid.rows, size=size, margin=margin, parted=lines)
    full = np.zeros((grid.down * grid.across, grid.rows, grid.columns), np.uint32)
    full[: len(pixels)] = pixels
    sheet = np.zeros((grid.down * grid.rows + 1, grid.across * grid.columns + 1), np.uint32)
    arranged = full.reshape(grid.down, grid.across, grid.rows, grid.columns).transpose(0, 2, 1, 3)
    # The last row and column stay transparent: they are what the places between cells, −1, are read from.
    sheet[:-1, :-1] = arranged.reshape(grid.down * grid.rows, grid.across * grid.columns)
    drawn = sheet[rows[:, None], columns[None, :]]
    edges = ((above == _EDGE)[:, None] & (beside != _OUTSIDE)) | ((above != _OUTSIDE)[:, None] & (beside == _EDGE))
    empty = grid.down * grid.across - grid.count
    if empty:
        last = round((grid.down - 1) * down * device)
        edges[margin + last :, margin + round((grid.across - empty) * across * device) :] = False
    drawn[edges] = theme.edge.rgba()
    # The array does not outlive this function.
    return QImage(drawn.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()


_OUTSIDE, _INSIDE, _EDGE = 0, 1, 2


def _axis(
    length: int, starts: Sequence[int], cells: int, *, size: float, margin: int, parted: bool
) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
    """For every pixel along one axis: which cell of all tiles it shows, −1 for none, and where in its tile it lies.

    Tiles begin at the pixels `starts`; each has `cells` cells of `size` pixels, and an edge of `margin` around.
    """
    found, places = np.full(length, -1), np.full(length, _OUTSIDE, np.uint8)
    inside = max(1, round(cells * size))
    numbers = (2 * np.arange(inside) + 1) * cells // (2 * inside)
    if parted:
        numbers = np.where(np.append(numbers[1:] != numbers[:-1], False), -1, numbers)
    for tile, start in enumerate(starts):
        end = min(start + inside, length)
        found[start:end] = np.where(numbers >= 0, numbers + tile * cells, -1)[: end - start]
        places[start:end] = _INSIDE
        places[max(start - margin, 0) : start] = places[end : end + margin] = _EDGE
    return found, places


def draw_absent_tiles(painter: QPainter, grid: Grid, *, theme: Theme) -> None:
    """Every tile hatched: its numbers are not computed."""

    def paint(target: QPainter, area: QRectF) -> None:
        by = area.topLeft() - grid.rect.topLeft()
        for number in range(grid.count):
            tile = grid.tile(number).translated(by)
            draw_hatch(target, tile, theme=theme)
            target.setPen(QPen(theme.edge, 0.8))
            target.setBrush(Qt.BrushStyle.NoBrush)
            target.drawRect(tile)

    shape = (grid.rows, grid.columns, grid.cell, grid.across, grid.count, grid.gap, grid.label)
    draw_stamp(painter, grid.rect, ("absent atlas", theme.name, shape), paint, margin=1.0)


def draw_tile_ring(painter: QPainter, rect: QRectF, *, theme: Theme) -> None:
    """The ring round the tile or cell that a person chose."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.panel, 4.0))
    painter.drawRect(rect.adjusted(-1.0, -1.0, 1.0, 1.0))
    painter.setPen(QPen(theme.accent, 2.0))
    painter.drawRect(rect.adjusted(-1.0, -1.0, 1.0, 1.0))
    painter.restore()
