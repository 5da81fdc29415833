"""The number grid: one small matrix drawn large, its numbers written in the cells where these are large enough."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.drawing.atlas import Grid, Keep, draw_absent_tiles, draw_atlas, pixels_of
from explorer.drawing.stamp import draw_stamp
from explorer.theme.numbers import format_number, format_short
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family, Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, font, text_width

WRITTEN = 34.0
"""Px from which a cell holds its number."""
AXIS_LEFT, AXIS_TOP = 22.0, 22.0
_INDEXED = 22.0
_SQUEEZED, _TIGHTEST = 0.92, 0.78
"""How far a number may be squeezed to stand in its cell."""
_APART = 4.0
"""Px that numbers of neighbouring cells stand apart at least."""
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)


@dataclass(frozen=True, eq=False)
class NumberGrid:
    """What a grid shows: `numbers` (rows, columns), None while not computed, in which colours and how many decimals."""

    numbers: NDArray[np.floating] | None
    family: Family
    scale: Scale
    digits: int

    @property
    def power(self) -> int:
        """The power of ten that all written numbers are divided by: 0 where they can be read as they are."""
        if self.numbers is None or not np.isfinite(self.numbers).any():
            return 0
        largest = float(np.abs(self.numbers[np.isfinite(self.numbers)]).max())
        return 0 if largest == 0.0 or 0.1 <= largest < 100.0 else math.floor(math.log10(largest))


def power_words(power: int) -> str:
    """How the written numbers are to be read, such as "numbers × 10⁻³"; nothing where they are themselves."""
    return f"numbers × 10{str(power).translate(_RAISED)}" if power else ""


def cell_text(number: float, width: float, *, digits: int, signed: bool) -> str:
    """The number with as many decimals as a cell of `width` px holds, one at least."""
    face = font(BODY, MEDIUM)
    if width >= 40.0:
        for fewer in range(digits, 1, -1):
            text = format_number(number, digits=fewer, signed=signed)
            if text_width(text, face) <= (width - 5.0 if fewer > 2 else (width - 2.0) / _TIGHTEST):
                return text
    two = format_short(number, signed=signed, decimals=2)
    return two if text_width(two, face) <= (width - 2.0) / _SQUEEZED else format_short(number, signed=signed)


def draw_number_grid(
    painter: QPainter, grid: Grid, content: NumberGrid, key: object, *, theme: Theme, keep: Keep
) -> None:
    """Draw the only tile of `grid` with the indices of its rows and columns around it."""
    draw_indices(painter, grid, theme)
    numbers = content.numbers
    if numbers is None:
        draw_absent_tiles(painter, grid, theme=theme)
        return
    if grid.cell < WRITTEN:
        shown = numbers
        family, scale = content.family, content.scale
        draw_atlas(
            painter,
            grid,
            ("number grid", key, family, scale),
            lambda: pixels_of(shown, theme=theme, family=family, scale=scale)[None],
            theme=theme,
            keep=keep,
        )
        return
    array = np.ascontiguousarray(numbers, np.float64)

    def paint(target: QPainter, area: QRectF) -> None:
        by = area.topLeft() - grid.rect.topLeft()
        for row, column in np.ndindex(*array.shape):
            rect = grid.cell_rect(0, row, column).translated(by)
            _draw_cell(target, rect, float(array[row, column]), content, theme)

    # So few cells are written in that their bytes are a key.
    stamp = ("number grid", theme.name, array.tobytes(), array.shape, content.family, content.scale, content.digits)
    draw_stamp(painter, grid.rect, stamp, paint, margin=2.0)


def _draw_cell(painter: QPainter, rect: QRectF, number: float, content: NumberGrid, theme: Theme) -> None:
    finite = math.isfinite(number)
    colours = theme.map(content.family)
    part = content.scale.fraction(number) if finite else 0.0
    ground = colours.colour(part) if finite else theme.err
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    radius = rect.height() * 0.3 if content.family == "adjoint" else 0.0
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setFont(font(BODY, MEDIUM))
    painter.setPen(colours.ink(part) if finite else theme.ink_on(theme.err))
    written = number / 10.0**content.power
    text = cell_text(written, rect.width(), digits=content.digits, signed=content.family != "gate")
    write_squeezed(painter, rect, text)


def write_squeezed(painter: QPainter, rect: QRectF, text: str) -> None:
    """The text in the middle of a cell with the painter's font and pen, a little narrower where it is tight."""
    room = rect.width() - _APART
    width = text_width(text, painter.font())
    if width <= room:
        painter.drawText(rect, _CENTRE, text)
        return
    painter.save()
    painter.translate(rect.center())
    painter.scale(max(room / width, _TIGHTEST), 1.0)
    painter.drawText(QRectF(-width / 2.0, -rect.height() / 2.0, width, rect.height()), _CENTRE, text)
    painter.restore()


def draw_indices(painter: QPainter, grid: Grid, theme: Theme) -> None:
    """Rows at the left, columns above; every fifth where cells are small."""
    every = 1 if grid.cell >= _INDEXED else 5
    tile = grid.tile(0)
    painter.setFont(font(BODY, REGULAR))
    painter.setPen(theme.text2)
    for row in range(0, grid.rows, every):
        middle = tile.top() + (row + 0.5) * grid.cell
        painter.drawText(QRectF(tile.left() - AXIS_LEFT, middle - 10.0, AXIS_LEFT - 4.0, 20.0), _RIGHT, str(row))
    for column in range(0, grid.columns, every):
        centre = tile.left() + (column + 0.5) * grid.cell
        painter.drawText(QRectF(centre - 20.0, tile.top() - AXIS_TOP, 40.0, AXIS_TOP - 2.0), _CENTRE, str(column))


def draw_cell_ring(painter: QPainter, rect: QRectF, *, theme: Theme, chosen: bool) -> None:
    """The ring of the chosen cell, or of the one under the mouse."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if chosen:
        painter.setPen(QPen(theme.panel, 4.0))
        painter.drawRect(rect)
    painter.setPen(QPen(theme.accent if chosen else theme.text1, 2.0 if chosen else 1.2))
    painter.drawRect(rect)
    painter.restore()


def fitted_grid(corner: QPointF, rows: int, columns: int, *, room: tuple[float, float], most: float = 60.0) -> Grid:
    """One tile as large as `room` (px across and down, axes included) allows, whole px per cell where they fit."""
    cell = min(most, (room[0] - AXIS_LEFT) / columns, (room[1] - AXIS_TOP) / rows)
    cell = float(math.floor(cell)) if cell >= 1.0 else cell
    return Grid(corner.x() + AXIS_LEFT, corner.y() + AXIS_TOP, rows, columns, cell, 1, 1)
