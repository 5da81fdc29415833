"""What stands in the place of the curves while nothing has been trained."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from explorer.drawing.writing import LINE, wrapped, write_lines
from explorer.theme.type import MEDIUM, font
from explorer.view import Frame

NOTHING = "Nothing has been trained yet."
HOW = "Training ▸ Train starts it; Training ▸ Train one iteration runs a single one."
WHAT = (
    "Here will stand the loss and the share of right answers over iterations, the norms of the gradients, and how long "
    "updates are compared with the weights. A click on any iteration will go back to it."
)
_LEFT, _TOP, _WIDEST = 28.0, 24.0, 640.0


def draw_empty(painter: QPainter, frame: Frame) -> None:
    """Says what will stand here and how to start."""
    width = min(frame.width - 2.0 * _LEFT, _WIDEST)
    painter.setFont(font(15, MEDIUM))
    painter.setPen(frame.theme.text1)
    painter.drawText(QPointF(_LEFT, _TOP + 16.0), NOTHING)
    how = wrapped(HOW, width)
    write_lines(painter, QPointF(_LEFT, _TOP + LINE + 6.0), how, colour=frame.theme.text1)
    below = _TOP + LINE + 6.0 + LINE * len(how) + 8.0
    write_lines(painter, QPointF(_LEFT, below), wrapped(WHAT, width), colour=frame.theme.text2)
