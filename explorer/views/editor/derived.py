"""The derived equations as pieces of LaTeX, section by section, and where each stands in a column of some width."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from engine.derivation.program import Line, Program, Section
from engine.language.network import Network
from engine.notation.latex import latex
from engine.notation.lines import left_side, line_text, terms
from engine.notation.plain import plain
from explorer.drawing.formula import Formula, typeset
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, SEMIBOLD, font

SECTIONS: tuple[Section, ...] = ("forward", "loss", "backward", "parameters", "inputs")
TITLES = {
    "forward": "Forward",
    "loss": "Loss",
    "backward": "Backward, derived",
    "parameters": "Of the parameters, derived",
    "inputs": "Of the inputs, derived",
}
SIZE = 17.0
ROW, BAR, BETWEEN = 30.0, 28.0, 4.0
MARGIN, INDENT = 14.0, 26.0
_BASELINE = 20.0
_GAP, _AIR, _TIGHTEST = 3.0, 2.0, 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """A left side or a term: the sign before it ("" for none), LaTeX, and the same in letters."""

    sign: str
    latex: str
    text: str


@dataclass(frozen=True, slots=True)
class DerivedLine:
    """One line of a program in pieces, the left side first; `place` is the line of the text that it comes from."""

    section: Section
    text: str
    pieces: tuple[Piece, ...]
    place: int

    @property
    def wanted(self) -> tuple[Piece, ...]:
        """All that is to be typeset for it, its signs included."""
        signs = dict.fromkeys(piece.sign for piece in self.pieces if piece.sign)
        return (*(Piece("", sign, sign) for sign in signs), *self.pieces)


def derived_lines(program: Program) -> tuple[DerivedLine, ...]:
    """All lines but those of an update, in the order in which they run."""
    network = program.network
    return tuple(_pieces(line, network) for section in SECTIONS for line in program.section(section))


def _pieces(line: Line, network: Network) -> DerivedLine:
    left = left_side(line, network)
    pieces = [Piece("", latex(left, network), plain(left, network))]
    for number, term in enumerate(terms(line.expression)):
        sign = "=" if number == 0 else "-" if term.negative else "+"
        body = term.expression
        minus = "-" if number == 0 and term.negative else ""
        pieces.append(Piece(sign, minus + latex(body, network), minus + plain(body, network)))
    place = network.quantities[line.name].line
    return DerivedLine(line.section, line_text(line, network), tuple(pieces), place)


def set_piece(piece: Piece) -> Formula:
    """The formula; what cannot be typeset is set as upright text, because one odd name must not hide the others."""
    try:
        return typeset(piece.latex, SIZE)
    except ValueError:
        kept = "".join(letter if letter not in r"\{}$#%&_^~" else " " for letter in piece.text)
        return typeset(rf"\text{{{kept}}}", SIZE)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A formula in its place: the origin, and how much it is squeezed where it is wider than the column."""

    formula: Formula
    point: QPointF
    squeeze: float = 1.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A bar or a line with its place; a line without glyphs is not typeset yet and shown in letters."""

    rect: QRectF
    title: str = ""
    line: DerivedLine | None = None
    glyphs: tuple[Glyph, ...] = ()


Find = Callable[[Piece], Formula | None]


def placed(lines: tuple[DerivedLine, ...], width: float, find: Find) -> tuple[Placed, ...]:
    """Where everything stands in a column of this width; `find` gives what is typeset by now."""
    found: list[Placed] = []
    y, section = 0.0, ""
    for line in lines:
        if line.section != section:
            y += BETWEEN if section else 0.0
            section = line.section
            found.append(Placed(QRectF(0.0, y, width, BAR), TITLES[section]))
            y += BAR + BETWEEN
        glyphs, height = _set(line, y, width, find)
        found.append(Placed(QRectF(0.0, y, width, height), "", line, glyphs))
        y += height
    return tuple(found)


def _set(line: DerivedLine, top: float, width: float, find: Find) -> tuple[tuple[Glyph, ...], float]:
    """The glyphs of a line, broken before the signs of terms that would not end within the width, and its height."""
    known = {piece.latex: find(piece) for piece in line.wanted}
    if any(formula is None for formula in known.values()):
        return (), ROW
    rows: list[list[tuple[Formula, float, float]]] = [[]]
    x, right = MARGIN, width - MARGIN
    for piece in line.pieces:
        body, sign = known[piece.latex], known.get(piece.sign) if piece.sign else None
        assert body is not None
        lead = sign.size.width() + 2.0 * _GAP if sign is not None else 0.0
        if rows[-1] and piece.sign in ("+", "-") and x + lead + body.size.width() > right:
            rows.append([])
            x = MARGIN + INDENT
        if sign is not None:
            rows[-1].append((sign, x + _GAP, 1.0))
            x += lead
        squeeze = min(1.0, max(_TIGHTEST, (right - x) / body.size.width()))
        rows[-1].append((body, x, squeeze))
        x += body.size.width() * squeeze
    glyphs: list[Glyph] = []
    y = top
    for row in rows:
        ascent = max(formula.ascent for formula, _, _ in row)
        descent = max(formula.size.height() - formula.ascent for formula, _, _ in row)
        baseline = float(ceil(max(_BASELINE, ascent + _AIR)))
        glyphs += [Glyph(formula, QPointF(x, y + baseline), squeeze) for formula, x, squeeze in row]
        y += float(ceil(max(ROW, baseline + descent + _AIR)))
    return tuple(glyphs), y - top


def bottom(places: tuple[Placed, ...]) -> float:
    """Where a column ends."""
    return places[-1].rect.bottom() + BETWEEN if places else 0.0


def draw_placed(painter: QPainter, place: Placed, *, theme: Theme, stale: bool, chosen: bool) -> None:
    """Paints a bar or a line, `chosen` where the caret stands in what it comes from."""
    painter.save()
    if place.line is None:
        painter.fillRect(place.rect, theme.header)
        painter.setFont(font(BODY, SEMIBOLD))
        painter.setPen(theme.text3 if stale else theme.text1)
        painter.drawText(place.rect.adjusted(MARGIN, 0.0, -MARGIN, 0.0), Qt.AlignmentFlag.AlignVCenter, place.title)
    else:
        if chosen:
            painter.fillRect(place.rect, theme.accent_fill)
        if not place.glyphs:
            painter.setFont(font(BODY))
            painter.setPen(theme.text3)
            area = place.rect.adjusted(MARGIN, 0.0, -MARGIN, 0.0)
            painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, place.line.text)
        for glyph in place.glyphs:
            _draw_glyph(painter, glyph, theme=theme, stale=stale)
    painter.restore()


def _draw_glyph(painter: QPainter, glyph: Glyph, *, theme: Theme, stale: bool) -> None:
    colour = theme.text3 if stale else theme.text1
    if glyph.squeeze == 1.0:
        glyph.formula.draw(painter, glyph.point, colour=colour)
        return
    painter.save()
    painter.translate(glyph.point)
    painter.scale(glyph.squeeze, glyph.squeeze)
    glyph.formula.fill(painter, QPointF(0.0, 0.0), colour)
    painter.restore()
