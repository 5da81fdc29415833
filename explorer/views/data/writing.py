"""Text on the data page: lines, elided ones, paragraphs in a readable measure, and numbers with their units."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from explorer.theme.numbers import MINUS
from explorer.theme.type import BODY, REGULAR, font, text_width

LINE = 22.0
_LEFT = Qt.AlignmentFlag.AlignLeft
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@lru_cache(maxsize=512)
def elided(text: str, width: float, size: int = BODY, weight: int = REGULAR) -> str:
    """The text, or its beginning and "…" where it is wider than `width` px."""
    face = font(size, weight)
    if text_width(text, face) <= width:
        return text
    return QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0.0))


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    colour: QColor,
    size: int = BODY,
    weight: int = REGULAR,
    align: Qt.AlignmentFlag = _LEFT,
) -> None:
    """Writes one line into `rect`, vertically centred, elided where it does not fit."""
    painter.setFont(font(size, weight))
    painter.setPen(colour)
    flags = int(align | _MIDDLE) | int(Qt.TextFlag.TextDontClip) | int(Qt.TextFlag.TextSingleLine)
    painter.drawText(rect, flags, elided(text, rect.width() + 0.5, size, weight))


@lru_cache(maxsize=128)
def wrapped(text: str, width: float, size: int = BODY, weight: int = REGULAR) -> tuple[str, ...]:
    """The lines of a paragraph, none wider than `width` px except where a single word is: that one is elided."""
    face = font(size, weight)
    lines: list[str] = []
    for word in " ".join(text.split()).replace(" … ", "\u00a0…\u00a0").split(" "):
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


def decimals(step: float) -> int:
    """How many decimals tell numbers apart that lie `step` apart."""
    return max(0, min(9, math.ceil(-math.log10(step) - 1e-9))) if step > 0 and math.isfinite(step) else 0


def fixed(value: float, places: int) -> str:
    """A number of a table or an axis: true minus, thousands apart, an exponent where it would be long."""
    if value and (abs(value) >= 1e7 or abs(value) < 0.5 * 10.0**-places):
        return f"{value:.2g}".replace("e+", "e").replace("-", MINUS)
    return f"{value:,.{places}f}".replace("-", MINUS) if value else "0"


def decibels(value: float) -> str:
    """A power as the page writes it."""
    return f"{fixed(value, 1)} dB"


def percent(share: float) -> str:
    """A share of time; neither 0 % nor 100 % unless it is."""
    if 0.0 < share < 0.005 or 0.995 < share < 1.0:
        return "< 1 %" if share < 0.5 else "> 99 %"
    return f"{100.0 * share:.0f} %"
