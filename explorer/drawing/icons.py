"""Icons in one colour, drawn as paths and recoloured with the theme."""

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QTransform

from explorer.drawing.glyphs import GLYPHS
from explorer.drawing.marks import draw_breakpoint, draw_forward_marker, draw_next_marker
from explorer.drawing.outline import read_outline
from explorer.theme.tokens import Theme

__all__ = ["ICONS", "ICON_SIZE", "draw_breakpoint", "draw_forward_marker", "draw_icon", "draw_next_marker", "icon"]

ICONS: tuple[str, ...] = tuple(sorted(GLYPHS))
ICON_SIZE = 18
_LINE_WIDTH = 1.8


@cache
def _paths(name: str) -> tuple[QPainterPath, QPainterPath]:
    """Fill and line of an icon, mirrored where it is the backward one of a pair."""
    glyph = GLYPHS.get(name)
    if glyph is None:
        raise ValueError(f"icon {name!r} is unknown; allowed are {', '.join(ICONS)}")
    turn = QTransform(-1.0, 0.0, 0.0, 1.0, ICON_SIZE, 0.0) if glyph.mirrored else QTransform()
    return turn.map(read_outline(glyph.fill)), turn.map(read_outline(glyph.line))


def draw_icon(painter: QPainter, rect: QRectF, *, name: str, colour: QColor) -> None:
    """Draw an icon, centred and as large as `rect` allows. Raises ValueError for unknown names."""
    fill, line = _paths(name)
    side = min(rect.width(), rect.height())
    painter.save()
    painter.translate(rect.center().x() - side / 2.0, rect.center().y() - side / 2.0)
    painter.scale(side / ICON_SIZE, side / ICON_SIZE)
    # An empty path is left out: with round caps the vector formats would put a dot at its origin.
    if not fill.isEmpty():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(fill)
    if not line.isEmpty():
        pen = QPen(colour, _LINE_WIDTH)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line)
    painter.restore()


def _pixmap(name: str, colour: QColor, side: int, ratio: int) -> QPixmap:
    pixmap = QPixmap(side * ratio, side * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_icon(painter, QRectF(0.0, 0.0, side, side), name=name, colour=colour)
    painter.end()
    return pixmap


def icon(name: str, theme: Theme, *, scale: float = 1.0) -> QIcon:
    """An icon of 18 px times `scale`, enabled and disabled, for screens of 1 to 3 device pixels per px."""
    side = round(ICON_SIZE * scale)
    made = QIcon()
    for ratio in (1, 2, 3):
        made.addPixmap(_pixmap(name, theme.text1, side, ratio), QIcon.Mode.Normal)
        made.addPixmap(_pixmap(name, theme.edge, side, ratio), QIcon.Mode.Disabled)
    return made
