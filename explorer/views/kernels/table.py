"""The rows of a block: kernels as one picture, and beside them indices, biases and norms."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.drawing.atlas import Pixels, draw_absent_tiles, draw_atlas, draw_tile_ring, pixels_of, pixels_of_colours
from explorer.drawing.stamp import draw_stamp
from explorer.drawing.symbol import draw_symbol
from explorer.drawing.writing import RIGHT, write
from explorer.scene import Scene
from explorer.scenery.quantities import short_latex
from explorer.theme.numbers import ABSENT, format_number
from explorer.theme.scale import Scale
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, font, text_width
from explorer.view import Frame
from explorer.views.kernels.blocks import COLUMN, LINE, Block, column_point, row_rect
from explorer.views.kernels.memory import kept
from explorer.views.kernels.parts import Kernels, Part, channel_word
from explorer.views.kernels.words import norm_heading, norm_text, sizes_of

_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_EVERY = 10


def draw_block(
    painter: QPainter, frame: Frame, kernels: Kernels, block: Block, *, opened: tuple[int, int, int, int] | None
) -> None:
    """Heading, kernels, and the columns of numbers."""
    _draw_heading(painter, frame, kernels, block)
    _draw_tiles(painter, frame, kernels, block)
    _draw_numbers(painter, frame, kernels, block)
    if opened is not None and not frame.figure and opened[0] in kernels.order:
        place = kernels.order.index(opened[0]) * block.grid.across
        draw_tile_ring(painter, block.grid.tile(place + (0 if block.part.coloured else opened[3])), theme=frame.theme)


def _draw_heading(painter: QPainter, frame: Frame, kernels: Kernels, block: Block) -> None:
    part, theme, rect = block.part, frame.theme, block.heading
    following = part.following and not frame.figure
    wide = draw_symbol(painter, QPointF(rect.left(), rect.bottom() - 11.0), part.latex, colour=theme.text1)
    if following:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.next)
        painter.drawRoundedRect(QRectF(rect.left() - 5.0, rect.top() + 4.0, wide + 10.0, 26.0), 5.0, 5.0)
        draw_symbol(painter, QPointF(rect.left(), rect.bottom() - 11.0), part.latex, colour=theme.next_text)
    room = rect.left() + wide + 10.0
    write(painter, QRectF(room, rect.top(), 80.0, rect.height()), part.what, colour=theme.text2)
    painter.setFont(font(BODY, REGULAR))
    painter.setPen(theme.text2)
    names = _channel_names(frame.scene, kernels, block)
    for channel, name in enumerate(names):
        point = column_point(block, channel)
        painter.drawText(QRectF(point.x() - 20.0, point.y() - 11.0, 40.0, COLUMN), _CENTRE, name)
    top = block.grid.top - COLUMN
    norm = QRectF(block.norm.left(), top, block.norm.width(), COLUMN)
    write(painter, norm, norm_heading(part), colour=theme.text2, align=RIGHT)
    if block.bias is not None and kernels.bias is not None:
        latex = short_latex(frame.scene.network, kernels.bias, adjoint=False)
        draw_symbol(painter, QPointF(block.bias.center().x() - 8.0, top + COLUMN - 7.0), latex, colour=theme.text2)


def _channel_names(scene: Scene, kernels: Kernels, block: Block) -> list[str]:
    """The names of the columns; every tenth where they stand too close."""
    if block.part.coloured:
        return []
    names = [channel_word(scene.network, kernels.name, channel) for channel in range(kernels.shape[3])]
    close = block.grid.pitch[0] < max(text_width(name, font(BODY, REGULAR)) for name in names) + 3.0
    return [name if not close or channel % _EVERY == 0 else "" for channel, name in enumerate(names)]


def _draw_tiles(painter: QPainter, frame: Frame, kernels: Kernels, block: Block) -> None:
    part, grid, theme = block.part, block.grid, frame.theme
    if part.is_hidden:
        draw_absent_tiles(painter, grid, theme=theme)
    else:
        key = ("kernels", part.name, part.adjoint, part.what, part.scale, kernels.order, part.coloured)
        make = partial(_pixels, kernels, part, theme)
        draw_atlas(painter, grid, key, make, theme=theme, keep=partial(kept, frame.scene.trace))
    if part.following and not frame.figure:
        pen = QPen(theme.next_edge, 1.6)
        pen.setDashPattern([3.0, 1.8])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(grid.rect.adjusted(-4.0, -3.0, 4.0, 4.0), 3.0, 3.0)


def _pixels(kernels: Kernels, part: Part, theme: Theme) -> Pixels:
    """Tiles by map, and within a map by channel."""
    assert part.numbers is not None
    chosen = part.numbers[list(kernels.order)]
    if part.coloured:
        return pixels_of_colours(chosen, -part.scale.limit, part.scale.limit, theme=theme)
    tiles = np.moveaxis(chosen, -1, 1).reshape(-1, *kernels.shape[1:3])
    return pixels_of(tiles, theme=theme, family=part.family, scale=part.scale)


def _draw_numbers(painter: QPainter, frame: Frame, kernels: Kernels, block: Block) -> None:
    """Indices, biases and norms; bars in place of numbers where rows are low."""
    scene, theme = frame.scene, frame.theme
    found = sizes_of(scene, kernels, block.part)
    texts = tuple(norm_text(scene, kernels, block.part, number) for number in kernels.order) if block.written else ()
    biases = None
    if block.bias is not None and kernels.bias is not None:
        biases = tuple(scene.array(kernels.bias, False, None)[list(kernels.order)].tolist())  # type: ignore[index]
    left = (block.index or block.grid.rect).left()
    area = QRectF(left, block.grid.top, block.norm.right() - left, block.grid.rect.height())
    sizes = None if found is None or block.written else tuple(found[list(kernels.order)].tolist())
    largest = max((size for size in sizes or () if np.isfinite(size)), default=0.0)
    limit = scene.limit(kernels.bias, False) if kernels.bias is not None else 1.0
    shape = (block.grid.cell, block.grid.label, block.grid.across, block.grid.gap, block.part.what)

    def paint(target: QPainter, place: QRectF) -> None:
        target.save()
        target.translate(place.topLeft() - area.topLeft())
        for row, number in enumerate(kernels.order):
            _draw_index(target, block, row, number, theme=theme)
            if biases is not None and block.bias is not None:
                rect = row_rect(block, block.bias, row)
                _draw_bias(target, rect, biases[row], Scale(limit), theme=theme, digits=scene.state.digits)
            rect = row_rect(block, block.norm, row)
            if block.written:
                colour = theme.text3 if texts[row] == ABSENT else theme.text1
                write(target, rect, texts[row], colour=colour, align=RIGHT)
            elif sizes is not None and largest > 0.0 and np.isfinite(sizes[row]):
                wide = rect.width() * sizes[row] / largest
                target.fillRect(QRectF(rect.left(), rect.top(), wide, rect.height()), theme.stale)
        target.restore()

    key = ("kernel rows", theme.name, texts, biases, sizes, kernels.order, limit, shape, scene.state.digits)
    draw_stamp(painter, area, key, paint, margin=14.0)


def _draw_index(painter: QPainter, block: Block, row: int, number: int, *, theme: Theme) -> None:
    if block.index is None or (not block.written and row % _EVERY):
        return
    rect = row_rect(block, block.index, row)
    middle = rect.center().y()
    place = QRectF(rect.left(), middle - LINE / 2.0, rect.width(), LINE)
    write(painter, place, str(number), colour=theme.text2, align=RIGHT)


def _draw_bias(painter: QPainter, rect: QRectF, number: float, scale: Scale, *, theme: Theme, digits: int) -> None:
    finite = number - number == 0.0
    part = scale.fraction(number) if finite else 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tide.colour(part) if finite else theme.err)
    if rect.height() < LINE - 6.0:
        painter.drawRect(QRectF(rect.left(), rect.top(), 16.0, rect.height()))
        return
    badge = QRectF(rect.left(), rect.center().y() - 10.0, rect.width(), 20.0)
    painter.setPen(QPen(theme.edge, 0.8))
    painter.drawRoundedRect(badge, 3.0, 3.0)
    painter.setFont(font(BODY, MEDIUM))
    painter.setPen(theme.tide.ink(part) if finite else theme.ink_on(theme.err))
    fitting = (format_number(number, digits=fewer) for fewer in range(min(digits, 4), 1, -1))
    text = next((text for text in fitting if text_width(text, painter.font()) <= badge.width() - 4.0), "")
    painter.drawText(badge, _CENTRE, text)
