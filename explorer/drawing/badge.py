"""The badge: one number on its colour, square for values, round for adjoints, with every state it can be in."""

import math
from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from explorer.drawing.badge_parts import Badge, paint_clip_corner, paint_ground, paint_marks, paint_notes
from explorer.drawing.badge_state import PLAIN, BadgeState, badge_text, narrow_text
from explorer.drawing.formula import Formula
from explorer.drawing.stamp import draw_stamp
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family, Theme
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width

__all__ = [
    "BADGE_HEIGHT",
    "BADGE_HEIGHT_ALONE",
    "BADGE_WIDTHS",
    "PLAIN",
    "BadgeState",
    "badge_text",
    "badge_width",
    "draw_badge",
]

BADGE_HEIGHT = 24.0
BADGE_HEIGHT_ALONE = 28.0
BADGE_WIDTHS = (66.0, 84.0)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_PADDING = 8.0
_TIGHTEST = 0.75
_CAP_HALF = 5.4
"""Half the height of a figure at 15 px: from the middle of a badge to its baseline."""
_AROUND = 8.0
"""How far rings, corners and discs reach beyond a badge."""


@lru_cache(maxsize=32)
def badge_width(digits: int = 4, *, preview: bool = False) -> float:
    """Width in px that every number of that many digits fits, the exponential ones included."""
    state = BadgeState(preview=preview)
    face = font(BODY, SEMIBOLD if preview else MEDIUM)
    widest = max(text_width(badge_text(n, kind="value", state=state, digits=digits), face) for n in (-0.5, -1.2e-9))
    return math.ceil(widest + 2.0 * _PADDING)


def fitting_text(badge: Badge, room: float, weight: int) -> str:
    """The text with as many of the wanted digits as fit `room` px; the arrow of a preview goes before its digits."""
    short = narrow_text(badge.number, kind=badge.kind, width=badge.rect.width())
    if short is not None:
        return short
    face, state = font(BODY, weight), badge.state
    text = badge_text(badge.number, kind=badge.kind, state=state, digits=badge.digits)
    if state.preview and text_width(text, face) > room:
        state = replace(state, preview=False)
        text = badge_text(badge.number, kind=badge.kind, state=state, digits=badge.digits)
    for digits in range(badge.digits - 1, 0, -1):
        if text_width(text, face) <= room:
            break
        shorter = badge_text(badge.number, kind=badge.kind, state=state, digits=digits)
        text = min(text, shorter, key=lambda candidate: text_width(candidate, face))
    return text


def _write_centred(painter: QPainter, rect: QRectF, text: str, face: QFont) -> None:
    """Centre `text`, condensed down to 75 % of its width where it does not fit."""
    room = rect.width() - 6.0
    width = text_width(text, face)
    painter.setFont(face)
    if width <= room:
        painter.drawText(rect, _CENTRE, text)
        return
    painter.save()
    painter.translate(rect.center())
    painter.scale(max(room / width, _TIGHTEST), 1.0)
    painter.drawText(QRectF(-width / 2.0, -rect.height() / 2.0, width, rect.height()), _CENTRE, text)
    painter.restore()


def draw_badge(
    painter: QPainter,
    rect: QRectF,
    *,
    theme: Theme,
    kind: Family,
    number: float | None,
    scale: Scale | None,
    state: BadgeState = PLAIN,
    digits: int = 4,
    lead: Formula | None = None,
    note: bool = True,
) -> None:
    """Draw `number` in `rect` in the shape and colour of its family; None is absent.

    Zero, NaN, clipped and saturated are seen from the number itself. `lead` is a symbol set inside before the
    number, `note` allows the words "clip" and "was …" to the right of `rect`. Fewer digits are shown where `digits`
    do not fit, and below 40 px one decimal without its leading zero.
    """

    def paint(target: QPainter, place: QRectF) -> None:
        _paint(target, replace(badge, rect=place), lead)

    badge = Badge(rect=rect, theme=theme, kind=kind, number=number, scale=scale, state=state, digits=digits)
    symbol = lead.latex if lead is not None else ""
    draw_stamp(
        painter, rect, ("badge", theme.name, kind, repr(number), scale, state, digits, symbol), paint, margin=_AROUND
    )
    if note and (badge.clipped or (state.by_hand and state.was is not None)):
        painter.save()
        paint_notes(painter, badge)
        painter.restore()


def _paint(painter: QPainter, badge: Badge, lead: Formula | None) -> None:
    """Ground, number and marks; nothing of it lies further than `_AROUND` from the badge."""
    rect = badge.rect
    painter.save()
    ink, weight = paint_ground(painter, badge)
    if badge.clipped:
        paint_clip_corner(painter, badge)
    inside = QRectF(rect)
    if lead is not None:
        inside.setLeft(rect.left() + 10.0)
        lead.draw(painter, QPointF(inside.left(), rect.center().y() + _CAP_HALF), colour=ink)
        inside.setLeft(inside.left() + lead.size.width() + 4.0)
    painter.setPen(ink)
    _write_centred(painter, inside, fitting_text(badge, inside.width() - 6.0, weight), font(BODY, weight))
    paint_marks(painter, badge)
    painter.restore()
