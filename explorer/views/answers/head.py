"""The head line of the answers: how many are right, and what the colours say."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from explorer.drawing.hatch import draw_hatch
from explorer.drawing.legend import draw_legend, legend_width
from explorer.drawing.writing import write
from explorer.scene import Scene
from explorer.theme.numbers import ABSENT
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family, Theme
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame
from explorer.views.answers.compared import Compared, compared, known_moments, verdict

HEAD = 34.0
MARGIN = 14.0
State = Literal["right", "wrong", "left out", "absent"]
WORDS: dict[State, str] = {
    "right": "✓ right",
    "wrong": "✗ wrong",
    "left out": "not counted",
    "absent": "— not computed yet",
}
_UNDER = 2.4


def head_words(scene: Scene) -> str:
    """How many are right, or the mean error, of what is known at the cursor."""
    words, _, _ = verdict(scene)
    if not words:
        return f"{ABSENT} no answer is computed yet" if not known_moments(scene) else f"{ABSENT} no answer counts yet"
    so_far = " so far" if known_moments(scene) < compared(scene).moments else ""
    return f"{words}{so_far} at this iteration"


def ground_of(theme: Theme, state: State) -> QColor:
    """The ground of a right or a wrong cell; wrong ones have a bar below besides."""
    colour = QColor(theme.ok if state == "right" else theme.err)
    colour.setAlpha(54)
    return colour


def draw_ground(painter: QPainter, rect: QRectF, theme: Theme, state: State) -> None:
    """A cell that is right, wrong (with a bar below it), does not count, or is absent (hatched)."""
    if state == "absent":
        draw_hatch(painter, rect, theme=theme)
        return
    if state == "left out":
        painter.setPen(theme.line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        return
    painter.fillRect(rect, ground_of(theme, state))
    if state == "wrong":
        painter.fillRect(QRectF(rect.left(), rect.bottom() - _UNDER, rect.width(), _UNDER), theme.err)


def draw_head(painter: QPainter, frame: Frame, *, note: str = "") -> None:
    """The line of words at the left and the legend at the right, as far as it has room; `note` explains the cells."""
    scene, theme, found = frame.scene, frame.theme, compared(frame.scene)
    words = head_words(scene)
    rect = QRectF(MARGIN, 4.0, frame.width - 2.0 * MARGIN, HEAD - 6.0)
    write(painter, rect, words, colour=theme.text1, weight=SEMIBOLD)
    least = rect.left() + text_width(words, font(BODY, SEMIBOLD)) + 24.0
    right = rect.right()
    for state in _states(found, known_moments(scene)):
        width = text_width(WORDS[state], font()) + 34.0
        if right - width < least:
            return
        left = right - width
        draw_ground(painter, QRectF(left, rect.center().y() - 9.0, 26.0, 18.0), theme, state)
        colour = theme.text3 if state == "left out" else theme.text2
        write(painter, QRectF(left + 33.0, rect.top(), width - 33.0, rect.height()), WORDS[state], colour=colour)
        right = left - 16.0
    if note:
        width = text_width(note, font())
        if right - width >= least:
            write(painter, QRectF(right - width, rect.top(), width, rect.height()), note, colour=theme.text2)
    elif found.kind == "numbers" and found.timed:
        label = "answer less target" if found.units == 1 else "mean size of the difference"
        family: Family = "value" if found.units == 1 else "gate"
        width = legend_width(family=family, scale=error_scale(found), label=label)
        if right - width >= least:
            point = QPointF(right - width, rect.center().y())
            draw_legend(painter, point, theme=theme, family=family, scale=error_scale(found), label=label)


def error_scale(found: Compared) -> Scale:
    """The scale of the errors, fixed over the whole trace."""
    return Scale(found.limit, "linear" if found.units == 1 else "gate")


def _states(found: Compared, known: int) -> list[State]:
    """What there is to explain, from the right."""
    states: list[State] = ["absent"] if known < found.moments else []
    if not found.weight.all():
        states.append("left out")
    return [*states, *(("wrong", "right") if found.kind != "numbers" else ())]


def mark_chosen(painter: QPainter, frame: Frame, rect: QRectF) -> None:
    """The ring around the chosen example; a figure has none."""
    if frame.figure:
        return
    painter.setPen(frame.theme.accent)
    pen = painter.pen()
    pen.setWidthF(2.0)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, 5.0, 5.0)
