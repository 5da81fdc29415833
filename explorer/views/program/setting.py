"""A line of the program set in rows: its left side and its terms, broken between terms where the room ends."""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainterPath, QTransform

from engine.derivation.program import Line, Program
from engine.derivation.simplify import TRANSPARENT
from engine.expression import Address, Apply, Expression, Reference
from engine.identity import Same
from engine.language.network import Network
from engine.notation.lines import left_side
from engine.notation.plain import plain
from explorer.drawing.formula import Formula, typeset
from explorer.views.program.breaking import broken
from explorer.views.program.marking import Marked, marked

FORMULA_SIZE = 17.0
ROW = 30.0
BASELINE = 20.0
"""Of a row of usual height, below its top in px."""
AXIS = 5.0
"""Middle of the text above its baseline: where numbers and badges are centred."""
INDENT = 26.0
_GAP = 3.0
"""On both sides of = + and −, besides the margin of 1 px that every formula carries."""
_AIR = 2.0
"""Least distance of a tall formula from the edges of its row."""
_TIGHTEST = 0.3
_SMALLEST = 15.0
"""Px per em below which a term is broken; narrower panels than that allows squeeze single factors."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A formula inside a line: `point` is its origin from the line's left top; `squeeze` < 1 where it was too wide."""

    formula: Formula
    point: QPointF
    marks: Marked
    squeeze: float = 1.0

    def _box(self, name: str) -> QRectF | None:
        for found, box in self.formula.boxes:
            if found == name:
                return QRectF(box.topLeft() * self.squeeze, box.size() * self.squeeze).translated(self.point)
        return None

    def reference_boxes(self) -> list[tuple[Reference, QRectF]]:
        """Every reference with the rectangle it covers."""
        boxes = ((reference, self._box(f"ref{number}")) for number, reference in enumerate(self.marks.references))
        return [(reference, box) for reference, box in boxes if box is not None]

    def part_box(self, address: Address) -> QRectF | None:
        """The rectangle of the sub-expression at an address of the line."""
        return self._box(f"part{self.marks.parts.index(address)}") if address in self.marks.parts else None


@dataclass(frozen=True, slots=True)
class Row:
    """One typeset row of a line, from the line's top: all its formulas as one, its baseline, and where it ends."""

    top: float
    height: float
    baseline: float
    right: float
    formula: Formula


@dataclass(frozen=True, slots=True)
class SetLine:
    """A typeset line: its rows, and the formulas they are made of.

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
        """What a sub-expression covers: a rectangle, or several where it is the whole sum or broken at its products."""
        found = [box for glyph in self.glyphs if (box := glyph.part_box(address)) is not None]
        return found or [box for term, box in self.terms if term[: len(address)] == address]


def safe_typeset(latex: str, text: str) -> Formula:
    """The formula; what cannot be typeset is set as upright text, because one odd name must not hide a program."""
    try:
        return typeset(latex, FORMULA_SIZE)
    except ValueError:
        kept = "".join(letter if letter not in r"\{}$#%&_^~" else " " for letter in text)
        return typeset(rf"\text{{{kept}}}", FORMULA_SIZE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A left side or a term: the sign before it, if any (`tight` at the start), and the formula itself."""

    sign: Formula | None
    formula: Formula
    marks: Marked
    address: Address
    tight: bool = False

    @property
    def lead(self) -> float:
        """How far the formula stands from the piece's left edge."""
        return 0.0 if self.sign is None else self.sign.size.width() + (0.0 if self.tight else 2.0 * _GAP)

    @property
    def width(self) -> float:
        return self.lead + self.formula.size.width()


def _terms(expression: Expression) -> list[tuple[bool, Expression, Address]]:
    """Sign, body and address of every term; the address is that of the term with its sign."""
    above: Address = ()
    while isinstance(expression, Apply) and expression.op in TRANSPARENT:
        expression, above = expression.arguments[0], (*above, 0)
    parts: list[tuple[Expression, Address]] = [(expression, above)]
    if isinstance(expression, Apply) and expression.op == "add":
        parts = [(part, (*above, number)) for number, part in enumerate(expression.arguments)]
    return [
        (True, part.arguments[0], at) if isinstance(part, Apply) and part.op == "neg" else (False, part, at)
        for part, at in parts
    ]


def _pieces(line: Line, network: Network) -> list[_Piece]:
    """The left side and all terms."""
    left = left_side(line, network)
    marks = marked(left, network)
    pieces = [_Piece(None, safe_typeset(marks.latex, plain(left, network)), marks, (-1,))]
    for number, (negative, body, address) in enumerate(_terms(line.expression)):
        marks = marked(body, network, (*address, 0) if negative else address)
        sign = typeset("-" if negative else "+", FORMULA_SIZE) if number or negative else None
        pieces.append(_Piece(sign, safe_typeset(marks.latex, plain(body, network)), marks, address, tight=not number))
    return pieces


