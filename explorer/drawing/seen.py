"""Which places of a picture are painted at all, where a canvas paints only what a step changed."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QRegion

_AROUND = 3.0
"""How far edges, frames and badges reach beyond the place they stand in."""


def is_seen(painter: QPainter, rect: QRectF) -> bool:
    """Whether anything in `rect`, or just around it, is painted."""
    around = rect.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND).toAlignedRect()
    return not painter.hasClipping() or painter.clipRegion().intersects(around)


def is_all_seen(painter: QPainter, rect: QRectF) -> bool:
    """Whether nothing of `rect` is left out."""
    return not painter.hasClipping() or QRegion(rect.toRect()).subtracted(painter.clipRegion()).isEmpty()
