"""Where everything stands: a band for every quantity with its grids, and beside the chosen one the large map."""

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

from explorer.drawing.atlas import Grid
from explorer.drawing.legend import legend_width
from explorer.drawing.number_grid import fitted_grid
from explorer.drawing.symbol import symbol_width
from explorer.scenery.quantities import short_latex
from explorer.scenery.switches import SWITCH_ROW, switch_rows
from explorer.view import Frame
from explorer.views.maps.choices import ADJOINTS, is_narrow, switches
from explorer.views.maps.sides import Side, image_names, side_of

MARGIN, BETWEEN, HEADING, BAR = 12.0, 20.0, 32.0, 44.0
LABEL = 20.0
READOUT = 24.0
_AFTER = 18.0
_LARGEST_TILE = 108.0
_ONE_ROW = 44.0
"""Px of a tile from which all maps stand in one row where they fit."""
_MOST_HIGH = 320.0
_LEFT_PART, _LEAST_LEFT, _LARGE_HIGH = 0.36, 252.0, 470.0
_NO_LABEL = 30.0
_SHORT_BAR = 30.0


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a band: its heading, its legend with a colour bar of `bar` px, and its tiles."""

    side: Side
    heading: QRectF
    legend: QRectF
    bar: float
    grid: Grid


@dataclass(frozen=True, slots=True)
class Large:
    """The chosen map: its heading, its cells, and the lines below that tell one entry. `side` is what it shows."""

    side: Side
    entry: tuple[int, int, int]
    heading: QRectF
    grid: Grid
    readout: QRectF


@dataclass(frozen=True, slots=True)
class Band:
    """All that is shown of one quantity."""

    name: str
    rect: QRectF
    halves: tuple[Half, ...]
    large: Large | None


@dataclass(frozen=True, slots=True)
class Page:
    """The switches and all bands from top to bottom."""

    switches: QRectF | None
    bands: tuple[Band, ...]
    height: float


def page_height(frame: Frame) -> float:
    """Px that all bands take at the frame's width."""
    return lay_out(frame).height


def follow(frame: Frame) -> QRectF | None:
    """The band of the chosen quantity, else of the one that runs next."""
    scene = frame.scene
    chosen = scene.state.selection
    name = chosen.name if chosen is not None else scene.event.line.name if scene.event is not None else ""
    return next((band.rect for band in lay_out(frame).bands if band.name == name), None)


def lay_out(frame: Frame) -> Page:
    """The page at the frame's width."""
    scene = frame.scene
    top, place = 6.0, None
    if not frame.figure:
        rows = len(switch_rows(switches(scene, frame.width), frame.width - 2.0 * MARGIN))
        place = QRectF(MARGIN, 2.0, frame.width - 2.0 * MARGIN, rows * SWITCH_ROW)
        top = place.bottom() + 4.0
    bands: list[Band] = []
    for name in image_names(scene.network):
        band = _band(frame, name, top)
        if band is not None:
            bands.append(band)
            top = band.rect.bottom() + _AFTER
    return Page(place, tuple(bands), math.ceil(top - _AFTER + 8.0))


def _band(frame: Frame, name: str, top: float) -> Band | None:
    scene = frame.scene
    narrow, chosen = is_narrow(frame.width), scene.state.selection
    values, adjoints = side_of(scene, name, adjoint=False), side_of(scene, name, adjoint=True)
    sides = [side for side in (values, adjoints) if side is not None]
    if narrow:
        sides = [side for side in sides if side.adjoint == ADJOINTS.is_on(scene)]
    width = frame.width - 2.0 * MARGIN
    opened = None
    if chosen is not None and chosen.name == name:
        opened = adjoints if chosen.adjoint else values
    if opened is not None and not narrow:
        left = max(_LEAST_LEFT, math.floor(width * _LEFT_PART))
        halves = _stacked(frame, sides, QRectF(MARGIN, top, left, 0.0))
        area = QRectF(MARGIN + left + BETWEEN, top, width - left - BETWEEN, 0.0)
        large = _large(frame, opened, area)
        bottom = max(halves[-1].grid.rect.bottom(), large.readout.bottom())
    elif opened is not None:
        halves = _stacked(frame, sides, QRectF(MARGIN, top, width, 0.0))
        under = halves[-1].grid.rect.bottom() + 10.0 if halves else top
        large = _large(frame, opened, QRectF(MARGIN, under, width, 0.0))
        bottom = large.readout.bottom()
    elif sides:
        across = width if narrow else math.floor((width - BETWEEN) / 2.0)
        halves = _beside(frame, sides, QRectF(MARGIN, top, across, 0.0), step=0.0 if narrow else across + BETWEEN)
        large, bottom = None, max(half.grid.rect.bottom() for half in halves)
    else:
        return None
    return Band(name, QRectF(0.0, top - 4.0, frame.width, bottom - top + 8.0), halves, large)


