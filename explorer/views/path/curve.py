"""Draws what is left of 1 on the way back: the running product of the path and the whole adjoints, on a log axis."""

from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.drawing.decades import Decades, decade_text, decades
from explorer.drawing.writing import RIGHT, write
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame
from explorer.views.path.layout import LEGEND, MARGIN, Layout
from explorer.views.path.words import short

_DASH = (5.0, 4.0)
_WORDS = ("this path alone", "the whole adjoint")


def draw_curve(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """Decades, both curves, their meaning, and a mark at the smallest factor."""
    rect, theme = layout.curve, frame.theme
    numbers = np.abs([1.0, *(node.running for node in layout.nodes), *(node.number for node in layout.nodes)])
    axis = decades([numbers])
    _draw_decades(painter, frame, rect, axis)
    end = QPointF(layout.column_left(len(layout.columns)) + layout.wide / 2.0, 0.0)
    alone = [(node.rect.center().x(), node.running) for node in layout.nodes]
    alone = [*alone, (end.x(), 1.0)] if layout.path.end == "loss" else alone
    whole = [(node.rect.center().x(), node.number) for node in layout.nodes]
    pen = QPen(theme.text2, 1.5)
    pen.setDashPattern([length / 1.5 for length in _DASH])
    _draw_line(painter, [_point(rect, axis, x, number) for x, number in whole], pen)
    _draw_line(painter, [_point(rect, axis, x, number) for x, number in alone], QPen(theme.text1, 2.4))
    _draw_smallest(painter, frame, layout, axis)
    _draw_legend(painter, frame, rect)


def _point(rect: QRectF, axis: Decades, x: float, number: float) -> QPointF | None:
    fraction = axis.fraction(abs(number))
    return None if fraction is None else QPointF(x, rect.bottom() - 6.0 - fraction * (rect.height() - 12.0))


def _draw_line(painter: QPainter, points: list[QPointF | None], pen: QPen) -> None:
    """Straight lines through the points, broken where a number has no logarithm."""
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    run: list[QPointF] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
        else:
            if len(run) > 1:
                painter.drawPolyline(QPolygonF(run))
            run = []


def _draw_decades(painter: QPainter, frame: Frame, rect: QRectF, axis: Decades) -> None:
    theme, span = frame.theme, axis.high - axis.low
    step = next((size for size in (1, 2, 3, 5, 10, 20, 30, 60) if rect.height() / span * size >= 22.0), 60)
    for exponent in range(axis.high, axis.low - 1, -step):
        y = rect.bottom() - 6.0 - (exponent - axis.low) / span * (rect.height() - 12.0)
        painter.setPen(QPen(theme.line, 1.0))
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        place = QRectF(MARGIN, y - 10.0, rect.left() - MARGIN - 8.0, 20.0)
        write(painter, place, decade_text(exponent), colour=theme.text2, align=RIGHT)


def _draw_smallest(painter: QPainter, frame: Frame, layout: Layout, axis: Decades) -> None:
    """A ring where the path loses most, with the factor beside it."""
    links = layout.path.links
    if len(links) < 2:
        return
    number = min(range(len(links)), key=lambda place: abs(links[place].factor))
    link, node, theme = links[number], layout.nodes[number], frame.theme
    point = _point(layout.curve, axis, node.rect.center().x(), node.running)
    if point is None or not isfinite(link.factor) or abs(link.factor) >= 1.0:
        return
    painter.setPen(QPen(theme.text1, 2.0))
    painter.setBrush(theme.panel)
    painter.drawEllipse(point, 5.0, 5.0)
    when = "" if link.at.moment is None else f" at t = {link.at.moment + 1}"
    text = f"smallest factor {short(link.factor)}{when}"
    width = text_width(text, font(BODY, MEDIUM)) + 10.0
    fits = point.x() + 10.0 + width <= layout.curve.right()
    left = point.x() + 10.0 if fits else point.x() - 10.0 - width
    aside = 16.0 if fits else -24.0  # away from curves that fall to the left
    y = min(max(point.y() + aside, layout.curve.top() + 12.0), layout.curve.bottom() - 12.0)
    place = QRectF(left, y - 11.0, width, 22.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.panel)
    painter.drawRoundedRect(place, 5.0, 5.0)
    write(painter, place.adjusted(5.0, 0.0, 0.0, 0.0), text, colour=theme.text1, weight=MEDIUM)


def _draw_legend(painter: QPainter, frame: Frame, rect: QRectF) -> None:
    """Which line is which, in a row above the curves."""
    theme, x, y = frame.theme, rect.left(), rect.top() - LEGEND / 2.0 - 2.0
    for number, words in enumerate(_WORDS):
        pen = QPen(theme.text1, 2.4) if number == 0 else QPen(theme.text2, 1.5)
        if number:
            pen.setDashPattern([length / 1.5 for length in _DASH])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, y), QPointF(x + 32.0, y))
        width = text_width(words, font()) + 4.0
        write(painter, QRectF(x + 40.0, y - 11.0, width, 22.0), words, colour=theme.text1)
        x += 40.0 + width + 20.0
