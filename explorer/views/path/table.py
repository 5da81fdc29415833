"""Draws the table of a path: from the loss to the number, equal factors put together, with what is left after each."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.run.path import Stretch
from explorer.command import Request
from explorer.drawing.formula import Formula
from explorer.drawing.writing import RIGHT, write
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.numbers import ABSENT
from explorer.theme.type import MEDIUM, SEMIBOLD
from explorer.view import Frame, Spot
from explorer.views.path.layout import MARGIN, ROW, Layout
from explorer.views.path.setting import factors_of, way_of
from explorer.views.path.words import factor_words, short, times_words

_NUMBER = 96.0
_TIMES = 104.0


def draw_table(painter: QPainter, frame: Frame, layout: Layout) -> list[Spot]:
    """A heading and a row for each stretch, the loss first; a click chooses where the stretch arrives."""
    scene, theme, rect = frame.scene, frame.theme, layout.table
    columns = _columns(rect, timed=scene.trace.moments is not None)
    head = QRectF(rect.left(), rect.top(), rect.width(), ROW)
    for key, words in _HEADINGS.items():
        if key in columns:
            align = {} if key in ("way", "factor", "when") else {"align": RIGHT}
            write(painter, _cell(head, columns[key]), words, colour=theme.text2, weight=SEMIBOLD, **align)
    spots: list[Spot] = []
    for number, stretch in enumerate(reversed(layout.stretches)):
        row = head.translated(0.0, (number + 1) * ROW)
        painter.setPen(QPen(theme.line, 1.0))
        painter.drawLine(QPointF(MARGIN, row.top()), QPointF(rect.right(), row.top()))
        if frame.hover is not None and row.contains(frame.hover):
            painter.fillRect(row.adjusted(-8.0, 1.0, 8.0, -0.5), theme.header)
        _draw_row(painter, frame, row, columns, stretch)
        spots.append(_spot(scene, row, stretch))
    return spots


_HEADINGS = {
    "when": "when",
    "way": "way",
    "factor": "factor",
    "turns": "times",
    "smallest": "smallest",
    "product": "product",
    "left": "left of 1",
}


def _columns(rect: QRectF, *, timed: bool) -> dict[str, tuple[float, float]]:
    """Left and width of each column; the smallest factor goes first where it is narrow."""
    numbers = ["turns", "smallest", "product", "left"] if rect.width() >= 620.0 else ["turns", "product", "left"]
    right = rect.right()
    found: dict[str, tuple[float, float]] = {}
    for key in reversed(numbers):
        width = 50.0 if key == "turns" else _NUMBER
        found[key] = (right - width, width)
        right -= width
    left = rect.left()
    if timed:
        found["when"] = (left, _TIMES)
        left += _TIMES
    room = right - left - 12.0
    found["way"] = (left, room * 0.42)
    found["factor"] = (left + room * 0.42 + 8.0, room * 0.58 - 8.0)
    return found


def _cell(row: QRectF, column: tuple[float, float]) -> QRectF:
    return QRectF(column[0], row.top(), column[1], row.height())


def _draw_row(
    painter: QPainter, frame: Frame, row: QRectF, columns: dict[str, tuple[float, float]], stretch: Stretch
) -> None:
    scene, theme = frame.scene, frame.theme
    if "when" in columns:
        write(painter, _cell(row, columns["when"]), times_words(stretch).removeprefix("t = "), colour=theme.text2)
    _set(painter, frame, way_of(scene, stretch), _cell(row, columns["way"]))
    _set(painter, frame, factors_of(scene, stretch), _cell(row, columns["factor"]))
    smallest = min(stretch.turn_factors, key=abs)
    cells = {
        "turns": str(stretch.turns),
        "smallest": short(smallest) if stretch.turns > 1 else ABSENT,
        "product": short(stretch.factor),
        "left": short(stretch.links[0].running),
    }
    for key, words in cells.items():
        if key in columns:
            weight = MEDIUM if key in ("product", "left") else 400
            colour = theme.text3 if words == ABSENT else theme.text1
            write(painter, _cell(row, columns[key]), words, colour=colour, weight=weight, align=RIGHT)


def _set(painter: QPainter, frame: Frame, formula: Formula, place: QRectF) -> None:
    """A formula in its cell, made narrower where it is too wide."""
    squeeze = min(1.0, place.width() / max(formula.size.width(), 1.0), (ROW - 4.0) / max(formula.size.height(), 1.0))
    painter.save()
    painter.translate(place.left(), place.center().y())
    painter.scale(squeeze, squeeze)
    y = 5.4 if formula.size.height() <= 30.0 else formula.ascent - formula.size.height() / 2.0
    formula.draw(painter, QPointF(0.0, y), theme=frame.theme)
    painter.restore()


def _spot(scene: Scene, row: QRectF, stretch: Stretch) -> Spot:
    at = stretch.links[0].at
    least = stretch.smallest
    when = "" if least.at.moment is None else f" at t = {least.at.moment + 1}"
    words = f"{times_words(stretch)}: {factor_words(scene, stretch.links[: stretch.period])}".removeprefix(": ")
    words += f"\nsmallest factor {short(least.factor)}{when}\nClick: choose where it arrives. Double click: travel"
    where = Selection(at.name, True, at.moment, at.unit)
    return Spot(row, words, Request("select", where), Request("travel", (where, at.example)))