def _beside(frame: Frame, sides: list[Side], area: QRectF, *, step: float) -> tuple[Half, ...]:
    """Values at the left, adjoints `step` px further to the right; tiles alike in size and on one height."""
    most = max(side.tiles for side in sides)
    halves = [_half(frame, side, area.translated(step * side.adjoint, 0.0), most=most) for side in sides]
    lowest = max(half.grid.top for half in halves)
    return tuple(replace(half, grid=replace(half.grid, top=lowest)) for half in halves)


def _stacked(frame: Frame, sides: list[Side], area: QRectF) -> tuple[Half, ...]:
    """Adjoints below values."""
    halves: list[Half] = []
    top, most = area.top(), max((side.tiles for side in sides), default=0)
    for side in sides:
        halves.append(_half(frame, side, QRectF(area.left(), top, area.width(), 0.0), most=most))
        top = halves[-1].grid.rect.bottom() + 10.0
    return tuple(halves)


def _half(frame: Frame, side: Side, area: QRectF, *, most: int) -> Half:
    bar = BAR
    wide = legend_width(family=side.family, scale=side.scale, label="", bar=bar)
    symbol = symbol_width(short_latex(frame.scene.network, side.name, adjoint=side.adjoint))
    heading = QRectF(area.left(), area.top(), area.width(), HEADING)
    below = symbol + 14.0 + wide > area.width()
    if below and wide > area.width():
        bar = _SHORT_BAR
        wide -= BAR - bar
    left, top = (area.left(), area.top() + 26.0) if below else (heading.right() - wide, area.top())
    legend = QRectF(left, top, wide, HEADING)
    corner = QPointF(area.left(), math.ceil(legend.bottom()))
    return Half(side, heading, legend, bar, _tiles(frame, side, corner, width=area.width(), most=most))


def _tiles(frame: Frame, side: Side, corner: QPointF, *, width: float, most: int) -> Grid:
    """`most` tiles in one row where they are large enough then, else in as many as a band may be high."""
    rows, columns, _ = frame.scene.network.quantities[side.name].shape
    count, gap, larger = side.tiles, 3.0, max(rows, columns)
    cell = math.floor(min(_LARGEST_TILE / larger, (width / most - gap) / columns))
    if cell < 1 or cell * columns < _ONE_ROW:
        cell = math.floor(min(_LARGEST_TILE, width) / larger)
        while cell > 1 and _high(cell, rows, columns, count=most, width=width) > _MOST_HIGH:
            cell -= 1
    size = float(cell) if cell >= 1 else min(_LARGEST_TILE, width) / larger
    label = LABEL if columns * size >= _NO_LABEL else 0.0
    across = max(1, int((width + gap) // (columns * size + gap)))
    return Grid(corner.x(), corner.y(), rows, columns, size, min(across, count), count, gap, label)


def _high(cell: float, rows: int, columns: int, *, count: int, width: float) -> float:
    label = LABEL if columns * cell >= _NO_LABEL else 0.0
    return math.ceil(count / max(1, int((width + 3.0) // (columns * cell + 3.0)))) * (rows * cell + 3.0 + label)


def _large(frame: Frame, side: Side, area: QRectF) -> Large:
    scene = frame.scene
    rows, columns, _ = scene.network.quantities[side.name].shape
    row, column, number = scene.unit_of(side.name)
    heading = QRectF(area.left(), area.top(), area.width(), HEADING)
    grid = fitted_grid(QPointF(area.left(), heading.bottom()), rows, columns, room=(area.width(), _LARGE_HIGH))
    readout = QRectF(area.left(), grid.rect.bottom() + 8.0, area.width(), 3.0 * READOUT)
    return Large(side, (row, column, number), heading, grid, readout)
