"""Cells: planes and small matrices with their numbers, the border of zeros, and the colours of the weights on them."""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.hatch import draw_hatch
from explorer.drawing.stamp import draw_stamp
from explorer.drawing.strip import build_strip, draw_strip
from explorer.scene import Array, Family, Scene
from explorer.theme.numbers import MINUS, format_number, format_short
from explorer.theme.scale import Scale
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame
from explorer.views.convolution.layout import NUMBERED, Grid
from explorer.views.convolution.memory import kept
from explorer.views.convolution.planes import Plane
from explorer.views.convolution.slides import Pair

_SINGLY = 9.0
"""Cells of this size (px) and larger are drawn one by one, in the shape of their family."""
_MOST_SINGLY = 500
BORDER = 3.4
_TIGHTEST, _APART = 0.8, 1.8
"""How far a number may be squeezed for one decimal more, and px between two of them."""
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
Numbers = Mapping[Pair, float | None]
Weights = Mapping[Pair, tuple[float, Plane]]
_NO_WEIGHTS: Weights = {}


def colour_of(theme: Theme, family: Family, scale: Scale, number: float) -> QColor:
    """The colour of a number; what is no number is red."""
    return theme.map(family).colour(scale.fraction(number)) if math.isfinite(number) else theme.err


def texts_that_fit(numbers: Numbers, wide: float, *, digits: int, signed: bool = True) -> dict[Pair, str]:
    """All numbers with as many digits as fit every cell; none where not even one decimal would tell them apart."""
    face = font(BODY, MEDIUM)
    held = {place: number for place, number in numbers.items() if number is not None}
    for count in range(digits, 1, -1):
        texts = {place: format_number(number, digits=count, signed=signed) for place, number in held.items()}
        if all(text_width(text, face) <= wide - 5.0 for text in texts.values()):
            return texts
    for count in range(3, 0, -1):
        texts = {place: _short(number, count) for place, number in held.items()}
        if all(text_width(text, face) * _TIGHTEST <= wide - _APART for text in texts.values()):
            blank = sum(bool(held[place]) and not text.strip("−.0") for place, text in texts.items())
            telling = sum(bool(number) for number in held.values())
            return {} if blank * 3 > telling else texts
    return {}


def _short(number: float, decimals: int) -> str:
    """A number without the zero before its point; one too large for that as in every narrow cell."""
    if number == 0.0 or not abs(number) < 10.0:
        return format_short(number, signed=number < 0.0)
    text = f"{abs(number):.{decimals}f}"
    return f"{MINUS if number < 0.0 else ''}{text.removeprefix('0')}"


def _fill(painter: QPainter, rect: QRectF, colour: QColor, *, theme: Theme, family: Family) -> None:
    """One cell: square for values, round for adjoints."""
    if rect.width() < _SINGLY:
        painter.fillRect(rect.adjusted(0.3, 0.3, -0.3, -0.3), colour)
        return
    inside = rect.adjusted(0.6, 0.6, -0.6, -0.6)
    radius = min(rect.width(), rect.height()) * 0.36 if family == "adjoint" else 1.6
    painter.setPen(QPen(theme.line, 0.7))
    painter.setBrush(colour)
    painter.drawRoundedRect(inside, radius, radius)


