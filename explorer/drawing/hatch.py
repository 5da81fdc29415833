"""The hatched ground of what is absent, made of lines so that SVG and PDF keep it."""

import math
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.theme.tokens import Theme

SPACING = 7.0
"""Horizontal distance of the lines in px."""
_WIDTH = 1.3


def _across(offset: float, width: float, height: float, radius: float) -> QLineF | None:
    """The part inside a rounded rectangle of the rising line x + y = offset, None where they miss each other."""
    low, high = max(0.0, offset - height), min(width, offset)
    if low >= high:
        return None
    if radius > 0.0:
        low, high = _round_end(low, offset, width, height, radius), _round_end(high, offset, width, height, radius)
    return QLineF(QPointF(low, offset - low), QPointF(high, offset - high)) if low < high else None


def _round_end(x: float, offset: float, width: float, height: float, radius: float) -> float:
    """Where the line really meets the outline if its end at `x` lies in one of the four corner squares."""
    y = offset - x
    centre_x = radius if x < radius else width - radius if x > width - radius else None
    centre_y = radius if y < radius else height - radius if y > height - radius else None
    if centre_x is None or centre_y is None:
        return x
    # (x - cx)^2 + (offset - x - cy)^2 = r^2, the root nearer to the end.
    half = (centre_x + offset - centre_y) / 2.0
    under = radius * radius / 2.0 - ((offset - centre_y - centre_x) / 2.0) ** 2
    if under <= 0.0:
        return half
    root = math.sqrt(under)
    return half - root if abs(half - root - x) < abs(half + root - x) else half + root


@lru_cache(maxsize=512)
def _lines(width: float, height: float, radius: float) -> tuple[QLineF, ...]:
    radius = min(radius, width / 2.0, height / 2.0)
    found = []
    offset = SPACING / 2.0
    while offset < width + height:
        line = _across(offset, width, height, radius)
        if line is not None and line.length() > _WIDTH:
            found.append(line)
        offset += SPACING
    return tuple(found)


def hatch_lines(width: float, height: float, radius: float = 0.0) -> list[QLineF]:
    """Rising lines at 45° inside a rounded rectangle whose top left corner is the origin."""
    return list(_lines(width, height, radius))


def draw_hatch(painter: QPainter, rect: QRectF, *, theme: Theme, radius: float = 0.0, edge: bool = False) -> None:
    """Hatch `rect`; with `edge` a thin outline is drawn around it."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.hatch_ground)
    painter.drawRoundedRect(rect, radius, radius)
    pen = QPen(theme.hatch, _WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.translate(rect.topLeft())
    painter.drawLines(hatch_lines(rect.width(), rect.height(), radius))
    if edge:
        painter.setPen(QPen(theme.line, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(0.0, 0.0, rect.width(), rect.height()), radius, radius)
    painter.restore()
