"""The page: switches, the picture with its adjoint, the brush, the units, the way back, and what can be pointed at."""

from functools import partial

import numpy as np
from PySide6.QtGui import QPainter

from explorer.command import Request
from explorer.drawing.writing import write
from explorer.scenery.switches import draw_switches
from explorer.state import Selection
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.picture.choices import switches
from explorer.views.picture.layout import Page, lay_out
from explorer.views.picture.palette import draw_palette
from explorer.views.picture.panels import draw_panels
from explorer.views.picture.units import draw_units
from explorer.views.picture.way import draw_way, way_spots
from explorer.views.picture.words import pixel_tip, pixel_words

_POINT = "Point at a pixel to read its numbers."


def draw_page(painter: QPainter, frame: Frame) -> LaterSpots:
    """Everything from top to bottom."""
    page, scene, theme = lay_out(frame), frame.scene, frame.theme
    fixed: list[Spot] = []
    if page.switches is not None:
        places = draw_switches(painter, page.switches, switches(scene, page.shown.name), scene=scene, theme=theme)
        fixed += [Spot(place.rect, place.words, place.request) for place in places]
    hovered = _hovered(frame, page)
    draw_panels(painter, frame, page, hovered)
    if not frame.figure:
        text = _POINT if hovered is None else pixel_words(scene, page.shown, *hovered, digits=scene.state.digits)
        write(painter, page.readout, text, colour=theme.text2 if hovered is None else theme.text1)
    if page.brush is not None:
        fixed += draw_palette(painter, frame, page.brush, page.shown)
    fixed += draw_units(painter, frame, page)
    draw_way(painter, frame, page)
    return LaterSpots(lambda: [*fixed, *way_spots(frame, page), *_pixel_spots(frame, page)])


def _hovered(frame: Frame, page: Page) -> tuple[int, int] | None:
    """The pixel under the mouse, on the picture or on its adjoint."""
    for panel in (page.picture, page.adjoint):
        met = panel.grid.at(frame.hover) if panel is not None else None
        if met is not None:
            return met[1:]
    return None


def _pixel_spots(frame: Frame, page: Page) -> list[Spot]:
    """Every pixel can be drawn on; the adjoint of one is selected by a click, unless that would leave the unit."""
    scene, shown = frame.scene, page.shown
    moment = None if shown.moment is None or shown.moment == scene.moment else shown.moment
    found: list[Spot] = []
    for row, column in np.ndindex(shown.rows, shown.columns):
        words, place = partial(pixel_tip, scene, shown, row, column), (shown.name, row, column)
        rect = page.picture.grid.cell_rect(0, row, column)
        found.append(Spot(rect, words, Request("draw", place), drag=True, along=Request("draw-on", place)))
        if page.adjoint is not None:
            entry = (row, column, shown.channels[0])
            tip = partial(pixel_words, scene, shown, row, column, digits=8)
            request = Request("select", Selection(shown.name, True, moment, entry)) if shown.through is None else None
            found.append(Spot(page.adjoint.grid.cell_rect(0, row, column), tip, request))
    return found
