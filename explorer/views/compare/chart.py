"""Draws the chart: two curves on one axis, told apart by dash and words, and the cursor."""

import math
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.command import Request
from explorer.drawing.writing import LEFT, RIGHT, write
from explorer.theme.numbers import MINUS, format_limit
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.compare.lines import Chart, Curve
from explorer.views.compare.reading import Pair

AXIS, BELOW, TITLE, LEGEND = 62.0, 30.0, 28.0, 34.0
PLOT = 136.0
HEIGHT = TITLE + LEGEND + PLOT + BELOW + 8.0
DASHES: tuple[tuple[float, ...], ...] = ((), (4.0, 2.5))
_SAMPLE, _LABEL_APART = 40.0, 34.0
MOST_DOTS = 80


def draw_chart(painter: QPainter, frame: Frame, rect: QRectF, chart: Chart, pair: Pair) -> list[Spot]:
    """Paints the chart into `rect`, and gives a spot for every moment."""
    theme = frame.theme
    write(
        painter, QRectF(rect.left(), rect.top(), rect.width(), TITLE), chart.title, colour=theme.text1, weight=SEMIBOLD
    )
    _draw_legend(painter, frame, QRectF(rect.left(), rect.top() + TITLE, rect.width(), LEGEND), chart, pair)
    plot = QRectF(rect.left() + AXIS, rect.top() + TITLE + LEGEND + 4.0, rect.width() - AXIS - 6.0, PLOT)
    _draw_axes(painter, frame, plot, chart)
    painter.save()
    painter.setClipRect(plot.adjusted(-2.0, -3.0, 2.0, 3.0), Qt.ClipOperation.IntersectClip)
    for number in range(len(chart.curves)):  # the dashed one last: where both are the same, both are seen
        _draw_curve(painter, frame, plot, chart, number)
    painter.restore()
    return _cursor_and_spots(painter, frame, plot, chart, pair)


def _x(plot: QRectF, chart: Chart, place: float) -> float:
    return plot.left() + (place + 0.5) / max(chart.count, 1) * plot.width()


def _y(plot: QRectF, chart: Chart, number: float) -> float:
    return plot.bottom() - (number - chart.low) / (chart.high - chart.low) * plot.height()


def _draw_axes(painter: QPainter, frame: Frame, plot: QRectF, chart: Chart) -> None:
    theme = frame.theme
    places = _ticks(chart, plot.height())
    for value in places:
        y = _y(plot, chart, value)
        painter.setPen(QPen(theme.line, 1.0))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        label = QRectF(plot.left() - AXIS, y - 11.0, AXIS - 8.0, 22.0)
        write(painter, label, _tick_text(chart, value), colour=theme.text2, align=RIGHT)
    painter.setPen(QPen(theme.edge, 1.0))
    painter.drawLine(plot.bottomLeft(), plot.bottomRight())
    every = max(1, math.ceil(chart.count * _LABEL_APART / max(plot.width(), 1.0)))
    for place in range(0, chart.count, every):
        label = QRectF(_x(plot, chart, place) - 30.0, plot.bottom() + 6.0, 60.0, BELOW - 8.0)
        write(painter, label, str(place + chart.first), colour=theme.text2, align=Qt.AlignmentFlag.AlignHCenter)
    name = QRectF(plot.left() - AXIS, plot.bottom() + 8.0, AXIS - 8.0, BELOW - 8.0)
    write(painter, name, "t" if chart.timed else "unit", colour=theme.text2, align=RIGHT)


def _ticks(chart: Chart, height: float) -> list[float]:
    """Whole decades, or the ends and zero."""
    if not chart.log:
        return sorted(
            {chart.low * 0.94, 0.0, chart.high * 0.94} - ({chart.low * 0.94} if chart.low > -1e-300 else set())
        )
    every = max(1, math.ceil((chart.high - chart.low) * 26.0 / height))
    return [chart.high - step for step in range(0, round(chart.high - chart.low) + 1, every)]


def _tick_text(chart: Chart, value: float) -> str:
    if not chart.log:
        return format_limit(value) if value else "0"
    power = round(value)
    return str(10**power) if 0 <= power <= 2 else f"1e{MINUS if power < 0 else ''}{abs(power)}"


