"""Units one by one: square cells with values, round ones with adjoints, and numbers where there is room."""

import math
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.badge_parts import Badge, paint_clip_corner, paint_ground, paint_marks
from explorer.drawing.badge_state import BadgeState
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.stamp import draw_stamp
from explorer.theme.numbers import ABSENT, format_number, format_short
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, font, text_width
from explorer.view import Frame
from explorer.views.layers.box import Box
from explorer.views.layers.shown import Array, Side

_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_LEAST_HEIGHT = 16.0
"""Px a cell needs to hold a number."""
_NARROW, _TIGHTEST = 40.0, 0.76


def fitting_text(number: float, width: float, *, signed: bool, digits: int) -> str:
    """The number with as many digits as fit; tiny ones as a power of ten before they become ".0"."""
    face = font(BODY, 500)
    room = (width - 3.0) / _TIGHTEST
    if width >= _NARROW:
        for fewer in range(digits, 1, -1):
            text = format_number(number, digits=fewer, signed=signed)
            if text_width(text, face) <= (room if fewer == 2 else width - 6.0):
                return text
    if 0.0 < abs(number) < 0.05 and math.isfinite(number):
        mantissa, _, power = f"{abs(number):.0e}".partition("e-")
        text = f"{'−' if number < 0.0 else '+' if signed else ''}{mantissa}e−{int(power)}"
        if text_width(text, face) <= room:
            return text
    return format_short(number, signed=signed)


def draw_units(painter: QPainter, frame: Frame, box: Box, side: Side, *, chosen: int | None) -> None:
    """All units of one side of a box; `chosen` gets a ring."""
    count = round((box.value_area.height() - box.high) / box.pitch) + 1
    flat = None if side.numbers is None else side.numbers.ravel()
    if box.high < _LEAST_HEIGHT:
        _draw_small_units(painter, frame, box, side, flat=flat, chosen=chosen)
        return
    for unit in range(count):
        rect = box.cell(unit, adjoint=side.adjoint)
        number = None if flat is None else float(flat[unit])
        by_hand = bool(side.by_hand) and int(side.indices.ravel()[unit]) in side.by_hand
        _draw_cell(painter, frame, rect, side, number, selected=unit == chosen, by_hand=by_hand)


def _draw_cell(
    painter: QPainter, frame: Frame, rect: QRectF, side: Side, number: float | None, *, selected: bool, by_hand: bool
) -> None:
    following = side.following and not frame.figure
    state = BadgeState(
        preview=following and number is not None,
        cursor=following,
        stale=frame.scene.stale and number is not None,
        by_hand=by_hand,
        selected=selected,
        hovered=frame.hover is not None and rect.contains(frame.hover),
    )
    digits = frame.scene.state.digits

    def paint(target: QPainter, place: QRectF) -> None:
        badge = Badge(
            rect=place,
            theme=frame.theme,
            kind=side.family,
            number=number,
            scale=side.scale,
            state=state,
            digits=digits,
        )
        ink, weight = paint_ground(target, badge)
        if badge.clipped:
            paint_clip_corner(target, badge)
        if number is None:
            text = ABSENT if place.width() >= 52.0 else ""
        else:
            text = fitting_text(number, place.width(), signed=side.family != "gate", digits=digits)
        _write(target, place, text, ink, weight)
        # Zero before the first moment is no gate that has shut.
        paint_marks(target, replace(badge, kind="value") if before and not side.adjoint else badge)

    before = side.moment is not None and side.moment < 0
    key = ("unit", frame.theme.name, side.family, repr(number), side.scale, state, digits, before)
    draw_stamp(painter, rect, key, paint, margin=6.0)
    if following and number is None:
        pen = QPen(frame.theme.next_edge, 1.6)
        pen.setDashPattern([3.0, 1.8])
        _outline(painter, rect, pen, rect.height() / 2.0 if side.adjoint else 3.0)


def _write(painter: QPainter, rect: QRectF, text: str, ink: QColor, weight: int) -> None:
    face = font(BODY, weight)
    painter.setFont(face)
    painter.setPen(ink)
    width, room = text_width(text, face), rect.width() - 4.0
    if width <= room or not text:
        painter.drawText(rect, _CENTRE, text)
        return
    painter.save()
    painter.translate(rect.center())
    painter.scale(max(room / width, 0.75), 1.0)
    painter.drawText(QRectF(-width / 2.0, -rect.height() / 2.0, width, rect.height()), _CENTRE, text)
    painter.restore()


def _draw_small_units(
    painter: QPainter, frame: Frame, box: Box, side: Side, *, flat: Array | None, chosen: int | None
) -> None:
    """Cells too low for numbers: their colours alone, in the shape of their family."""
    theme = frame.theme
    area = box.area(adjoint=side.adjoint) or box.value_area
    following = side.following and not frame.figure
    colours = _colours(theme, side, flat, following=following)
    count = side.indices.size
    radius = min(box.high / 2.0 if side.adjoint else 3.0, box.high / 2.0)
    pen = QPen(theme.next_edge, 1.2) if following else QPen(theme.edge, 0.8)
    if following:
        pen.setDashPattern([3.0, 1.8])

    def paint(target: QPainter, place: QRectF) -> None:
        for unit in range(count):
            rect = QRectF(place.left(), place.top() + unit * box.pitch, place.width(), box.high)
            if not colours:
                draw_hatch(target, rect, theme=theme, radius=radius, edge=True)
                continue
            target.setPen(pen)
            target.setBrush(colours[unit])
            target.drawRoundedRect(rect, radius, radius)

    names = "".join(colour.name() for colour in colours)
    key = ("small units", theme.name, side.adjoint, names, following, count, box.pitch, box.high)
    draw_stamp(painter, area, key, paint, margin=2.0)
    if chosen is not None:
        rect = box.cell(chosen, adjoint=side.adjoint).adjusted(-2.0, -2.0, 2.0, 2.0)
        _outline(painter, rect, QPen(theme.accent, 2.0), radius + 2.0)


def _colours(theme: Theme, side: Side, flat: Array | None, *, following: bool) -> list[QColor]:
    """The colour of each unit; none while they are absent."""
    if following:
        return [theme.next] * side.indices.size
    if flat is None:
        return []
    table = theme.map(side.family)
    return [table.colour(side.scale.fraction(n)) if math.isfinite(n) else theme.err for n in flat.tolist()]


def _outline(painter: QPainter, rect: QRectF, pen: QPen, radius: float) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)
