"""Stamps: small pictures that are painted once and put down many times, on the screen only."""

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from explorer.drawing.raster import device_scale, put_down

_KEPT = 1024
_BYTES_KEPT = 48 << 20
_LARGEST_SCALE = 3.0
"""Device px per px; above it (exports) stamps would only fill the memory."""
_SMOOTH = (
    QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing | QPainter.RenderHint.SmoothPixmapTransform
)
_STAMPS: OrderedDict[tuple[Hashable, float, float, float], QImage] = OrderedDict()


class _Held:
    """How many bytes the stamps take together."""

    size = 0


def draw_stamp(
    painter: QPainter, rect: QRectF, key: Hashable, paint: Callable[[QPainter, QRectF], None], *, margin: float = 0.0
) -> None:
    """Paint `rect` by `paint(painter, rect)`, or put down what it painted last time for the same key and size.

    What is painted must depend on nothing but `key` and the size of `rect`, and stay within `margin` around it.
    Vectors (SVG, PDF, large exports) are always painted afresh.
    """
    scale = device_scale(painter)
    if scale is None or scale > _LARGEST_SCALE:
        paint(painter, rect)
        return
    full = (key, rect.width(), rect.height(), scale)
    stamp = _STAMPS.get(full)
    if stamp is None:
        stamp = _STAMPS[full] = _painted(rect.size(), paint, margin=margin, scale=scale)
        _Held.size += stamp.sizeInBytes()
        while len(_STAMPS) > _KEPT or (_Held.size > _BYTES_KEPT and len(_STAMPS) > 1):
            _Held.size -= _STAMPS.popitem(last=False)[1].sizeInBytes()
    else:
        _STAMPS.move_to_end(full)
    put_down(painter, rect.topLeft() - QPointF(margin, margin), stamp)


def _painted(size: QSizeF, paint: Callable[[QPainter, QRectF], None], *, margin: float, scale: float) -> QImage:
    width, height = size.width() + 2.0 * margin, size.height() + 2.0 * margin
    image = QImage(math.ceil(width * scale), math.ceil(height * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:
        painter.setRenderHints(_SMOOTH)
        painter.scale(scale, scale)
        paint(painter, QRectF(QPointF(margin, margin), size))
    finally:
        painter.end()
    return image
