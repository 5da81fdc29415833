"""The curve of the column in front over all rows, with its axes, the current window and the cursor's moment."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.exchange.series import Series
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.writing import write
from explorer.theme.tokens import Theme
from explorer.theme.type import font, text_width
from explorer.view import Frame, Spot
from explorer.views.data.memory import kept
from explorer.views.data.numbers import decimals, fixed
from explorer.views.data.page import LABEL, Page
from explorer.views.data.picture import pictured
from explorer.views.data.shown import Column, Floats, row_words, short_labels

_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


def envelope(values: Floats, columns: int) -> Floats:
    """The lowest and highest known value of each of `columns` stretches, (columns, 2); NaN where none is known."""
    starts = (np.arange(columns) * len(values)) // columns
    known = np.isfinite(values)
    low = np.minimum.reduceat(np.where(known, values, np.inf), starts)
    high = np.maximum.reduceat(np.where(known, values, -np.inf), starts)
    return np.where(np.isfinite(low)[:, None], np.stack([low, high], axis=1), np.nan)


def nice_ticks(low: float, high: float, most: int) -> tuple[list[float], float]:
    """Round numbers from `low` to `high`, at most `most`, and their step; none where the range is no number."""
    span = high - low
    if not (np.isfinite(span) and span > 0.0) or span < 1e-12 * max(abs(low), abs(high)):
        return [], 0.0
    rough = span / max(most, 1)
    power = 10.0 ** np.floor(np.log10(rough))
    step = float(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999))
    first, last = int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9))
    return [number * step for number in range(first, last + 1)], step


def row_x(plot: QRectF, rows: int, row: float) -> float:
    """Where a row begins on the time axis."""
    return plot.left() + plot.width() * row / rows


def curve_lines(series: Series, column: Column, plot: QRectF) -> tuple[list[QLineF], list[QPointF]]:
    """The curve as lines between neighbours that are known, and points that have no neighbour.

    More rows than pixels leave the extremes of each pixel. Single lines, because stroking one wide polyline with a
    thousand steep turns takes twenty times as long.
    """

    def make() -> tuple[list[QLineF], list[QPointF]]:
        values, wide = column.plotted, max(2, int(plot.width()))
        if len(values) > wide:
            places = np.repeat((np.arange(wide) + 0.5) / wide, 2)
            values = envelope(values, wide).ravel()
        else:
            places = (np.arange(len(values)) + 0.5) / len(values)
        xs = (plot.left() + plot.width() * places).tolist()
        ys = (plot.bottom() - plot.height() * (values - column.low) / (column.high - column.low)).tolist()
        known = np.isfinite(values)
        joined = known[:-1] & known[1:]
        lonely = known & ~np.concatenate([joined, [False]]) & ~np.concatenate([[False], joined])
        lines = [QLineF(xs[i], ys[i], xs[i + 1], ys[i + 1]) for i in np.flatnonzero(joined).tolist()]
        return lines, [QPointF(xs[i], ys[i]) for i in np.flatnonzero(lonely).tolist()]

    return kept(series, ("curve", column.index, plot.getRect()), make)


def draw_curve(painter: QPainter, series: Series, column: Column, *, rect: QRectF, colour: QColor) -> None:
    """The curve of a column over all rows within `rect`."""

    def paint(target: QPainter) -> None:
        lines, points = curve_lines(series, column, rect)
        target.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        target.drawLines(lines)
        target.setPen(QPen(colour, 4.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        target.drawPoints(points)

    key = ("curve", column.index, colour.name())
    pictured(painter, series, key, rect=rect.adjusted(-2.0, -2.0, 2.0, 2.0), paint=paint)


def draw_plot(painter: QPainter, frame: Frame, page: Page, series: Series, column: Column) -> Spot:
    """Ground, current window, grid, missing stretches and curve; a spot for the whole."""
    theme, plot, scene = frame.theme, page.plot, frame.scene
    painter.fillRect(plot, theme.header)
    starts = scene.prepared.starts
    if starts:
        first = starts[scene.state.example]
        left, right = (row_x(plot, len(series.rows), first + n) for n in (0, scene.trace.moments or 1))
        painter.fillRect(QRectF(left, plot.top(), max(right - left, 1.5), plot.height()), theme.accent_fill)
    draw_values_axis(painter, theme, page, column)
    missing = kept(series, ("missing", column.index), lambda: int((~np.isfinite(column.plotted)).sum()))
    if missing:
        for left, right in _gaps(series, column, plot):
            draw_hatch(painter, QRectF(left, plot.top(), right - left, plot.height()), theme=theme)
    draw_curve(painter, series, column, rect=plot, colour=theme.text1)
    painter.setPen(QPen(theme.edge, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(plot)
    spot = Spot(plot, f"{column.name} over {len(series.rows)} rows")
    if frame.hover is not None and plot.contains(frame.hover):
        row = min(int((frame.hover.x() - plot.left()) / plot.width() * len(series.rows)), len(series.rows) - 1)
        x = row_x(plot, len(series.rows), row + 0.5)
        painter.setPen(QPen(theme.edge, 1.0))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        spot = Spot(plot, f"{column.name}, {row_words(series, row)}: {column.text(row)}{_read(series, column, row)}")
    return spot


def _read(series: Series, column: Column, row: int) -> str:
    """What the network reads in a row."""
    value = float(series.rows[row, column.index])
    if not np.isfinite(value):
        return "\nthe network reads the last known number instead"
    what = ("busy: the network reads 1" if value else "idle: the network reads 0") if column.power else \
        f"the network reads {fixed(value, 3)}"  # fmt: skip
    return f"\n{what}"


def _gaps(series: Series, column: Column, plot: QRectF) -> list[tuple[float, float]]:
    """Where numbers are missing, as stretches of x at least 1 px wide."""

    def make() -> list[tuple[float, float]]:
        edges = np.flatnonzero(
            np.diff(np.concatenate([[False], ~np.isfinite(column.plotted), [False]]).astype(np.int8))
        )
        rows = len(column.plotted)
        found = [(row_x(plot, rows, a), row_x(plot, rows, b)) for a, b in edges.reshape(-1, 2).tolist()]
        return [(left, max(right, left + 1.0)) for left, right in found][:400]

    return kept(series, ("gaps", column.index, plot.getRect()), make)


def draw_values_axis(painter: QPainter, theme: Theme, page: Page, column: Column) -> None:
    """Grid lines and numbers at the left, in the file's unit; at the right what the network reads, where scaled."""
    plot = page.plot
    ticks, step = nice_ticks(column.original(0.02), column.original(0.98), int(plot.height() // 34))
    places = decimals(step)
    if column.power:
        unit = QRectF(plot.left() - LABEL - 8.0, plot.top() - 5.0, LABEL, 22.0)
        write(painter, unit, "dB", colour=theme.text2, align=_RIGHT)
    for tick in ticks:
        y = plot.bottom() - plot.height() * column.place(tick)
        painter.setPen(QPen(theme.line, 1.0))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        if column.power and y < plot.top() + 22.0:
            continue
        write(painter, QRectF(plot.left() - LABEL - 8.0, y - 11.0, LABEL, 22.0), fixed(tick, places),
              colour=theme.text2, align=_RIGHT)  # fmt: skip
    if not column.power:
        for scaled in (0.1, 0.5, 0.9):
            y = plot.bottom() - plot.height() * (scaled - column.low) / (column.high - column.low)
            painter.setPen(QPen(theme.edge, 1.0))
            painter.drawLine(QPointF(plot.right(), y), QPointF(plot.right() + 6.0, y))
            write(painter, QRectF(plot.right() + 10.0, y - 11.0, 40.0, 22.0), f"{scaled}", colour=theme.text2)


def draw_time_axis(painter: QPainter, frame: Frame, page: Page, series: Series) -> None:
    """Numbers of rows, or their short labels, under the plot; the word for them at the left."""
    theme, plot, axis, rows = frame.theme, page.plot, page.axis, len(series.rows)
    labelled = short_labels(series)
    word = "time slot" if series.power is not None else "row"
    if labelled and series.labels[0] != "0":
        word = "as in file"
    write(
        painter,
        QRectF(axis.left() - LABEL - 8.0, axis.top(), LABEL, axis.height()),
        word,
        colour=theme.text2,
        align=_RIGHT,
    )
    widest = text_width(max(series.labels, key=len) if labelled else str(rows), font())
    ticks, _ = nice_ticks(0.0, float(max(rows - 1, 1)), max(1, int(axis.width() // (widest + 40.0))))
    for tick in ticks:
        row = round(tick)
        if abs(tick - row) > 1e-6 or row >= rows:
            continue
        x = row_x(plot, rows, row + 0.5)
        painter.setPen(QPen(theme.edge, 1.0))
        painter.drawLine(QPointF(x, axis.top()), QPointF(x, axis.top() + 4.0))
        text = series.labels[row] if labelled else str(row)
        half = text_width(text, font()) / 2.0 + 1.0
        x = min(max(x, axis.left() + half - 6.0), axis.right() - half + 6.0)
        write(painter, QRectF(x - half, axis.top() + 3.0, 2 * half, axis.height() - 4.0), text,
              colour=theme.text2, align=_CENTRE)  # fmt: skip
