"""The editor as a figure: the text that runs with its colours, and beside it the equations derived from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from engine.derivation.program import Program
from engine.identity import Same
from explorer.theme.type import BODY, SEMIBOLD, code_font, font
from explorer.view import Frame, Spot
from explorer.views.editor.derived import BAR, MARGIN, Placed, bottom, derived_lines, draw_placed, placed, set_piece
from explorer.views.editor.highlighting import colours
from explorer.views.editor.lexing import Kind, Span, kinds_of, spans
from explorer.views.editor.texts import Row, running_text, wrapped

_LINE = 21.0
_NUMBERS = 44.0
_LEAST = 320.0
_TOP, _FOOT = BAR + 4.0, 8.0


@dataclass(frozen=True, slots=True)
class _Layout:
    """Two columns: how wide the text is, and where the other begins and how wide it is."""

    text: float
    corner: QPointF
    derived: float
    rows: tuple[Row, ...]


def _layout(frame: Frame) -> _Layout:
    """Side by side; one below the other where both have no room."""
    beside = frame.width >= 2.0 * _LEAST
    text = 0.5 * frame.width if beside else frame.width
    letter = QFontMetricsF(code_font()).horizontalAdvance("0")
    rows = tuple(wrapped(_lines(frame), max(10, int((text - _NUMBERS - MARGIN) / letter))))
    if beside:
        return _Layout(text, QPointF(text, 0.0), frame.width - text, rows)
    return _Layout(text, QPointF(0.0, _TOP + len(rows) * _LINE + _FOOT), text, rows)


def _lines(frame: Frame) -> list[str]:
    return running_text(frame.scene).rstrip("\n").split("\n")


@lru_cache(maxsize=8)
def _column(same: Same[Program], width: float) -> tuple[Placed, ...]:
    return placed(derived_lines(same.held.without_update), width, set_piece)


def height(frame: Frame) -> float:
    """Of the higher column, or of both where they stand one below the other."""
    layout = _layout(frame)
    derived = layout.corner.y() + bottom(_column(Same(frame.scene.program), layout.derived))
    return max(_TOP + len(layout.rows) * _LINE + _FOOT, derived)


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints both columns; nothing on a picture can be typed in."""
    layout = _layout(frame)
    painter.save()
    bar = QRectF(0.0, 0.0, layout.text, BAR)
    painter.fillRect(bar, frame.theme.header)
    painter.setFont(font(BODY, SEMIBOLD))
    painter.setPen(frame.theme.text1)
    painter.drawText(bar.adjusted(MARGIN, 0.0, 0.0, 0.0), Qt.AlignmentFlag.AlignVCenter, frame.scene.network.name)
    _draw_text(painter, frame, layout)
    painter.translate(layout.corner)
    for place in _column(Same(frame.scene.program), layout.derived):
        draw_placed(painter, place, theme=frame.theme, stale=False, chosen=False)
    painter.restore()
    return []


def _draw_text(painter: QPainter, frame: Frame, layout: _Layout) -> None:
    lines, kinds = _lines(frame), kinds_of(frame.scene.network)
    told: list[list[Span]] = []
    inside = False
    for line in lines:
        found, inside = spans(line, kinds, inside=inside)
        told.append(found)
    inks, plain, slanted = colours(frame.theme), code_font(), code_font()
    slanted.setItalic(True)
    step = QFontMetricsF(plain).horizontalAdvance("0")
    for number, row in enumerate(layout.rows):
        y = _TOP + number * _LINE
        if row.start == 0:
            painter.setFont(plain)
            painter.setPen(frame.theme.text3)
            area = QRectF(0.0, y, _NUMBERS - 12.0, _LINE)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(row.number))
        line = lines[row.number - 1]
        for start, stop, kind in _parts(line, told[row.number - 1]):
            first, last = max(start, row.start), min(stop, row.stop)
            if first < last:
                painter.setFont(slanted if kind == "comment" else plain)
                painter.setPen(inks[kind])
                area = QRectF(_NUMBERS + (row.indent + first - row.start) * step, y, frame.width, _LINE)
                flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
                painter.drawText(area, flags, line[first:last])


def _parts(text: str, found: list[Span]) -> Iterator[tuple[int, int, Kind]]:
    """A line in pieces of one kind, each from where to where."""
    at = 0
    for span in (*found, Span(len(text), 0, "defined")):
        yield at, span.start, "defined"
        at = span.start + span.length
        yield span.start, at, span.kind
