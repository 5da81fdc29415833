"""The curves as a picture for figures: the same content as the panel, painted in vectors."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.command import Request
from explorer.drawing.hatch import draw_hatch
from explorer.theme.numbers import MINUS
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.curves.lines import DASHES, Curve, Plot, plots, power_text

_LEFT, _TITLE, _FOOT, _BETWEEN, _ROW = 72.0, 26.0, 26.0, 10.0, 20.0
_SAMPLE = 30.0
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
_START = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)


def curve_pen(theme: Theme, curve: Curve, *, thin: bool = False) -> QPen:
    """The strong curve in the first text colour, the others lighter and narrower, each with its own dash."""
    width = 1.0 if thin else 2.4 if curve.strong else 1.5
    pen = QPen(theme.text1 if curve.strong else theme.stale, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if DASHES[curve.dash]:
        pen.setDashPattern([length / width for length in DASHES[curve.dash]])
    return pen


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Both plots above one another on one axis of moments; a click on a moment goes there."""
    pair = plots(frame.scene)
    moments = frame.scene.trace.moments or 1
    legend = max(_legend_width(plot) for plot in pair)
    width = max(frame.width - _LEFT - legend - 14.0, 60.0)
    each = max((frame.height - _FOOT - _BETWEEN) / 2.0, _TITLE + 30.0)
    painter.save()
    for number, plot in enumerate(pair):
        top = number * (each + _BETWEEN)
        rect = QRectF(_LEFT, top + _TITLE, width, each - _TITLE)
        _draw_plot(painter, frame, plot, rect, moments)
    bottom = 2.0 * each + _BETWEEN
    _draw_moments(painter, frame, QRectF(_LEFT, bottom, width, _FOOT), moments)
    _draw_cursor(painter, frame, QRectF(_LEFT, _TITLE, width, bottom - _TITLE), moments)
    painter.restore()
    step = width / moments
    return [
        Spot(
            QRectF(_LEFT + moment * step, 0.0, step, frame.height),
            f"t = {moment + 1}: click moves the cursor here",
            Request("go-to-moment", moment),
            drag=True,
        )
        for moment in range(moments)
    ]


def _x(rect: QRectF, moment: int, moments: int) -> float:
    return rect.left() + (moment + 0.5) * rect.width() / moments


def _draw_plot(painter: QPainter, frame: Frame, plot: Plot, rect: QRectF, moments: int) -> None:
    theme = frame.theme
    painter.setFont(font(BODY, SEMIBOLD))
    painter.setPen(theme.text1)
    painter.drawText(QRectF(rect.left(), rect.top() - _TITLE, rect.width(), _TITLE), _START, plot.title)
    _draw_axis(painter, frame, plot, rect)
    first, stop = plot.unknown
    if first < stop:
        step = rect.width() / moments
        draw_hatch(
            painter, QRectF(rect.left() + first * step, rect.top(), (stop - first) * step, rect.height()), theme=theme
        )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for curve in plot.curves:
        painter.setPen(curve_pen(theme, curve))
        fractions = np.clip((curve.numbers - plot.low) / (plot.high - plot.low), 0.0, 1.0)
        _draw_runs(
            painter,
            [
                None if math.isnan(part) else QPointF(_x(rect, moment, moments), rect.bottom() - part * rect.height())
                for moment, part in enumerate(fractions.tolist())
            ],
        )
    _draw_legend(painter, frame, plot, rect)


def _draw_runs(painter: QPainter, points: list[QPointF | None]) -> None:
    run: list[QPointF] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
        elif run:
            painter.drawPolyline(
                QPolygonF(run if len(run) > 1 else [run[0] - QPointF(2.0, 0.0), run[0] + QPointF(2.0, 0.0)])
            )
            run = []


