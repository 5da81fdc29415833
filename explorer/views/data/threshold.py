"""The threshold between noise and signal: a line to drag, the histogram it cuts, the busy and idle slots it makes."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.exchange.series import Series
from explorer.command import Request
from explorer.drawing.writing import write
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.data.memory import kept
from explorer.views.data.numbers import decibels, decimals, fixed, percent
from explorer.views.data.page import LABEL, Page
from explorer.views.data.plot import row_x
from explorer.views.data.shown import Column, Floats, busy

BAND = 3.0
BIN = 4.0
_HINT = "Drag the line to move it."
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


def threshold_y(page: Page, column: Column, threshold: float) -> float:
    """Where the threshold's line lies; at the plot's edge where the threshold lies beyond it."""
    place = min(max(column.place(threshold), 0.0), 1.0)
    return page.plot.bottom() - page.plot.height() * place


def draw_threshold(painter: QPainter, frame: Frame, page: Page, series: Series, column: Column) -> None:
    """The line with its number, and the suggested one dashed where it is another."""
    theme, plot, used = frame.theme, page.plot, series.threshold
    if used is None:
        return
    end = page.side.right()
    if series.suggested is not None and not suggested_is_used(series):
        y = threshold_y(page, column, series.suggested)
        pen = QPen(theme.wire, 1.5)
        pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.drawLine(QPointF(plot.left(), y), QPointF(end, y))
    y = threshold_y(page, column, used)
    painter.setPen(QPen(theme.accent, 2.0))
    painter.drawLine(QPointF(plot.left(), y), QPointF(end, y))
    place = column.place(used)
    arrow = "▲ " if place > 1.0 else "▼ " if place < 0.0 else ""
    text = arrow + fixed(used, 1 if abs(used) < 1000 else 0)
    width = max(68.0, text_width(text, font(BODY, SEMIBOLD)) + 14.0)
    pill = QRectF(plot.left() - 2.0 - width, y - 12.0, width, 24.0)
    pill.moveTop(min(max(pill.top(), plot.top() - 4.0), plot.bottom() - 20.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.accent)
    painter.drawRoundedRect(pill, 5.0, 5.0)
    write(painter, pill, text, colour=theme.ink_on(theme.accent), weight=SEMIBOLD, align=_CENTRE)


def suggested_is_used(series: Series) -> bool:
    """Whether the threshold is the one the numbers suggest."""
    return (
        series.suggested is not None
        and series.threshold is not None
        and abs(series.threshold - series.suggested) < 1e-9
    )


def threshold_spots(page: Page, series: Series, column: Column) -> list[Spot]:
    """Thin bands over plot and histogram that set the threshold to their power, by click or drag."""
    key = ("threshold spots", page.plot.getRect(), page.side.right())
    return kept(series, key, lambda: _threshold_spots(page, column))


def _threshold_spots(page: Page, column: Column) -> list[Spot]:
    plot = page.plot
    count = max(1, int(plot.height() // BAND))
    places = decimals((column.high - column.low) / count)
    spots = []
    for number in range(count):
        height = plot.height() / count
        rect = QRectF(plot.left() - 72.0, plot.top() + number * height, page.side.right() - plot.left() + 72.0, height)
        value = round(column.original(1.0 - (number + 0.5) / count), places)
        tip = f"Click or drag: threshold at {fixed(value, max(places, 1))} dB; the whole run follows"
        spots.append(Spot(rect, tip, Request("set-threshold", value), drag=True))
    return spots


def _histogram(series: Series, column: Column, bins: int) -> Floats:
    def make() -> Floats:
        known = column.plotted[np.isfinite(column.plotted)]
        counts, _ = np.histogram(known, bins=bins, range=(column.low, column.high))
        return np.asarray(counts, dtype=np.float64)

    return kept(series, ("histogram", column.index, bins), make)


def draw_histogram(painter: QPainter, frame: Frame, page: Page, series: Series, column: Column) -> None:
    """How often each power was met, on the plot's own axis; what lies above the threshold in the colour of busy."""
    theme, side = frame.theme, page.side
    bins = max(4, int(side.height() // BIN))
    counts = _histogram(series, column, bins)
    full, pitch = float(counts.max()) or 1.0, side.height() / bins
    painter.setPen(Qt.PenStyle.NoPen)
    for number, count in enumerate(counts.tolist()):
        if not count:
            continue
        centre = column.low + (number + 0.5) / bins * (column.high - column.low)
        above = series.threshold is not None and centre > series.threshold
        painter.setBrush(theme.tide.colour(1.0) if above else theme.stale)
        top = side.bottom() - (number + 1) * pitch
        painter.drawRect(QRectF(side.left(), top + 0.5, max(1.0, (side.width() - 6.0) * count / full), pitch - 1.0))
    painter.setPen(QPen(theme.edge, 1.0))
    painter.drawLine(side.topLeft(), side.bottomLeft())


def draw_occupancy(painter: QPainter, frame: Frame, page: Page, series: Series, column: Column) -> list[Spot]:
    """The busy and idle slots of the column in front, and its duty cycle in a number."""
    theme, strip, rows = frame.theme, page.strip, len(series.rows)
    painter.fillRect(strip, theme.tide.colour(0.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tide.colour(1.0))
    for first, last in _bursts(series, column):
        left = row_x(strip, rows, first)
        painter.drawRect(QRectF(left, strip.top(), row_x(strip, rows, last) - left, strip.height()))
    painter.setPen(QPen(theme.edge, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(strip)
    write(
        painter,
        QRectF(strip.left() - LABEL - 8.0, strip.top(), LABEL, strip.height()),
        "busy",
        colour=theme.text2,
        align=_RIGHT,
    )
    share = percent(float(busy(series)[column.index]))
    write(painter, QRectF(page.side.left(), strip.top(), page.side.width(), strip.height()), f"busy {share}",
          colour=theme.text1, weight=SEMIBOLD)  # fmt: skip
    write(painter, QRectF(page.side.left(), page.axis.top() + 2.0, page.side.width(), page.axis.height()),
          "slots per power", colour=theme.text2)  # fmt: skip
    whole = strip.united(QRectF(page.side.left(), strip.top(), page.side.width(), strip.height()))
    bursts = len(_bursts(series, column))
    stretches = "stretch" if bursts == 1 else "stretches"
    tip = f"{column.name} is busy (1) in {share} of {rows} slots, in {bursts} {stretches}, else idle (0)"
    return [Spot(whole, tip)]


def _bursts(series: Series, column: Column) -> list[tuple[int, int]]:
    def make() -> list[tuple[int, int]]:
        flags = np.concatenate([[0.0], series.rows[:, column.index], [0.0]]) > 0.5
        return [(int(a), int(b)) for a, b in np.flatnonzero(np.diff(flags)).reshape(-1, 2)]

    return kept(series, ("bursts", column.index), make)


def draw_facts(painter: QPainter, frame: Frame, page: Page, series: Series, column: Column) -> list[Spot]:
    """The threshold in words, what is wrong with it, and the button that takes the suggested one."""
    theme, rect = frame.theme, page.facts
    used = series.threshold
    if used is None:
        return []
    share = float(busy(series)[column.index])
    spots: list[Spot] = []
    room = rect.width()
    if series.suggested is not None and not suggested_is_used(series) and not frame.figure:
        text = f"Use suggested {decibels(series.suggested)}"
        width = text_width(text, font()) + 24.0
        button = QRectF(rect.right() - width, page.head.top() + 4.0, width, 32.0)
        hovered = frame.hover is not None and button.contains(frame.hover)
        painter.setPen(QPen(theme.accent, 1.5 if hovered else 1.0))
        painter.setBrush(theme.accent_fill if hovered else theme.panel)
        painter.drawRoundedRect(button, 5.0, 5.0)
        write(painter, button, text, colour=theme.accent, align=_CENTRE)
        tip = "Click: the threshold that best separates noise from signal in all bands (Otsu's method)"
        spots.append(Spot(button, tip, Request("set-threshold", series.suggested)))
        room -= width + 12.0
    words, colour = f"Above {decibels(used)} a slot counts as busy", theme.text2
    words += " (the suggested threshold)." if suggested_is_used(series) else "."
    if not frame.figure and text_width(f"{words} {_HINT}", font()) <= room:
        words = f"{words} {_HINT}"
    if share in (0.0, 1.0):
        state = "idle" if share == 0.0 else "busy"
        words, colour = f"At {decibels(used)} every slot is {state}: nothing is left to learn.", theme.warn
    write(painter, QRectF(rect.left(), rect.top(), room, BODY + 9.0), words, colour=colour)
    return spots
