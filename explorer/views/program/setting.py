"""A line of the program set in rows: its left side and its terms, broken between terms where the room ends."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainterPath, QTransform

from engine.derivation.program import Line, Program
from engine.expression import Address, Apply, Expression, Reference, Total
from engine.language.network import Network
from engine.notation.lines import left_side
from engine.notation.plain import plain
from explorer.drawing.formula import Formula, typeset
from explorer.views.program.marking import Marked, marked

FORMULA_SIZE = 17.0
ROW = 30.0
BASELINE = 20.0
"""Of a row of usual height, below its top in px."""
AXIS = 5.0
"""Middle of the text above its baseline: where numbers and badges are centred."""
INDENT = 26.0
_GAP = 4.5
"""On both sides of = + and −, which carry a margin of 1 px themselves."""
_AIR = 2.0
"""Least distance of a tall formula from the edges of its row."""


@dataclass(frozen=True, slots=True)
class Same:
    """A program, equal only to itself, so that what is made of it can be kept without comparing expressions."""

    program: Program

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.program is self.program

    def __hash__(self) -> int:
        return id(self.program)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A formula inside a line: `point` is its origin from the line's left top, `squeeze` below 1 where it was too wide."""

    formula: Formula
    point: QPointF
    marks: Marked
    squeeze: float = 1.0

    def _box(self, name: str) -> QRectF | None:
        for found, box in self.formula.boxes:
            if found == name:
                scaled = QRectF(box.topLeft() * self.squeeze, box.size() * self.squeeze)
                return scaled.translated(self.point)
        return None

    def reference_boxes(self) -> list[tuple[Reference, QRectF]]:
        """Every reference with the rectangle it covers, from the line's left top."""
        boxes = ((reference, self._box(f"ref{number}")) for number, reference in enumerate(self.marks.references))
        return [(reference, box) for reference, box in boxes if box is not None]

    def part_box(self, address: Address) -> QRectF | None:
        """The rectangle of the sub-expression at an address of the line."""
        return self._box(f"part{self.marks.parts.index(address)}") if address in self.marks.parts else None


@dataclass(frozen=True, slots=True)
class Row:
    """One typeset row of a line, from the line's top: its baseline, and where its formulas end."""

    top: float
    height: float
    baseline: float
    right: float
    formula: Formula


@dataclass(frozen=True, slots=True)
class SetLine:
    """A typeset line: its rows with all their formulas as one, and the parts they are made of.

    `references` are the rectangles of all quantities; `terms` gives for the address of each whole term the rectangle
    it covers with its sign. Everything counts from the line's left top.
    """

    glyphs: tuple[Glyph, ...]
    rows: tuple[Row, ...]
    references: tuple[tuple[Reference, QRectF], ...]
    terms: tuple[tuple[Address, QRectF], ...]

    @property
    def height(self) -> float:
        """Of all rows, in px."""
        return self.rows[-1].top + self.rows[-1].height

    def part_boxes(self, address: Address) -> list[QRectF]:
        """What a sub-expression covers: one rectangle, or one for each term where it is the whole sum."""
        for glyph in self.glyphs:
            if (box := glyph.part_box(address)) is not None:
                return [box]
        return [box for term, box in self.terms if term[: len(address)] == address]


def safe_typeset(latex: str, text: str) -> Formula:
    """The formula; what cannot be typeset is set as upright text, because one odd name must not hide a program."""
    try:
        return typeset(latex, FORMULA_SIZE)
    except ValueError:
        kept = "".join(letter if letter not in r"\{}$#%&_^~" else " " for letter in text)
        return typeset(rf"\text{{{kept}}}", FORMULA_SIZE)


