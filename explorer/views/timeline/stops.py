"""Where the run will halt: a disc on the time axis wherever the condition of a breakpoint begins to hold."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.command import Request
from explorer.scenery.breaking import words
from explorer.scenery.halts import begin_moments
from explorer.theme.type import BODY, font, text_width
from explorer.view import Frame, Spot
from explorer.views.timeline.layout import AXIS, LEGEND, Layout

DIAMETER = 7.0
_GAP, _BOX = 1.5, 14.5
_REACH = 5.0


def draw_stops(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """A disc for each column in which a condition begins to hold, over the whole run at once."""
    places = _places(frame, layout)
    if not places:
        return
    painter.save()
    painter.setPen(QPen(frame.theme.panel, 1.0))
    painter.setBrush(frame.theme.breakpoint)
    for centre, _, _ in places:
        painter.drawEllipse(centre, DIAMETER / 2.0 + 0.5, DIAMETER / 2.0 + 0.5)
    painter.restore()


def stop_spots(frame: Frame, layout: Layout) -> list[Spot]:
    """What begins to hold there, and the way to the first of it."""
    spots: list[Spot] = []
    for centre, moment, found in _places(frame, layout):
        told = "\n".join(words(frame.scene, breakpoint) for breakpoint, _ in found)
        position = min(position for _, position in found)
        request = Request("go", Place(position)) if position >= 0 else None
        rect = QRectF(centre.x() - _REACH, centre.y() - _REACH, 2.0 * _REACH, 2.0 * _REACH)
        spots.append(Spot(rect, f"{told}\nbegins to hold at t = {moment + 1}. Click: go there", request))
    return spots


def _places(frame: Frame, layout: Layout) -> list[tuple[QPointF, int, tuple[tuple[Breakpoint, int], ...]]]:
    """The middle of each disc, the first moment that it stands for, and what begins to hold there.

    It stands beside the number of its moment; where columns are too narrow for that, under it.
    """
    columns: dict[int, tuple[int, tuple[tuple[Breakpoint, int], ...]]] = {}
    for moment, found in sorted(begin_moments(frame.scene).items()):
        first, there = columns.get(layout.column(moment), (moment, ()))
        columns[layout.column(moment)] = first, there + found
    widest = text_width(str(layout.moments), font(BODY)) / 2.0
    beside = (layout.right - layout.left) / layout.columns >= widest + _BOX + DIAMETER + _GAP
    return [
        (_centre(frame, layout, moment) if beside else _below(layout, moment), moment, found)
        for moment, found in columns.values()
    ]


def _centre(frame: Frame, layout: Layout, moment: int) -> QPointF:
    """Beside the number, or beside the box of the cursor around it."""
    half = _BOX if moment == frame.scene.moment else text_width(str(moment + 1), font(BODY)) / 2.0
    return QPointF(layout.centre(moment) + half + _GAP + DIAMETER / 2.0, LEGEND + AXIS / 2.0 - 1.0)


def _below(layout: Layout, moment: int) -> QPointF:
    return QPointF(layout.centre(moment), LEGEND + AXIS - DIAMETER / 2.0)
