"""The cells of a network without time: a badge for each unit, and what a click on one asks for."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from explorer.command import Request
from explorer.drawing.badge import PLAIN, BadgeState, draw_badge
from explorer.drawing.raster import device_scale
from explorer.state import Selection
from explorer.view import Frame, Spot
from explorer.views.timeline.layout import Row
from explorer.views.timeline.memory import kept
from explorer.views.timeline.norms import is_focus
from explorer.views.timeline.numbers import Numbers, unit_index
from explorer.views.timeline.spots import number_words, unit_words, what
from explorer.views.timeline.tracks import Track, scale_of


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values at the left and adjoints at the right; `cell` is the width of one unit's badge."""

    rows: tuple[Row, ...]
    cell: float
    middle: float
    bottom: float


def as_badges(table: Table, row: Row) -> bool:
    """Whether a row has a badge for each unit; else there are too many, and it is a strip."""
    return abs(row.rect.width() - table.cell * row.track.units) < 1.0


def cell_rect(table: Table, row: Row, unit: int) -> QRectF:
    """Where the badge of a unit stands."""
    return QRectF(row.rect.left() + unit * table.cell, row.rect.center().y() - 12.0, table.cell - 6.0, 24.0)


def draw_badges(painter: QPainter, frame: Frame, table: Table, row: Row, numbers: Numbers | None) -> None:
    """A badge for each unit: from a cached picture on the screen, where only rings change while one looks around."""
    ratio = device_scale(painter)
    if ratio is None:
        _paint_badges(painter, frame, table, row, numbers)
    else:
        _put_picture(painter, frame, table, row, numbers, ratio=ratio)
    if not frame.figure and _is_selected(frame, row.track):
        unit = unit_index(frame.scene, row.track)
        _paint_badge(painter, frame, table, row, numbers, unit=unit, state=BadgeState(selected=True))
    for unit in range(row.track.units):
        if frame.hover is not None and cell_rect(table, row, unit).contains(frame.hover):
            _paint_badge(painter, frame, table, row, numbers, unit=unit, state=BadgeState(hovered=True))


def _is_selected(frame: Frame, track: Track) -> bool:
    """Whether a person chose what the track shows."""
    selection = frame.scene.state.selection
    return selection is not None and (selection.name, selection.adjoint) == (track.name, track.adjoint)


def _paint_badges(painter: QPainter, frame: Frame, table: Table, row: Row, numbers: Numbers | None) -> None:
    for unit in range(row.track.units):
        _paint_badge(painter, frame, table, row, numbers, unit=unit)


def _paint_badge(
    painter: QPainter,
    frame: Frame,
    table: Table,
    row: Row,
    numbers: Numbers | None,
    *,
    unit: int,
    state: BadgeState = PLAIN,
) -> None:
    """The badge of one unit."""
    scene, track = frame.scene, row.track
    # The objective has no place on the scale of the others.
    scale = None if track.name == scene.network.objective else scale_of(scene, track)
    draw_badge(
        painter,
        cell_rect(table, row, unit),
        theme=frame.theme,
        kind=track.family,
        number=None if numbers is None else float(numbers[unit]),
        scale=scale,
        state=state,
        digits=scene.state.digits,
        note=False,
    )


def _put_picture(
    painter: QPainter, frame: Frame, table: Table, row: Row, numbers: Numbers | None, *, ratio: float
) -> None:
    """Puts down the picture of all badges of a row, made at `ratio` device px per px when it is first asked for."""
    scene, track = frame.scene, row.track
    key = (
        "badges",
        track.name,
        track.adjoint,
        numbers is None,
        row.rect.getRect(),
        frame.theme.name,
        ratio,
        scene.state.digits,
        scene.state.example,
    )
    ready = kept(scene.trace, key, lambda: _picture(frame, table, row, numbers, ratio))
    corner = _box(row).topLeft()
    painter.drawImage(QRectF(corner.x(), corner.y(), ready.width() / ratio, ready.height() / ratio), ready)


def _box(row: Row) -> QRectF:
    """What the badges of a row may reach over."""
    return QRectF(row.rect).adjusted(-4.0, -2.0, 4.0, 4.0)


def _picture(frame: Frame, table: Table, row: Row, numbers: Numbers | None, ratio: float) -> QImage:
    """All badges of a row on the ground of the panel."""
    box = _box(row)
    made = QImage(
        math.ceil(box.width() * ratio), math.ceil(box.height() * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    made.fill(frame.theme.panel)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(ratio, ratio)
    painter.translate(-box.topLeft())
    _paint_badges(painter, frame, table, row, numbers)
    painter.end()
    return made


def cell_spot(frame: Frame, track: Track, rect: QRectF, unit: int, number: float | None) -> Spot:
    """A cell: the first click looks at the quantity, one on a quantity looked at chooses the unit."""
    scene = frame.scene
    selection = Selection(track.name, track.adjoint)
    where = unit_words(scene, track.name, unit)
    request = (
        Request("choose-unit", unit) if is_focus(scene, track) and track.units > 1 else Request("select", selection)
    )
    asks = f"choose unit {unit}" if request.command == "choose-unit" else "look at it"
    tip = f"{what(scene, track)}\n{where or 'value'}: {number_words(frame, track, number)}\nClick: {asks}"
    return Spot(rect, tip, request, Request("travel", selection))