def _joined(glyphs: list[Glyph], right: float) -> Formula:
    """All formulas of a row as one, whose origin is the row's left end: painted at once, row by row, many times a second."""
    path = QPainterPath()
    for glyph in glyphs:
        place = QTransform(glyph.squeeze, 0.0, 0.0, glyph.squeeze, glyph.point.x(), 0.0)
        path.addPath(place.map(glyph.formula.path))
    path.setFillRule(Qt.FillRule.WindingFill)
    ascent = max(glyph.formula.ascent for glyph in glyphs)
    descent = max(glyph.formula.size.height() - glyph.formula.ascent for glyph in glyphs)
    latex = "".join(f"{glyph.point.x():.2f} {glyph.squeeze:.3f} {glyph.formula.latex}\n" for glyph in glyphs)
    return Formula(latex, FORMULA_SIZE, QSizeF(right, ascent + descent), ascent, (), path)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A left side or a term: what comes before it (a sign, or nothing) and the formula itself."""

    sign: Formula | None
    formula: Formula
    marks: Marked
    address: Address | None
    tight: bool = False

    @property
    def width(self) -> float:
        lead = 0.0 if self.sign is None else self.sign.size.width() + (0.0 if self.tight else 2.0 * _GAP)
        return lead + self.formula.size.width()


def _terms(expression: Expression) -> list[tuple[bool, Expression, Address]]:
    """Sign, body and address of every term; the address is that of the term with its sign."""
    whole = isinstance(expression, Apply) and expression.op == "add"
    parts = [(part, (number,)) for number, part in enumerate(expression.arguments)] if whole else [(expression, ())]
    return [(True, part.arguments[0], at) if isinstance(part, Apply) and part.op == "neg" else (False, part, at)
            for part, at in parts]


def _pieces(line: Line, network: Network) -> list[_Piece]:
    left = left_side(line, network)
    marks = marked(left, network)
    pieces = [_Piece(None, safe_typeset(marks.latex, plain(left, network)), marks, None)]
    for number, (negative, body, address) in enumerate(_terms(line.expression)):
        inside = (*address, 0) if negative else address
        marks = marked(body, network, inside)
        if line.section == "loss" and isinstance(body, Total) and not body.moments:
            marks = Marked(rf"\sum_{{\mathit{{examples}}}} {marks.latex}", marks.references, marks.parts)
        sign = typeset("-" if negative else "+", FORMULA_SIZE) if number or negative else None
        pieces.append(_Piece(sign, safe_typeset(marks.latex, plain(body, network)), marks, address, tight=not number))
    return pieces


def _rows_of(pieces: list[_Piece], room: float, equals: Formula) -> list[list[_Piece]]:
    """Greedy: a term goes to the next row where it would not end within the room."""
    start = pieces[0].width + equals.size.width() + 2.0 * _GAP
    rows: list[list[_Piece]] = [[]]
    x = start
    for number, piece in enumerate(pieces[1:]):
        if number and rows[-1] and x + piece.width > room:
            rows.append([])
            x = INDENT
        rows[-1].append(piece)
        x += piece.width
    return rows


@lru_cache(maxsize=1024)
def set_line(same: Same, number: int, room: float) -> SetLine:
    """The line of that number, typeset with terms ending within `room` px; typesets only what is asked for."""
    network = same.program.network
    pieces = _pieces(same.program.lines[number - 1], network)
    equals = typeset("=", FORMULA_SIZE)
    glyphs: list[Glyph] = []
    rows: list[Row] = []
    terms: list[tuple[Address, QRectF]] = []
    top = 0.0
    for turn, row in enumerate(_rows_of(pieces, room, equals)):
        shown = [pieces[0], *row] if turn == 0 else row
        ascent = max(piece.formula.ascent for piece in shown)
        descent = max(piece.formula.size.height() - piece.formula.ascent for piece in shown)
        baseline = float(ceil(max(BASELINE, ascent + _AIR)))
        height = float(ceil(max(ROW, baseline + descent + _AIR)))
        x, y, first = 0.0 if turn == 0 else INDENT, top + baseline, len(glyphs)
        if turn == 0:
            glyphs.append(Glyph(pieces[0].formula, QPointF(0.0, y), pieces[0].marks))
            x = pieces[0].width + _GAP
            glyphs.append(Glyph(equals, QPointF(x, y), Marked("=")))
            x += equals.size.width() + _GAP
        for piece in row:
            begin = x
            if piece.sign is not None:
                x += 0.0 if piece.tight or not glyphs else _GAP
                glyphs.append(Glyph(piece.sign, QPointF(x, y), Marked("")))
                x += piece.sign.size.width() + (0.0 if piece.tight else _GAP)
            squeeze = min(1.0, max(0.3, (room - x) / piece.formula.size.width()))
            glyphs.append(Glyph(piece.formula, QPointF(x, y), piece.marks, squeeze))
            x += piece.formula.size.width() * squeeze
            if piece.address is not None:
                box = glyphs[-1].formula.rect(QPointF(0.0, y))
                terms.append((piece.address, QRectF(begin, box.top(), x - begin, box.height())))
        rows.append(Row(top, height, y, x, _joined(glyphs[first:], x)))
        top += height
    references = tuple(found for glyph in glyphs for found in glyph.reference_boxes())
    return SetLine(tuple(glyphs), tuple(rows), references, tuple(terms))