def ring(painter: QPainter, rect: QRectF, colour: QColor, *, width: float = 2.0, family: Family = "value") -> None:
    """A frame inside a cell."""
    half = width / 2.0
    radius = min(rect.width(), rect.height()) * 0.34 if family == "adjoint" else 1.6
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def draw_plane(painter: QPainter, frame: Frame, grid: Grid, plane: Plane, *, weighed: bool = False) -> None:
    """A plane in its place: hatched while absent, cell by cell where cells are large enough.

    `weighed` leaves room beside the numbers for the colours of the weights that some cells carry.
    """
    theme, numbers = frame.theme, plane.numbers(frame.scene)
    inner = grid.inner
    border = ("border", theme.name, grid.rows, grid.columns, grid.border)
    draw_stamp(painter, grid.rect, border, partial(_paint_border, grid=grid, theme=theme), margin=1.0)
    if numbers is None:
        draw_hatch(painter, inner, theme=theme)
    elif min(grid.wide, grid.high) >= _SINGLY and grid.rows * grid.columns <= _MOST_SINGLY:
        key = ("plane", theme.name, plane.family, plane.scale, grid.rows, grid.columns, numbers.tobytes(), weighed)
        paint = partial(_paint_singly, plane=plane, numbers=numbers, theme=theme, weighed=weighed)
        draw_stamp(painter, inner, key, paint, margin=1.0)
    else:
        draw_small(painter, frame.scene, inner, plane, theme=theme)
    if numbers is None and inner.width() > 40.0:
        dash = QRectF(inner.center() - QPointF(12.0, 10.0), inner.center() + QPointF(12.0, 10.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.hatch_ground)
        painter.drawRoundedRect(dash, 4.0, 4.0)
        painter.setPen(theme.text2)
        painter.setFont(font())
        painter.drawText(dash, _CENTRE, "—")
    painter.setPen(QPen(theme.stale if frame.scene.stale else theme.edge, 0.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(inner)


def draw_small(painter: QPainter, scene: Scene, rect: QRectF, plane: Plane, *, theme: Theme) -> None:
    """A plane as a picture, its pixels never smoothed."""
    numbers = plane.numbers(scene)
    if numbers is None:
        draw_hatch(painter, rect, theme=theme)
        return
    key = (plane, scene.state.example, theme.name)
    strip = kept(
        scene.trace,
        key,
        lambda: build_strip(np.ascontiguousarray(numbers.T), theme=theme, family=plane.family, scale=plane.scale),
    )
    draw_strip(painter, rect, strip, theme=theme, gap=0.0)


def _paint_singly(
    painter: QPainter, rect: QRectF, *, plane: Plane, numbers: Array, theme: Theme, weighed: bool
) -> None:
    """Every cell of a plane by itself, with its number where there is room."""
    grid = Grid(rect, plane.rows, plane.columns)
    held: dict[Pair, float | None] = {
        (row, column): float(numbers[row, column]) for row in range(grid.rows) for column in range(grid.columns)
    }
    colours = _colours(held, plane.family, plane.scale, theme=theme)
    for place, (colour, _) in colours.items():
        _fill(painter, grid.cell(*place), colour, theme=theme, family=plane.family)
    if grid.high >= NUMBERED:
        signed = plane.family != "gate"
        taken = 2.0 * _weight_width(grid) if weighed else 0.0
        taken = taken if texts_that_fit(held, grid.wide - taken, digits=1, signed=signed) else 0.0
        _write_numbers(painter, grid, held, colours, digits=1, signed=signed, taken=taken)


def _colours(numbers: Numbers, family: Family, scale: Scale, *, theme: Theme) -> dict[Pair, tuple[QColor, QColor]]:
    """The colour of each number and what is written on it."""
    held = {place: number for place, number in numbers.items() if number is not None}
    fractions = scale.fractions(np.array(list(held.values()), dtype=np.float64)).tolist()
    table, broken = theme.map(family), (theme.err, theme.ink_on(theme.err))
    return {
        place: (table.colour(fraction), table.ink(fraction)) if math.isfinite(fraction) else broken
        for place, fraction in zip(held, fractions, strict=True)
    }


def _write_numbers(
    painter: QPainter,
    grid: Grid,
    numbers: Numbers,
    colours: Mapping[Pair, tuple[QColor, QColor]],
    *,
    digits: int,
    signed: bool,
    taken: float = 0.0,
) -> None:
    painter.setFont(font(BODY, MEDIUM))
    for place, text in texts_that_fit(numbers, grid.wide - taken, digits=digits, signed=signed).items():
        painter.setPen(colours[place][1])
        cell, room = grid.cell(*place), grid.wide - taken - _APART
        wide = text_width(text, painter.font())
        if wide <= room:
            painter.drawText(cell, _CENTRE, text)
            continue
        painter.save()
        painter.translate(cell.center())
        painter.scale(room / wide, 1.0)
        painter.drawText(QRectF(-wide, -cell.height() / 2.0, 2.0 * wide, cell.height()), _CENTRE, text)
        painter.restore()


def _paint_border(painter: QPainter, place: QRectF, *, grid: Grid, theme: Theme) -> None:
    """The border of zeros, hatched."""
    if grid.border == (0, 0):
        return
    grid = replace(grid, rect=place)
    rect, inner = grid.rect, grid.inner
    bands = (
        QRectF(rect.topLeft(), QPointF(rect.right(), inner.top())),
        QRectF(QPointF(rect.left(), inner.bottom()), rect.bottomRight()),
        QRectF(QPointF(rect.left(), inner.top()), inner.bottomLeft()),
        QRectF(inner.topRight(), QPointF(rect.right(), inner.bottom())),
    )
    for band in bands:
        if band.width() > 0.5 and band.height() > 0.5:
            draw_hatch(painter, band, theme=theme)
    painter.setPen(QPen(theme.edge, 0.8, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
    if grid.high >= 17.0 and grid.wide >= 14.0:
        painter.setPen(theme.text3)
        painter.setFont(font())
        for row in range(-grid.border[0], grid.rows + grid.border[0]):
            for column in range(-grid.border[1], grid.columns + grid.border[1]):
                if not (0 <= row < grid.rows and 0 <= column < grid.columns):
                    painter.drawText(grid.cell(row, column), _CENTRE, "0")


def draw_matrix(
    painter: QPainter,
    grid: Grid,
    numbers: Numbers,
    *,
    theme: Theme,
    family: Family,
    scale: Scale,
    digits: int,
    zeros: frozenset[Pair] = frozenset(),
    weights: Weights = _NO_WEIGHTS,
) -> None:
    """A small matrix: its numbers, "—" where one is not computed, and the zeros of the border on hatched ground.

    The colours of `weights` are left out where no number would fit beside them.
    """
    colours = _colours(numbers, family, scale, theme=theme)
    for row in range(grid.rows):
        for column in range(grid.columns):
            rect = grid.cell(row, column)
            if (row, column) in colours:
                _fill(painter, rect, colours[row, column][0], theme=theme, family=family)
                continue
            radius = min(rect.width(), rect.height()) * 0.36 if family == "adjoint" else 1.6
            draw_hatch(painter, rect.adjusted(0.6, 0.6, -0.6, -0.6), theme=theme, radius=radius, edge=True)
            if grid.high >= NUMBERED and grid.wide >= NUMBERED:
                word = "0" if (row, column) in zeros else "—" if (row, column) in numbers else ""
                painter.setFont(font())
                painter.setPen(theme.text2)
                painter.drawText(rect, _CENTRE, word)
    taken = 2.0 * _weight_width(grid) if weights else 0.0
    if taken and not texts_that_fit(numbers, grid.wide - taken, digits=digits):
        taken = 0.0 if texts_that_fit(numbers, grid.wide, digits=digits) else taken
    if taken:
        draw_weights(painter, grid, weights, theme=theme, family=family)
    if grid.high >= NUMBERED:
        _write_numbers(painter, grid, numbers, colours, digits=digits, signed=family != "gate", taken=taken)


def _weight_width(grid: Grid) -> float:
    least = min(grid.wide, grid.high)
    return min(BORDER if least >= 30.0 else 2.4, least * 0.24)


def draw_weights(painter: QPainter, grid: Grid, weights: Weights, *, theme: Theme, family: Family) -> None:
    """The colour of each weight as a frame on the cell that it multiplies."""
    width = _weight_width(grid)
    paint = partial(ring, painter, width=width, family=family)
    for place, (number, plane) in weights.items():
        if grid.within(*place):
            cell = grid.cell(*place)
            paint(cell, colour_of(theme, plane.family, plane.scale, number))
            if min(grid.wide, grid.high) >= NUMBERED:
                # Between the two colours a line of ground: they may be the same.
                inside = cell.adjusted(width, width, -width, -width)
                ring(painter, inside, theme.panel, width=1.0, family=family)
