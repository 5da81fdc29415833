"""The parts a badge is painted from: its ground, the marks around it and the words beside it."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from explorer.drawing.badge_state import BadgeState, is_clipped, is_saturated
from explorer.drawing.hatch import draw_hatch
from explorer.theme.numbers import format_number
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family, Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, SEMIBOLD, font, text_width

_SQUARE_RADIUS = 3.0
_NO_PEN = QPen(Qt.PenStyle.NoPen)
_DASH = QRectF(-14.0, -6.0, 28.0, 12.0)
"""Plain ground for the "—" of an absent number, so that the hatching does not run through it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Badge:
    """All that one badge is painted from."""

    rect: QRectF
    theme: Theme
    kind: Family
    number: float | None
    scale: Scale | None
    state: BadgeState
    digits: int

    @property
    def radius(self) -> float:
        """Of the corners: half the height makes round ends."""
        return self.rect.height() / 2.0 if self.kind == "adjoint" else _SQUARE_RADIUS

    @property
    def settled(self) -> bool:
        """Whether the number is one of the trace, neither a preview nor being recomputed."""
        return not (self.state.preview or self.state.stale)

    @property
    def clipped(self) -> bool:
        """Whether the number lies outside its scale."""
        return self.settled and is_clipped(self.number, self.scale)


def _rounded(
    painter: QPainter, rect: QRectF, radius: float, *, fill: QColor | None = None, pen: QPen = _NO_PEN
) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.drawRoundedRect(rect, radius, radius)


def _dashed(colour: QColor, width: float, pattern: tuple[float, ...]) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([length / width for length in pattern])
    return pen


def paint_ground(painter: QPainter, badge: Badge) -> tuple[QColor, int]:
    """Paint what lies under the text; the colour and weight of the text on it."""
    rect, theme, number, state = badge.rect, badge.theme, badge.number, badge.state
    if number is None:
        draw_hatch(painter, rect, theme=theme, radius=badge.radius, edge=True)
        if rect.width() >= _DASH.width() + rect.height() / 2.0:
            _rounded(painter, _DASH.translated(rect.center()), 6.0, fill=theme.hatch_ground)
        return theme.text2, REGULAR
    if state.preview:
        fill = theme.next if state.cursor else theme.panel
        _rounded(painter, rect, badge.radius, fill=fill, pen=_dashed(theme.next_edge, 1.4, (4.2, 2.6)))
        return (theme.next_text if state.cursor else theme.text1), SEMIBOLD
    if state.stale:
        _rounded(painter, rect, badge.radius, pen=_dashed(theme.stale, 1.4, (1.6, 2.6)))
        return theme.text3, REGULAR
    if not math.isfinite(number):
        _rounded(painter, rect, badge.radius, fill=theme.err)
        return theme.ink_on(theme.err), SEMIBOLD
    colours = theme.map(badge.kind)
    fraction = 0.0 if badge.scale is None else badge.scale.fraction(number)
    _rounded(painter, rect, badge.radius, fill=colours.colour(fraction), pen=QPen(theme.edge, 0.8))
    return colours.ink(fraction), MEDIUM


def _corner(painter: QPainter, tip: QPointF, arms: tuple[QPointF, QPointF], *, colour: QColor, edge: QColor) -> None:
    painter.setPen(QPen(edge, 1.0))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, tip + arms[0], tip + arms[1]]))


def paint_clip_corner(painter: QPainter, badge: Badge) -> None:
    """The upper right corner of a number outside its scale; painted before the text, which may reach into it."""
    tip = badge.rect.topRight() + QPointF(1.5, -1.5)
    arms = (QPointF(-12.0, 0.0), QPointF(0.0, 12.0))
    _corner(painter, tip, arms, colour=badge.theme.warn, edge=badge.theme.panel)


def paint_marks(painter: QPainter, badge: Badge) -> None:
    """All that stands on the edge of a badge or around it, and leaves its colour alone."""
    rect, theme, state = badge.rect, badge.theme, badge.state
    if badge.settled and is_saturated(badge.number, badge.kind):
        _rounded(painter, QRectF(rect.left(), rect.bottom() + 1.5, rect.width(), 3.0), 0.0, fill=theme.warn)
    if state.by_hand:
        tip = rect.bottomLeft() + QPointF(-1.5, 1.0)
        arms = (QPointF(0.0, -11.0), QPointF(11.0, 0.0))
        _corner(painter, tip, arms, colour=theme.accent, edge=theme.panel)
    if state.selected:
        ring = rect.adjusted(-3.0, -3.0, 3.0, 3.0)
        _rounded(painter, ring, badge.radius + 3.0, pen=QPen(theme.accent, 2.0))
    elif state.hovered:
        ring = rect.adjusted(-1.0, -1.0, 1.0, 1.0)
        _rounded(painter, ring, badge.radius + 1.0, pen=QPen(theme.edge, 1.0))
    if state.stopped:
        painter.setPen(QPen(theme.panel, 1.4))
        painter.setBrush(theme.breakpoint)
        painter.drawEllipse(QPointF(rect.left(), rect.center().y()), 6.5, 6.5)


def paint_notes(painter: QPainter, badge: Badge) -> None:
    """The words right of the badge: "clip", and the number that one put in by hand replaced."""
    rect, state = badge.rect, badge.state
    align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
    left = rect.right() + 8.0
    if badge.clipped:
        face = font(BODY, SEMIBOLD)
        painter.setFont(face)
        painter.setPen(badge.theme.warn)
        painter.drawText(QRectF(left, rect.top(), 60.0, rect.height()), align, "clip")
        left += text_width("clip", face) + 8.0
    if state.by_hand and state.was is not None:
        painter.setFont(font(BODY, REGULAR))
        painter.setPen(badge.theme.text2)
        text = f"was {format_number(state.was, digits=badge.digits, signed=badge.kind != 'gate')}"
        painter.drawText(QRectF(left, rect.top(), 160.0, rect.height()), align, text)
