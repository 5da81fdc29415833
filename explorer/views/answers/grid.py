"""Answers without moments: a cell for each example, with target, answer, and bars of what the answer gives to each."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.command import Request
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.seen import is_seen
from explorer.drawing.writing import RIGHT, write
from explorer.scene import Array
from explorer.theme.numbers import ABSENT, format_number
from explorer.theme.type import MEDIUM
from explorer.view import Frame, Spot
from explorer.views.answers.compared import Compared, compared, known_moments
from explorer.views.answers.head import HEAD, MARGIN, WORDS, State, draw_ground, mark_chosen

CELL, _GAP, _LEAST = 62.0, 8.0, 262.0
_BARS, _NUMBER = 84.0, 32.0
_MOST_TOLD = 5


def grid_height(frame: Frame) -> float:
    """As high as all examples need."""
    rows = math.ceil(compared(frame.scene).examples / _across(frame.width))
    return HEAD + rows * (CELL + _GAP) + 4.0


def _across(width: float) -> int:
    return max(1, int((width - 2.0 * MARGIN + _GAP) // (_LEAST + _GAP)))


def cell_rect(width: float, example: int) -> QRectF:
    """Where an example stands."""
    across = _across(width)
    wide = (width - 2.0 * MARGIN + _GAP) / across - _GAP
    row, column = divmod(example, across)
    return QRectF(MARGIN + column * (wide + _GAP), HEAD + row * (CELL + _GAP), wide, CELL)


def state_of(found: Compared, moment: int, example: int, *, known: bool) -> State:
    """Whether an answer is right, wrong, does not count, or is not known."""
    if not known:
        return "absent"
    if not found.weight[moment, example]:
        return "left out"
    return "right" if found.right[moment, example] else "wrong"


def draw_grid(painter: QPainter, frame: Frame) -> None:
    """Every example of the mini-batch."""
    found, known = compared(frame.scene), known_moments(frame.scene) > 0
    for example in range(found.examples):
        rect = cell_rect(frame.width, example)
        if is_seen(painter, rect):
            _draw_cell(painter, frame, found, example, rect, known=known)


def _draw_cell(painter: QPainter, frame: Frame, found: Compared, example: int, rect: QRectF, *, known: bool) -> None:
    theme, digits = frame.theme, frame.scene.state.digits
    state = state_of(found, 0, example, known=known)
    painter.setPen(QPen(theme.line, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, 5.0, 5.0)
    if found.kind != "numbers" and state != "absent":
        draw_ground(painter, rect.adjusted(1.0, 1.0, -1.0, -1.0), theme, state)
    number = QRectF(rect.left() + 4.0, rect.top() + 4.0, _NUMBER - 10.0, 26.0)
    write(painter, number, str(example), colour=theme.text2, align=RIGHT)
    bars = min(_BARS, rect.width() / 3.0)
    left = rect.left() + _NUMBER
    room = rect.right() - bars - 18.0 - left
    upper, lower = QRectF(left, rect.top() + 4.0, room, 26.0), QRectF(left, rect.top() + 30.0, room, 26.0)
    target = found.target[0, example]
    write(painter, upper, f"target {found.words(target, digits=digits)}", colour=theme.text2)
    if known:
        write(painter, lower, answer_words(found, example, digits=digits), colour=theme.text1, weight=MEDIUM)
        place = QRectF(rect.right() - bars - 10.0, rect.top() + 8.0, bars, CELL - 18.0)
        _draw_bars(painter, frame, found, example, place)
    else:
        draw_hatch(painter, QRectF(left, lower.top() + 3.0, rect.right() - 10.0 - left, 20.0), theme=theme, radius=3.0)
        write(painter, QRectF(left, lower.top(), rect.right() - 10.0 - left, 26.0), ABSENT, colour=theme.text3,
              align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
    if example == frame.scene.state.example:
        mark_chosen(painter, frame, rect)


def answer_words(found: Compared, example: int, *, digits: int) -> str:
    """The answer as it stands in a cell: right or wrong and what it is, or its numbers."""
    answer = found.answer[0, example]
    if np.isnan(answer).any():
        return "✗ NaN"
    if found.kind == "numbers":
        return f"answer {found.words(answer, digits=digits)}"
    state = state_of(found, 0, example, known=True)
    mark = {"right": "✓", "wrong": "✗"}.get(state, "")
    return f"{mark} {found.words(answer, digits=digits)}".strip()


def _draw_bars(painter: QPainter, frame: Frame, found: Compared, example: int, rect: QRectF) -> None:
    """Classes and sides from 0 to 1, numbers from the target to the answer; a triangle under each target of 1."""
    theme, target, answer = frame.theme, found.target[0, example], found.answer[0, example]
    painter.setPen(QPen(theme.edge, 1.0))
    if found.kind == "numbers":
        _draw_differences(painter, frame, found, answer - target, rect)
        return
    if found.kind == "sides" and found.units == 1:
        _draw_side(painter, frame, float(target[0]), float(answer[0]), rect)
        return
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    wide = rect.width() / found.units
    for unit, (wanted, given) in enumerate(zip(target.tolist(), answer.tolist(), strict=True)):
        left = rect.left() + unit * wide
        if math.isfinite(given):
            high = min(max(given, 0.0), 1.0) * rect.height()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tide.colour(0.75) if wanted > 0.5 else theme.wire)
            painter.drawRect(QRectF(left, rect.bottom() - high, max(wide - 1.0, 1.0), high))
        if wanted > 0.5:
            _draw_triangle(painter, frame, QPointF(left + wide / 2.0, rect.bottom() + 1.5))


def _draw_triangle(painter: QPainter, frame: Frame, top: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.theme.text1)
    painter.drawPolygon(QPolygonF([top, top + QPointF(-4.0, 6.0), top + QPointF(4.0, 6.0)]))


def _draw_side(painter: QPainter, frame: Frame, target: float, answer: float, rect: QRectF) -> None:
    """One number between 0 and 1, with a tick at one half, where the answer changes sides."""
    theme = frame.theme
    text = format_number(answer, digits=frame.scene.state.digits, signed=False)
    write(painter, QRectF(rect.left(), rect.top() - 6.0, rect.width(), 26.0), text, colour=theme.text1, align=RIGHT)
    bar = QRectF(rect.left(), rect.bottom() - 14.0, rect.width(), 11.0)
    if math.isfinite(answer):
        part = min(max(answer, 0.0), 1.0)
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * part, bar.height()), theme.wire)
    painter.setPen(QPen(theme.edge, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)
    middle = bar.center().x()
    painter.drawLine(QPointF(middle, bar.top() - 3.0), QPointF(middle, bar.bottom() + 3.0))
    _draw_triangle(painter, frame, QPointF(bar.left() + bar.width() * target, bar.bottom() + 1.0))


def _draw_differences(painter: QPainter, frame: Frame, found: Compared, differences: Array, rect: QRectF) -> None:
    """How far each unit is off, to the right where it is too large; the largest of the batch fills a half."""
    theme, middle = frame.theme, rect.center().x()
    sizes = np.abs(found.answer - found.target)
    finite = sizes[np.isfinite(sizes)]
    limit = float(finite.max()) if finite.size and finite.max() > 0.0 else 1.0
    high = min(rect.height() / len(differences), 14.0)
    top = rect.center().y() - high * len(differences) / 2.0
    for unit, difference in enumerate(differences.tolist()):
        if math.isfinite(difference):
            wide = difference / limit * rect.width() / 2.0
            bar = QRectF(middle, top + unit * high, wide, max(high - 1.0, 1.0)).normalized()
            painter.fillRect(bar, theme.tide.mark(difference > 0.0, 0.75))
    painter.setPen(QPen(theme.edge, 1.0))
    painter.drawLine(QPointF(middle, rect.top()), QPointF(middle, rect.bottom()))


def grid_spots(frame: Frame) -> list[Spot]:
    """A spot for each example."""
    found, known = compared(frame.scene), known_moments(frame.scene) > 0
    return [
        Spot(
            cell_rect(frame.width, example),
            answer_tip(found, 0, example, known=known, digits=frame.scene.state.digits),
            Request("choose-example", example),
        )
        for example in range(found.examples)
    ]


def answer_tip(found: Compared, moment: int, example: int, *, known: bool, digits: int) -> str:
    """Target and answer of one example at one moment, and what the answer gives to the likeliest classes."""
    target, answer = found.target[moment, example], found.answer[moment, example]
    at = f", t = {moment + 1}" if found.timed else ""
    lines = [f"Example {example}{at}: target {found.words(target, digits=digits)}"]
    if not known:
        return "\n".join([*lines, "answer — not computed yet"])
    state = state_of(found, moment, example, known=True)
    numbers = ", ".join(format_number(number, digits=digits, signed=False) for number in answer[:_MOST_TOLD].tolist())
    if found.kind == "numbers":
        error = format_number(float(found.error[moment, example]), digits=digits, signed=found.units == 1)
        lines.append(f"answer {found.words(answer, digits=digits)}, off by {error}")
    elif found.kind == "classes":
        best = np.argsort(-np.nan_to_num(answer), kind="stable")[:_MOST_TOLD]
        shares = (
            f"{found.names[unit]} {format_number(float(answer[unit]), digits=digits, signed=False)}" for unit in best
        )
        lines.append(f"answer {', '.join(shares)}")
    else:
        lines.append(f"answer {found.words(answer, digits=digits)} ({numbers})")
    if found.kind != "numbers" or state == "left out":
        lines.append(WORDS[state])
    return "\n".join(lines)
