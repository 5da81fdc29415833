"""The wires of the block, its frames and its nodes: all that stays the same from step to step but for the fillings."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from explorer.drawing.arrow import draw_arrow_head, draw_dot, draw_peephole, draw_wire
from explorer.drawing.flow import Curve
from explorer.drawing.nodes import draw_operator, draw_squash
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.theme.tokens import Gate, Theme
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.views.cell.geometry import Geometry
from explorer.views.cell.roles import GATES, Roles
from explorer.views.cell.ways import input_wire, omega_curve, peephole_wire

_TITLE_LEFT = 18.0
"""From the left edge of the block to its title."""
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)


def draw_frames(painter: QPainter, g: Geometry, *, theme: Theme, title: str, moment: int) -> None:
    """The columns of inputs and of the next moment, and the block with room for its title and moment in its edge."""
    painter.save()
    painter.setPen(QPen(theme.line, 1.0))
    painter.setBrush(theme.header)
    for rect in (g.inputs, g.column):
        painter.drawRoundedRect(rect, 8.0, 8.0)
    middle = QRectF(g.column.left(), g.dividers[0], g.column.width(), g.dividers[1] - g.dividers[0])
    painter.setBrush(theme.panel)
    painter.drawRect(middle)
    painter.setPen(QPen(theme.edge, 1.8))
    painter.drawRoundedRect(g.block, 9.0, 9.0)
    left, width = g.block.left() + _TITLE_LEFT - 8.0, _title_width(title) + symbol_width(f"t={moment}") + 24.0
    painter.fillRect(QRectF(left, g.block.top() - 2.0, width, 4.0), theme.panel)
    painter.setFont(font(BODY, SEMIBOLD))
    painter.setPen(theme.text1)
    painter.drawText(QRectF(g.inputs.left(), g.inputs.top() + 8.0, g.inputs.width(), 20.0), _CENTRE, "Inputs")
    painter.restore()


def draw_titles(painter: QPainter, g: Geometry, *, theme: Theme, title: str, moment: int) -> None:
    """The title of the block with its moment, and the next moment above its column."""
    start, width = g.block.topLeft() + QPointF(_TITLE_LEFT, 0.0), _title_width(title)
    painter.save()
    painter.setFont(font(BODY, SEMIBOLD))
    painter.setPen(theme.text1)
    painter.drawText(QRectF(start.x(), start.y() - 12.0, width, 24.0), _CENTRE, title)
    painter.restore()
    draw_symbol(painter, start + QPointF(width + 8.0, 5.5), f"t={moment}", colour=theme.text1)
    later = f"t={moment + 1}"
    above = QPointF(g.column.center().x() - symbol_width(later) / 2.0, g.column.top() + 19.0)
    draw_symbol(painter, above, later, colour=theme.text1)


def _title_width(title: str) -> float:
    return text_width(title, font(BODY, SEMIBOLD))


def draw_wires(painter: QPainter, g: Geometry, *, theme: Theme, roles: Roles) -> None:
    """The forward connections: inputs, products, sum, state, output, and the loop under the state."""
    for gate in (*GATES, "c"):
        draw_wire(painter, input_wire(g, gate), theme=theme)
    row, rim = g.plus.y(), QPointF(g.operator, 0.0)
    pairs = (
        (g.squash_in + QPointF(g.squash, 0.0), g.times["iota"] - rim),
        (g.times["iota"] + rim, g.plus - rim),
        (g.plus + rim, QPointF(g.box.left(), row)),
    )
    for start, end in pairs:
        draw_wire(painter, [start, end], theme=theme)
    draw_wire(painter, [QPointF(g.box.right(), row), g.squash_out - QPointF(g.squash, 0.0)], theme=theme, head=False)
    draw_wire(painter, [g.squash_out + QPointF(g.squash, 0.0), g.times["omega"] - rim], theme=theme)
    draw_wire(painter, [g.times["omega"] + rim, QPointF(g.column.left(), row)], theme=theme)
    loop = [QPointF(g.loop, g.box.bottom()), QPointF(g.loop, g.times["phi"].y()), g.times["phi"] + rim]
    draw_wire(painter, loop, theme=theme)
    draw_wire(painter, [g.times["phi"] - QPointF(0.0, g.operator), g.plus + QPointF(0.0, g.operator)], theme=theme)
    for gate in GATES:
        _draw_gate_wire(painter, g, gate, theme)
    for gate in GATES:
        if gate in roles.peepholes:
            _draw_peephole(painter, g, gate, theme)


def _draw_gate_wire(painter: QPainter, g: Geometry, gate: Gate, theme: Theme) -> None:
    """From a gate to the product that it controls, in the gate's colour."""
    ring, times = g.gates[gate], g.times[gate]
    across = gate == "phi"
    reach = QPointF(g.ring, 0.0) if across else QPointF(0.0, g.ring)
    rim = QPointF(g.operator, 0.0) if across else QPointF(0.0, g.operator)
    draw_wire(painter, [ring + reach, times - rim], theme=theme, colour=theme.gates[gate].colour, width=1.8)


def curve_path(curve: Curve) -> QPainterPath:
    """A cubic as a path."""
    path = QPainterPath(curve[0])
    path.cubicTo(curve[1], curve[2], curve[3])
    return path


def _draw_peephole(painter: QPainter, g: Geometry, gate: Gate, theme: Theme) -> None:
    if gate != "omega":
        points = peephole_wire(g, gate)
        draw_peephole(painter, points, theme=theme, gate=gate)
        draw_dot(painter, points[0], colour=theme.wire)
        return
    curve = omega_curve(g)
    short = (curve[0], curve[1], curve[2] - QPointF(4.0, 0.0), curve[3] - QPointF(8.0, 0.0))
    painter.save()
    painter.setPen(theme.gates["omega"].pen())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(curve_path(short))
    painter.restore()
    draw_arrow_head(painter, curve[3], 0.0, colour=theme.gates["omega"].colour, length=9.0)


def draw_nodes(painter: QPainter, g: Geometry, *, theme: Theme) -> None:
    """Products, sum and squashing functions."""
    for gate in GATES:
        draw_operator(painter, g.times[gate], theme=theme, kind="times", radius=g.operator)
    draw_operator(painter, g.plus, theme=theme, kind="plus", radius=g.operator)
    draw_squash(painter, g.squash_in, theme=theme, radius=g.squash)
    draw_squash(painter, g.squash_out, theme=theme, radius=g.squash)
