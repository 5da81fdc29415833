"""Text on a page: single lines, elided where they do not fit, and paragraphs broken to a width."""

from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from explorer.theme.type import BODY, REGULAR, font, text_width

LINE = 22.0
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


@cache
def _flags(side: Qt.AlignmentFlag) -> int:
    """One line at this side, vertically centred; put together once, for that costs as much as the text."""
    return int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip) | int(Qt.TextFlag.TextSingleLine)


@lru_cache(maxsize=1024)
def elided(text: str, width: float, size: int = BODY, weight: int = REGULAR) -> str:
    """The text, or its beginning and "…" where it is wider than `width` px."""
    face = font(size, weight)
    if text_width(text, face) <= width:
        return text
    return QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0.0))


@lru_cache(maxsize=1024)
def elided_middle(text: str, width: float, weight: int = REGULAR) -> str:
    """The text, or its beginning and its end around "…": names often differ at their end."""
    face = font(BODY, weight)
    if text_width(text, face) <= width:
        return text
    return QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideMiddle, max(width, 0.0))


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    colour: QColor,
    size: int = BODY,
    weight: int = REGULAR,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Writes one line into `rect`, vertically centred, elided where it does not fit."""
    painter.setFont(font(size, weight))
    painter.setPen(colour)
    painter.drawText(rect, _flags(align), elided(text, rect.width() + 0.5, size, weight))


@lru_cache(maxsize=256)
def wrapped(text: str, width: float, size: int = BODY, weight: int = REGULAR) -> tuple[str, ...]:
    """The lines of a paragraph, none wider than `width` px except where a single word is: that one is elided."""
    face = font(size, weight)
    lines: list[str] = []
    # Split twice: an ellipsis and a per cent sign stay with their neighbours, and an empty text has no lines.
    words = " ".join(text.split()).replace(" … ", "\u00a0…\u00a0").replace(" %", "\u00a0%")
    for word in words.split(" ") if words else ():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, face) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(elided(line, width, size, weight) for line in lines)


def write_lines(
    painter: QPainter, point: QPointF, lines: tuple[str, ...], *, colour: QColor, pitch: float = LINE
) -> None:
    """Writes lines downwards from the upper left `point`."""
    painter.setFont(font())
    painter.setPen(colour)
    for number, line in enumerate(lines):
        painter.drawText(QPointF(point.x(), point.y() + number * pitch + 16.0), line)
