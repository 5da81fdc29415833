"""The data: what the sequences are made of, from measured power or a table to the examples that the network reads."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.exchange.series import Series
from explorer.drawing.legend import draw_legend
from explorer.drawing.writing import write, write_lines
from explorer.scene import Scene
from explorer.theme.scale import Scale
from explorer.theme.type import SECTION, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot, View
from explorer.views.data.bare import bare_height, draw_bare
from explorer.views.data.columns import draw_columns
from explorer.views.data.examples import draw_brackets
from explorer.views.data.moments import draw_moments
from explorer.views.data.page import Page, hovered_column, lay_out
from explorer.views.data.plot import draw_plot, draw_time_axis
from explorer.views.data.shown import Column, column_of, front
from explorer.views.data.story import draw_story
from explorer.views.data.threshold import (
    draw_facts,
    draw_histogram,
    draw_occupancy,
    draw_threshold,
    threshold_spots,
)


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paint story, curve, windows, moments and columns; or examples and a table of shapes where there is no series."""
    series = frame.scene.prepared.series
    painter.save()
    spots = draw_bare(painter, frame) if series is None else _draw_series(painter, frame, series)
    painter.restore()
    return spots


def _draw_series(painter: QPainter, frame: Frame, series: Series) -> list[Spot]:
    page = lay_out(frame, series)
    index = front(frame.scene, series, hovered_column(frame, page, series))
    column = column_of(series, index)
    spots = draw_story(painter, frame, page.story)
    _draw_head(painter, frame, page, series, column)
    whole = draw_plot(painter, frame, page, series, column)
    spots.append(whole)
    if column.power:
        draw_histogram(painter, frame, page, series, column)
        spots += draw_occupancy(painter, frame, page, series, column)
        bands = threshold_spots(page, series, column)
        spots += bands
        if frame.hover is not None and page.plot.contains(frame.hover):
            under = [band for band in bands if band.rect.contains(frame.hover)]
            spots += [replace(band, words=f"{whole.tip}\n{band.tip}") for band in under[:1]]
    draw_time_axis(painter, frame, page, series)
    spots += draw_brackets(painter, frame, page, series)
    spots += draw_moments(painter, frame, page, series)
    if column.power:
        draw_threshold(painter, frame, page, series, column)
        spots += draw_facts(painter, frame, page, series, column)
    _draw_words(painter, frame, page, column)
    return spots + draw_columns(painter, frame, page, series, index)


def _draw_head(painter: QPainter, frame: Frame, page: Page, series: Series, column: Column) -> None:
    """What the plot shows."""
    title = f"Measured power, {column.name}" if column.power else column.name
    write(painter, page.head, title, colour=frame.theme.text1, size=SECTION, weight=SEMIBOLD)
    if column.power:
        return
    rows = f"{len(series.rows)} rows; at the left as in the file, at the right as the network reads it: 0.1 … 0.9."
    write(painter, page.facts, rows, colour=frame.theme.text2)


def _draw_words(painter: QPainter, frame: Frame, page: Page, column: Column) -> None:
    """The caption under the moments, and the legend of the colours."""
    theme = frame.theme
    write_lines(painter, page.caption.topLeft(), page.caption_lines, colour=theme.text2)
    middle = page.legend.center().y()
    if not column.power:
        draw_legend(painter, QPointF(page.legend.left(), middle), theme=theme, family="value", scale=Scale(1.0),
                    label="scaled value")  # fmt: skip
        return
    x = page.legend.left()
    half = [(0.5, "busy half of the time")] if not page.list_head.isEmpty() else []
    for value, text in ((1.0, "1 busy"), (0.0, "0 idle"), *half):
        swatch = QRectF(x, middle - 8.0, 24.0, 16.0)
        painter.setPen(theme.edge)
        painter.setBrush(theme.tide.colour(value))
        painter.drawRect(swatch)
        width = text_width(text, font())
        write(painter, QRectF(swatch.right() + 8.0, middle - 11.0, width, 22.0), text, colour=theme.text2)
        x = swatch.right() + width + 30.0


def height(frame: Frame) -> float:
    """As high as all parts need at the frame's width."""
    series = frame.scene.prepared.series
    if series is None:
        return bare_height(frame)
    short = Frame(frame.width, 0.0, frame.scene, frame.theme, compact=frame.compact, figure=frame.figure)
    return lay_out(short, series).height


def subtitle(scene: Scene) -> str:
    """How much data there is."""
    series = scene.prepared.series
    if series is not None:
        return f"{len(series.rows)} rows × {len(series.columns)} columns"
    if scene.prepared.typed:
        return f"{len(scene.prepared.typed)} typed numbers"
    if scene.prepared.origins:
        left_out = f" · {scene.prepared.left_out:,} files skipped" if scene.prepared.left_out else ""
        return f"{scene.trace.examples:,} of {len(scene.prepared.origins):,} pictures{left_out}"
    return f"{scene.trace.examples} examples of a dataset" if scene.prepared.pool else "seeded random numbers"


VIEW = View(
    name="data",
    title="Data",
    side="stage",
    summary="What the examples are made of: measured power and its threshold, a table's columns, pictures or strings",
    draw=draw,
    of_one_run=True,
    order=5,
    height=height,
    subtitle=subtitle,
)
