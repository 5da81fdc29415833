"""The page: switches, a band for every quantity, the large map, and what can be pointed at."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.seen import is_seen
from explorer.scene import Scene
from explorer.scenery.quantities import quantity_tip, selection_of
from explorer.scenery.switches import draw_switches
from explorer.state import Selection
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.maps.choices import switches
from explorer.views.maps.grids import draw_band
from explorer.views.maps.large import closing_spot, draw_large, number_rects
from explorer.views.maps.layout import MARGIN, Band, Half, Large, lay_out
from explorer.views.maps.sides import Side
from explorer.views.maps.words import Entry, colour_tip, entry_tip, map_tip


def draw_maps(painter: QPainter, frame: Frame) -> LaterSpots:
    """Everything from top to bottom."""
    page = lay_out(frame)
    fixed: list[Spot] = []
    if page.switches is not None:
        chosen = switches(frame.scene, frame.width)
        places = draw_switches(painter, page.switches, chosen, scene=frame.scene, theme=frame.theme)
        fixed = [Spot(place.rect, place.words, place.request) for place in places]
    for number, band in enumerate(page.bands):
        if not is_seen(painter, band.rect):
            continue
        hovered = hovered_entry(frame, band)
        if number:
            painter.setPen(QPen(frame.theme.line, 1.0))
            y = band.rect.top() - 6.0
            painter.drawLine(QPointF(band.rect.left() + MARGIN, y), QPointF(band.rect.right() - MARGIN, y))
        draw_band(painter, frame, band, hovered=hovered)
        if band.large is not None:
            draw_large(painter, frame, band.large, hovered=hovered)

    def make() -> list[Spot]:
        return fixed + [spot for band in page.bands for spot in band_spots(frame, band)]

    return LaterSpots(make)


def hovered_entry(frame: Frame, band: Band) -> Entry | None:
    """The entry under the mouse, in a tile or in the large map."""
    if frame.hover is None or not band.rect.contains(frame.hover):
        return None
    if band.large is not None and (found := band.large.grid.at(frame.hover)) is not None:
        return found[1], found[2], band.large.entry[2]
    for half in band.halves:
        if (met := half.grid.at(frame.hover)) is not None:
            number = half.side.map_of(met[0])
            return met[1], met[2], 0 if number is None else number
    return None


def entry_request(scene: Scene, side: Side, entry: Entry, *, adjoint: bool) -> Request:
    """Selects exactly one entry, at the moment that is shown."""
    moment = None if side.moment is None or side.moment == scene.moment else side.moment
    return Request("select", Selection(side.name, adjoint, moment, entry))


def band_spots(frame: Frame, band: Band) -> Iterator[Spot]:
    """Headings, tiles, and the entry under the mouse."""
    scene = frame.scene
    for half in band.halves:
        side = half.side
        words = partial(quantity_tip, scene, side.name, adjoint=side.adjoint, moment=side.moment)
        request = selection_of(scene, side.name, adjoint=side.adjoint, moment=side.moment)
        yield Spot(half.heading, words, request)
        yield Spot(half.legend, legend_words(side))
        yield from tile_spots(frame, half)
    if band.large is not None:
        yield from large_spots(frame, band.large)


def legend_words(side: Side) -> str:
    """What the colours mean."""
    what = "adjoints, the derivatives of the objective" if side.adjoint else "values"
    root = " Colours follow the root of the size." if side.scale.kind == "root" else ""
    return f"Colours of these {what}; the scale is fixed over the whole trace.{root}"


def tile_spots(frame: Frame, half: Half) -> Iterator[Spot]:
    """Every tile opens its map at its largest entry; the entry under the mouse is selected itself."""
    scene, side, grid = frame.scene, half.side, half.grid
    for tile in range(side.tiles):
        number = side.map_of(tile)
        if number is None:
            yield Spot(grid.tile(tile), f"{side.name} in colour")
            continue
        request = entry_request(scene, side, largest_entry(scene, side, number), adjoint=side.adjoint)
        yield Spot(grid.tile(tile), partial(map_tip, scene, side, number), request)
    met = grid.at(frame.hover)
    if met is None:
        return
    tile, row, column = met
    number = side.map_of(tile)
    entry = (row, column, 0 if number is None else number)
    words = partial(colour_tip, scene, side, row, column) if number is None else partial(entry_tip, scene, side, entry)
    yield Spot(grid.cell_rect(*met), words, entry_request(scene, side, entry, adjoint=side.adjoint))


def largest_entry(scene: Scene, side: Side, number: int) -> Entry:
    """The entry of a map that is largest in size; the first one while nothing is computed."""
    if side.numbers is None:
        return 0, 0, number
    numbers = np.nan_to_num(np.abs(side.numbers[:, :, number]), nan=np.inf)
    row, column = np.unravel_index(int(numbers.argmax()), numbers.shape)
    return int(row), int(column), number


def large_spots(frame: Frame, large: Large) -> Iterator[Spot]:
    """Every cell of the large map, the numbers told below it, and what closes it."""
    scene, side, grid = frame.scene, large.side, large.grid
    for row in range(grid.rows):
        for column in range(grid.columns):
            entry = (row, column, large.entry[2])
            request = entry_request(scene, side, entry, adjoint=side.adjoint)
            yield Spot(grid.cell_rect(0, row, column), partial(entry_tip, scene, side, entry), request)
    for adjoint, rect in zip((False, True), number_rects(large), strict=True):
        if scene.exists(side.name, adjoint):
            request = entry_request(scene, side, large.entry, adjoint=adjoint)
            word = "adjoint" if adjoint else "value"
            yield Spot(QRectF(rect), f"The {word}. Click shows the map of {word}s.", request)
    if not frame.figure:
        yield closing_spot(large)
