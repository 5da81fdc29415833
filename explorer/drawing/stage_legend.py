"""The legend of a stage: what is a value, an adjoint, a gate, a peephole and a flow, each with its mark."""

from collections.abc import Iterator, Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.drawing.arrow import draw_arrow_head, draw_wire
from explorer.drawing.stamp import draw_stamp
from explorer.theme.numbers import format_limit
from explorer.theme.tokens import Family, Theme
from explorer.theme.type import BODY, REGULAR, font, text_width

LEGEND_HEIGHT = 32.0
Item = Literal["value", "adjoint", "gate", "peephole", "flow"]
_MARKS = {"value": 24.0, "adjoint": 28.0, "gate": 24.0, "peephole": 32.0, "flow": 42.0}
_SPACE, _BETWEEN = 8.0, 18.0
_WORDS_AT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)


def _words(item: Item, full: float | None, short: bool) -> str:
    if item == "gate":
        return "gate" if short else "gate 0 … 1"
    if item == "flow":
        limit = "" if full is None else f", full = {format_limit(full)}"
        return f"flow{limit}" if short else f"flow; width = size{limit}"
    return item


def stage_legend_width(items: Sequence[Item], *, full: float | None, short: bool = False) -> float:
    """Px that `draw_stage_legend` will use."""
    face = font(BODY, REGULAR)
    each = [_MARKS[item] + _SPACE + text_width(_words(item, full, short), face) for item in items]
    return sum(each) + _BETWEEN * max(len(each) - 1, 0)


def draw_stage_legend(
    painter: QPainter, rect: QRectF, items: Sequence[Item], *, theme: Theme, full: float | None
) -> list[tuple[Item, QRectF]]:
    """Draw what fits of `items` in `rect`, words shortened before items are left out (the first to go is the last but
    the flow); where each stands. `full` is the number whose flow is as wide as flows get.
    """
    chosen = list(items)
    short = stage_legend_width(chosen, full=full) > rect.width()
    while len(chosen) > 1 and stage_legend_width(chosen, full=full, short=short) > rect.width():
        chosen.pop(-2 if chosen[-1] == "flow" else -1)
    places = list(_placed(chosen, rect, full, short))

    def paint(target: QPainter, area: QRectF) -> None:
        target.save()
        target.setFont(font(BODY, REGULAR))
        for item, place in _placed(chosen, area, full, short):
            _draw_mark(target, item, QPointF(place.left(), place.center().y()), theme)
            target.setPen(theme.text2)
            words = place.adjusted(_MARKS[item] + _SPACE, 2.0, 0.0, -2.0)
            target.drawText(words, _WORDS_AT, _words(item, full, short))
        target.restore()

    draw_stamp(painter, rect, ("stage legend", theme.name, tuple(chosen), full, short), paint, margin=4.0)
    return places


def _placed(items: Sequence[Item], rect: QRectF, full: float | None, short: bool) -> Iterator[tuple[Item, QRectF]]:
    """Where each item stands, from left to right."""
    left, middle = rect.left(), rect.center().y()
    for item in items:
        width = _MARKS[item] + _SPACE + text_width(_words(item, full, short), font(BODY, REGULAR))
        yield item, QRectF(left, middle - 14.0, width, 28.0)
        left += width + _BETWEEN


def _draw_mark(painter: QPainter, item: Item, point: QPointF, theme: Theme) -> None:
    """The mark of an item, its left end at `point`."""
    left, middle = point.x(), point.y()
    if item == "peephole":
        draw_wire(
            painter,
            [point, QPointF(left + 32.0, middle)],
            theme=theme,
            colour=theme.gates["iota"].colour,
            width=1.8,
            dash=theme.gates["iota"].dash,
            head=False,
        )
        return
    if item == "flow":
        painter.setPen(QPen(theme.flow(True), 9.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(point, QPointF(left + 26.0, middle))
        draw_arrow_head(painter, QPointF(left + 42.0, middle), 0.0, colour=theme.flow(True), length=17.0, width=20.0)
        return
    box = QRectF(left, middle - 9.0, _MARKS[item], 18.0)
    family: Family = "value" if item == "value" else "adjoint" if item == "adjoint" else "gate"
    painter.setPen(QPen(theme.edge, 0.8))
    painter.setBrush(theme.map(family).colour(0.5))
    radius = 9.0 if item == "adjoint" else 3.0
    painter.drawRoundedRect(box, radius, radius)
