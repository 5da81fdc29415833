"""Paragraphs: runs of text in several fonts broken into lines of a width, and painted as text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter

from explorer.theme.type import text_width

HARD_SPACE = "\u00a0"
LINE = 21.0
BASELINE = 15.5


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font; lines break at its spaces, at hard spaces only where nothing else helps."""

    text: str
    face: QFont


@dataclass(frozen=True, slots=True)
class Piece:
    """What is painted in one go: x from the line's start in px, text, font."""

    x: float
    text: str
    face: QFont


def break_lines(runs: Sequence[Run], width: float) -> tuple[tuple[Piece, ...], ...]:
    """The lines of a paragraph, each no wider than `width` px except where a single character is."""
    lines: list[list[Piece]] = [[]]
    x = 0.0
    for run in runs:
        space = text_width(" ", run.face)
        for word in _words(run, width):
            long = text_width(word, run.face)
            gap = space if lines[-1] else 0.0
            if lines[-1] and x + gap + long > width:
                lines.append([])
                x, gap = 0.0, 0.0
            last = lines[-1][-1] if lines[-1] else None
            if last is not None and last.face is run.face:
                lines[-1][-1] = Piece(last.x, f"{last.text} {word}", run.face)
            else:
                lines[-1].append(Piece(x + gap, word, run.face))
            x += gap + long
    return tuple(tuple(line) for line in lines if line)


def _words(run: Run, width: float) -> Iterator[str]:
    for word in run.text.split(" "):
        parts = [word] if text_width(word, run.face) <= width else word.split(HARD_SPACE)
        for part in parts:
            yield from _cut(part.replace(HARD_SPACE, " "), run.face, width)


def _cut(word: str, face: QFont, width: float) -> Iterator[str]:
    """A word that is wider than a line in pieces that fit; empty words vanish."""
    while word and text_width(word, face) > width and len(word) > 1:
        fits = next((n for n in range(len(word) - 1, 1, -1) if text_width(word[:n], face) <= width), 1)
        yield word[:fits]
        word = word[fits:]
    if word:
        yield word


def draw_lines(painter: QPainter, point: QPointF, lines: Sequence[Sequence[Piece]], *, colour: QColor) -> float:
    """Paints lines downwards from the upper left `point`; gives their height in px."""
    painter.setPen(colour)
    for number, line in enumerate(lines):
        for piece in line:
            painter.setFont(piece.face)
            painter.drawText(QPointF(point.x() + piece.x, point.y() + number * LINE + BASELINE), piece.text)
    return len(lines) * LINE
