"""How a verdict looks: shape, word and colour."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from explorer.drawing.hatch import draw_hatch
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import write
from explorer.theme.numbers import ABSENT
from explorer.theme.tokens import Theme
from explorer.theme.type import MEDIUM
from explorer.views.check.words import Look

MARK, WIDTH = 18.0, 86.0
_ICONS = {"passed": "check", "fails": "cross", "kink": "triangle"}


def colour_of(look: Look, theme: Theme) -> QColor:
    """Of its mark and word."""
    return {"passed": theme.ok, "fails": theme.err, "kink": theme.warn}.get(look, theme.text2)


def draw_look(painter: QPainter, rect: QRectF, look: Look, *, theme: Theme, faded: bool = False) -> None:
    """Mark and word from the left of `rect`, without colour where out of date; a dash on hatch before the check."""
    middle = rect.center().y()
    if look == "absent":
        empty = QRectF(rect.left(), middle - 10.0, 40.0, 20.0)
        draw_hatch(painter, empty, theme=theme, radius=4.0, edge=True)
        write(painter, empty.adjusted(12.0, 0.0, 0.0, 0.0), ABSENT, colour=theme.text2)
        return
    ink = theme.text3 if faded else colour_of(look, theme)
    draw_icon(painter, QRectF(rect.left(), middle - MARK / 2.0, MARK, MARK), name=_ICONS[look], colour=ink)
    write(painter, rect.adjusted(MARK + 6.0, 0.0, 0.0, 0.0), look, colour=ink, weight=MEDIUM)
