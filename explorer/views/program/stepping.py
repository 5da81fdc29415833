"""Paints how far the cursor has gone into the next line: which sub-expressions are computed, and the latest value."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.expression import Address
from engine.stepping.place import parts_of
from explorer.drawing.badge import BADGE_HEIGHT, draw_badge
from explorer.theme.tokens import Theme
from explorer.theme.type import font, text_width
from explorer.views.program.listing import GAP, Inside, Placed
from explorer.views.program.setting import AXIS, BASELINE, INDENT

_RADIUS = 3.0
_LINE = 1.6
_EDGE = 1.2
_EQUALS = 24.0
"""Room for the equals sign between the sub-expression and its badge."""


def _outermost(made: list[Address]) -> list[Address]:
    """Those that do not stand inside another one."""
    return [at for at in made if not any(at != other and at[: len(other)] == other for other in made)]


def draw_parts(painter: QPainter, placed: Placed, inside: Inside, *, theme: Theme) -> None:
    """Lines under the sub-expressions that are computed, a box behind the latest, dashes around the one to come."""
    parts = [address for address, _ in parts_of(placed.line.expression)]
    made, latest = parts[: inside.done], parts[inside.done - 1]
    painter.save()
    painter.setPen(QPen(theme.next_text, _LINE))
    for address in _outermost(made):
        for rect in _rects(placed, address, 0.0) if address != latest else ():
            y = rect.bottom() + 1.5
            painter.drawLine(QPointF(rect.left() + 1.0, y), QPointF(rect.right() - 1.0, y))
    painter.setPen(QPen(theme.next_text, _EDGE))
    painter.setBrush(theme.panel)
    for rect in _rects(placed, latest, 1.5):
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    coming = parts[inside.done] if inside.done < len(parts) else None
    if coming:
        pen = QPen(theme.next_edge, _EDGE)
        pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in _rects(placed, coming, 2.5):
            painter.drawRoundedRect(rect, _RADIUS + 2.0, _RADIUS + 2.0)
    painter.restore()


def _rects(placed: Placed, address: Address, around: float) -> list[QRectF]:
    boxes = placed.setting.part_boxes(address)
    return [box.translated(placed.corner).adjusted(-around, -around, around, around) for box in boxes]


def draw_latest_part(painter: QPainter, placed: Placed, inside: Inside, *, theme: Theme, digits: int) -> None:
    """The last row of the band: how many are computed, the latest sub-expression, and its value."""
    top = placed.rect.bottom() - inside.height
    baseline = top + BASELINE
    left = placed.corner.x() + INDENT
    formula, shown = inside.formula, inside.shown
    squeeze = min(1.0, (placed.badge.left() - GAP - _EQUALS - left) / formula.size.width())
    width, height = formula.size.width() * squeeze, formula.size.height() * squeeze
    box = QRectF(left, baseline - formula.ascent * squeeze, width, height).adjusted(-2.0, -0.5, 2.0, 0.5)
    painter.save()
    painter.setFont(font())
    painter.setPen(theme.next_text)
    count = f"{inside.done}/{inside.count}"
    painter.drawText(QPointF(max(8.0, 50.0 - text_width(count, font())), baseline), count)
    painter.drawText(QPointF(box.right() + 6.0, baseline), "=")
    painter.setPen(QPen(theme.next_text, _EDGE))
    painter.setBrush(theme.panel)
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    painter.translate(left, baseline)
    painter.scale(squeeze, squeeze)
    formula.draw(painter, QPointF(), theme=theme)
    painter.restore()
    badge = QRectF(placed.badge.left(), baseline - AXIS - BADGE_HEIGHT / 2.0, placed.badge.width(), BADGE_HEIGHT)
    draw_badge(
        painter,
        badge,
        theme=theme,
        kind=shown.kind,
        number=shown.number,
        scale=shown.scale,
        state=shown.state,
        digits=digits,
        note=False,
    )
