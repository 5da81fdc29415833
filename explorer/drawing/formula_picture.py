"""A formula: outlines with named boxes, drawn as vectors into figures and from a cached picture on the screen."""

import math
from collections import OrderedDict
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from explorer.drawing.raster import device_scale, put_down
from explorer.theme.tokens import Theme

_PICTURES_KEPT = 1024
_LARGEST_SCALE = 3.0
"""Device px per px; above it (exports) pictures would only fill the memory, and vectors are drawn."""
_LEFT_CENTRE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, eq=False)
class Formula:
    """A typeset formula; its origin is the left end of the baseline, with y growing downwards.

    `size`: of the ink's box in px; `ascent`: of its top above the baseline; `boxes`: name and rectangle of each
    part marked \\class{name}{...}, outer parts first; `parts`: formulas with their origins that it is put together
    from, where these come up more often than the whole: on the screen each is one picture.
    """

    latex: str
    em: float
    size: QSizeF
    ascent: float
    boxes: tuple[tuple[str, QRectF], ...]
    path: QPainterPath = field(repr=False)
    parts: tuple[tuple["Formula", QPointF], ...] = ()

    def rect(self, point: QPointF) -> QRectF:
        """What it covers when its origin is at `point`."""
        return QRectF(point.x(), point.y() - self.ascent, self.size.width(), self.size.height())

    def box_at(self, position: QPointF, point: QPointF) -> str | None:
        """Name of the innermost marked part under `position` when the origin is at `point`."""
        under = [(name, box) for name, box in self.boxes if box.translated(point).contains(position)]
        return min(under, key=lambda part: part[1].width() * part[1].height())[0] if under else None

    def draw(
        self, painter: QPainter, point: QPointF, *, theme: Theme | None = None, colour: QColor | None = None
    ) -> None:
        """Draw with the origin at `point`, in `colour` or else in the first text colour of `theme`.

        Raises ValueError if neither is given.
        """
        ink = colour if colour is not None else theme.text1 if theme is not None else None
        if ink is None:
            raise ValueError("a formula needs a colour: neither theme nor colour was given")
        if self.parts:
            for part, origin in self.parts:
                part.draw(painter, point + origin, colour=ink)
            return
        scale = device_scale(painter)
        if scale is None or scale > _LARGEST_SCALE:
            self.fill(painter, point, ink)
            return
        put_down(painter, QPointF(point.x(), point.y() - self.ascent), _picture(self, ink, scale))

    def fill(self, painter: QPainter, point: QPointF, colour: QColor) -> None:
        """Draw as vectors, whatever the painter."""
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.translate(point)
        painter.drawPath(self.path)
        painter.restore()

    def draw_in(
        self,
        painter: QPainter,
        rect: QRectF,
        *,
        theme: Theme | None = None,
        colour: QColor | None = None,
        align: Qt.AlignmentFlag = _LEFT_CENTRE,
    ) -> QPointF:
        """Draw aligned inside `rect` and return the origin used."""
        slack_x, slack_y = rect.width() - self.size.width(), rect.height() - self.size.height()
        x = rect.left()
        if align & Qt.AlignmentFlag.AlignHCenter:
            x += slack_x / 2.0
        elif align & Qt.AlignmentFlag.AlignRight:
            x += slack_x
        y = rect.top() + self.ascent
        if align & Qt.AlignmentFlag.AlignVCenter:
            y += slack_y / 2.0
        elif align & Qt.AlignmentFlag.AlignBottom:
            y += slack_y
        point = QPointF(x, y)
        self.draw(painter, point, theme=theme, colour=colour)
        return point


_PICTURES: OrderedDict[tuple[str, float, int, float], QImage] = OrderedDict()


def _picture(formula: Formula, colour: QColor, scale: float) -> QImage:
    """The formula in device pixels, its top left corner on the picture's."""
    key = (formula.latex, formula.em, colour.rgba(), scale)
    picture = _PICTURES.get(key)
    if picture is not None:
        _PICTURES.move_to_end(key)
        return picture
    width, height = math.ceil(formula.size.width() * scale) + 1, math.ceil(formula.size.height() * scale) + 1
    picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    formula.fill(painter, QPointF(0.0, formula.ascent), colour)
    painter.end()
    _PICTURES[key] = picture
    if len(_PICTURES) > _PICTURES_KEPT:
        _PICTURES.popitem(last=False)
    return picture
