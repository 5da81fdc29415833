"""The picture and its adjoint: pixels never smoothed, numbers where cells hold them, dots where it lies over it."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from explorer.drawing.atlas import Grid, Pixels, draw_atlas, pixels_of_colours
from explorer.drawing.legend import draw_legend, legend_width
from explorer.drawing.number_grid import (
    WRITTEN,
    NumberGrid,
    cell_text,
    draw_indices,
    draw_number_grid,
    power_words,
    write_squeezed,
)
from explorer.drawing.stamp import draw_stamp
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.drawing.writing import RIGHT, write, write_lines
from explorer.scenery.brush import reach
from explorer.scenery.quantities import short_latex
from explorer.theme.numbers import format_limit
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, font, text_width
from explorer.view import Frame
from explorer.views.picture.layout import Page, Panel
from explorer.views.picture.memory import kept
from explorer.views.picture.shown import Shown, channel_word
from explorer.views.picture.words import unit_words

MARKED = 12.0
"""Px from which a cell carries the corner of what was put in by hand."""
_BAR, _LEAST_BAR = 60.0, 24.0
_PARTED = 24.0
"""Px of a pixel from which lines part it from its neighbours: between smaller ones they would hide the picture."""
_SMALLEST_DOT = 0.1
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)


def draw_panels(painter: QPainter, frame: Frame, page: Page, hovered: tuple[int, int] | None) -> None:
    """Both panels, or one with the adjoint over the picture; `hovered` is the pixel under the mouse."""
    shown, theme, over = page.shown, frame.theme, page.adjoint is None
    _draw_heading(painter, frame, page.picture.heading, shown, adjoint=False)
    left = _draw_grey_legend(painter, page.picture.legend, shown, theme)
    _draw_pixels(painter, frame, page.picture.grid, shown, numbers=not over)
    if over:
        words = "dots: the adjoint" if shown.through is None else "dots: the part"
        _draw_adjoint_legend(painter, page.picture.legend, shown, theme, left=left + 24.0, label=words)
        _draw_dots(painter, page.picture.grid, shown, theme)
    _draw_corners(painter, page.picture.grid, shown, theme)
    write_lines(painter, page.picture.note, page.picture.lines, colour=theme.text2)
    if page.adjoint is not None:
        _draw_adjoint(painter, frame, page.adjoint, shown)
    if hovered is None or frame.figure:
        return
    far = reach(frame.scene)
    for panel in (page.picture, page.adjoint):
        if panel is not None:
            rect = panel.grid.cell_rect(0, *hovered)
            room = far * panel.grid.cell if panel is page.picture else 0.0
            inside = rect.adjusted(-room, -room, room, room).intersected(panel.grid.tile(0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, wide in ((theme.panel, 3.6), (theme.text1, 1.4)):  # seen on bright and on dark pixels
                painter.setPen(QPen(colour, wide))
                painter.drawRect(inside)


def _draw_heading(painter: QPainter, frame: Frame, rect: QRectF, shown: Shown, *, adjoint: bool) -> None:
    """The symbol and, as far as there is room, what is shown of it."""
    scene, theme = frame.scene, frame.theme
    latex = short_latex(scene.network, shown.name, adjoint=adjoint)
    wide = symbol_width(latex)
    following = adjoint and shown.following and not frame.figure
    if following:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.next)
        painter.drawRoundedRect(QRectF(rect.left() - 5.0, rect.top() + 2.0, wide + 10.0, 26.0), 5.0, 5.0)
    ink = theme.next_text if following else theme.text1
    draw_symbol(painter, QPointF(rect.left(), rect.bottom() - 10.0), latex, colour=ink)
    room = QRectF(rect.left() + wide + 12.0, rect.top(), max(rect.width() - wide - 12.0, 0.0), rect.height())
    texts = _adjoint_titles(frame, shown) if adjoint else _picture_titles(frame, shown)
    text = next((each for each in texts if text_width(each, font(BODY, REGULAR)) <= room.width()), texts[-1])
    write(painter, room, text, colour=theme.text2)


def _picture_titles(frame: Frame, shown: Shown) -> tuple[str, ...]:
    size = f"{shown.rows} × {shown.columns}"
    count = frame.scene.network.quantities[shown.name].shape[2]
    if count == 1:
        return (f"the input, {size}", size)
    if shown.summed:
        return (f"the input, {size}, in colour", f"{size}, in colour", size)
    word = f"channel {channel_word(frame.scene, shown.name, shown.channels[0])}"
    return (f"the input, {size}, {word} of {count}", f"{size}, {word}", word)


def _adjoint_titles(frame: Frame, shown: Shown) -> tuple[str, ...]:
    of = "sizes summed over channels" if shown.summed else ""
    if not shown.summed and frame.scene.network.quantities[shown.name].shape[2] > 1:
        of = f"channel {channel_word(frame.scene, shown.name, shown.channels[0])}"
    if shown.through is None:
        return tuple(filter(None, (f"saliency map, {of}" if of else "saliency map, exact", of, "saliency map")))
    unit = unit_words(frame.scene, shown.through.name, shown.through.entry)
    return (f"through {unit}, {of}" if of else f"the part through {unit}", f"through {unit}", "part")


def _pixels(shown: Shown, theme: Theme) -> Pixels:
    values = shown.values if shown.summed else np.repeat(shown.values, 3, axis=2)
    return pixels_of_colours(values, shown.low, shown.high, theme=theme)[None]


def _draw_pixels(painter: QPainter, frame: Frame, grid: Grid, shown: Shown, *, numbers: bool) -> None:
    theme, scene = frame.theme, frame.scene
    draw_indices(painter, grid, theme)
    key = ("picture", shown.name, shown.moment, shown.channels, scene.state.example, shown.low, shown.high)
    keep = partial(kept, scene.trace)
    draw_atlas(painter, grid, key, partial(_pixels, shown, theme), theme=theme, keep=keep, parted=_PARTED)
    if not numbers or shown.summed or grid.cell < WRITTEN:
        return
    array = np.ascontiguousarray(shown.values[:, :, 0], np.float64)

    def paint(target: QPainter, area: QRectF) -> None:
        by = area.topLeft() - grid.rect.topLeft()
        colours = _pixels(shown, theme)[0]
        target.setFont(font(BODY, MEDIUM))
        for row, column in np.ndindex(*array.shape):
            text = cell_text(float(array[row, column]), grid.cell, digits=scene.state.digits, signed=shown.low < 0.0)
            target.setPen(theme.ink_on(QColor.fromRgba(int(colours[row, column]))))
            write_squeezed(target, grid.cell_rect(0, row, column).translated(by), text)

    stamp = ("picture numbers", theme.name, array.tobytes(), array.shape, scene.state.digits, shown.low, shown.high)
    draw_stamp(painter, grid.rect, stamp, paint, margin=2.0)


def _draw_corners(painter: QPainter, grid: Grid, shown: Shown, theme: Theme) -> None:
    """The lower left corner of every pixel that was drawn."""
    if shown.by_hand is None or grid.cell < MARKED:
        return
    arm = min(11.0, grid.cell * 0.4)
    painter.setPen(QPen(theme.panel, 1.0))
    painter.setBrush(theme.accent)
    for row, column in np.argwhere(shown.by_hand):
        tip = grid.cell_rect(0, int(row), int(column)).bottomLeft()
        painter.drawPolygon(QPolygonF([tip, tip - QPointF(0.0, arm), tip + QPointF(arm, 0.0)]))


def _draw_dots(painter: QPainter, grid: Grid, shown: Shown, theme: Theme) -> None:
    """The adjoint over the picture: a round dot in every pixel, its area and colour following the scale."""
    if shown.adjoint is None:
        _say_absent(painter, grid, theme)
        return
    array, colours = np.ascontiguousarray(shown.adjoint, np.float64), theme.map("adjoint")

    def paint(target: QPainter, area: QRectF) -> None:
        by = area.topLeft() - grid.rect.topLeft()
        target.setPen(QPen(theme.panel, 0.8) if grid.cell >= 8.0 else Qt.PenStyle.NoPen)
        for row, column in np.ndindex(*array.shape):
            number = float(array[row, column])
            part = shown.scale.fraction(number) if np.isfinite(number) else 1.0
            size = grid.cell * 0.46 * float(np.sqrt(abs(part)))
            if abs(part) >= _SMALLEST_DOT:
                target.setBrush(colours.colour(part) if np.isfinite(number) else theme.err)
                target.drawEllipse(grid.cell_rect(0, row, column).translated(by).center(), size, size)

    stamp = ("picture dots", theme.name, array.tobytes(), array.shape, shown.scale)
    draw_stamp(painter, grid.rect, stamp, paint, margin=2.0)


def _say_absent(painter: QPainter, grid: Grid, theme: Theme) -> None:
    """The dash of what is not computed, on plain ground in the middle."""
    text = "— not computed yet"
    wide = min(text_width(text, font()) + 24.0, grid.tile(0).width())
    place = QRectF(grid.tile(0).center() - QPointF(wide / 2.0, 14.0), grid.tile(0).center() + QPointF(wide / 2.0, 14.0))
    painter.setPen(QPen(theme.line, 1.0))
    painter.setBrush(theme.hatch_ground)
    painter.drawRoundedRect(place, 14.0, 14.0)
    write(painter, place, text, colour=theme.text2, align=Qt.AlignmentFlag.AlignHCenter)


def _draw_adjoint(painter: QPainter, frame: Frame, panel: Panel, shown: Shown) -> None:
    scene, theme = frame.scene, frame.theme
    _draw_heading(painter, frame, panel.heading, shown, adjoint=True)
    content = NumberGrid(shown.adjoint, "adjoint", shown.scale, scene.state.digits)
    words = power_words(content.power) if panel.grid.cell >= WRITTEN else ""
    bar = _room_for_bar(panel.legend, shown, words)
    _draw_adjoint_legend(painter, panel.legend, shown, theme, left=panel.legend.left(), label="", bar=bar)
    write(painter, panel.legend, words, colour=theme.text2, align=RIGHT)
    key = ("adjoint", shown.key, scene.state.example)
    draw_number_grid(painter, panel.grid, content, key, theme=theme, keep=partial(kept, scene.trace))
    if shown.adjoint is None:
        _say_absent(painter, panel.grid, theme)
    if shown.following and not frame.figure:
        pen = QPen(theme.next_edge, 1.6)
        pen.setDashPattern([3.0, 1.8])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(panel.grid.tile(0).adjusted(-3.0, -3.0, 3.0, 3.0), 3.0, 3.0)
    write_lines(painter, panel.note, panel.lines, colour=theme.text2)


def _room_for_bar(rect: QRectF, shown: Shown, words: str) -> float:
    """The width of the legend's bar: narrower where words stand at the right end of the same line."""
    ends = legend_width(family="adjoint", scale=shown.scale, label="", bar=0.0)
    room = rect.width() - ends - text_width(words, font()) - 10.0
    return min(_BAR, max(room, _LEAST_BAR)) if words else _BAR


