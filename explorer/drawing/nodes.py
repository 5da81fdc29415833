"""The nodes of a diagram: gate rings, × and + circles, squashing functions and the state box."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from explorer.drawing.formula import Formula, typeset
from explorer.drawing.hatch import draw_hatch
from explorer.theme.numbers import format_number
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family, Gate, Theme
from explorer.theme.type import BODY, SEMIBOLD, font

GATE_RADIUS = 24.0
OPERATOR_RADIUS = 13.0
SQUASH_RADIUS = 21.0
_RING = 3.0
_FILL_OPACITY = 0.22
_CENTRE = Qt.AlignmentFlag.AlignCenter


def _disc(centre: QPointF, radius: float) -> QRectF:
    return QRectF(centre.x() - radius, centre.y() - radius, 2.0 * radius, 2.0 * radius)


def _filled_to(disc: QRectF, level: float) -> QPainterPath:
    """The part of a disc below the line at `level` 0..1 of its height."""
    path = QPainterPath()
    start = math.degrees(math.asin(2.0 * level - 1.0))
    path.arcMoveTo(disc, start)
    path.arcTo(disc, start, -(180.0 + 2.0 * start))
    path.closeSubpath()
    return path


def draw_gate(
    painter: QPainter,
    centre: QPointF,
    *,
    theme: Theme,
    gate: Gate,
    activation: float | None,
    radius: float = GATE_RADIUS,
) -> None:
    """A gate's ring with its letter, filled from below to `activation` 0..1; hatched while that is absent (None)."""
    style = theme.gates[gate]
    inside = _disc(centre, radius - _RING / 2.0)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.panel)
    painter.drawEllipse(inside)
    if activation is None:
        draw_hatch(painter, inside, theme=theme, radius=inside.width() / 2.0)
    elif math.isfinite(activation):
        wash = QColor(style.colour)
        wash.setAlphaF(_FILL_OPACITY)
        painter.setBrush(wash)
        painter.drawPath(_filled_to(inside, min(max(activation, 0.0), 1.0)))
    else:
        painter.setBrush(theme.err)
        painter.drawEllipse(inside)
    painter.setPen(QPen(style.colour, _RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(inside)
    ink = theme.ink_on(theme.err) if activation is not None and not math.isfinite(activation) else style.colour
    typeset(style.latex, round(radius * 1.1)).draw_in(painter, inside, colour=ink, align=_CENTRE)
    painter.restore()


def draw_operator(
    painter: QPainter, centre: QPointF, *, theme: Theme, kind: str, radius: float = OPERATOR_RADIUS
) -> None:
    """A circle with × (kind "times") or + (kind "plus"). Raises ValueError for other kinds."""
    if kind not in ("times", "plus"):
        raise ValueError(f"operator kind is {kind!r}; allowed are 'times' and 'plus'")
    painter.save()
    painter.setPen(QPen(theme.wire, 1.6))
    painter.setBrush(theme.panel)
    painter.drawEllipse(_disc(centre, radius - 0.8))
    arm = radius * 0.36
    pen = QPen(theme.text1, 2.2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    if kind == "times":
        arm *= 0.9
        arms = [(QPointF(-arm, -arm), QPointF(arm, arm)), (QPointF(-arm, arm), QPointF(arm, -arm))]
    else:
        arms = [(QPointF(-arm, 0.0), QPointF(arm, 0.0)), (QPointF(0.0, -arm), QPointF(0.0, arm))]
    for first, last in arms:
        painter.drawLine(centre + first, centre + last)
    painter.restore()


def draw_squash(painter: QPainter, centre: QPointF, *, theme: Theme, radius: float = SQUASH_RADIUS) -> None:
    """A squashing function: a circle with a small S-shaped curve."""
    painter.save()
    painter.setPen(QPen(theme.gates["c"].colour, 1.8))
    painter.setBrush(theme.panel)
    painter.drawEllipse(_disc(centre, radius - 0.9))
    wide, high = radius * 0.6, radius * 0.42
    path = QPainterPath(centre + QPointF(-wide, high))
    path.cubicTo(
        centre + QPointF(-wide * 0.05, high), centre + QPointF(wide * 0.05, -high), centre + QPointF(wide, -high)
    )
    pen = QPen(theme.text1, 2.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def draw_state_box(
    painter: QPainter,
    rect: QRectF,
    *,
    theme: Theme,
    symbol: Formula | None,
    number: float | None,
    scale: Scale,
    digits: int = 3,
    selected: bool = False,
) -> None:
    """The state, the only rectangle of a diagram: its symbol over its number on the colour of the value."""
    family: Family = "value"
    painter.save()
    ink = theme.text1
    if number is None:
        draw_hatch(painter, rect, theme=theme, radius=5.0)
        ground = QColor(Qt.GlobalColor.transparent)
    elif math.isfinite(number):
        fraction = scale.fraction(number)
        ground, ink = theme.map(family).colour(fraction), theme.map(family).ink(fraction)
    else:
        ground, ink = theme.err, theme.ink_on(theme.err)
    painter.setPen(QPen(theme.text1, 2.0))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, 5.0, 5.0)
    if selected:
        painter.setPen(QPen(theme.accent, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-4.0, -4.0, 4.0, 4.0), 8.0, 8.0)
    half = rect.height() / 2.0
    if symbol is not None:
        symbol.draw_in(painter, rect.adjusted(0.0, 2.0, 0.0, -half), colour=ink, align=_CENTRE)
    below = rect.adjusted(0.0, half, 0.0, -4.0) if symbol is not None else rect
    painter.setFont(font(BODY, SEMIBOLD))
    painter.setPen(ink)
    painter.drawText(below, int(_CENTRE | Qt.TextFlag.TextDontClip), format_number(number, digits=digits))
    painter.restore()
