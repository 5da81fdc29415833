"""The chosen map, large: its numbers in the cells, and in words the entry under the mouse or the chosen one."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.drawing.number_grid import NumberGrid, draw_cell_ring, draw_number_grid, power_words
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.drawing.writing import RIGHT, write
from explorer.scenery.quantities import short_latex
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.maps.layout import READOUT, Large
from explorer.views.maps.memory import kept
from explorer.views.maps.words import Entry, map_summary, map_word, number_words, place_words

_CLOSE = 24.0


def content_of(frame: Frame, large: Large) -> NumberGrid:
    """The numbers of the chosen map; none while they run next or later."""
    side = large.side
    numbers = None if side.numbers is None or side.following else side.numbers[:, :, large.entry[2]]
    return NumberGrid(numbers, side.family, side.scale, frame.scene.state.digits)


def draw_large(painter: QPainter, frame: Frame, large: Large, *, hovered: Entry | None) -> None:
    """Heading, cells and readout."""
    scene, theme, side, number = frame.scene, frame.theme, large.side, large.entry[2]
    content = content_of(frame, large)
    latex = short_latex(scene.network, side.name, adjoint=side.adjoint)
    rect = large.heading
    draw_symbol(painter, QPointF(rect.left(), rect.bottom() - 11.0), latex, colour=theme.text1)
    left = rect.left() + symbol_width(latex) + 10.0
    words = f"{map_word(scene, side.name, number)}, {'adjoint' if side.adjoint else 'value'}"
    width = text_width(words, font(BODY, SEMIBOLD)) + 12.0
    write(painter, QRectF(left, rect.top(), width, rect.height()), words, colour=theme.text1, weight=SEMIBOLD)
    note = power_words(content.power) if large.grid.cell >= 34.0 else ""
    right = rect.right() - (0.0 if frame.figure else _CLOSE + 6.0)
    room = QRectF(left + width, rect.top(), max(right - left - width, 0.0), rect.height())
    write(painter, room, note, colour=theme.text2, align=RIGHT)
    if not frame.figure:
        draw_icon(painter, close_rect(large).adjusted(3.0, 3.0, -3.0, -3.0), name="cross", colour=theme.text2)
    key = (side.name, side.adjoint, side.moment, scene.state.example, number)
    draw_number_grid(painter, large.grid, content, key, theme=theme, keep=partial(kept, scene.trace))
    if not frame.figure:
        if hovered is not None and hovered[2] == number:
            draw_cell_ring(painter, large.grid.cell_rect(0, *hovered[:2]), theme=theme, chosen=False)
        draw_cell_ring(painter, large.grid.cell_rect(0, *large.entry[:2]), theme=theme, chosen=True)
    _draw_readout(painter, frame, large, hovered or large.entry)


def close_rect(large: Large) -> QRectF:
    """Where a click closes it."""
    return QRectF(large.heading.right() - _CLOSE, large.heading.top() + 4.0, _CLOSE, _CLOSE)


def number_rects(large: Large) -> tuple[QRectF, QRectF]:
    """Where the value and the adjoint of the told entry stand."""
    half = large.readout.width() / 2.0
    top = large.readout.top() + READOUT
    return (
        QRectF(large.readout.left(), top, half, READOUT),
        QRectF(large.readout.left() + half, top, half, READOUT),
    )


def _draw_readout(painter: QPainter, frame: Frame, large: Large, entry: Entry) -> None:
    scene, theme, area = frame.scene, frame.theme, large.readout
    line = QRectF(area.left(), area.top(), area.width(), READOUT)
    write(painter, line, place_words(scene, large.side.name, entry), colour=theme.text1, weight=MEDIUM)
    for adjoint, rect in zip((False, True), number_rects(large), strict=True):
        if not scene.exists(large.side.name, adjoint):
            continue
        word = "adjoint" if adjoint else "value"
        wide = text_width(word, font()) + 8.0
        write(painter, rect, word, colour=theme.text2)
        text = number_words(scene, large.side, entry, adjoint=adjoint, digits=scene.state.digits)
        write(painter, rect.adjusted(wide, 0.0, 0.0, 0.0), text, colour=theme.text1, weight=MEDIUM)
    last = QRectF(area.left(), area.top() + 2.0 * READOUT, area.width(), READOUT)
    write(painter, last, map_summary(scene, large.side, large.entry[2]), colour=theme.text2)


def closing_spot(large: Large) -> Spot:
    """Closes the large map."""
    return Spot(close_rect(large), "Closes the large map.", Request("select", None))
