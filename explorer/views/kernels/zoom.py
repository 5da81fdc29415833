"""One kernel large: its numbers, those of its gradient and those of its update, and one entry in words."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.drawing.icons import draw_icon
from explorer.drawing.number_grid import WRITTEN, NumberGrid, draw_cell_ring, draw_number_grid, power_words
from explorer.drawing.symbol import draw_symbol
from explorer.drawing.writing import write
from explorer.theme.type import MEDIUM, font, text_width
from explorer.view import Frame
from explorer.views.kernels.blocks import LINE
from explorer.views.kernels.layout import Zoom
from explorer.views.kernels.memory import kept
from explorer.views.kernels.parts import Kernels, Part, channel_word
from explorer.views.kernels.words import Entry, number_words, place_words


def content_of(frame: Frame, part: Part, entry: Entry) -> NumberGrid:
    """The numbers of one kernel at one channel; none while they run next or later."""
    shown = None if part.is_hidden or part.numbers is None else part.numbers[entry[0], :, :, entry[3]]
    return NumberGrid(shown, part.family, part.scale, frame.scene.state.digits)


def draw_zoom(painter: QPainter, frame: Frame, kernels: Kernels, zoom: Zoom, *, hovered: Entry | None) -> None:
    """All parts side by side, the readout below."""
    theme, entry = frame.theme, zoom.entry
    for part, heading, grid in zip(kernels.parts, zoom.headings, zoom.grids, strict=True):
        content = content_of(frame, part, entry)
        wide = draw_symbol(painter, QPointF(heading.left(), heading.bottom() - 11.0), part.latex, colour=theme.text1)
        place = heading.adjusted(wide + 10.0, 0.0, 0.0, 0.0)
        channel = channel_word(frame.scene.network, kernels.name, entry[3])
        names = [f"map {entry[0]}, channel {channel}", f"map {entry[0]}, {channel}"]
        note = power_words(content.power) if grid.cell >= WRITTEN else ""
        texts = [f"{names[0]} · {note}", f"{names[1]} · {note}", note, note.removeprefix("numbers ")] if note else names
        fitting = (text for text in texts if text_width(text, font()) <= place.width())
        write(painter, place, next(fitting, ""), colour=theme.text2)
        key = (part.name, part.adjoint, part.what, entry[0], entry[3])
        draw_number_grid(painter, grid, content, key, theme=theme, keep=partial(kept, frame.scene.trace))
        if not frame.figure:
            if hovered is not None and (hovered[0], hovered[3]) == (entry[0], entry[3]):
                draw_cell_ring(painter, grid.cell_rect(0, *hovered[1:3]), theme=theme, chosen=False)
            draw_cell_ring(painter, grid.cell_rect(0, *entry[1:3]), theme=theme, chosen=True)
    _draw_readout(painter, frame, kernels, zoom, hovered or entry)
    if not frame.figure:
        draw_icon(painter, zoom.close.adjusted(3.0, 3.0, -3.0, -3.0), name="cross", colour=theme.text2)


def readout_rects(kernels: Kernels, zoom: Zoom) -> list[QRectF]:
    """Where the numbers of the told entry stand, one for each part."""
    step = min(zoom.readout.width() / len(kernels.parts), 236.0)
    top = zoom.readout.top() + LINE
    return [QRectF(zoom.readout.left() + place * step, top, step, LINE) for place in range(len(kernels.parts))]


def _draw_readout(painter: QPainter, frame: Frame, kernels: Kernels, zoom: Zoom, entry: Entry) -> None:
    theme = frame.theme
    line = QRectF(zoom.readout.left(), zoom.readout.top(), zoom.readout.width(), LINE)
    write(painter, line, place_words(frame.scene, kernels, entry), colour=theme.text1, weight=MEDIUM)
    for part, rect in zip(kernels.parts, readout_rects(kernels, zoom), strict=True):
        write(painter, rect, part.what, colour=theme.text2)
        place = rect.adjusted(text_width(part.what, font()) + 8.0, 0.0, 0.0, 0.0)
        text = number_words(part, entry, digits=frame.scene.state.digits)
        write(painter, place, text, colour=theme.text1, weight=MEDIUM)


def largest_entry(kernels: Kernels, number: int, channel: int | None) -> Entry:
    """The entry of one kernel that is largest in size, in one channel or in all."""
    numbers = kernels.parts[0].numbers
    if numbers is None:
        return number, 0, 0, channel or 0
    sizes = np.nan_to_num(np.abs(numbers[number]), nan=np.inf)
    if channel is not None:
        row, column = np.unravel_index(int(sizes[:, :, channel].argmax()), sizes.shape[:2])
        return number, int(row), int(column), channel
    row, column, found = np.unravel_index(int(sizes.argmax()), sizes.shape)
    return number, int(row), int(column), int(found)
