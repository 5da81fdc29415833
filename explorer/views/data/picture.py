"""Parts of the page that do not change while stepping, painted once on a screen and always as vectors elsewhere."""

import math
from collections.abc import Callable, Hashable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from explorer.drawing.raster import device_scale
from explorer.views.data.memory import kept

_MOST = 32


def pictured(
    painter: QPainter, owner: object, key: Hashable, *, rect: QRectF, paint: Callable[[QPainter], None]
) -> None:
    """What `paint` paints within `rect`: from a picture kept beside its owner where the painter ends in pixels."""
    scale = device_scale(painter)
    if scale is None:
        paint(painter)
        return
    # On whole device pixels, so that the picture is copied and not smoothed.
    left, top = math.floor(rect.left() * scale), math.floor(rect.top() * scale)
    wide, high = math.ceil(rect.right() * scale) - left, math.ceil(rect.bottom() * scale) - top
    if wide < 1 or high < 1:
        return
    pictures = kept(owner, "pictures", dict[Hashable, QImage])
    whole = (key, left, top, wide, high, scale)
    if whole not in pictures:
        if len(pictures) >= _MOST:
            pictures.clear()
        pictures[whole] = _paint(left, top, wide, high, scale=scale, paint=paint)
    painter.drawImage(QRectF(left / scale, top / scale, wide / scale, high / scale), pictures[whole])


def _paint(left: int, top: int, wide: int, high: int, *, scale: float, paint: Callable[[QPainter], None]) -> QImage:
    image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:  # a picture that dies while it is painted on takes the process with it
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(-left, -top)
        painter.scale(scale, scale)
        paint(painter)
    finally:
        painter.end()
    return image
