"""Which rows became examples: a bracket under the axis for each, and the lens from the current one to its moments."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.exchange.series import Series
from explorer.command import Request
from explorer.drawing.writing import write
from explorer.scene import Scene
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.data.page import LABEL, LANE, LANES, Page
from explorer.views.data.plot import row_x
from explorer.views.data.shown import row_words

_CENTRE = Qt.AlignmentFlag.AlignHCenter


def draw_brackets(painter: QPainter, frame: Frame, page: Page, series: Series) -> list[Spot]:
    """A bracket for each example under the axis, the current one strong, and lines from it to its moments below."""
    scene, theme, rows = frame.scene, frame.theme, len(series.rows)
    starts, moments = scene.prepared.starts, scene.trace.moments or 1
    spots: list[Spot] = []
    roomy = len(starts) * 40.0 < page.brackets.width()
    widest = text_width(str(len(starts)), font(BODY, MEDIUM))
    crowded = page.lanes.count(LANES - 1) > 1 and max(page.lanes, default=0) == LANES - 1
    crowded = crowded or widest > max(page.plot.width() * moments / rows, 14.0)
    order = sorted(range(len(starts)), key=lambda number: number == scene.state.example)
    for number in order:
        top = page.brackets.top() + LANE * page.lanes[number]
        left, right = (row_x(page.plot, rows, starts[number] + extra) for extra in (0, moments))
        current = number == scene.state.example
        zone = QRectF(left, top, right - left, LANE)
        if zone.width() < 32.0 and roomy:
            zone = QRectF(zone.center().x() - 16.0, top, 32.0, LANE)
        hovered = frame.hover is not None and zone.contains(frame.hover) and not frame.figure
        colour = theme.accent if current else theme.text1 if hovered else theme.edge
        painter.setPen(QPen(colour, 2.4 if current else 1.5))
        painter.drawPolyline([QPointF(left, top), QPointF(left, top + 6), QPointF(right, top + 6), QPointF(right, top)])
        text = str(number)
        if current or not crowded:
            weight = SEMIBOLD if current else MEDIUM
            write(painter, QRectF(zone.center().x() - 24.0, top + 7.0, 48.0, LANE - 7.0), text,
                  colour=theme.accent if current else theme.text2, weight=weight, align=_CENTRE)  # fmt: skip
        first, last = (row_words(series, starts[number] + extra) for extra in (0, moments - 1))
        what = f"Example {number}: {first} to {last}"
        tip = f"{what}, the one shown" if current else f"{what}. Click: show this one"
        spots.append(Spot(zone, tip, Request("choose-example", number)))
    if starts:
        label = QRectF(page.brackets.left() - LABEL - 8.0, page.brackets.top(), LABEL, LANE - 4.0)
        write(painter, label, "examples", colour=theme.text2, align=Qt.AlignmentFlag.AlignRight)
        _draw_lens(painter, theme, page, scene, rows)
    return spots


def _draw_lens(painter: QPainter, theme: Theme, page: Page, scene: Scene, rows: int) -> None:
    """Two thin lines that open from the current window to its enlarged moments."""
    first = scene.prepared.starts[scene.state.example]
    top = page.brackets.top() + LANE * page.lanes[scene.state.example] + 6.0
    painter.setPen(QPen(theme.accent, 1.0))
    for row, x in ((first, page.reads.left()), (first + (scene.trace.moments or 1), page.reads.right())):
        start = row_x(page.plot, rows, row)
        bend = QPointF(start, page.brackets.bottom() - 2.0)
        painter.drawPolyline([QPointF(start, top), bend, QPointF(x, page.moments.top())])
