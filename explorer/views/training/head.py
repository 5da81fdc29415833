"""The head of a plot of training: its title, whose line is whose, and the numbers at an iteration."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.writing import RIGHT, write
from explorer.theme.numbers import ABSENT, format_number
from explorer.theme.type import BODY, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame
from explorer.views.training.curves import Curve
from explorer.views.training.layout import HEAD, MEASURED, Placed

DASHES: tuple[tuple[float, ...], ...] = ((), (6.0, 3.0), (1.5, 3.0), (9.0, 3.0, 1.5, 3.0), (12.0, 3.0), (3.0, 3.0))
_SAMPLE = 24.0
_POINT = 3.0


def draw_head(painter: QPainter, frame: Frame, placed: Placed, iteration: int, strong: str | None) -> None:
    """The title, and beside or below it whose line is whose, with its number at an iteration."""
    plot, rect = placed.plot, placed.head
    title = QRectF(rect.left(), rect.top(), rect.width(), HEAD)
    write(painter, title, plot.title, colour=frame.theme.text1, weight=SEMIBOLD)
    left = rect.left() + text_width(plot.title, font(BODY, SEMIBOLD)) + 18.0
    if plot.name not in MEASURED:
        curve = next((curve for curve in plot.curves if curve.name == strong), None)
        if curve is not None:
            room = QRectF(left, rect.top(), rect.right() - left, HEAD)
            write(painter, room, number_words(frame, curve, iteration), colour=frame.theme.text1, align=RIGHT)
        return
    row = rect.top()
    for curve in plot.curves:
        # The right answers stand below the loss, whose head says which line is which.
        words = number_words(frame, curve, iteration)
        words = f"{curve.name} {words}" if plot.name == "loss" else words
        width = text_width(words, font(BODY, REGULAR)) + 2.0
        if left + _SAMPLE + 6.0 + width > rect.right():
            left, row = rect.left(), row + HEAD - 4.0
        if row + HEAD - 4.0 > rect.bottom():
            return
        middle = row + HEAD / 2.0
        painter.setPen(pen_of(frame, curve, 0, strong=False))
        painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE, middle))
        if curve.pointed:
            draw_point(painter, QPointF(left + _SAMPLE / 2.0, middle), painter.pen().color())
        box = QRectF(left + _SAMPLE + 6.0, row, width, HEAD)
        write(painter, box, words, colour=frame.theme.text2)
        left = box.right() + 14.0


def number_words(frame: Frame, curve: Curve, iteration: int) -> str:
    """The number kept for an iteration, or for the nearest one before it; it says which, unless the cursor does."""
    found = curve.at(iteration)
    if found is None:
        return ABSENT
    met, number = found
    text = format_number(number, digits=frame.scene.state.digits, signed=False)
    at_cursor = met == iteration == frame.scene.state.iteration and not frame.figure
    return text if at_cursor else f"{text} at {met:,}"


def pen_of(frame: Frame, curve: Curve, dash: int, *, strong: bool) -> QPen:
    """Training in the first text colour, what is held back in that of large values, parameters told apart by dash."""
    theme = frame.theme
    if curve.name == "training":
        return QPen(theme.text1, 1.5)
    if curve.pointed:
        return QPen(theme.tide.colour(0.75), 1.8)
    width = 2.4 if strong else 1.5
    pen = QPen(theme.text1 if strong else theme.stale, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if DASHES[dash % len(DASHES)]:
        pen.setDashPattern([length / width for length in DASHES[dash % len(DASHES)]])
    return pen


def draw_point(painter: QPainter, point: QPointF, colour: QColor) -> None:
    """The square of a single number."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(QRectF(point.x() - _POINT, point.y() - _POINT, 2.0 * _POINT, 2.0 * _POINT))
    painter.restore()
