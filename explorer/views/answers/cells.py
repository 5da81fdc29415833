"""One answer at one moment as a cell: its class on the ground of right or wrong, or its error."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, REGULAR, font, text_width
from explorer.view import Frame
from explorer.views.answers.compared import Compared
from explorer.views.answers.grid import state_of
from explorer.views.answers.head import draw_ground

CHART = 44.0
"""Px from which on a cell shows its target as well."""
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """The answer that is shown for an example in `rect`; `alone` where no other moment shares the place."""

    moment: int
    example: int
    rect: QRectF
    alone: bool


def worst_of(found: Compared, moments: range, example: int) -> int:
    """Of moments that share a cell the one that is shown: a wrong one that counts, else the largest error."""
    if len(moments) == 1:
        return moments.start
    part = slice(moments.start, moments.stop)
    weight, error = found.weight[part, example], np.nan_to_num(np.abs(found.error[part, example]), nan=np.inf)
    wrong = (~found.right[part, example]) & (weight > 0.0) if found.kind != "numbers" else np.zeros(len(moments), bool)
    return moments.start + int(np.lexsort((error, weight > 0.0, wrong))[-1])


def draw_class(painter: QPainter, frame: Frame, found: Compared, cell: Cell) -> None:
    """The name of the answer where it has room, beside or below that of the target, on the ground of right or wrong."""
    theme, rect = frame.theme, cell.rect
    state = state_of(found, cell.moment, cell.example, known=True)
    draw_ground(painter, rect, theme, state)
    if not cell.alone:
        return
    colour = theme.text3 if state == "left out" else theme.text1
    digits = frame.scene.state.digits
    answer = cell_words(found, cell.moment, cell.example)
    target = found.words(found.target[cell.moment, cell.example], digits=digits)
    if rect.height() >= CHART and state != "left out":
        middle = rect.center().y()
        _write_fitting(painter, QRectF(rect.left(), middle - 22.0, rect.width(), 22.0), (target,), theme.text2)
        _write_fitting(painter, QRectF(rect.left(), middle, rect.width(), 22.0), (answer,), colour)
        return
    both = (f"{answer}≠{target}",) if state == "wrong" else ()
    _write_fitting(painter, rect, (*both, answer), colour)


def cell_words(found: Compared, moment: int, example: int) -> str:
    """The answer in a cell: the name of its class, or NaN."""
    answer = found.answer[moment, example]
    return "NaN" if np.isnan(answer).any() else found.words(answer, digits=2)


def _write_fitting(painter: QPainter, rect: QRectF, candidates: tuple[str, ...], colour: QColor) -> None:
    """The first of the words that fit, centred; nothing where none do."""
    face = font(BODY, REGULAR)
    text = next((each for each in candidates if text_width(each, face) <= rect.width() - 2.0), "")
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(rect, _CENTRE, text)


def draw_number(painter: QPainter, frame: Frame, found: Compared, cell: Cell) -> None:
    """The error as a colour; where a row is high enough target and answer as well, and what is between them."""
    theme, rect = frame.theme, cell.rect
    error = float(found.error[cell.moment, cell.example])
    if not found.weight[cell.moment, cell.example]:
        draw_ground(painter, rect, theme, "left out")
    elif not math.isfinite(error):
        painter.fillRect(rect, theme.err)
        _write_fitting(painter, rect, ("NaN" if math.isnan(error) else "∞",), theme.ink_on(theme.err))
    elif found.units == 1 and rect.height() >= CHART:
        _draw_chart(painter, frame, found, cell)
    else:
        colours = theme.map("value" if found.units == 1 else "gate")
        part = error / found.limit
        painter.fillRect(rect, colours.colour(part))
        if cell.alone:
            text = format_number(error, digits=2, signed=found.units == 1)
            _write_fitting(painter, rect, (text,), colours.ink(part))


def _draw_chart(painter: QPainter, frame: Frame, found: Compared, cell: Cell) -> None:
    """The target as a line, the answer as a bar's end, and the difference filled in the colour of its sign."""
    theme, rect, moment, example = frame.theme, cell.rect, cell.moment, cell.example
    low, high = found.low, found.high

    def y(number: float) -> float:
        return rect.bottom() - (min(max(number, low), high) - low) / (high - low) * rect.height()

    target, answer = float(found.target[moment, example, 0]), float(found.answer[moment, example, 0])
    inset = min(rect.width() * 0.2, 6.0)
    body = QRectF(QPointF(rect.left() + inset, y(target)), QPointF(rect.right() - inset, y(answer))).normalized()
    painter.fillRect(body, theme.tide.mark(answer > target, 0.7))
    painter.setPen(QPen(theme.text1, 1.8))
    painter.drawLine(QPointF(rect.left(), y(target)), QPointF(rect.right(), y(target)))
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
