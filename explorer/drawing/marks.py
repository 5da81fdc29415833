"""Marks beside lines: breakpoints of every kind, the line that runs next and the forward line it belongs to."""

import math
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.theme.tokens import Theme

BreakpointKind = Literal["on", "condition", "change", "off", "log"]
_BAND_EDGE = 4.0


def _corners(centre: QPointF, radius: float, count: int, start: float) -> QPolygonF:
    """A regular polygon whose first corner lies at `start` degrees."""
    turns = [math.radians(start + index * 360.0 / count) for index in range(count)]
    return QPolygonF([centre + QPointF(math.cos(turn), math.sin(turn)) * radius for turn in turns])


def draw_breakpoint(
    painter: QPainter, centre: QPointF, *, theme: Theme, kind: BreakpointKind = "on", radius: float = 6.0
) -> None:
    """A breakpoint: disc, disc with = (condition), hexagon (value changes), ring (off) or diamond (log)."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.breakpoint)
    if kind == "off":
        painter.setPen(QPen(theme.text3, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius - 0.8, radius - 0.8)
    elif kind == "change":
        painter.drawPolygon(_corners(centre, radius + 0.6, 6, 0.0))
    elif kind == "log":
        painter.drawPolygon(_corners(centre, radius + 0.8, 4, 0.0))
    else:
        painter.drawEllipse(centre, radius, radius)
    if kind == "condition":
        painter.setBrush(theme.panel)
        for shift in (-0.3, 0.3):
            painter.drawRect(QRectF(centre.x() - radius * 0.55, centre.y() + shift * radius - 0.8, radius * 1.1, 1.6))
    painter.restore()


def draw_next_marker(painter: QPainter, centre: QPointF, *, theme: Theme) -> None:
    """The filled triangle of the line that runs next."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.next_edge)
    painter.drawPolygon(
        QPolygonF([centre + QPointF(-5.5, -7.0), centre + QPointF(7.0, 0.0), centre + QPointF(-5.5, 7.0)])
    )
    painter.restore()


def draw_forward_marker(painter: QPainter, centre: QPointF, *, theme: Theme) -> None:
    """The hollow triangle of the forward line whose adjoint is being made."""
    painter.save()
    pen = QPen(theme.next_edge, 1.6)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(
        QPolygonF([centre + QPointF(5.0, -6.0), centre + QPointF(-6.0, 0.0), centre + QPointF(5.0, 6.0)])
    )
    painter.restore()


def draw_next_band(painter: QPainter, rect: QRectF, *, theme: Theme) -> None:
    """The amber band of the line that runs next, with its edge on the left."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.next)
    painter.drawRect(rect)
    painter.setBrush(theme.next_edge)
    painter.drawRect(QRectF(rect.left(), rect.top(), _BAND_EDGE, rect.height()))
    painter.restore()
