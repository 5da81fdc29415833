"""Where everything in the inspector stands at one width: head, formula, rows, result, check, from top to bottom."""

from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF

from engine.identity import Same
from explorer.drawing.badge import badge_width
from explorer.drawing.formula import Formula, safe_typeset
from explorer.scene import Scene
from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame
from explorer.views.inspector.explaining import read
from explorer.views.inspector.going import with_uses
from explorer.views.inspector.papers import Printed, place_printed
from explorer.views.inspector.reading import Reading, Row

MARGIN = 14.0
INDENT = 44.0
LINE = 22.0
PRINTED = 24.0
TERM = 50.0
BAR = 34.0
HEAD_SIZE, COMPACT_HEAD, FORMULA_SIZE, TERM_SIZE = 26.0, 20.0, 20.0, 17.0
LINK = " ↗"
HALF_BAR = 52.0
_AIR = 4.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that all rows share: the right edge of the numbers, the bars' zero line, the links' left edge."""

    numbers: float
    zero: float
    half: float
    links: float


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with its place; `lines` are its lower lines, `bar` the band of its bar, None where it has none."""

    row: Row
    rect: QRectF
    formula: Formula | None
    point: QPointF
    squeeze: float
    middle: float
    number: QRectF
    bar: QRectF | None
    lines: tuple[QRectF, ...]
    link: QRectF | None


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is drawn, with its place; None is not there."""

    reading: Reading
    head: Formula
    head_rect: QRectF
    printed: Printed
    formula: Formula | None
    formula_rect: QRectF
    columns: Columns
    rows: tuple[PlacedRow, ...]
    remarks: tuple[QRectF, ...]
    result: QRectF
    badge: QRectF
    check: QRectF | None
    legend: QRectF | None
    goes_bar: QRectF | None
    goes: tuple[PlacedRow, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """A frame, equal to others that are arranged in the same way."""

    scene: Same[Scene]
    width: float
    compact: bool
    figure: bool
    settled: bool
    frame: Frame = field(compare=False)


def arrange(frame: Frame) -> Layout | None:
    """Places everything; None where there is no number to speak of. Asked for several times in a step, made once."""
    asked = _Asked(Same(frame.scene), frame.width, frame.compact, frame.figure, frame.settled, frame)
    return _arranged(asked)


@lru_cache(maxsize=4)
def _arranged(asked: _Asked) -> Layout | None:
    frame = asked.frame
    reading = read(frame.scene)
    if reading is None:
        return None
    return _Setter(frame, with_uses(frame, reading)).layout()


class _Setter:
    """Goes down the page, one piece after the other; `y` is where the next piece begins."""

    def __init__(self, frame: Frame, reading: Reading) -> None:
        self.frame, self.reading = frame, reading
        self.width, self.compact = frame.width, frame.compact
        self.columns = self._columns()
        self.y = 0.0

    def take(self, height: float) -> QRectF:
        """The next piece over the whole width."""
        rect = QRectF(0.0, self.y, self.width, height)
        self.y += height
        return rect

    def _columns(self) -> Columns:
        rows, digits = (*self.reading.rows, *(self.reading.goes or ())), self.frame.scene.state.digits
        face = font(BODY)
        linked = [text_width(row.when + LINK, face) for row in rows if row.link is not None]
        links = self.width - MARGIN - max(linked, default=0.0)
        bars = any(row.share is not None for row in rows)
        edge = links - 12.0 if linked else self.width - MARGIN
        if not self.compact:
            return Columns(edge, self.width - MARGIN - HALF_BAR, HALF_BAR, links)
        if not bars:
            return Columns(edge, edge, 0.0, links)
        half = max(18.0, min(HALF_BAR, (self.width - 300.0) / 3.0))
        zero = edge - half
        negative = max((row.share or 0.0 for row in rows if (row.number or 0.0) < 0.0), default=0.0)
        face = font(BODY, MEDIUM)
        widest = max((text_width(format_number(row.number, digits=digits), face) for row in rows), default=0.0)
        return Columns(max(zero - half * negative - 10.0, widest + INDENT + 40.0), zero, half, links)

    def layout(self) -> Layout:
        """Everything in order."""
        reading = self.reading
        head = safe_typeset(reading.head, reading.head_text, COMPACT_HEAD if self.compact else HEAD_SIZE)
        if self.compact:
            head_rect = self.take(max(36.0, head.size.height() + 8.0))
        else:
            head_rect = self.take(max(44.0, head.size.height() + 14.0) + 28.0)
        printed = self._printed()
        formula, formula_rect = self._formula()
        self._check_columns()
        remarks = tuple(self.take(self._wrapped(remark)) for remark in reading.remarks)
        rows = tuple(self._row(row) for row in reading.rows)
        result = self.take(40.0 if self.compact else 46.0)
        wide = badge_width(self.frame.scene.state.digits, preview=reading.status == "next")
        right = (
            min(self.width - MARGIN, max(self.columns.numbers + 8.0, INDENT + 70.0 + wide))
            if self.compact
            else self.width - MARGIN
        )
        badge = QRectF(right - wide, result.center().y() - 14.0, wide, 28.0)
        check = None
        if reading.checkable:
            inline = self.compact and self.width - badge.right() > 150.0
            check = (
                QRectF(badge.right() + 8.0, result.top(), self.width - badge.right() - 8.0, 40.0)
                if inline
                else self.take(36.0)
            )
        coloured = reading.number is not None and reading.status == "known"
        barred = any(row.share is not None for row in reading.rows)
        legend = (
            self.take((28.0 if coloured else 0.0) + (28.0 if barred else 0.0))
            if not self.compact and (coloured or barred)
            else None
        )
        bar = self.take(BAR) if reading.readers or self._asks_why else None
        goes = tuple(self._row(row) for row in reading.goes or ())
        return Layout(
            reading,
            head,
            head_rect,
            printed,
            formula,
            formula_rect,
            self.columns,
            rows,
            remarks,
            result,
            badge,
            check,
            legend,
            bar,
            goes,
            self.y + 8.0,
        )

    @property
    def _asks_why(self) -> bool:
        """Whether the number is one that there is a path to."""
        return self.reading.focus.adjoint and self.reading.number is not None and not self.reading.whole_loss

    def _check_columns(self) -> None:
        """Rows begin a little below what stands above them."""
        self.y += 0.0 if self.compact else 2.0

    def _printed(self) -> Printed:
        """The printed equations that the line is."""
        printed = place_printed(self.frame, self.reading.printed, top=self.y, margin=MARGIN, line=PRINTED)
        self.y = printed.bottom + 2.0 if self.reading.printed else self.y
        return printed

    def _formula(self) -> tuple[Formula | None, QRectF]:
        reading = self.reading
        if not reading.formula:
            return None, self.take(0.0)
        if self.compact and reading.shown == "terms":
            return None, self.take(0.0)
        both = safe_typeset(
            f"{reading.head} = {reading.formula}", f"{reading.head_text} = {reading.formula_text}", FORMULA_SIZE
        )
        if both.size.width() > self.width - 2.0 * MARGIN:
            both = safe_typeset(f"= {reading.formula}", f"= {reading.formula_text}", FORMULA_SIZE)
        height = max(34.0, both.size.height() + 12.0)
        return both, self.take(height + (LINE + 2.0 if reading.substituted else 0.0))

    def _wrapped(self, remark: str) -> float:
        return LINE * len(wrap(remark, self.width - 2.0 * MARGIN)) + 10.0

    def _row(self, row: Row) -> PlacedRow:
        formula = safe_typeset(row.latex, row.text, TERM_SIZE) if row.latex else None
        numbered = row.goes is not None or self.reading.shown != "uses"
        digits = self.frame.scene.state.digits
        room_number = text_width(format_number(row.number, digits=digits), font(BODY, MEDIUM)) if numbered else 0.0
        begin = INDENT if row.goes or self.reading.shown != "factors" else MARGIN + 10.0
        room = self.columns.numbers - room_number - 10.0 - begin
        whole = (self.columns.links - 10.0 if row.link and not self.compact else self.columns.numbers) - begin
        if formula is not None and not numbered and formula.size.width() > room and row.short:
            formula = safe_typeset(row.short, row.text, TERM_SIZE)
        width = formula.size.width() if formula else 0.0
        wide = not self.compact and numbered and width > room
        squeeze = min(1.0, max(0.3, (whole if wide else room) / width)) if width else 1.0
        tall = formula.size.height() * squeeze if formula else 0.0
        if self.compact:
            return self._compact_row(row, formula, squeeze, begin, tall)
        top, first = self.y, max(28.0, tall + 8.0)
        below = top + first
        bar = None
        middle = top + first / 2.0 + (1.0 if row.lines or row.share is not None else 0.0)
        number = QRectF(self.columns.numbers - 120.0, middle - 12.0, 120.0, 24.0)
        if wide:
            number.moveTop(below - 1.0)
        band = below + (LINE if wide else 0.0)
        if row.share is not None:
            bar = QRectF(self.columns.zero - self.columns.half, band, 2.0 * self.columns.half, LINE - 2.0)
        beside = number.right() - room_number - 10.0 if wide else None
        lines = self._lines(row, QPointF(begin + 8.0, below), bar=bar, beside=beside)
        bottom = max(
            [
                below,
                *(line.bottom() for line in lines),
                *([bar.bottom()] if bar else []),
                number.bottom() if wide else below,
            ]
        )
        least = 34.0 if not row.lines and bar is None else TERM
        rect = self.take(max(least, bottom - top + _AIR))
        if not row.lines and bar is None:
            middle = rect.center().y()
            number.moveTop(middle - 12.0)
        link = (
            QRectF(self.columns.links, number.top() - 4.0, self.width - MARGIN - self.columns.links, 32.0)
            if row.link
            else None
        )
        return PlacedRow(
            row,
            rect,
            formula,
            self._point(formula, squeeze, begin, middle),
            squeeze,
            middle,
            number,
            bar,
            tuple(lines),
            link,
        )

    def _lines(self, row: Row, corner: QPointF, *, bar: QRectF | None, beside: float | None) -> list[QRectF]:
        """Where the text below a formula stands, the first line up to `beside`; clear of the bar."""
        found = []
        for place in range(len(row.lines)):
            right, y = self.width - MARGIN, corner.y() + place * LINE
            if beside is not None and place == 0:
                right = beside
            elif bar is not None and abs(y - bar.top()) < LINE - 4.0:
                right = self._bar_left(row) - 8.0
            found.append(QRectF(corner.x(), y, max(20.0, right - corner.x()), LINE - 2.0))
        return found

    def _compact_row(self, row: Row, formula: Formula | None, squeeze: float, begin: float, tall: float) -> PlacedRow:
        rect = self.take(max(30.0, tall + 6.0))
        middle = rect.center().y()
        number = QRectF(self.columns.numbers - 120.0, middle - 12.0, 120.0, 24.0)
        bar = (
            QRectF(self.columns.zero - self.columns.half, rect.top(), 2.0 * self.columns.half, rect.height())
            if row.share is not None
            else None
        )
        link = (
            QRectF(self.columns.links, rect.top(), self.width - MARGIN - self.columns.links, rect.height())
            if row.link
            else None
        )
        return PlacedRow(
            row, rect, formula, self._point(formula, squeeze, begin, middle), squeeze, middle, number, bar, (), link
        )

    @staticmethod
    def _point(formula: Formula | None, squeeze: float, left: float, middle: float) -> QPointF:
        """The origin of a formula: on the baseline of the figures beside it unless it is tall."""
        if formula is None:
            return QPointF(left, middle + 5.4)
        if formula.size.height() > 30.0:
            return QPointF(left, middle - formula.size.height() * squeeze / 2.0 + formula.ascent * squeeze)
        return QPointF(left, middle + 5.4)

    def _bar_left(self, row: Row) -> float:
        return self.columns.zero - (self.columns.half * (row.share or 0.0) if (row.number or 0.0) < 0.0 else 0.0)


def wrap(text: str, room: float) -> list[str]:
    """The words of a sentence in lines that fit `room` px."""
    face, lines = font(BODY), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, face) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
