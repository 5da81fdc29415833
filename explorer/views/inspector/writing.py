"""Writes one line of text into a rectangle, cut with an ellipsis where it does not fit."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from explorer.theme.type import BODY, REGULAR, font, text_width


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
    face.setUnderline(underline)
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), text)
    return width