def _pen(frame: Frame, number: int, *, known: bool) -> QPen:
    """This run solid and strong, the other one dashed; what is ahead of the cursor is thinner and paler."""
    theme = frame.theme
    colour = (theme.text1, theme.accent)[number] if known else theme.stale
    pen = QPen(colour, (2.4 if number == 0 else 2.2) if known else 1.5)
    if DASHES[number]:
        pen.setDashPattern(list(DASHES[number]))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _draw_curve(painter: QPainter, frame: Frame, plot: QRectF, chart: Chart, number: int) -> None:
    curve = chart.curves[number]
    if _dotted(chart):
        for place in np.flatnonzero(np.isfinite(curve.numbers)).tolist():
            point = QPointF(_x(plot, chart, place), _y(plot, chart, float(curve.numbers[place])))
            _draw_dot(painter, frame, point, number, known=bool(curve.known[place]))
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for first, stop, known in _stretches(curve):
        points = [
            QPointF(_x(plot, chart, place), _y(plot, chart, float(curve.numbers[place])))
            for place in range(first, stop)
        ]
        painter.setPen(_pen(frame, number, known=known))
        if len(points) == 1:
            painter.drawEllipse(points[0], 1.6, 1.6)
        else:
            painter.drawPolyline(QPolygonF(points))


def _dotted(chart: Chart) -> bool:
    """Units have no order: where there are few, each is a dot instead of a bend of a line."""
    return not chart.timed and chart.count <= MOST_DOTS


def _draw_dot(painter: QPainter, frame: Frame, point: QPointF, number: int, *, known: bool) -> None:
    """Filled for this run, a ring around it for the other."""
    pen = _pen(frame, number, known=known)
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(Qt.PenStyle.NoPen if number == 0 else pen)
    painter.setBrush(pen.color() if number == 0 else Qt.BrushStyle.NoBrush)
    size = 3.6 if number == 0 else 5.6
    painter.drawEllipse(point, size, size)


def _stretches(curve: Curve) -> list[tuple[int, int, bool]]:
    """Runs of places with numbers, split where known gives way to ahead; neighbours share a point."""
    found: list[tuple[int, int, bool]] = []
    start = None
    for place in range(len(curve.numbers) + 1):
        here = place < len(curve.numbers) and math.isfinite(curve.numbers[place])
        if start is not None and (not here or curve.known[place] != curve.known[start]):
            found.append((start, min(place + (1 if here else 0), len(curve.numbers)), bool(curve.known[start])))
            start = None
        if here and start is None:
            start = place
    return found


def _draw_legend(painter: QPainter, frame: Frame, rect: QRectF, chart: Chart, pair: Pair) -> None:
    left = rect.left()
    sides = ("here", "there")
    room = rect.width() / max(len(chart.curves), 1)
    for number, curve in enumerate(chart.curves):
        if _dotted(chart):
            _draw_dot(painter, frame, QPointF(left + _SAMPLE / 2.0, rect.center().y()), number, known=True)
        else:
            painter.setPen(_pen(frame, number, known=True))
            painter.drawLine(QPointF(left, rect.center().y()), QPointF(left + _SAMPLE, rect.center().y()))
        words = f"{curve.words} {sides[number]}: {pair.names[number]}"
        wide = min(text_width(words, font(BODY)) + 2.0, room - _SAMPLE - 26.0)
        write(
            painter, QRectF(left + _SAMPLE + 8.0, rect.top(), wide, rect.height()), words, colour=frame.theme.text1,
            align=LEFT,
        )  # fmt: skip
        left += _SAMPLE + 8.0 + wide + 22.0
    if len(chart.curves) < 2:
        words = "nothing stands against it in the other run"
        write(painter, QRectF(left, rect.top(), rect.right() - left, rect.height()), words, colour=frame.theme.text2)


def _cursor_and_spots(painter: QPainter, frame: Frame, plot: QRectF, chart: Chart, pair: Pair) -> list[Spot]:
    """The cursor's line, and a place to click for every moment."""
    moment = pair.ours.moment
    if chart.timed and moment is not None and not frame.figure:
        painter.setPen(QPen(frame.theme.next_edge, 1.6))
        x = _x(plot, chart, moment)
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
    wide = plot.width() / max(chart.count, 1)
    if wide < 1.0:
        return []
    spots = []
    for place in range(chart.count):
        rect = QRectF(_x(plot, chart, place) - wide / 2.0, plot.top(), wide, plot.height())
        request = Request("go-to-moment", place) if chart.timed else None
        spots.append(Spot(rect, partial(_tip, chart, place), request, drag=chart.timed))
    return spots


def _tip(chart: Chart, place: int) -> str:
    lines = [f"{'t =' if chart.timed else 'unit'} {place + chart.first}"]
    for curve, side in zip(chart.curves, ("here", "there"), strict=False):
        number = curve.numbers[place] if place < len(curve.numbers) else math.nan
        told = 10.0**number if chart.log else number
        lines.append(f"{curve.words} {side}: {'no number' if math.isnan(number) else f'{told:.6g}'}")
    return "\n".join([*lines, *(["Click to go there."] if chart.timed else [])])
