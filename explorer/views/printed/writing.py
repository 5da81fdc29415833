"""Text of the view: single lines, elided where they do not fit, and paragraphs broken to a width."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from explorer.theme.type import BODY, REGULAR, font, text_width

LINE = 22.0
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


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
    area: QRectF,
    text: str,
    *,
    colour: QColor,
    size: int = BODY,
    weight: int = REGULAR,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Writes one line into `area`, vertically centred, elided where it does not fit."""
    painter.setFont(font(size, weight))
    painter.setPen(colour)
    flags = int(align | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine)
    painter.drawText(area, flags, elided(text, area.width() + 0.5, size, weight))


@lru_cache(maxsize=256)
def wrapped(text: str, width: float) -> tuple[str, ...]:
    """The lines of a paragraph, none wider than `width` px except where one word is, which is elided."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, font()) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(elided(line, width) for line in lines)


def write_lines(painter: QPainter, point: QPointF, lines: tuple[str, ...], *, colour: QColor) -> None:
    """Writes lines downwards from the upper left `point`."""
    painter.setFont(font())
    painter.setPen(colour)
    for number, line in enumerate(lines):
        painter.drawText(QPointF(point.x(), point.y() + number * LINE + 16.0), line)
