"""Equations set into a width: broken before = and signs where they are long, with boxes around what is marked."""

import re
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.formula import Formula, typeset
from explorer.theme.tokens import Theme

EM, SMALLEST = 19.0, 13.0
ROW_GAP, INDENT = 14.0, 26.0
_WORD = re.compile(r"\\([A-Za-z]+)")
_MARKED = re.compile(r"\\class\{(\w+)\}\{(.*)\}")
_PAIRED = re.compile(r"\\(left|right)(?![A-Za-z])")
_STARTS = ("sum", "cdot", "frac", "odot")
_TRIED = (
    ("=", 0, EM), ("=+-", 0, EM), ("=+-", 0, 16.0), ("=+-", 1, EM), ("=+-", 1, 16.0),
    ("=+-", 2, EM), ("=+-", 2, 16.0), ("=+-", 2, SMALLEST),
)  # fmt: skip
"""Where an equation may be cut (signs, depth) and its size, the best first."""
_GROUND = 30
"""Opacity of the ground of a box, of 255."""


@dataclass(frozen=True)
class Placed:
    """One row of an equation: the formula, and its origin from the upper left of the whole."""

    formula: Formula
    origin: QPointF


@dataclass(frozen=True)
class Equation:
    """An equation in rows, and its height in px."""

    rows: tuple[Placed, ...]
    height: float

    @property
    def width(self) -> float:
        """The px of its longest row."""
        return max(row.origin.x() + row.formula.size.width() for row in self.rows)


@lru_cache(maxsize=512)
def set_equation(latex: str, width: float) -> Equation:
    """The equation in as few rows as fit into `width` px; smaller only where a part alone is too long."""
    rows: list[Formula] = []
    for signs, deep, em in _TRIED:
        rows = _rows(latex, width, signs, em=em, deep=deep)
        if _excess(rows, width) <= 1.0:
            return _stacked(rows)
    em = SMALLEST
    # Rows are cut anew at each size, so that the first one computed may not be small enough.
    for _ in range(4):
        em *= 0.97 / max(_excess(rows, width), 1.0)
        rows = _rows(latex, width, "=+-", em=em, deep=2)
        if _excess(rows, width) <= 1.0:
            break
    return _stacked(rows)


def _excess(rows: list[Formula], width: float) -> float:
    """The longest row by the room it has."""
    return max(row.size.width() / (width - (INDENT if number else 0.0)) for number, row in enumerate(rows))


def _stacked(rows: list[Formula]) -> Equation:
    placed: list[Placed] = []
    y = 0.0
    for number, row in enumerate(rows):
        placed.append(Placed(row, QPointF(INDENT if number else 0.0, y + row.ascent)))
        y += row.size.height() + ROW_GAP
    return Equation(tuple(placed), y - ROW_GAP)


def _rows(latex: str, width: float, signs: str, *, em: float, deep: int) -> list[Formula]:
    """Statements, which a quad ends, begin a row of their own where they do not fit; long ones are cut at signs."""
    rows: list[str] = []
    for statement in parts(_unpaired(latex) if deep > 1 else latex, "", deep=0):
        fresh = True
        for part in (statement,) if _fits(statement, width, em) else parts(statement, signs, deep=deep):
            room = width - (INDENT if len(rows) > 1 else 0.0)
            whole = not fresh or part == statement
            if rows and whole and _fits(rows[-1] + part, room, em):
                rows[-1] += part
            else:
                rows.append(part)
            fresh = False
    return [typeset(f"{{}}{row}" if row[:1] in "=+-" else row, em) for row in rows]


def _unpaired(latex: str) -> str:
    """Brackets of a fixed size, which rows can be broken between."""
    return _PAIRED.sub(lambda found: r"\big" + found[1][0], latex)


def _fits(latex: str, width: float, em: float) -> bool:
    return typeset(latex, em).size.width() <= width


def parts(latex: str, signs: str, *, deep: int) -> list[str]:
    """The LaTeX cut before each of the signs and after each quad, outside of braces and brackets.

    With `deep` 1 before sums and fractions too, with 2 also in brackets. What is marked as a whole is cut inside, and
    each piece marked.
    """
    marked = _MARKED.fullmatch(latex.strip())
    if marked and _balanced(marked[2]):
        return [f"\\class{{{marked[1]}}}{{{part}}}" for part in parts(marked[2], signs, deep=deep)]
    found: list[str] = []
    opened: list[str] = []
    paired = start = place = 0
    while place < len(latex):
        mark = latex[place]
        free = paired == 0 and (not opened or (deep > 1 and "{" not in opened))
        if mark == "\\":
            word = _WORD.match(latex, place)
            name = word[1] if word else ""
            paired += (name in ("left", "begin")) - (name in ("right", "end"))
            after = word.end() if word else place + 2
            if free and name in ("quad", "qquad"):
                found.append(latex[start:after])
                start = after
            elif free and deep and name in _STARTS and latex[start:place].strip():
                found.append(latex[start:place])
                start = place
            place = after
            continue
        # What stands in square brackets after a letter is an index, which stays whole.
        index = mark == "[" and latex[place - 1 : place].isalnum()
        if mark in "([{":
            opened.append("{" if index or mark == "{" else "(")
        elif mark in ")]}" and opened:
            opened.pop()
        if mark in signs and free and latex[start:place].strip():
            found.append(latex[start:place])
            start = place
        place += 1
    return [part for part in (*found, latex[start:]) if part.strip()]


def _balanced(latex: str) -> bool:
    """Whether every closing brace has one before it that opens."""
    depth = 0
    for mark in latex:
        depth += (mark == "{") - (mark == "}")
        if depth < 0:
            return False
    return depth == 0


def draw_equation(
    painter: QPainter, corner: QPointF, equation: Equation, *, theme: Theme, use: QColor | None = None
) -> None:
    """Paints it from its upper left corner: wrong parts boxed dashed, right ones solid, uses in the colour `use`."""
    for row in equation.rows:
        point = corner + row.origin
        for name, box in row.formula.boxes:
            if name in ("wrong", "right", "use"):
                colour = {"wrong": theme.err, "right": theme.ok, "use": use or theme.accent}[name]
                wide = 1.5 if name == "use" else 2.5
                _box(painter, box.translated(point).adjusted(-wide, -3.0, wide, 3.0), colour, dashed=name == "wrong")
        row.formula.draw(painter, point, theme=theme)


def _box(painter: QPainter, area: QRectF, colour: QColor, *, dashed: bool) -> None:
    ground = QColor(colour)
    ground.setAlpha(_GROUND)
    pen = QPen(colour, 1.4)
    if dashed:
        pen.setDashPattern([2.6, 1.8])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(ground)
    painter.drawRoundedRect(area, 3.0, 3.0)
