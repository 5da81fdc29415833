"""Figures as SVG: vectors and real text, corrected so that browsers show what the screen shows."""

import math
import re
from functools import lru_cache
from html import unescape

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtSvg import QSvgGenerator

from explorer.figure.picture import DPI, Picture

_SIZE = re.compile(r'<svg width="[^"]*" height="[^"]*"')
_SHARP = 'image-rendering="optimizeSpeed"'
_FAMILY = re.compile(r'font-family="([^"]*)"')
_TEXT = re.compile(
    r'(<text [^>]*font-family="([^"]*)" font-size="([^"]*)" font-weight="(\d+)"[^>]*?)\s*>([^<]*)</text>'
)
_FALL_BACK = "'DejaVu Sans',sans-serif"


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
    """What Qt leaves wrong for browsers and other readers.

    Sizes in px; pixels of heat maps stay sharp; one family in the attribute, which simple readers take as a whole, and
    the whole list with tabular figures in a rule that only browsers follow; every text as wide as it was drawn, also
    where the font is missing.
    """
    text = _SIZE.sub(f'<svg width="{picture.width:g}" height="{picture.height:g}"', text, count=1)
    text = text.replace(_SHARP, f'{_SHARP} style="image-rendering:pixelated"')
    text = _FAMILY.sub(lambda found: f'font-family="{found[1].split(",")[0].strip()}"', text)
    families = sorted(set(_FAMILY.findall(text)))
    rules = "".join(
        f"text[font-family=\"{name}\"]{{font-family:'{name}',{_FALL_BACK};font-variant-numeric:tabular-nums}}"
        for name in families
    )
    text = _TEXT.sub(_with_length, text)
    return text.replace("<defs>", f"<style>@supports (color:red){{{rules}}}</style>\n<defs>", 1)


def _with_length(found: re.Match[str]) -> str:
    start, family, size, weight, content = found.groups()
    width = QFontMetricsF(_face(family, float(size), int(weight))).horizontalAdvance(unescape(content))
    length = f' textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs"' if width > 0 else ""
    return f"{start}{length}>{content}</text>"


@lru_cache(maxsize=64)
def _face(family: str, size: float, weight: int) -> QFont:
    face = QFont([family, "DejaVu Sans"])
    face.setPixelSize(max(1, round(size)))
    face.setWeight(QFont.Weight(weight))
    face.setFeature(QFont.Tag("tnum"), 1)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face
