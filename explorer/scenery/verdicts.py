"""How verdicts look: shape, word and colour, three channels for one fact."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from engine.errata.entry import Verdict
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import write
from explorer.theme.tokens import Theme
from explorer.theme.type import MEDIUM, font, text_width

MARK = 16.0
GAP = 6.0
_LOOKS: dict[Verdict, tuple[str, str]] = {
    "correct": ("check", "correct"),
    "transcription noise": ("dots", "scan noise"),
    "misprint": ("cross", "misprint"),
    "convention": ("bars", "convention"),
    "incomplete": ("triangle", "incomplete"),
}
MEANINGS: dict[Verdict, str] = {
    "correct": "right as printed",
    "transcription noise": "spoilt letters only; what is meant is right",
    "misprint": "wrong as printed",
    "convention": "right under a convention that differs from the one used here",
    "incomplete": "right as far as it goes, but something is missing",
}


def word(verdict: Verdict) -> str:
    """The verdict in at most ten letters."""
    return _LOOKS[verdict][1]


def colour(verdict: Verdict, theme: Theme) -> QColor:
    """The colour of its mark, word and frame."""
    return {"correct": theme.ok, "misprint": theme.err, "incomplete": theme.warn}.get(verdict, theme.text2)


@cache
def verdict_width(verdict: Verdict | None = None) -> float:
    """Room for the mark and the word in px, for the longest word unless a verdict is given."""
    words = [_LOOKS[verdict][1]] if verdict else [text for _, text in _LOOKS.values()]
    return MARK + GAP + max(text_width(text, font(weight=MEDIUM)) for text in words) + 2.0


def draw_mark(painter: QPainter, left_centre: QPointF, *, verdict: Verdict, theme: Theme) -> None:
    """The shape alone."""
    area = QRectF(left_centre.x(), left_centre.y() - MARK / 2, MARK, MARK)
    draw_icon(painter, area, name=_LOOKS[verdict][0], colour=colour(verdict, theme))


def draw_verdict(painter: QPainter, left_centre: QPointF, *, verdict: Verdict, theme: Theme) -> None:
    """Shape and word, from the left."""
    draw_mark(painter, left_centre, verdict=verdict, theme=theme)
    area = QRectF(left_centre.x() + MARK + GAP, left_centre.y() - 12.0, verdict_width() - MARK - GAP, 24.0)
    write(painter, area, word(verdict), colour=colour(verdict, theme), weight=MEDIUM)
