"""The picture of training: plots over iterations in columns, one cursor through all of them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QPainter

from engine.expression import Value
from engine.notation.plain import plain
from explorer.progress import Progress
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.training.axis import draw_changes, draw_cursor, draw_iterations
from explorer.views.training.curves import Plot, plots_of
from explorer.views.training.empty import draw_empty
from explorer.views.training.head import draw_head
from explorer.views.training.labels import draw_labels, label_rects, label_spots
from explorer.views.training.layout import MEASURED, Column, Placed, lay_out, least_height
from explorer.views.training.lines import Line, build_line
from explorer.views.training.memory import kept
from explorer.views.training.plot import (
    draw_axis,
    draw_broken,
    draw_goal,
    draw_goal_words,
    draw_line,
    draw_mark,
)
from explorer.views.training.spots import change_spots, iteration_spots
from explorer.views.training.telling import telling

_NEAR = 9.0


def draw(painter: QPainter, frame: Frame) -> Sequence[Spot]:
    """Paint all plots, or what will stand there; a click or drag goes to an iteration."""
    progress = frame.scene.progress
    painter.save()
    if progress is None or progress.length == 0:
        draw_empty(painter, frame)
        painter.restore()
        return []
    columns = lay_out(_plots(frame, progress), frame.width, frame.height, length=progress.length)
    for number, column in enumerate(columns):
        draw_iterations(painter, frame, column, first=number == 0)
        draw_changes(painter, frame, column, progress.changes)
        for placed in column.placed:
            _draw_plot(painter, frame, progress, column, placed)
        draw_cursor(painter, frame, column)
    painter.restore()
    return LaterSpots(partial(_spots, frame, progress, columns))


def height(frame: Frame) -> float:
    """As high as the panel, or higher where the plots need more."""
    progress = frame.scene.progress
    if progress is None or progress.length == 0:
        return frame.height
    return max(frame.height, least_height(_plots(frame, progress), frame.width))


def _plots(frame: Frame, progress: Progress) -> tuple[Plot, ...]:
    selection = frame.scene.state.selection
    chosen = selection.name if selection is not None else None
    network = frame.scene.network
    names = kept(progress, ("telling", chosen), lambda: telling(progress, network, chosen=chosen))
    return kept(progress, ("plots", names), lambda: plots_of(progress, _words(frame, names)))


def _words(frame: Frame, names: Sequence[str]) -> dict[str, str]:
    """Parameters as plain text."""
    network = frame.scene.network
    return {name: plain(Value(name, None, network.quantities[name].shape), network) for name in names}


def _lines(progress: Progress, column: Column, placed: Placed) -> dict[str, Line]:
    """The polygons of a plot's curves, made once for a size."""
    plot = placed.plot
    key = ("lines", plot.name, tuple(curve.name for curve in plot.curves), placed.rect.getRect())
    return kept(
        progress,
        key,
        lambda: {curve.name: build_line(plot, curve, placed.rect, column.length) for curve in plot.curves},
    )


def _draw_plot(painter: QPainter, frame: Frame, progress: Progress, column: Column, placed: Placed) -> None:
    lines, plot = _lines(progress, column, placed), placed.plot
    strong = strong_curve(frame, placed, lines)
    iteration = min(frame.scene.state.iteration, progress.length)
    now = placed.rect.right() + 4.0 if frame.figure else column.x(iteration)
    draw_mark(painter, frame, placed)
    draw_axis(painter, frame, placed)
    draw_goal(painter, frame, placed)
    numbered = list(enumerate(plot.curves))
    for dash, curve in sorted(numbered, key=lambda each: (each[1].name == strong, each[1].pointed)):
        draw_line(painter, frame, placed, curve, lines[curve.name], dash=dash, strong=curve.name == strong, now=now)
    draw_goal_words(painter, frame, placed, lines)
    if plot.broken_at is not None:
        draw_broken(painter, frame, placed, column.x(plot.broken_at))
    if plot.name not in MEASURED:
        draw_labels(painter, frame, placed, lines, strong)
    draw_head(painter, frame, placed, _looked_at(frame, column, placed), strong)


def _looked_at(frame: Frame, column: Column, placed: Placed) -> int:
    """The iteration whose numbers stand in the heads: the one pointed at, else that of the cursor."""
    if frame.hover is not None and column.rect.contains(frame.hover):
        return column.iteration_at(frame.hover.x())
    return frame.scene.state.iteration


def strong_curve(frame: Frame, placed: Placed, lines: dict[str, Line]) -> str | None:
    """The curve that is emphasised: the one pointed at, by its line or its symbol, else the chosen parameter's."""
    hover, selection = frame.hover, frame.scene.state.selection
    if placed.plot.name in MEASURED:
        return None
    if hover is not None:
        named = [name for name, rect in label_rects(placed, lines).items() if name and rect.contains(hover)]
        if named:
            return named[0]
        if placed.rect.contains(hover):
            found = {name: line.distance(hover.x(), hover.y()) for name, line in lines.items()}
            near = min(found, key=lambda name: found[name], default=None)
            if near is not None and found[near] <= _NEAR:
                return near
    return selection.name if selection is not None and selection.name in lines else None


def _spots(frame: Frame, progress: Progress, columns: Sequence[Column]) -> list[Spot]:
    found: list[Spot] = []
    for column in columns:
        norms = [placed for placed in column.placed if placed.plot.name not in MEASURED]
        names = _words(frame, [curve.name for placed in norms for curve in placed.plot.curves])
        key = ("spots", column.rect.getRect(), tuple(names))
        found += kept(progress, key, partial(iteration_spots, column, names))
        found += change_spots(progress, column)
        for placed in norms:
            found += label_spots(placed, _lines(progress, column, placed), names)
    return found
