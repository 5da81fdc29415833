"""The legend of the convolution view: a bar for each scale with the symbols that are coloured by it."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.drawing.legend import draw_absent_legend, draw_legend, legend_width
from explorer.scene import Family
from explorer.scenery.quantities import scale_of
from explorer.theme.scale import Scale
from explorer.view import Frame
from explorer.views.convolution.layout import LEGEND
from explorer.views.convolution.meetings import Reading
from explorer.views.convolution.words import symbol

_BAR, _SHORT_BAR, _ABSENT = 56.0, 26.0, 190.0
Item = tuple[str, Family, Scale]
Rows = list[list[tuple[Item, float, float]]]
"""Label, family and scale with the lengths of the bar and of all, row by row."""


def legend_rows(frame: Frame, reading: Reading) -> Rows:
    """The colours that are drawn, in as many rows as they need: label, family and scale, bar and width of each."""
    planes = [each for each in (reading.source, reading.weight, reading.result) if each is not None]
    items: list[Item] = []
    if reading.slide.kind in ("routed", "shared"):
        name = reading.shown.name
        _add_item(
            items,
            symbol(frame.scene, name, adjoint=False),
            frame.scene.family(name, False),
            scale_of(frame.scene, name, adjoint=False),
        )
    for plane in planes:
        _add_item(items, symbol(frame.scene, plane.name, adjoint=plane.adjoint), plane.family, plane.scale)
    bar = _BAR if frame.width >= 680.0 else _SHORT_BAR
    found: Rows = [[]]
    left, room = 0.0, frame.width - 20.0
    for item in items:
        label, family, scale = item
        wide = legend_width(family=family, scale=scale, label=label, bar=bar)
        if found[-1] and left + wide > room:
            found.append([])
            left = 0.0
        found[-1].append((item, bar, wide))
        left += wide + (22.0 if bar == _BAR else 10.0)
    return found


def _add_item(items: list[Item], word: str, family: Family, scale: Scale) -> None:
    """Another symbol in the legend, beside those that share its colours."""
    for number, (words, *colours) in enumerate(items):
        if colours == [family, scale]:
            if word not in words.split(", "):
                items[number] = (f"{words}, {word}", family, scale)
            return
    items.append((word, family, scale))


def draw_legends(painter: QPainter, frame: Frame, rect: QRectF, rows: Rows, *, absent: bool) -> None:
    """Draws the rows from the upper left corner of a rectangle; at their end, where there is room, what hatched is."""
    top, left = rect.top() + LEGEND / 2.0, rect.left()
    for row in rows:
        left = rect.left()
        for (label, family, scale), bar, wide in row:
            draw_legend(
                painter, QPointF(left, top), theme=frame.theme, family=family, scale=scale, label=label, bar=bar
            )
            left += wide + (22.0 if bar == _BAR else 10.0)
        top += LEGEND
    if absent and left + _ABSENT <= rect.right():
        draw_absent_legend(painter, QPointF(left, top - LEGEND), theme=frame.theme)