def _draw_adjoint_legend(
    painter: QPainter, rect: QRectF, shown: Shown, theme: Theme, *, left: float, label: str, bar: float = _BAR
) -> None:
    fits = left + legend_width(family="adjoint", scale=shown.scale, label=label, bar=bar) <= rect.right()
    point, text = QPointF(left, rect.center().y()), label if fits else ""
    draw_legend(painter, point, theme=theme, family="adjoint", scale=shown.scale, label=text, bar=bar)


def _draw_grey_legend(painter: QPainter, rect: QRectF, shown: Shown, theme: Theme) -> float:
    """From dark to bright with the numbers at both ends; the x behind it."""
    middle, left = rect.center().y(), rect.left()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.text2)
    painter.drawRect(QRectF(left, middle - 5.0, 10.0, 10.0))
    left += 17.0
    low, high = format_limit(shown.low), format_limit(shown.high)
    wide = text_width(low, font())
    write(painter, QRectF(left, middle - 12.0, wide + 1.0, 24.0), low, colour=theme.text2)
    left += wide + 5.0
    steps = 32
    ramp = np.repeat(np.linspace(0.0, 1.0, steps)[:, None], 3, axis=1)
    painter.setPen(Qt.PenStyle.NoPen)
    for number, pixel in enumerate(pixels_of_colours(ramp, 0.0, 1.0, theme=theme)):
        painter.setBrush(QColor.fromRgba(int(pixel)))
        start = number * _BAR / steps
        painter.drawRect(QRectF(left + start, middle - 8.0, min(2.0 * _BAR / steps, _BAR - start), 16.0))
    painter.setPen(QPen(theme.edge, 0.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(left, middle - 8.0, _BAR, 16.0))
    left += _BAR + 5.0
    word = f"{high} in each channel" if shown.summed else high
    wide = text_width(word, font())
    write(painter, QRectF(left, middle - 12.0, wide + 1.0, 24.0), word, colour=theme.text2)
    return left + wide
