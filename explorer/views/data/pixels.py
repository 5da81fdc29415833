"""Pictures as they are meant to be seen, put on the page: what is enlarged is never smoothed."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from explorer.scene import Array
from explorer.theme.tokens import Theme


def image_of(picture: Array) -> QImage:
    """A picture (rows, columns, 1 or 3) of numbers in 0 … 1, or of whole numbers 0 … 255."""
    grey = picture
    if picture.dtype != np.uint8:
        grey = np.clip(np.round(np.asarray(picture, np.float64) * 255), 0, 255).astype(np.uint8)
    pixels = np.ascontiguousarray(np.broadcast_to(grey, (*grey.shape[:2], 3)))
    rows, columns = pixels.shape[:2]
    return QImage(pixels.tobytes(), columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()


def fitted(box: QRectF, wide: float, high: float, *, whole: bool = False) -> QRectF:
    """The middle of a box, in the proportions of a picture and no thinner than 3 px; `whole`: whole px for a pixel."""
    scale = min(box.width() / wide, box.height() / high)
    if whole and scale > 1.0:
        scale = float(int(scale))
    rect = QRectF(0.0, 0.0, max(3.0, wide * scale), max(3.0, high * scale))
    rect.moveCenter(box.center())
    rect.moveTopLeft(rect.topLeft().toPoint().toPointF())
    return rect


def draw_image(painter: QPainter, rect: QRectF, image: QImage, *, theme: Theme) -> None:
    """An image with a thin edge, so that white ends somewhere on white."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.width() > rect.width())
    painter.drawImage(rect, image)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.edge, 1.0))
    painter.drawRect(rect)
    painter.restore()