def _short_enough(pieces: list[_Piece], first: float, later: float) -> list[_Piece]:
    """The terms, those cut at their products that would be written too small: `first` is the room of the first term."""
    found: list[_Piece] = []
    for piece in pieces:
        room = (later if found else first) - piece.lead
        if piece.formula.size.width() * _SMALLEST / FORMULA_SIZE <= room:
            found.append(piece)
            continue
        parts = broken(piece.marks.latex, (room, later), lambda latex: safe_typeset(latex, latex).size.width())
        for number, latex in enumerate(parts):
            sign = None if number else piece.sign
            found.append(replace(piece, sign=sign, formula=safe_typeset(latex, latex)))
    return found


def _broken(pieces: list[_Piece], start: float, room: float, later: float) -> list[list[_Piece]]:
    """The terms row by row, greedily: one goes to the next row where it would not end within the room of its own.

    Rows after the first have the room `later`.
    """
    rows: list[list[_Piece]] = [[]]
    x = start
    for piece in pieces:
        if rows[-1] and x + piece.width > (later if len(rows) > 1 else room):
            rows.append([])
            x = INDENT
        rows[-1].append(piece)
        x += piece.width
    return rows


def _joined(glyphs: list[Glyph], right: float) -> Formula:
    """All formulas of a row as one, whose origin is the row's left end: painting it costs one picture, not eight."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for glyph in glyphs:
        place = QTransform(glyph.squeeze, 0.0, 0.0, glyph.squeeze, glyph.point.x(), 0.0)
        path.addPath(place.map(glyph.formula.path))
    ascent = max(glyph.formula.ascent for glyph in glyphs)
    descent = max(glyph.formula.size.height() - glyph.formula.ascent for glyph in glyphs)
    latex = "\n".join(f"{glyph.point.x():.2f} {glyph.squeeze:.3f} {glyph.formula.latex}" for glyph in glyphs)
    return Formula(latex, FORMULA_SIZE, QSizeF(right, ascent + descent), ascent, (), path)


def _place(pieces: list[_Piece], x: float, y: float, room: float) -> tuple[list[Glyph], list[tuple[Address, QRectF]]]:
    """The glyphs of the terms of one row from `x` on with their baseline at `y`, and what each term covers."""
    glyphs: list[Glyph] = []
    terms: list[tuple[Address, QRectF]] = []
    for piece in pieces:
        width = piece.formula.size.width()
        squeeze = min(1.0, max(_TIGHTEST, (room - x - piece.lead) / width))
        if piece.sign is not None:
            glyphs.append(Glyph(piece.sign, QPointF(x + (0.0 if piece.tight else _GAP), y), Marked("")))
        glyphs.append(Glyph(piece.formula, QPointF(x + piece.lead, y), piece.marks, squeeze))
        right = x + piece.lead + width * squeeze
        box = piece.formula.rect(QPointF(0.0, y))
        terms.append((piece.address, QRectF(x, box.top(), right - x, box.height())))
        x = right
    return glyphs, terms


@lru_cache(maxsize=1024)
def set_line(same: Same[Program], number: int, room: float, later: float) -> SetLine:
    """The line of that number, with terms ending within `room` px on the first row and `later` px on those below."""
    program = same.held
    left, *right = _pieces(program.lines[number - 1], program.network)
    equals = typeset("=", FORMULA_SIZE)
    start = left.width + equals.size.width() + 2.0 * _GAP
    glyphs: list[Glyph] = []
    rows: list[Row] = []
    terms: list[tuple[Address, QRectF]] = []
    top = 0.0
    right = _short_enough(right, room - start, later - INDENT)
    for turn, row in enumerate(_broken(right, start, room, later)):
        shown = [left, *row] if turn == 0 else row
        ascent = max(piece.formula.ascent for piece in shown)
        descent = max(piece.formula.size.height() - piece.formula.ascent for piece in shown)
        baseline = float(ceil(max(BASELINE, ascent + _AIR)))
        height = float(ceil(max(ROW, baseline + descent + _AIR)))
        y = top + baseline
        own, covered = _place(row, INDENT if turn else start, y, room)
        if turn == 0:
            sign = Glyph(equals, QPointF(left.width + _GAP, y), Marked("="))
            own = [Glyph(left.formula, QPointF(0.0, y), left.marks), sign, *own]
        end = covered[-1][1].right()
        rows.append(Row(top, height, y, end, _joined(own, end)))
        glyphs += own
        terms += covered
        top += height
    references = tuple(found for glyph in glyphs for found in glyph.reference_boxes())
    return SetLine(tuple(glyphs), tuple(rows), references, tuple(terms))
