"""Answers over moments: a row for each example, a cell for each moment, coloured by right and wrong or by the error."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.drawing.hatch import draw_hatch
from explorer.drawing.seen import is_seen
from explorer.drawing.writing import RIGHT, write
from explorer.theme.numbers import ABSENT
from explorer.theme.type import BODY, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame
from explorer.views.answers.cells import CHART, Cell, draw_class, draw_number, worst_of
from explorer.views.answers.compared import Compared, compared, known_moments, verdict
from explorer.views.answers.head import HEAD, MARGIN, mark_chosen

AXIS, _LABEL, _WORDS = 26.0, 34.0, 136.0
_LOW, _HIGH = 22.0, 96.0
_LEAST_CELL = 3.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """Where cells stand: `columns` of `per_column` moments each in `band`, rows `pitch` px apart."""

    band: QRectF
    columns: int
    per_column: int
    pitch: float
    examples: int
    moments: int

    def cell(self, example: int, column: int) -> QRectF:
        """One cell."""
        wide = self.band.width() / self.columns
        gap = 1.2 if wide >= 8.0 else 0.0
        top = self.band.top() + example * self.pitch
        return QRectF(self.band.left() + column * wide, top + 1.0, wide - gap, self.pitch - 2.0)

    def row(self, example: int) -> QRectF:
        """All cells of an example."""
        return self.cell(example, 0).united(self.cell(example, self.columns - 1))

    def moments_of(self, column: int) -> range:
        """The moments that share a cell."""
        return range(column * self.per_column, min((column + 1) * self.per_column, self.moments))

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """Example and column under a point."""
        if not QRectF(self.band.left(), self.band.top(), self.band.width(), self.band.height()).contains(point):
            return None
        column = int((point.x() - self.band.left()) / self.band.width() * self.columns)
        example = int((point.y() - self.band.top()) / self.pitch)
        return min(example, self.examples - 1), min(column, self.columns - 1)


def lay_rows(frame: Frame) -> Rows:
    """As many cells as have room; moments share one where there are more."""
    found = compared(frame.scene)
    words = _WORDS if frame.width >= 560.0 else 0.0
    width = max(frame.width - 2.0 * MARGIN - _LABEL - words, 60.0)
    per_column = max(1, math.ceil(found.moments * _LEAST_CELL / width))
    columns = math.ceil(found.moments / per_column)
    pitch = min(max((frame.height - HEAD - AXIS - 6.0) / found.examples, _LOW), _HIGH)
    band = QRectF(MARGIN + _LABEL, HEAD + AXIS, width, pitch * found.examples)
    return Rows(band, columns, per_column, pitch, found.examples, found.moments)


def rows_height(frame: Frame) -> float:
    """As high as all examples need."""
    return HEAD + AXIS + compared(frame.scene).examples * _LOW + 8.0


def has_charts(frame: Frame) -> bool:
    """Whether rows are high enough for targets beside answers."""
    return lay_rows(frame).pitch - 2.0 >= CHART


def note_of(frame: Frame) -> str:
    """What the legend says of how cells are to be read; "" where their colour says all."""
    found, high = compared(frame.scene), has_charts(frame)
    if found.kind == "numbers":
        return "line: target, bar: from it to the answer" if high and found.units == 1 else ""
    return "target above, answer below" if high else "answer ≠ target"


def draw_rows(painter: QPainter, frame: Frame) -> None:
    """Moments on top, then every example with how it does at the right."""
    found, known, rows = compared(frame.scene), known_moments(frame.scene), lay_rows(frame)
    _draw_moments(painter, frame, rows)
    for example in range(found.examples):
        if is_seen(painter, QRectF(0.0, rows.row(example).top(), frame.width, rows.pitch)):
            _draw_row(painter, frame, found, rows, example=example, known=known)
    _draw_cursor(painter, frame, rows)


def _draw_row(painter: QPainter, frame: Frame, found: Compared, rows: Rows, *, example: int, known: int) -> None:
    theme, row = frame.theme, rows.row(example)
    label = QRectF(MARGIN - 6.0, row.center().y() - 11.0, _LABEL - 4.0, 22.0)
    chosen = example == frame.scene.state.example
    write(painter, label, str(example), colour=theme.text1 if chosen else theme.text3, align=RIGHT)
    whole = known // rows.per_column if known < rows.moments else rows.columns
    if whole < rows.columns:
        draw_hatch(painter, rows.cell(example, whole).united(rows.cell(example, rows.columns - 1)), theme=theme)
    for column in range(whole):
        moments, rect = rows.moments_of(column), rows.cell(example, column)
        cell = Cell(worst_of(found, moments, example), example, rect, alone=len(moments) == 1)
        (draw_number if found.kind == "numbers" else draw_class)(painter, frame, found, cell)
    words, right, count = verdict(frame.scene, example)
    if frame.width - row.right() > _WORDS:
        words = f"{right:,.0f} of {count:,.0f}" if words and found.kind != "numbers" else words.removeprefix("mean ")
        if not words:
            words = ABSENT if not known else "none counts yet"
        place = QRectF(row.right() + 14.0, row.center().y() - 11.0, _WORDS, 22.0)
        write(painter, place, words, colour=theme.text1 if chosen else theme.text2)
    if chosen:
        mark_chosen(painter, frame, row.adjusted(-2.0, -0.5, 2.0, 0.5))


def _moment_x(rows: Rows, moment: int) -> float:
    """The middle of the cell of a moment."""
    rect = rows.cell(0, moment // rows.per_column)
    return rect.center().x()


def _draw_moments(painter: QPainter, frame: Frame, rows: Rows) -> None:
    """The numbers of the moments, counted from 1."""
    face = font(BODY, REGULAR)
    widest = text_width(str(rows.moments), face) + 12.0
    wide = rows.band.width() / rows.moments
    step = next((size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500) if size * wide >= widest), 1000)
    write(painter, QRectF(MARGIN - 6.0, HEAD, _LABEL - 4.0, AXIS), "t", colour=frame.theme.text2, align=RIGHT)
    painter.setFont(face)
    cursor = None if frame.figure else frame.scene.moment
    for label in range(1 if step <= 2 else step, rows.moments + 1, step):
        x = _moment_x(rows, label - 1)
        if cursor is None or abs(_moment_x(rows, cursor) - x) >= widest:
            painter.setPen(frame.theme.text2)
            painter.drawText(QRectF(x - 30.0, HEAD, 60.0, AXIS - 2.0), _CENTRE, str(label))


def _draw_cursor(painter: QPainter, frame: Frame, rows: Rows) -> None:
    """The box of the moment we are at with the amber line down its cells; a figure has none."""
    moment, theme = frame.scene.moment, frame.theme
    if moment is None or frame.figure:
        return
    x = _moment_x(rows, moment)
    face = font(BODY, SEMIBOLD)
    width = max(text_width(str(moment + 1), face) + 12.0, 28.0)
    box = QRectF(x - width / 2.0, HEAD + 2.0, width, 20.0)
    painter.setPen(QPen(theme.next_edge, 1.6))
    wide = rows.band.width() / rows.columns
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(x - wide / 2.0, rows.band.top(), wide - 0.6, rows.band.height()))
    painter.setBrush(theme.next)
    painter.drawRoundedRect(box, 5.0, 5.0)
    painter.setFont(face)
    painter.setPen(theme.next_text)
    painter.drawText(box, _CENTRE, str(moment + 1))
