"""Symbols with a moment above them, set from parts so that a new moment costs no new formula."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from explorer.drawing.formula import typeset
from explorer.drawing.formula_picture import Formula

SIZE = 17.0
_SCRIPT = 0.68
_RAISED = 0.4
_GAP = 0.8


def _base(latex: str) -> str:
    """The letter of a symbol without its index."""
    return latex.split("_", 1)[0].strip()


@lru_cache(maxsize=4096)
def _symbol(latex: str, when: str, size: float) -> Formula:
    """The symbol and its script as one formula."""
    whole = typeset(latex, size)
    if not when:
        return whole
    path, left = QPainterPath(whole.path), typeset(_base(latex), size).size.width() + _GAP
    top, parts = whole.ascent, [(whole, QPointF(0.0, 0.0))]
    for mark in when:
        part = typeset(mark, round(size * _SCRIPT, 1))
        path.addPath(part.path.translated(left, -_RAISED * size))
        parts.append((part, QPointF(left, -_RAISED * size)))
        left += part.size.width()
        top = max(top, part.ascent + _RAISED * size)
    return Formula(
        latex=f"{latex} at {when}",
        em=size,
        size=QSizeF(max(whole.size.width(), left), whole.size.height() - whole.ascent + top),
        ascent=top,
        boxes=whole.boxes,
        path=path,
        parts=tuple(parts),
    )


def symbol_width(latex: str, when: str = "", *, size: float = SIZE) -> float:
    """Px that `draw_symbol` will use."""
    return _symbol(latex, when, size).size.width()


def draw_symbol(
    painter: QPainter, point: QPointF, latex: str, when: str = "", *, colour: QColor, size: float = SIZE
) -> float:
    """Draw `latex` from the left end of its baseline, with `when` (digits, t, +, -) above its index; px used."""
    symbol = _symbol(latex, when, size)
    symbol.draw(painter, point, colour=colour)
    return symbol.size.width()
