"""Whether a painter ends in pixels, where cached pictures may be used, or in vectors, where they may not."""

import weakref

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPaintEngine, QPainter, QTransform

_PLAIN = QTransform()


class _Last:
    """The painter asked about last: dozens of questions in a row are about the same one, and each answer costs time."""

    painter: "weakref.ref[QPainter] | None" = None
    raster = False
    ratio = 1.0
    transform = _PLAIN
    scale: float | None = None
    across = 1.0
    left = 0.0
    top = 0.0


def _look_at(painter: QPainter) -> type[_Last]:
    """What is known of `painter`, looked up again where it is another one or its transform is."""
    last = _Last
    known = last.painter is not None and last.painter() is painter
    if not known:
        last.painter = weakref.ref(painter)
        last.raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
        last.ratio = painter.device().devicePixelRatioF()
    transform = painter.transform()
    if not known or transform != last.transform:
        last.transform = transform
        last.across, last.left, last.top = transform.m11(), transform.dx(), transform.dy()
        upright = transform.m12() == 0.0 and transform.m21() == 0.0 and last.across == transform.m22() > 0.0
        last.scale = last.across * last.ratio if last.raster and upright else None
    return last


def device_scale(painter: QPainter) -> float | None:
    """Device pixels per px of an upright raster painter; None for SVG, PDF and turned or stretched painters."""
    return _look_at(painter).scale


def put_down(painter: QPainter, corner: QPointF, picture: QImage) -> None:
    """Puts a picture in device pixels with its top left corner near `corner`, on whole device pixels.

    So one picture serves every place and looks the same in each. Only for painters that have a device scale, which is
    to be asked for just before: with the transform that they have then the picture is put down.
    """
    look = _Last if _Last.painter is not None and _Last.painter() is painter else _look_at(painter)
    ratio, across, left, top = look.ratio, look.across, look.left, look.top
    x, y = across * corner.x() + left, across * corner.y() + top
    if ratio == 1.0 and across == 1.0:
        painter.drawImage(QPointF(round(x) - left, round(y) - top), picture)
        return
    if picture.devicePixelRatioF() != ratio:
        picture.setDevicePixelRatio(ratio)
    transform = look.transform
    painter.setTransform(_PLAIN)
    painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), picture)
    painter.setTransform(transform)
