"""Symbols with a moment above them, set from parts so that a new moment costs no new formula."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from explorer.drawing.formula import typeset

SIZE = 17.0
_SCRIPT = 0.68
_RAISED = 0.4
_GAP = 0.8


def _base(latex: str) -> str:
    """The letter of a symbol without its index."""
    return latex.split("_", 1)[0].strip()


def _script(text: str, size: float) -> list[tuple[str, float]]:
    """The characters of a script with their widths."""
    return [(mark, typeset(mark, round(size * _SCRIPT, 1)).size.width()) for mark in text]


def symbol_width(latex: str, when: str = "", *, size: float = SIZE) -> float:
    """Px that `draw_symbol` will use."""
    whole = typeset(latex, size).size.width()
    if not when:
        return whole
    return max(whole, typeset(_base(latex), size).size.width() + _GAP + sum(width for _, width in _script(when, size)))


def draw_symbol(
    painter: QPainter, point: QPointF, latex: str, when: str = "", *, colour: QColor, size: float = SIZE
) -> float:
    """Draw `latex` from the left end of its baseline, with `when` (digits, t, +, -) above its index; px used."""
    typeset(latex, size).draw(painter, point, colour=colour)
    left = point.x() + typeset(_base(latex), size).size.width() + _GAP
    for mark, width in _script(when, size):
        typeset(mark, round(size * _SCRIPT, 1)).draw(painter, QPointF(left, point.y() - _RAISED * size), colour=colour)
        left += width
    return symbol_width(latex, when, size=size)
