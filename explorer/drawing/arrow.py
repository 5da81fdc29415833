"""Connections: wires, dashed peepholes, dots and the heads of their arrows."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from explorer.drawing.flow import draw_flow, draw_tag, flow_point, flow_width
from explorer.theme.tokens import Gate, Theme

__all__ = [
    "WIRE_WIDTH",
    "draw_arrow_head",
    "draw_dot",
    "draw_flow",
    "draw_peephole",
    "draw_tag",
    "draw_wire",
    "flow_point",
    "flow_width",
]

WIRE_WIDTH = 1.6
PEEPHOLE_WIDTH = 1.8
_HEAD_LENGTH, _HEAD_WIDTH = 9.0, 8.0


def draw_arrow_head(
    painter: QPainter, tip: QPointF, angle_degrees: float, *, colour: QColor, length: float = 8.0, width: float = 8.0
) -> None:
    """A filled head whose tip is at `tip`; 0° points right, 90° down."""
    turn = math.radians(angle_degrees)
    along, across = QPointF(math.cos(turn), math.sin(turn)), QPointF(-math.sin(turn), math.cos(turn))
    foot = tip - along * length
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, foot + across * (width / 2.0), foot - across * (width / 2.0)]))
    painter.restore()


def _draw_line(painter: QPainter, points: Sequence[QPointF], pen: QPen, head: bool) -> None:
    """A polyline that ends in a head; the line stops inside the head, so that its blunt end does not show."""
    if len(points) < 2:
        raise ValueError(f"a connection has {len(points)} points; allowed are 2 and more")
    last, before = points[-1], points[-2]
    stretch = last - before
    length = math.hypot(stretch.x(), stretch.y())
    way = list(points)
    if head and length > _HEAD_LENGTH:
        way[-1] = last - stretch * ((_HEAD_LENGTH - 1.0) / length)
    painter.save()
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(way))
    painter.restore()
    if head:
        angle = math.degrees(math.atan2(stretch.y(), stretch.x()))
        draw_arrow_head(painter, last, angle, colour=pen.color(), length=_HEAD_LENGTH, width=_HEAD_WIDTH)


def draw_wire(
    painter: QPainter,
    points: Sequence[QPointF],
    *,
    theme: Theme,
    colour: QColor | None = None,
    width: float = WIRE_WIDTH,
    dash: Sequence[float] = (),
    head: bool = True,
) -> None:
    """A forward connection along `points`, in the wire colour unless told otherwise; `dash` in px."""
    pen = QPen(theme.wire if colour is None else colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dash:
        pen.setDashPattern([length / width for length in dash])
    _draw_line(painter, points, pen, head)


def draw_peephole(painter: QPainter, points: Sequence[QPointF], *, theme: Theme, gate: Gate, head: bool = True) -> None:
    """A peephole along `points` in the colour and dash of its gate."""
    _draw_line(painter, points, theme.gates[gate].pen(PEEPHOLE_WIDTH), head)


def draw_dot(painter: QPainter, point: QPointF, *, colour: QColor, radius: float = 3.2) -> None:
    """The dot that tells a branch from a mere crossing."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(point, radius, radius)
    painter.restore()
