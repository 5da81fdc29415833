"""The course of a watch through time: a small curve over what is known, hatched where nothing is, with the cursor."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from explorer.drawing.hatch import draw_hatch
from explorer.scenery.watching import Series, column_for
from explorer.view import Frame
from explorer.views.watch.memory import kept

_PAD = 4.0
_CURVE, _CURSOR, _DOT = 1.6, 1.6, 2.2


def draw_course(painter: QPainter, frame: Frame, rect: QRectF, series: Series) -> None:
    """The whole curve is made once for each run, unit and size; a step lets through what is known of it."""
    scene, theme = frame.scene, frame.theme
    column, moments = column_for(scene, series.watch), len(series.numbers)
    key = (series.watch.text, scene.state.example, column, rect.width(), rect.height())
    path, zero = kept(scene.trace, key, lambda: _path(series, column, rect.width(), rect.height()))
    pitch = rect.width() / moments
    known = series.there & (series.known <= scene.position)
    painter.save()
    painter.setPen(QPen(theme.line, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    window = QPainterPath()
    for first, stop in _runs(known):
        window.addRect(QRectF(rect.left() + first * pitch, rect.top(), (stop - first) * pitch, rect.height()))
    for first, stop in _runs(~known):
        draw_hatch(
            painter, QRectF(rect.left() + first * pitch, rect.top(), (stop - first) * pitch, rect.height()), theme=theme
        )
    if zero is not None and not window.isEmpty():
        painter.save()
        painter.setClipPath(window, Qt.ClipOperation.IntersectClip)
        painter.drawLine(QPointF(rect.left(), rect.top() + zero), QPointF(rect.right(), rect.top() + zero))
        painter.setPen(QPen(theme.text1, _CURVE, j=Qt.PenJoinStyle.RoundJoin, c=Qt.PenCapStyle.RoundCap))
        painter.translate(rect.topLeft())
        painter.drawPath(path)
        painter.restore()
    if scene.moment is not None and not frame.figure:
        x = rect.left() + (scene.moment + 0.5) * pitch
        painter.setPen(QPen(theme.next_edge, _CURSOR))
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    painter.restore()


def _runs(there: np.ndarray) -> list[tuple[int, int]]:
    """The stretches in which it holds: first, and one past the last."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], there, [False])).astype(np.int8)))
    return [(int(first), int(stop)) for first, stop in zip(edges[::2], edges[1::2], strict=True)]


def _path(series: Series, column: int, width: float, height: float) -> tuple[QPainterPath, float | None]:
    """The curve from the left upper corner of its place, and the height of zero on it; nothing is drawn over no number.

    The scale holds zero and every number of the run, and stays while stepping.
    """
    numbers = series.numbers[:, column].astype(np.float64)
    finite = np.isfinite(numbers) & series.there
    shown = numbers[finite]
    low, high = min(float(shown.min(initial=0.0)), 0.0), max(float(shown.max(initial=0.0)), 0.0)
    span = (high - low) or 1.0
    pitch, room = width / len(numbers), height - 2.0 * _PAD
    path = QPainterPath()
    for first, stop in _runs(finite):
        for row in range(first, stop):
            point = QPointF((row + 0.5) * pitch, _PAD + room * (high - float(numbers[row])) / span)
            if row > first:
                path.lineTo(point)
                continue
            path.moveTo(point)
            if stop == first + 1:
                path.addEllipse(point, _DOT, _DOT)
    return path, _PAD + room * high / span
