"""The tick box: whether a row of a list counts."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.drawing.icons import draw_icon
from explorer.theme.tokens import Theme

TICK_BOX = 18.0


def draw_tick_box(painter: QPainter, rect: QRectF, *, on: bool, theme: Theme) -> None:
    """Draws the box, with its tick where it is on."""
    painter.setPen(QPen(theme.accent if on else theme.edge, 1.4))
    painter.setBrush(theme.accent_fill if on else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, 4.0, 4.0)
    if on:
        draw_icon(painter, rect.adjusted(2.0, 2.0, -2.0, -2.0), name="check", colour=theme.accent)
