"""The grounds of the layers, the symbols above their values and adjoints, and the marks of focus and next."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.scene import Scene
from explorer.scenery.quantities import short_latex
from explorer.view import Frame
from explorer.views.layers.box import Box, Kind, kind_of
from explorer.views.layers.layout import Content
from explorer.views.layers.model import Layer, drawn_shape, size_of
from explorer.views.layers.shown import Side, adjoint_names

_SIZE, _LEAST = 17.0, 15.0
_RADIUS = 8.0


def content_of(scene: Scene, layer: Layer) -> Content:
    """What the size of a layer's box depends on; the widest of its symbols, so that nothing moves while stepping."""
    shape = drawn_shape(scene.network, layer)
    kind: Kind = kind_of(shape)
    adjoints = () if layer.back and kind in ("grid", "maps") else adjoint_names(scene, layer)
    return Content(
        kind,
        shape,
        size_of(scene.network, layer.names[0]),
        max(_width(scene, name, adjoint=False) for name in layer.names),
        max((_width(scene, name, adjoint=True) for name in adjoints), default=None),
    )


def _when(scene: Scene, name: str, moment: int | None, *, adjoint: bool) -> str:
    """The moment above a symbol; a quotient of two symbols has no place for it."""
    timed = scene.network.quantities[name].timed and moment is not None
    named = not adjoint or scene.network.adjoint_name(name) is not None
    return str((moment or 0) + 1) if timed and named else ""


def _width(scene: Scene, name: str, *, adjoint: bool) -> float:
    latex = short_latex(scene.network, name, adjoint=adjoint)
    return symbol_width(latex, _when(scene, name, scene.trace.moments, adjoint=adjoint), size=_SIZE)


def draw_ground(painter: QPainter, frame: Frame, box: Box, *, earlier: bool) -> None:
    """The ground of one layer; what stands at an earlier moment has a dashed edge."""
    painter.setBrush(frame.theme.header)
    pen = QPen(frame.theme.line, 1.0)
    if earlier:
        pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.drawRoundedRect(box.rect, _RADIUS, _RADIUS)


def draw_heading(painter: QPainter, frame: Frame, box: Box, side: Side) -> None:
    """The symbol of a side, on amber where it runs next."""
    rect = box.adjoint_title if side.adjoint else box.value_title
    if rect is None:
        return
    theme, scene = frame.theme, frame.scene
    latex = short_latex(scene.network, side.name, adjoint=side.adjoint)
    when = _when(scene, side.name, side.moment, adjoint=side.adjoint)
    size = _SIZE if symbol_width(latex, when, size=_SIZE) <= rect.width() + 2.0 else _LEAST
    wide = symbol_width(latex, when, size=size)
    following = side.following and not frame.figure
    ink = theme.next_text if following else theme.text3 if side.numbers is None else theme.text1
    left = min(max(rect.center().x() - wide / 2.0, box.rect.left() + 3.0), box.rect.right() - 3.0 - wide)
    if following:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.next)
        painter.drawRoundedRect(QRectF(left - 6.0, rect.top() + 1.0, wide + 12.0, rect.height() - 4.0), 5.0, 5.0)
    draw_symbol(painter, QPointF(left, rect.bottom() - 8.0), latex, when, colour=ink, size=size)


def draw_divider(painter: QPainter, frame: Frame, box: Box) -> None:
    """The line between values and the adjoints below them."""
    if box.adjoint_area is None or box.adjoint_title is None or box.adjoint_area.top() <= box.value_area.top():
        return
    painter.setPen(QPen(frame.theme.line, 1.0))
    y = box.adjoint_title.top() + 1.0
    painter.drawLine(QPointF(box.rect.left() + 4.0, y), QPointF(box.rect.right() - 4.0, y))


def draw_ring(painter: QPainter, frame: Frame, box: Box) -> None:
    """The frame round the layer of the number that a person chose."""
    painter.setPen(QPen(frame.theme.accent, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.rect, _RADIUS, _RADIUS)
