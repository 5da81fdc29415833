"""One plot of training: its title and numbers, its axis and goal, its curves, and where they break."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.writing import RIGHT, write
from explorer.theme.numbers import MINUS
from explorer.theme.type import BODY, REGULAR, font, text_width
from explorer.view import Frame
from explorer.views.training.curves import Curve, exponents
from explorer.views.training.head import draw_point, pen_of
from explorer.views.training.layout import Placed
from explorer.views.training.lines import Line

_LABEL = 20.0


def draw_axis(painter: QPainter, frame: Frame, placed: Placed) -> None:
    """Round numbers at the left with lines across, and the two edges."""
    plot, rect = placed.plot, placed.rect
    for place in places(plot.low, plot.high, rect.height(), log=plot.log):
        y = rect.bottom() - (place - plot.low) / (plot.high - plot.low) * rect.height()
        painter.setPen(QPen(frame.theme.line, 1.0))
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        box = QRectF(rect.left() - 70.0, y - 10.0, 62.0, 20.0)
        write(painter, box, place_text(place, log=plot.log), colour=frame.theme.text2, align=RIGHT)
    painter.setPen(QPen(frame.theme.edge, 1.0))
    painter.drawLine(rect.topLeft(), rect.bottomLeft())
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def places(low: float, high: float, height: float, *, log: bool) -> list[float]:
    """Where an axis of `height` px has labels: whole decades where it is a log axis, else round numbers."""
    most, span = max(1, int(height // 24.0)), high - low
    if log:
        wide = float(next((size for size in (1, 2, 3, 5, 10, 20) if span / size <= most), 40))
        return [power for power in np.arange(high, low - 0.5, -wide).tolist() if power >= low]
    power = 10.0 ** np.floor(np.log10(span / most))
    wide = next((size * power for size in (1.0, 2.0, 5.0, 10.0) if size * power * most >= span), 20.0 * power)
    first, last = int(np.ceil(low / wide - 1e-9)), int(np.floor(high / wide + 1e-9))
    return [index * wide for index in range(first, last + 1)]


def place_text(place: float, *, log: bool) -> str:
    """What stands at a place of an axis."""
    if log:
        whole = round(place)
        return str(10**whole) if 0 <= whole <= 2 else f"1e{MINUS if whole < 0 else ''}{abs(whole)}"
    return f"{MINUS if place < 0.0 else ''}{abs(place):.4g}".replace("e-", f"e{MINUS}").replace("e+", "e")


def _goal_y(placed: Placed) -> float | None:
    """Where the goal lies; None where there is none on this axis."""
    plot, rect = placed.plot, placed.rect
    if plot.goal is None:
        return None
    part = float(plot.heights(np.array([plot.goal[0]]))[0])
    return None if np.isnan(part) else rect.bottom() - part * rect.height()


def draw_goal(painter: QPainter, frame: Frame, placed: Placed) -> None:
    """The dashed line of what shall be reached."""
    y = _goal_y(placed)
    if y is None:
        return
    pen = QPen(frame.theme.ok, 1.5)
    pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.drawLine(QPointF(placed.rect.left(), y), QPointF(placed.rect.right(), y))


def draw_goal_words(painter: QPainter, frame: Frame, placed: Placed, lines: Mapping[str, Line]) -> None:
    """Its word beside the line, where the fewest points of the curves lie."""
    plot, rect, y = placed.plot, placed.rect, _goal_y(placed)
    if y is None or plot.goal is None:
        return
    words = plot.goal[1]
    width = text_width(words, font(BODY, REGULAR)) + 8.0
    tops = [top for top in (y + 2.0, y - 22.0) if rect.top() - 4.0 <= top <= rect.bottom() - 20.0]
    lefts = (rect.right() - width, rect.left() + 2.0, rect.center().x() - width / 2.0)
    boxes = [QRectF(left, top, width, 20.0) for left in lefts for top in tops]
    box = min(boxes, key=lambda box: sum(_points_in(box, line) for line in lines.values()), default=None)
    if box is not None:
        _draw_words(painter, frame, box, words, frame.theme.ok)


def _points_in(box: QRectF, line: Line) -> int:
    """How many points of a curve lie in a box."""
    across = (line.xs >= box.left()) & (line.xs <= box.right())
    return int((across & (line.ys >= box.top()) & (line.ys <= box.bottom())).sum())


def draw_mark(painter: QPainter, frame: Frame, placed: Placed) -> None:
    """The band around a healthy ratio of update and weight: half a decade to either side of 1e-3."""
    plot, rect, theme = placed.plot, placed.rect, frame.theme
    if plot.mark is None:
        return
    middle = float(exponents(np.array([plot.mark]))[0])

    def y(exponent: float) -> float:
        return rect.bottom() - min(max((exponent - plot.low) / (plot.high - plot.low), 0.0), 1.0) * rect.height()

    ground = QColor(theme.ok)
    ground.setAlpha(34)
    painter.fillRect(QRectF(rect.left(), y(middle + 0.5), rect.width(), y(middle - 0.5) - y(middle + 0.5)), ground)
    painter.setPen(QPen(theme.ok, 1.5))
    painter.drawLine(QPointF(rect.left(), y(middle)), QPointF(rect.right(), y(middle)))


def draw_line(
    painter: QPainter, frame: Frame, placed: Placed, curve: Curve, line: Line, *, dash: int, strong: bool, now: float
) -> None:
    """A curve, dotted from the x `now` on: what lies ahead of the cursor is recorded, but not where we are."""
    pen = pen_of(frame, curve, dash, strong=strong)
    rect = placed.rect.adjusted(0.0, -4.0, 4.0, 4.0)
    ahead = QPen(pen)
    ahead.setColor(pen.color() if curve.pointed else frame.theme.stale)
    if curve.name == "training" or curve.pointed:
        ahead.setStyle(Qt.PenStyle.DotLine)
    for side, part in ((QRectF(rect.left() - 4.0, rect.top(), now - rect.left() + 4.0, rect.height()), pen),
                       (QRectF(now, rect.top(), rect.right() - now, rect.height()), ahead)):  # fmt: skip
        if side.width() <= 0.0:
            continue
        painter.save()
        painter.setClipRect(side, Qt.ClipOperation.IntersectClip)
        if line.band and (strong or curve.name == "training"):
            ground = QColor(part.color())
            ground.setAlpha(56)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            for band in line.band:
                painter.drawPolygon(band)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(part)
        for run in line.runs:
            painter.drawPolyline(run)
        for point in line.alone if not curve.pointed else ():
            draw_point(painter, point, part.color())
        if curve.pointed:
            for x, y in zip(line.xs.tolist(), line.ys.tolist(), strict=True):
                if not np.isnan(y):
                    draw_point(painter, QPointF(x, y), part.color())
        painter.restore()


def draw_broken(painter: QPainter, frame: Frame, placed: Placed, x: float) -> None:
    """Where numbers stop being finite, in words."""
    plot, rect, theme = placed.plot, placed.rect, frame.theme
    if not plot.broken:
        return
    pen = QPen(theme.err, 1.6)
    pen.setDashPattern([2.0, 2.0])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    width = min(text_width(plot.broken, font(BODY, REGULAR)) + 8.0, rect.width())
    left = min(max(x + 4.0, rect.left()), rect.right() - width)
    _draw_words(painter, frame, QRectF(left, rect.top() + 2.0, width, 20.0), plot.broken, theme.err)


def _draw_words(painter: QPainter, frame: Frame, box: QRectF, words: str, colour: QColor) -> None:
    """Words on the panel's ground, so that curves below them do not cross them out."""
    ground = QColor(frame.theme.panel)
    ground.setAlpha(190)
    painter.fillRect(box, ground)
    write(painter, box.adjusted(4.0, 0.0, -2.0, 0.0), words, colour=colour)


def label_places(lines: Mapping[str, Line], rect: QRectF, *, taken: float | None = None) -> dict[str, float]:
    """The middle of each curve's label at the right: beside its end, or as near to it as the others let it."""
    ends: list[tuple[float, str]] = []
    for name, line in lines.items():
        finite = line.ys[np.isfinite(line.ys)]
        ends.append((float(finite[-1]) if finite.size else rect.bottom(), name))
    if taken is not None:
        ends.append((taken, ""))
    ends.sort()
    room = min(_LABEL, rect.height() / max(len(ends), 1))
    found: list[float] = []
    for end, _ in ends:
        found.append(max(end, found[-1] + room) if found else max(end, rect.top() + room / 2.0))
    bottom = rect.bottom() + room / 2.0
    for place in range(len(found) - 1, -1, -1):
        bottom = found[place] = min(found[place], bottom - room)
    return {name: y for (_, name), y in zip(ends, found, strict=True)}
