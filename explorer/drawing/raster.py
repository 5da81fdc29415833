"""Whether a painter ends in pixels, where cached pictures may be used, or in vectors, where they may not."""

import weakref

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPaintEngine, QPainter, QTransform


class _Last:
    """The painter asked about last: dozens of questions in a row are about the same one, and the answer costs time."""

    painter: "weakref.ref[QPainter] | None" = None
    raster = False


def _is_raster(painter: QPainter) -> bool:
    if _Last.painter is None or _Last.painter() is not painter:
        _Last.painter = weakref.ref(painter)
        _Last.raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
    return _Last.raster


def device_scale(painter: QPainter) -> float | None:
    """Device pixels per px of an upright raster painter; None for SVG, PDF and turned or stretched painters."""
    if not _is_raster(painter):
        return None
    transform = painter.transform()
    across = transform.m11()
    if transform.m12() != 0.0 or transform.m21() != 0.0 or across != transform.m22() or across <= 0.0:
        return None
    return float(across * painter.device().devicePixelRatioF())


def put_down(painter: QPainter, corner: QPointF, picture: QImage) -> None:
    """Puts a picture in device pixels with its top left corner near `corner`, on whole device pixels.

    So one picture serves every place and looks the same in each.
    """
    transform, ratio = painter.transform(), painter.device().devicePixelRatioF()
    there = transform.map(corner)
    if ratio == 1.0 and transform.m11() == 1.0:
        across, down = transform.dx(), transform.dy()
        painter.drawImage(QPointF(round(there.x()) - across, round(there.y()) - down), picture)
        return
    if picture.devicePixelRatioF() != ratio:
        picture.setDevicePixelRatio(ratio)
    painter.save()
    painter.setTransform(QTransform())
    painter.drawImage(QPointF(round(there.x() * ratio) / ratio, round(there.y() * ratio) / ratio), picture)
    painter.restore()
