"""Figures as PNG: the picture in pixels, with title and recipe as text chunks, the same bytes every time."""

import math

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter

from engine.errors import ChainruleError
from explorer.figure.picture import DPI, SOFTWARE, Picture
from explorer.figure.request import MOST_PIXELS, check_scale

_METRE = 39.3700787


def image(picture: Picture, scale: float = 1.0) -> QImage:
    """The picture in pixels, `scale` of them a px; with an alpha channel only where the ground is transparent.

    Raises ChainruleError where that is more than fits into memory.
    """
    check_scale(scale)
    width, height = math.ceil(picture.width * scale - 1e-6), math.ceil(picture.height * scale - 1e-6)
    canvas = QImage()
    if width * height <= MOST_PIXELS:
        canvas = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    if canvas.isNull():
        raise ChainruleError(
            f"a picture of {width:,} × {height:,} pixels is too large; at most {MOST_PIXELS:,} are "
            "allowed, a smaller size or scale needs fewer"
        )
    canvas.fill(Qt.GlobalColor.transparent if picture.ground is None else picture.ground)
    painter = QPainter(canvas)
    painter.scale(scale, scale)
    picture.draw(painter)
    wanted = QImage.Format.Format_ARGB32 if picture.ground is None else QImage.Format.Format_RGB32
    canvas = canvas.convertToFormat(wanted)
    dots = round(DPI * scale * _METRE)
    canvas.setDotsPerMeterX(dots)
    canvas.setDotsPerMeterY(dots)
    return canvas


def png_bytes(picture: Picture, scale: float = 1.0) -> bytes:
    """The content of a PNG file."""
    canvas = image(picture, scale)
    for key, text in (("Title", picture.title), ("Software", SOFTWARE), ("Description", picture.recipe)):
        canvas.setText(key, text)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not canvas.save(buffer, "PNG"):  # type: ignore[call-overload] # the stubs know only file names
        raise ChainruleError("the PNG could not be made; a smaller size or scale needs less memory")
    return bytes(buffer.data().data())
