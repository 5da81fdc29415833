"""A band's grids: headings with their colour bars, the tiles as one picture, and the marks on them."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.drawing.atlas import (
    Pixels,
    draw_absent_tiles,
    draw_atlas,
    draw_tile_ring,
    pixels_of,
    pixels_of_colours,
)
from explorer.drawing.legend import draw_legend
from explorer.drawing.seen import is_seen
from explorer.drawing.stamp import draw_stamp
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.drawing.writing import write
from explorer.scene import Array, Scene
from explorer.scenery.images import CHANNELS, colour_range, is_coloured
from explorer.scenery.quantities import short_latex
from explorer.theme.numbers import format_limit
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, font, text_width
from explorer.view import Frame
from explorer.views.maps.choices import BY_NORM, LARGEST
from explorer.views.maps.layout import LABEL, Band, Half
from explorer.views.maps.memory import kept
from explorer.views.maps.sides import Side, norms
from explorer.views.maps.words import Entry, map_word

_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)


def draw_band(painter: QPainter, frame: Frame, band: Band, *, hovered: Entry | None) -> None:
    """All grids of a band; `hovered` is the entry under the mouse, marked on both of its sides."""
    for half in band.halves:
        _draw_heading(painter, frame, half)
        if is_seen(painter, half.grid.rect):
            _draw_tiles(painter, frame, half)
            _draw_labels(painter, frame, half)
            _draw_marks(painter, frame, band, half, hovered)


def shape_words(scene: Scene, side: Side) -> tuple[str, ...]:
    """Rows and columns and how many maps, the longest first."""
    rows, columns, count = scene.network.quantities[side.name].shape
    many = "channel" if scene.network.quantities[side.name].role == "input" else "map"
    many = many if count == 1 else f"{many}s"
    shown = f"{len(side.order)} of {count} {many}" if len(side.order) < count else f"{count} {many}"
    family = "adjoint" if side.adjoint else "value"
    return (f"{family} · {rows} × {columns} · {shown}", f"{rows} × {columns} · {shown}", f"{rows} × {columns}", "")


def _draw_heading(painter: QPainter, frame: Frame, half: Half) -> None:
    side, theme, rect = half.side, frame.theme, half.heading
    latex = short_latex(frame.scene.network, side.name, adjoint=side.adjoint)
    following = side.following and not frame.figure
    wide = symbol_width(latex)
    if following:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.next)
        painter.drawRoundedRect(QRectF(rect.left() - 5.0, rect.top() + 3.0, wide + 10.0, 26.0), 5.0, 5.0)
    ink = theme.next_text if following else theme.text1
    draw_symbol(painter, QPointF(rect.left(), rect.bottom() - 11.0), latex, colour=ink)
    same = half.legend.top() == rect.top()
    room = (half.legend.left() if same else rect.right()) - rect.left() - wide - 16.0
    face = font(BODY, REGULAR)
    text = next(text for text in shape_words(frame.scene, side) if not text or text_width(text, face) <= room)
    place = QRectF(rect.left() + wide + 10.0, rect.top(), max(room, 0.0), rect.height())
    write(painter, place, text, colour=theme.text2)
    key = ("maps legend", theme.name, side.family, side.scale, half.bar)
    draw_stamp(painter, half.legend, key, partial(_draw_legend, theme=theme, half=half), margin=4.0)


def _draw_legend(painter: QPainter, rect: QRectF, *, theme: Theme, half: Half) -> None:
    point, side = QPointF(rect.left(), rect.center().y()), half.side
    draw_legend(painter, point, theme=theme, family=side.family, scale=side.scale, label="", bar=half.bar)


def _draw_tiles(painter: QPainter, frame: Frame, half: Half) -> None:
    side, grid, scene, theme = half.side, half.grid, frame.scene, frame.theme
    if side.numbers is None or side.following:
        draw_absent_tiles(painter, grid, theme=theme)
    else:
        key = ("maps", side.name, side.adjoint, side.moment, scene.state.example, side.scale, side.order)
        make = partial(_pixels, scene, side, theme)
        draw_atlas(painter, grid, key, make, theme=theme, keep=partial(kept, scene.trace))
    if side.following and not frame.figure:
        pen = QPen(theme.next_edge, 1.6)
        pen.setDashPattern([3.0, 1.8])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(grid.rect.adjusted(-4.0, -1.0, 4.0, 4.0), 3.0, 3.0)


def _pixels(scene: Scene, side: Side, theme: Theme) -> Pixels:
    assert side.numbers is not None
    maps = np.moveaxis(side.numbers, -1, 0)[list(side.order)]
    found = pixels_of(maps, theme=theme, family=side.family, scale=side.scale)
    if not side.coloured:
        return found
    low, high = colour_range(scene, side.name)
    return np.concatenate([pixels_of_colours(side.numbers, low, high, theme=theme)[None], found])


def _draw_labels(painter: QPainter, frame: Frame, half: Half) -> None:
    """Which map each tile shows, and its norm where that counts and there is room."""
    side, grid, scene = half.side, half.grid, frame.scene
    if not grid.label:
        return
    ranks = BY_NORM.is_on(scene) or LARGEST.is_on(scene)
    found = norms(scene, side.name, adjoint=side.adjoint) if ranks else None
    chosen = scene.state.selection
    opened = scene.unit_of(side.name)[2] if chosen is not None and chosen.name == side.name else None
    texts = _labels(scene, side, found, grid.columns * grid.cell)
    bold = None if opened is None or frame.figure else side.tile_of(opened)

    def paint(target: QPainter, area: QRectF) -> None:
        by = area.topLeft() - grid.rect.topLeft()
        for tile, text in enumerate(texts):
            place = grid.tile(tile).translated(by)
            target.setFont(font(BODY, MEDIUM if tile == bold else REGULAR))
            target.setPen(frame.theme.text1 if tile == bold else frame.theme.text2)
            target.drawText(place.adjusted(-10.0, -LABEL, 10.0, -place.height()), _CENTRE, text)

    key = ("map labels", frame.theme.name, texts, bold, grid.rows, grid.columns, grid.cell, grid.across)
    draw_stamp(painter, grid.rect, key, paint, margin=12.0)


def _labels(scene: Scene, side: Side, found: Array | None, width: float) -> tuple[str, ...]:
    """The longest words that fit above every tile, of one kind for all."""
    face = font(BODY, MEDIUM)
    kinds = zip(*(_words(scene, side, tile, found) for tile in range(side.tiles)), strict=True)
    fitting = (kind for kind in kinds if all(text_width(word, face) <= width - 4.0 for word in kind))
    return tuple(next(fitting, [""] * side.tiles))


def _words(scene: Scene, side: Side, tile: int, found: Array | None) -> list[str]:
    """Names of a tile, longest first: with its norm where there is one, in full, and its index alone."""
    number = side.map_of(tile)
    if number is None:
        return ["colour"] * (2 if found is None else 3)
    index = CHANNELS[number] if is_coloured(scene.network, side.name) else str(number)
    words = [map_word(scene, side.name, number), index]
    return words if found is None else [f"{index}: {format_limit(float(found[number]))}", *words]


def _draw_marks(painter: QPainter, frame: Frame, band: Band, half: Half, hovered: Entry | None) -> None:
    """Rings round the opened map and the entry under the mouse."""
    if frame.figure:
        return
    if band.large is not None:
        tile = half.side.tile_of(band.large.entry[2])
        if tile is not None:
            draw_tile_ring(painter, half.grid.tile(tile), theme=frame.theme)
    if hovered is not None:
        tile = half.side.tile_of(hovered[2])
        if tile is not None:
            small = half.grid.cell < 5.0
            rect = half.grid.tile(tile) if small else half.grid.cell_rect(tile, *hovered[:2])
            painter.setPen(QPen(frame.theme.text1, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
