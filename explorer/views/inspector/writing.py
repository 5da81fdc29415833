"""Writes one line of text into a rectangle, cut with an ellipsis where it does not fit."""

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from explorer.theme.type import BODY, REGULAR, font, text_width


@cache
def _flags(side: Qt.AlignmentFlag) -> int:
    """A line at this side, vertically centred; put together once, for that costs as much as the text."""
    return int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    colour: QColor,
    weight: int = REGULAR,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    underline: bool = False,
) -> float:
    """Draws `text`, vertically centred, and gives the width it took in px."""
    face = font(BODY, weight)
    width = text_width(text, face)
    if width > rect.width():
        text = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, rect.width()))
        width = text_width(text, face)
    if underline:
        face = QFont(face)
        face.setUnderline(True)
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(rect, _flags(align), text)
    return width
