"""The timeline of a network without time: a row for each quantity, its units side by side, adjoints beside values."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.badge import badge_width
from explorer.drawing.formula import typeset
from explorer.drawing.formula_picture import Formula
from explorer.drawing.seen import is_seen
from explorer.drawing.strip import build_strip, column_at, column_rect, columns_that_fit, draw_next_cell, draw_strip
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.type import BODY, REGULAR, font
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.timeline.axis import draw_top
from explorer.views.timeline.cells import Table, as_badges, cell_rect, cell_spot, draw_badges
from explorer.views.timeline.layout import AXIS, LEGEND, MARGIN, Layout, Row
from explorer.views.timeline.memory import kept
from explorer.views.timeline.norms import is_focus
from explorer.views.timeline.numbers import Numbers
from explorer.views.timeline.spots import what
from explorer.views.timeline.tracks import Track, scale_of, symbol

_ROW, _ROWS_MOST = 28.0, 34.0
_LEAST_CELL = 44.0
_BETWEEN = 28.0
_AROUND = 4.0
"""Px by which frames and badges may reach beyond their row."""
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)


def units_height(frame: Frame) -> float:
    """The height at which every quantity has a row."""
    return max(frame.height, _table(frame).bottom + 6.0)


def _tracks(scene: Scene) -> tuple[tuple[Track, Track | None], ...]:
    """Each quantity with its adjoint, None where the objective does not depend on it."""

    def make() -> tuple[tuple[Track, Track | None], ...]:
        found: list[tuple[Track, Track | None]] = []
        for quantity in scene.network.having("input", "target", "mask", "defined"):
            given, units = quantity.role != "defined", int(np.prod(quantity.shape))
            value = Track(
                quantity.name, False, scene.family(quantity.name, False), units, "given" if given else "value", 0
            )
            wanted = scene.exists(quantity.name, True) and quantity.role != "target"
            found.append((value, Track(quantity.name, True, "adjoint", units, "adjoint", 0) if wanted else None))
        return tuple(found)

    return kept(scene.trace, "unit tracks", make)


def _table(frame: Frame) -> Table:
    pairs = _tracks(frame.scene)
    widths = [typeset(symbol(frame.scene, track), 17.0).size.width() for pair in pairs for track in pair if track]
    labels = math.ceil(max(widths)) + 22.0
    # A small window at 200 % can be narrower than the symbols: cells then run out of sight, but stay cells.
    half = max(_LEAST_CELL, (frame.width - 2.0 * MARGIN - _BETWEEN) / 2.0 - labels)
    most = max((value.units for value, _ in pairs if half / value.units >= _LEAST_CELL), default=1)
    cell = float(math.floor(min(badge_width(frame.scene.state.digits) + 6.0, half / most)))
    top = LEGEND + AXIS
    pitch = math.floor(min(max((frame.height - top - 6.0) / len(pairs), _ROW), _ROWS_MOST))
    rows: list[Row] = []
    # Adjoints stand right behind the widest row of values: on a wide panel the two belong together as well.
    taken = max(cell * value.units if cell * value.units <= half + 0.5 else half for value, _ in pairs)
    left, right = MARGIN + labels, MARGIN + labels + taken + _BETWEEN + labels
    for number, pair in enumerate(pairs):
        for track, x in zip(pair, (left, right), strict=True):
            if track is not None:
                width = cell * track.units if cell * track.units <= half + 0.5 else half
                rows.append(Row(track, QRectF(x, top + number * pitch + 2.0, width, pitch - 4.0)))
    return Table(tuple(rows), cell, left + taken + _BETWEEN / 2.0, top + len(pairs) * pitch)


def _as_layout(frame: Frame, table: Table) -> Layout:
    """What the row of legends needs to know."""
    return Layout(
        rows=table.rows,
        moments=1,
        columns=1,
        per_column=1,
        left=MARGIN,
        right=frame.width - MARGIN,
        top=LEGEND + AXIS,
        bottom=table.bottom,
        line=None,
        norms=None,
        numbers=False,
        badge=table.cell,
        hidden=0,
        height=frame.height,
    )


def draw_units(painter: QPainter, frame: Frame) -> LaterSpots:
    """Paint what is in sight of the table; the spots say what its cells are."""
    table = _table(frame)
    painter.save()
    if is_seen(painter, QRectF(0.0, 0.0, frame.width, LEGEND + AXIS)):
        draw_top(painter, frame, _as_layout(frame, table))
        _draw_heads(painter, frame, table)
    for row in table.rows:
        if is_seen(painter, QRectF(0.0, row.rect.top() - _AROUND, frame.width, row.rect.height() + 2.0 * _AROUND)):
            _draw_row(painter, frame, table, row)
    painter.setPen(QPen(frame.theme.edge, 1.0))
    painter.drawLine(QPointF(table.middle, LEGEND + 4.0), QPointF(table.middle, table.bottom))
    painter.restore()
    return LaterSpots(lambda: [spot for row in table.rows for spot in _row_spots(frame, table, row)])


def _draw_heads(painter: QPainter, frame: Frame, table: Table) -> None:
    """The numbers of the units over the first and the second half."""
    painter.setFont(font(BODY, REGULAR))
    painter.setPen(frame.theme.text2)
    for adjoint in (False, True):
        rows = [
            row for row in table.rows if row.track.adjoint == adjoint and as_badges(table, row) and row.track.units > 1
        ]
        if not rows:
            continue
        widest = max(rows, key=lambda row: row.track.units)
        for unit in range(widest.track.units):
            rect = QRectF(widest.rect.left() + unit * table.cell, LEGEND, table.cell - 6.0, AXIS)
            painter.drawText(rect, _CENTRE, str(unit))


def _numbers(frame: Frame, row: Row) -> Numbers | None:
    """All units of a row; None while they are not computed."""
    array = frame.scene.array(row.track.name, row.track.adjoint, None)
    return None if array is None else np.asarray(array, dtype=np.float64).ravel()


def _row_spots(frame: Frame, table: Table, row: Row) -> list[Spot]:
    """What a click on the symbol asks for, and the cells."""
    track, numbers = row.track, _numbers(frame, row)
    request = Request("select", Selection(track.name, track.adjoint))
    own = Spot(_label(row, _formula(frame, row)), f"{what(frame.scene, track)}. Click: look at it", request)
    cells = _badge_spots(frame, table, row, numbers) if as_badges(table, row) else _strip_spots(frame, row, numbers)
    return [own, *cells]


def _draw_row(painter: QPainter, frame: Frame, table: Table, row: Row) -> None:
    """The symbol of a quantity and its units, as badges where they have room, else as a strip."""
    numbers = _numbers(frame, row)
    _draw_symbol(painter, frame, row)
    if as_badges(table, row):
        draw_badges(painter, frame, table, row, numbers)
    else:
        _draw_strip(painter, frame, row, numbers)
    if _runs_next(frame, row.track):
        # The badges leave 6 px behind the last of them.
        right = -3.0 if as_badges(table, row) else 3.0
        draw_next_cell(painter, row.rect.adjusted(-3.0, -1.0, right, 1.0), theme=frame.theme)


def _formula(frame: Frame, row: Row) -> Formula:
    return typeset(symbol(frame.scene, row.track), 17.0)


def _draw_symbol(painter: QPainter, frame: Frame, row: Row) -> None:
    """The symbol at the left of a row."""
    formula, rect = _formula(frame, row), row.rect
    left = rect.left() - 12.0 - formula.size.width()
    formula.draw(painter, QPointF(left, rect.center().y() + 5.0), theme=frame.theme)


def _label(row: Row, formula: Formula) -> QRectF:
    """Where the symbol stands."""
    wide = formula.size.width()
    return QRectF(row.rect.left() - wide - 18.0, row.rect.top(), wide + 12.0, row.rect.height())


def _badge_spots(frame: Frame, table: Table, row: Row, numbers: Numbers | None) -> list[Spot]:
    """A spot for each badge of a row; made once, for rows of many units."""
    scene, track = frame.scene, row.track
    key = (
        "cells",
        track.name,
        track.adjoint,
        numbers is None,
        row.rect.getRect(),
        scene.state.digits,
        scene.state.example,
        is_focus(scene, track),
    )
    return kept(
        scene.trace,
        key,
        lambda: [
            cell_spot(frame, track, cell_rect(table, row, unit), unit, _number(numbers, unit))
            for unit in range(track.units)
        ],
    )


def _draw_strip(painter: QPainter, frame: Frame, row: Row, numbers: Numbers | None) -> None:
    """More units than have room for badges."""
    track = row.track
    strip = build_strip(
        np.zeros((track.units, 1)) if numbers is None else numbers[:, None],
        theme=frame.theme,
        family=track.family,
        scale=scale_of(frame.scene, track),
        known=np.full(track.units, numbers is not None),
        max_columns=columns_that_fit(row.rect.width()),
    )
    draw_strip(painter, row.rect, strip, theme=frame.theme)


def _strip_spots(frame: Frame, row: Row, numbers: Numbers | None) -> list[Spot]:
    """The spot of the cell of a strip that is pointed at."""
    if frame.hover is None or not row.rect.contains(frame.hover):
        return []
    unit = column_at(row.rect, row.track.units, frame.hover.x())
    rect = column_rect(row.rect, row.track.units, unit)
    return [cell_spot(frame, row.track, rect, unit, _number(numbers, unit))]


def _number(numbers: Numbers | None, unit: int) -> float | None:
    return None if numbers is None else float(numbers[unit])


def _runs_next(frame: Frame, track: Track) -> bool:
    """Whether the next line makes what the track shows; figures do not say so."""
    event = frame.scene.event
    if event is None or frame.figure or event.line.section == "loss":
        return False
    return (event.line.name, event.line.adjoint) == (track.name, track.adjoint)
