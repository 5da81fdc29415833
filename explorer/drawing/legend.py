"""Legends: a map's bar with the numbers at its ends and a tick at zero, and the patch for what is absent."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.hatch import draw_hatch
from explorer.theme.maps import ENTRIES, ColourMap
from explorer.theme.numbers import MINUS, format_limit
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family, Theme
from explorer.theme.type import BODY, REGULAR, font, text_width

BAR = 84.0
_BAR_HEIGHT = 16.0
_MARK = 10.0
_SPACE = 7.0


def _ends(family: Family, scale: Scale) -> tuple[str, str]:
    limit = format_limit(scale.limit)
    if family == "gate" or scale.kind == "gate":
        return "0", limit
    note = " (√ scale)" if scale.kind == "root" else ""
    return f"{MINUS}{limit}", f"+{limit}{note}"


def legend_width(*, family: Family, scale: Scale, label: str, bar: float = BAR) -> float:
    """Px that `draw_legend` will use."""
    face = font(BODY, REGULAR)
    low, high = _ends(family, scale)
    texts = sum(text_width(text, face) for text in (label, low, high))
    return _MARK + bar + texts + 3.0 * _SPACE + 5.0


def draw_bar(painter: QPainter, rect: QRectF, *, colours: ColourMap, zero_colour: QColor) -> None:
    """All entries of a map from left to right; a signed one has a tick of `zero_colour` at zero."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    step = rect.width() / ENTRIES
    for index in range(ENTRIES):
        part = index / (ENTRIES - 1)
        painter.setBrush(colours.colour(2.0 * part - 1.0 if colours.signed else part))
        left = rect.left() + index * step
        # Each entry reaches below the next one, so that no viewer shows seams between them.
        painter.drawRect(QRectF(left, rect.top(), min(2.0 * step, rect.right() - left), rect.height()))
    if colours.signed:
        painter.setPen(QPen(zero_colour, 1.6))
        middle = rect.center().x()
        painter.drawLine(QPointF(middle, rect.top() - 5.0), QPointF(middle, rect.bottom() + 5.0))
    painter.restore()


def _write(painter: QPainter, left: float, middle: float, text: str) -> float:
    """Write one line, vertically centred; the px it took."""
    width = text_width(text, painter.font())
    align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
    painter.drawText(QRectF(left, middle - 12.0, width, 24.0), align, text)
    return width


def draw_legend(
    painter: QPainter,
    point: QPointF,
    *,
    theme: Theme,
    family: Family,
    scale: Scale,
    label: str,
    bar: float = BAR,
) -> float:
    """Draw mark, label, lower end, bar and upper end rightwards from `point` (left, vertical centre); px used."""
    painter.save()
    left, middle = point.x(), point.y()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.text2)
    mark = QRectF(left, middle - _MARK / 2.0, _MARK, _MARK)
    if family == "adjoint":
        painter.drawEllipse(mark)
    else:
        painter.drawRect(mark)
    left += _MARK + _SPACE
    painter.setFont(font(BODY, REGULAR))
    painter.setPen(theme.text2)
    low, high = _ends(family, scale)
    left += _write(painter, left, middle, label) + 5.0 + _SPACE
    left += _write(painter, left, middle, low) + _SPACE / 2.0
    ground = QRectF(left, middle - _BAR_HEIGHT / 2.0, bar, _BAR_HEIGHT)
    draw_bar(painter, ground, colours=theme.map(family), zero_colour=theme.text1)
    painter.setPen(QPen(theme.edge, 0.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if family == "gate":
        painter.drawRect(ground)
    painter.setPen(theme.text2)
    left += bar + _SPACE / 2.0
    left += _write(painter, left, middle, high)
    painter.restore()
    return left - point.x()


def draw_absent_legend(painter: QPainter, point: QPointF, *, theme: Theme, label: str = "— not computed yet") -> float:
    """Draw the hatched patch with its explanation rightwards from `point` (left, vertical centre); px used."""
    painter.save()
    draw_hatch(painter, QRectF(point.x(), point.y() - 9.0, 30.0, 18.0), theme=theme, edge=True)
    painter.setFont(font(BODY, REGULAR))
    painter.setPen(theme.text2)
    used = 30.0 + _SPACE + _write(painter, point.x() + 30.0 + _SPACE, point.y(), label)
    painter.restore()
    return used
