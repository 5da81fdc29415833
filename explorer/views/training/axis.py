"""The axis of iterations below a column of plots: its numbers, the changes of settings, and the amber cursor."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from engine.training.course import Change
from explorer.theme.type import BODY, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame
from explorer.views.training.layout import Column

_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
_MARK = 6.0


def ticks(length: int, width: float) -> list[int]:
    """Round iterations that have room on an axis of `width` px."""
    room = text_width(f"{length:,}", font(BODY, REGULAR)) + 22.0
    most = max(1, int(width // room))
    power = 1
    while True:
        for size in (1, 2, 5):
            if length / (size * power) <= most:
                found = list(range(0, length + 1, size * power))
                return found if (length - found[-1]) / max(length, 1) * width < room else [*found, length]
        power *= 10


def cursor_box(column: Column, iteration: int) -> QRectF:
    """The box with the number of the iteration at the cursor."""
    rect = column.rect
    width = max(text_width(f"{iteration:,}", font(BODY, SEMIBOLD)) + 12.0, 28.0)
    return QRectF(column.x(iteration) - width / 2.0, rect.bottom() + 6.0, width, 20.0)


def draw_iterations(painter: QPainter, frame: Frame, column: Column, *, first: bool) -> None:
    """The numbers of the iterations; the first column says what they count."""
    rect = column.rect
    painter.setFont(font(BODY, REGULAR))
    painter.setPen(frame.theme.text2)
    taken = None if frame.figure else cursor_box(column, _cursor(frame, column)).adjusted(-6.0, 0.0, 6.0, 0.0)
    for iteration in ticks(column.length, rect.width()):
        half = text_width(f"{iteration:,}", font(BODY, REGULAR)) / 2.0
        box = QRectF(column.x(iteration) - half, rect.bottom() + 6.0, 2.0 * half, 20.0)
        if taken is None or not taken.intersects(box):
            painter.drawText(box, _CENTRE, f"{iteration:,}")
    if first:
        painter.drawText(QRectF(0.0, rect.bottom() + 6.0, rect.left() - 20.0, 20.0), _RIGHT, "iteration")


def draw_changes(painter: QPainter, frame: Frame, column: Column, changes: tuple[Change, ...]) -> None:
    """A triangle on the axis and a thin line where a setting was given another value."""
    theme, rect = frame.theme, column.rect
    for change in changes:
        if change.iteration <= column.length:
            x = column.x(change.iteration)
            pen = QPen(theme.edge, 1.0)
            pen.setDashPattern([2.0, 4.0])
            painter.setPen(pen)
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent)
            foot = rect.bottom()
            painter.drawPolygon(
                QPolygonF([QPointF(x, foot - 1.5 * _MARK), QPointF(x - _MARK, foot), QPointF(x + _MARK, foot)])
            )


def change_rect(column: Column, change: Change) -> QRectF:
    """Where a change can be pointed at."""
    return QRectF(column.x(change.iteration) - 8.0, column.rect.bottom() - 12.0, 16.0, 16.0)


def draw_cursor(painter: QPainter, frame: Frame, column: Column) -> None:
    """The amber line of the iteration we are at, with its number; a figure has none."""
    if frame.figure:
        return
    theme, iteration = frame.theme, _cursor(frame, column)
    x = column.x(iteration)
    painter.setPen(QPen(theme.next_edge, 1.6))
    for placed in column.placed:
        painter.drawLine(QPointF(x, placed.rect.top()), QPointF(x, placed.rect.bottom()))
    painter.drawLine(QPointF(x, column.rect.bottom()), QPointF(x, column.rect.bottom() + 6.0))
    box = cursor_box(column, iteration)
    painter.setBrush(theme.next)
    painter.drawRoundedRect(box, 5.0, 5.0)
    painter.setFont(font(BODY, SEMIBOLD))
    painter.setPen(theme.next_text)
    painter.drawText(box, _CENTRE, f"{iteration:,}")


def _cursor(frame: Frame, column: Column) -> int:
    return min(frame.scene.state.iteration, column.length)
