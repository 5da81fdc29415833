"""Figures as SVG: vectors and real text, corrected so that browsers show what the screen shows."""

import math
import re

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from explorer.figure.picture import DPI, Picture

_SIZE = re.compile(r'<svg width="[^"]*" height="[^"]*"')
_SHARP = 'image-rendering="optimizeSpeed"'
_FAMILY = re.compile(r'font-family="([^"]*)"')
_TEXT = re.compile(r"<text (?=fill)")


def svg_bytes(picture: Picture) -> bytes:
    """The content of an SVG file; title and recipe stand in `title` and `desc`."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # SVG Tiny, the default, knows no clipping
    generator.setOutputDevice(buffer)
    generator.setResolution(round(DPI))
    generator.setSize(QSize(math.ceil(picture.width), math.ceil(picture.height)))
    generator.setViewBox(QRectF(0, 0, picture.width, picture.height))
    generator.setTitle(picture.title)
    generator.setDescription(picture.recipe)
    picture.draw(QPainter(generator))
    return _corrected(bytes(buffer.data().data()).decode(), picture).encode()


def _corrected(text: str, picture: Picture) -> str:
    """Sizes in px; pixels of heat maps stay sharp; the fonts end in a generic family; figures are tabular."""
    text = _SIZE.sub(f'<svg width="{picture.width:g}" height="{picture.height:g}"', text, count=1)
    text = text.replace(_SHARP, f'{_SHARP} style="image-rendering:pixelated"')
    text = _TEXT.sub('<text style="font-variant-numeric:tabular-nums" ', text)
    return _FAMILY.sub(lambda found: f'font-family="{_families(found[1])}"', text)


def _families(listed: str) -> str:
    names = [name.strip() for name in listed.split(",") if name.strip() not in ("", "Sans Serif", "sans-serif")]
    if "DejaVu Sans" not in names:
        names.append("DejaVu Sans")
    return ", ".join(["'" + name.strip("'") + "'" if " " in name else name for name in names] + ["sans-serif"])
