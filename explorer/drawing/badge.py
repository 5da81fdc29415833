"""The badge: one number on its colour, square for values, round for adjoints, with every state it can be in."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from explorer.drawing.badge_state import (
    PLAIN,
    BadgeState,
    badge_text,
    is_clipped,
    is_saturated,
    narrow_text,
)
from explorer.drawing.formula import Formula
from explorer.drawing.hatch import draw_hatch
from explorer.theme.numbers import format_number
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family, Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, SEMIBOLD, font, text_width

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
_SQUARE_RADIUS = 3.0
_CENTRE = Qt.AlignmentFlag.AlignCenter
_PADDING = 8.0
_DASH = QRectF(-14.0, -6.0, 28.0, 12.0)
"""Plain ground for the "—" of an absent number, so that the hatching does not run through it."""
_TIGHTEST = 0.75
_CAP_HALF = 5.4
"""Half the height of a figure at 15 px: from the middle of a badge to its baseline."""


def badge_width(digits: int = 4, *, preview: bool = False) -> float:
    """Width in px that every number of that many digits fits, the exponential ones included."""
    widest = badge_text(-1.2e-5, kind="value", state=BadgeState(preview=preview), digits=digits)
    sample = badge_text(-0.5, kind="value", state=BadgeState(preview=preview), digits=digits)
    face = font(BODY, SEMIBOLD if preview else MEDIUM)
    return math.ceil(max(text_width(widest, face), text_width(sample, face)) + 2.0 * _PADDING)


def _radius(rect: QRectF, kind: Family) -> float:
    return rect.height() / 2.0 if kind == "adjoint" else _SQUARE_RADIUS


def _ground(painter: QPainter, rect: QRectF, radius: float, fill: QColor | None, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.drawRoundedRect(rect, radius, radius)


def _fitted(number: float | None, kind: Family, state: BadgeState, digits: int, room: float, weight: int) -> str:
    """The text with as many of the wanted digits as fit `room` px."""
    face = font(BODY, weight)
    text = badge_text(number, kind=kind, state=state, digits=digits)
    while digits > 1 and text_width(text, face) > room:
        digits -= 1
        shorter = badge_text(number, kind=kind, state=state, digits=digits)
        if text_width(shorter, face) < text_width(text, face):
            text = shorter
    return text


def _dashed(colour: QColor, width: float, pattern: tuple[float, ...]) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([length / width for length in pattern])
    return pen


def _paint_ground(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    kind: Family,
    number: float | None,
    scale: Scale | None,
    state: BadgeState,
) -> tuple[QColor, int]:
    """Paint what lies under the text; the colour and weight of the text on it."""
    radius = _radius(rect, kind)
    if number is None:
        draw_hatch(painter, rect, theme=theme, radius=radius, edge=True)
        if rect.width() >= _DASH.width() + rect.height() / 2.0:
            _ground(painter, _DASH.translated(rect.center()), 6.0, theme.hatch_ground, QPen(Qt.PenStyle.NoPen))
        return theme.text2, REGULAR
    if state.preview:
        fill = theme.next if state.cursor else theme.panel
        _ground(painter, rect, radius, fill, _dashed(theme.next_edge, 1.4, (4.2, 2.6)))
        return (theme.next_text if state.cursor else theme.text1), SEMIBOLD
    if state.stale:
        _ground(painter, rect, radius, None, _dashed(theme.stale, 1.4, (1.6, 2.6)))
        return theme.text3, REGULAR
    if not math.isfinite(number):
        _ground(painter, rect, radius, theme.err, QPen(Qt.PenStyle.NoPen))
        return theme.ink_on(theme.err), SEMIBOLD
    colours = theme.map(kind)
    fraction = 0.0 if scale is None else scale.fraction(number)
    _ground(painter, rect, radius, colours.colour(fraction), QPen(theme.edge, 0.8))
    return colours.ink(fraction), MEDIUM


def _clip_corner(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    corner = rect.topRight() + QPointF(1.5, -1.5)
    painter.setPen(QPen(theme.panel, 1.0))
    painter.setBrush(theme.warn)
    painter.drawPolygon(QPolygonF([corner, corner - QPointF(12.0, 0.0), corner + QPointF(0.0, 12.0)]))


def _hand_corner(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    corner = rect.bottomLeft()
    painter.setPen(QPen(theme.panel, 1.0))
    painter.setBrush(theme.accent)
    painter.drawPolygon(
        QPolygonF([corner + QPointF(-1.5, 1.0), corner + QPointF(-1.5, -10.0), corner + QPointF(9.5, 1.0)])
    )


def _marks(
    painter: QPainter, rect: QRectF, theme: Theme, kind: Family, number: float | None, state: BadgeState
) -> None:
    radius = _radius(rect, kind)
    if is_saturated(number, kind) and not (state.preview or state.stale):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.warn)
        painter.drawRect(QRectF(rect.left(), rect.bottom() + 1.5, rect.width(), 3.0))
    if state.by_hand:
        _hand_corner(painter, rect, theme)
    if state.hovered and not state.selected:
        ring = rect.adjusted(-1.0, -1.0, 1.0, 1.0)
        _ground(painter, ring, radius + 1.0, None, QPen(theme.edge, 1.0))
    if state.selected:
        ring = rect.adjusted(-3.0, -3.0, 3.0, 3.0)
        _ground(painter, ring, radius + 3.0, None, QPen(theme.accent, 2.0))
    if state.stopped:
        painter.setPen(QPen(theme.panel, 1.4))
        painter.setBrush(theme.breakpoint)
        painter.drawEllipse(QPointF(rect.left(), rect.center().y()), 6.5, 6.5)


def _notes(
    painter: QPainter, rect: QRectF, theme: Theme, kind: Family, clipped: bool, state: BadgeState, digits: int
) -> None:
    """The words right of the badge."""
    left = rect.right() + 8.0
    if clipped:
        face = font(BODY, SEMIBOLD)
        painter.setFont(face)
        painter.setPen(theme.warn)
        _write(painter, QRectF(left, rect.top(), 60.0, rect.height()), "clip", Qt.AlignmentFlag.AlignLeft)
        left += text_width("clip", face) + 8.0
    if state.by_hand and state.was is not None:
        painter.setFont(font(BODY, REGULAR))
        painter.setPen(theme.text2)
        text = f"was {format_number(state.was, digits=digits, signed=kind != 'gate')}"
        _write(painter, QRectF(left, rect.top(), 160.0, rect.height()), text, Qt.AlignmentFlag.AlignLeft)


def _write_centred(painter: QPainter, rect: QRectF, text: str) -> None:
    """Centre `text`, condensed down to 75 % of its width where it does not fit."""
    room = rect.width() - 6.0
    width = text_width(text, painter.font())
    if width <= room:
        _write(painter, rect, text, _CENTRE)
        return
    squeeze = max(room / width, _TIGHTEST)
    painter.save()
    painter.translate(rect.center())
    painter.scale(squeeze, 1.0)
    _write(painter, QRectF(-width / 2.0, -rect.height() / 2.0, width, rect.height()), text, _CENTRE)
    painter.restore()


def _write(painter: QPainter, rect: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), text)


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
    painter.save()
    ink, weight = _paint_ground(painter, rect, theme, kind, number, scale, state)
    settled = not (state.preview or state.stale)
    clipped = settled and is_clipped(number, scale)
    if clipped:
        _clip_corner(painter, rect, theme)
    inside = QRectF(rect)
    if lead is not None:
        inside.setLeft(rect.left() + 10.0)
        lead.draw(painter, QPointF(inside.left(), rect.center().y() + _CAP_HALF), colour=ink)
        inside.setLeft(inside.left() + lead.size.width() + 4.0)
    text = narrow_text(number, kind=kind, width=rect.width())
    if text is None:
        text = _fitted(number, kind, state, digits, inside.width() - 4.0, weight)
    painter.setFont(font(BODY, weight))
    painter.setPen(ink)
    _write_centred(painter, inside, text)
    _marks(painter, rect, theme, kind, number, state)
    if note and (clipped or state.was is not None):
        _notes(painter, rect, theme, kind, clipped, state, digits)
    painter.restore()
