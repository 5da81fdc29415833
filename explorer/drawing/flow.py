"""Flows: ribbons as wide as what they carry, with a numbered tag and the signed number on them."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from explorer.theme.numbers import format_number
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width

Curve = tuple[QPointF, QPointF, QPointF, QPointF]
"""A cubic: start, two handles, end; the arrow points at the end."""

FULL_WIDTH = 30.0
LEAST_WIDTH = 1.6
_TAG_RADIUS = 11.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)


def flow_width(number: float, full: float) -> float:
    """Px for `number` where `full` is 30 px; never under 1.6, so that no flow vanishes, nor over 30."""
    if not math.isfinite(number) or full <= 0.0:
        return FULL_WIDTH
    return min(max(FULL_WIDTH * abs(number) / full, LEAST_WIDTH), FULL_WIDTH)


def _head(width: float) -> tuple[float, float]:
    """Length and width of the head of a ribbon."""
    return max(10.0, 0.95 * width), max(10.0, width + 18.0 if width > 8.0 else width + 8.0)


def _mix(first: QPointF, second: QPointF, part: float) -> QPointF:
    return first + (second - first) * part


def _cut(curve: Curve, part: float) -> tuple[Curve, QPointF]:
    """The curve up to `part` (de Casteljau), and the direction in which it ends there."""
    start, near, far, end = curve
    a, b, c = _mix(start, near, part), _mix(near, far, part), _mix(far, end, part)
    d, e = _mix(a, b, part), _mix(b, c, part)
    return (start, a, d, _mix(d, e, part)), e - d


def flow_point(curve: Curve, fraction: float = 0.5) -> QPointF:
    """The point at `fraction` of the curve's parameter, for a tag on it."""
    return _cut(curve, fraction)[0][3]


def _path(curve: Curve) -> QPainterPath:
    path = QPainterPath(curve[0])
    path.cubicTo(curve[1], curve[2], curve[3])
    return path


def draw_flow(
    painter: QPainter, curve: Curve, *, theme: Theme, number: float, full: float, growth: float = 1.0, head: bool = True
) -> None:
    """A ribbon along `curve`, coloured by sign; `growth` 0..1 is how far its width has grown in a transition."""
    width = max(flow_width(number, full) * growth, LEAST_WIDTH)
    colour = theme.flow(number >= 0.0) if math.isfinite(number) else theme.err
    body, length, across = curve, 0.0, 0.0
    direction = curve[3] - curve[2]
    if head:
        length, across = _head(width)
        whole = _path(curve)
        total = whole.length()
        length = min(length, total)
        # One px into the head, so that no light shows between the two.
        body, direction = _cut(curve, whole.percentAtLength(total - length + min(1.0, length)))
        tip_way = curve[3] - body[3]
        if math.hypot(tip_way.x(), tip_way.y()) > 1e-6:
            direction = tip_way
    painter.save()
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_path(body))
    if head:
        _draw_head(painter, curve[3], direction=direction, length=length, width=across, colour=colour)
    painter.restore()


def _draw_head(
    painter: QPainter, tip: QPointF, *, direction: QPointF, length: float, width: float, colour: QColor
) -> None:
    size = math.hypot(direction.x(), direction.y()) or 1.0
    along = direction / size
    sideways = QPointF(-along.y(), along.x()) * (width / 2.0)
    foot = tip - along * length
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, foot + sideways, foot - sideways]))


def draw_tag(
    painter: QPainter, centre: QPointF, *, theme: Theme, index: int, number: float | None = None, digits: int = 4
) -> QRectF:
    """The disc with `index` centred at `centre` and the signed number to its right; what it covers, for clicks.

    Without `number` only the disc is drawn, as in a list of terms.
    """
    face = font(BODY, SEMIBOLD)
    disc = QRectF(centre.x() - _TAG_RADIUS, centre.y() - _TAG_RADIUS, 2.0 * _TAG_RADIUS, 2.0 * _TAG_RADIUS)
    covered = QRectF(disc)
    painter.save()
    figures = font(BODY, MEDIUM)
    text = format_number(number, digits=digits) if number is not None else ""
    if text:
        covered.setRight(disc.right() + 3.0 + text_width(text, figures) + 6.0)
        ground = QColor(theme.panel)
        ground.setAlphaF(0.9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(covered, _TAG_RADIUS, _TAG_RADIUS)
    painter.setPen(QPen(theme.text1, 1.6))
    painter.setBrush(theme.panel)
    painter.drawEllipse(disc.adjusted(0.8, 0.8, -0.8, -0.8))
    painter.setFont(face)
    painter.drawText(disc, _CENTRE, str(index))
    if text:
        painter.setFont(figures)
        painter.drawText(QRectF(disc.right() + 3.0, disc.top(), 200.0, disc.height()), _LEFT, text)
    painter.restore()
    return covered