def places(low: float, high: float, height: float, *, log: bool) -> list[float]:
    """Where an axis of `height` px has labels: whole decades where it is a log axis, else round numbers."""
    most, span = max(1, int(height // 20.0)), high - low
    if log:
        wide = float(next((size for size in (1, 2, 3, 5, 10, 20, 30) if span / size <= most), 60))
        first = math.floor(high / wide + 1e-9) * wide
        return [power for power in np.arange(first, math.floor(low) - 1, -wide).tolist() if low <= power <= high]
    power = 10.0 ** math.floor(math.log10(span / most))
    wide = next(size * power for size in (1.0, 2.0, 5.0, 10.0, 20.0) if size * power * most >= span)
    return [index * wide for index in range(math.ceil(low / wide), math.floor(high / wide) + 1)]


def place_text(place: float, *, log: bool) -> str:
    """What stands at a place of an axis."""
    return power_text(place) if log else f"{MINUS if place < 0.0 else ''}{abs(place):.4g}"


def _draw_axis(painter: QPainter, frame: Frame, plot: Plot, rect: QRectF) -> None:
    painter.setFont(font(BODY, REGULAR))
    for place in places(plot.low, plot.high, rect.height(), log=plot.log):
        y = rect.bottom() - (place - plot.low) / (plot.high - plot.low) * rect.height()
        text = place_text(place, log=plot.log)
        painter.setPen(QPen(frame.theme.line, 1.0))
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        painter.setPen(frame.theme.text2)
        painter.drawText(QRectF(0.0, y - 10.0, _LEFT - 8.0, 20.0), _RIGHT, text)
    painter.setPen(QPen(frame.theme.edge, 1.0))
    painter.drawLine(rect.topLeft(), rect.bottomLeft())
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _named(plot: Plot) -> list[Curve]:
    """What the legend names, the strong curve first."""
    return sorted((curve for curve in plot.curves if curve.label), key=lambda curve: not curve.strong)


def _legend_width(plot: Plot) -> float:
    face = font(BODY, REGULAR)
    return max((text_width(curve.label, face) for curve in _named(plot)), default=0.0) + _SAMPLE + 34.0


def _draw_legend(painter: QPainter, frame: Frame, plot: Plot, rect: QRectF) -> None:
    """Which dash is whose, at the right, as many as have room."""
    left = rect.right() + 14.0
    painter.setFont(font(BODY, REGULAR))
    for number, curve in enumerate(_named(plot)[: max(1, int((rect.height() + _TITLE / 2.0) // _ROW))]):
        y = rect.top() - _TITLE / 4.0 + (number + 0.5) * _ROW
        painter.setPen(curve_pen(frame.theme, curve))
        painter.drawLine(QPointF(left, y), QPointF(left + _SAMPLE, y))
        painter.setPen(frame.theme.text1)
        painter.drawText(QRectF(left + _SAMPLE + 8.0, y - 10.0, 10.0, 20.0), _START, curve.label)


def _draw_moments(painter: QPainter, frame: Frame, rect: QRectF, moments: int) -> None:
    """The numbers of the moments, counted from 1."""
    face = font(BODY, REGULAR)
    painter.setFont(face)
    widest = text_width(str(moments), face) + 12.0
    step = next(
        (size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500) if size * rect.width() / moments >= widest), 1000
    )
    painter.setPen(frame.theme.text2)
    painter.drawText(QRectF(0.0, rect.top(), _LEFT - 8.0, rect.height()), _RIGHT, "t")
    cursor = frame.scene.moment
    for label in range(1 if step <= 2 else step, moments + 1, step):
        x = _x(rect, label - 1, moments)
        if cursor is None or abs(_x(rect, cursor, moments) - x) >= widest or frame.figure:
            painter.drawText(QRectF(x - 30.0, rect.top(), 60.0, rect.height()), _CENTRE, str(label))


def _draw_cursor(painter: QPainter, frame: Frame, rect: QRectF, moments: int) -> None:
    """The amber line and the box with its moment; a figure has none."""
    moment = frame.scene.moment
    if moment is None or frame.figure:
        return
    theme, x = frame.theme, _x(rect, moment, moments)
    painter.setPen(QPen(theme.next_edge, 1.6))
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    face = font(BODY, SEMIBOLD)
    width = max(text_width(str(moment + 1), face) + 12.0, 28.0)
    box = QRectF(x - width / 2.0, rect.bottom() + 3.0, width, 20.0)
    painter.setBrush(theme.next)
    painter.drawRoundedRect(box, 5.0, 5.0)
    painter.setFont(face)
    painter.setPen(theme.next_text)
    painter.drawText(box, _CENTRE, str(moment + 1))
