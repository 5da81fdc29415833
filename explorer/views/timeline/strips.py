"""The strips of the timeline with their labels, the hatch over what is not known, and the edge of the known."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.drawing.arrow import draw_wire
from explorer.drawing.formula import typeset
from explorer.drawing.raster import device_scale
from explorer.drawing.seen import is_seen
from explorer.drawing.strip import column_rect, draw_frontier, draw_next_cell, draw_strip
from explorer.theme.type import BODY, REGULAR, font, text_width
from explorer.view import Frame
from explorer.views.timeline.layout import MARGIN, Layout, Row, label_size
from explorer.views.timeline.numbers import absent_strip, known_columns, partial_strip, strip_of, unit_index
from explorer.views.timeline.tracks import symbol


def edges_of(layout: Layout, known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each row the first known column and one past the last."""
    return [known_columns(part, layout.per_column, layout.moments) for part in known]


def draw_rows(painter: QPainter, frame: Frame, layout: Layout, edges: list[tuple[int, int]]) -> None:
    """All strips with labels, hatched where not known."""
    raster = device_scale(painter) is not None
    for row, edge in zip(layout.rows, edges, strict=True):
        if not is_seen(painter, QRectF(0.0, row.rect.top(), frame.width, row.rect.height())):
            continue
        _draw_label(painter, frame, row)
        if raster:
            _draw_picture(painter, frame, layout, row, edge)
        else:
            per = layout.per_column
            known = (edge[0] * per, min(edge[1] * per, layout.moments))
            strip = partial_strip(
                frame.scene, row.track, known, theme=frame.theme, columns=layout.columns, rows=_units_that_fit(row)
            )
            draw_strip(painter, row.rect, strip, theme=frame.theme)
        if row.track.family == "gate":
            # What is shut has the colour of the panel: without an outline it would not be seen that something is there.
            painter.setPen(QPen(frame.theme.line, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(row.rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        _draw_unit_tick(painter, frame, row)
    if layout.line is not None:
        painter.setPen(QPen(frame.theme.edge, 1.0))
        painter.drawLine(QPointF(MARGIN, layout.line), QPointF(frame.width - MARGIN, layout.line))


def _units_that_fit(row: Row) -> int:
    return max(1, int(row.rect.height()))


def _draw_picture(painter: QPainter, frame: Frame, layout: Layout, row: Row, edge: tuple[int, int]) -> None:
    """The strip from its cached picture, the hatched one where nothing is known: stepping repaints no cell."""
    first, stop = edge
    rect, theme = row.rect, frame.theme
    if first < stop:
        strip = strip_of(frame.scene, row.track, theme=theme, columns=layout.columns, rows=_units_that_fit(row))
        _draw_between(
            painter,
            rect,
            layout.boundary(first),
            layout.boundary(stop),
            lambda: draw_strip(painter, rect, strip, theme=theme),
        )
    absent = absent_strip(frame.scene, theme=theme, columns=layout.columns)
    for left, right in ((0, first), (stop, layout.columns)) if first < stop else ((0, layout.columns),):
        if left < right:
            _draw_between(
                painter,
                rect,
                layout.boundary(left),
                layout.boundary(right),
                lambda: draw_strip(painter, rect, absent, theme=theme),
            )


def _draw_between(painter: QPainter, rect: QRectF, left: float, right: float, paint: Callable[[], None]) -> None:
    """Paint no further than from `left` to `right`; nothing is clipped where all is painted."""
    if left <= rect.left() and right >= rect.right():
        paint()
        return
    painter.save()
    painter.setClipRect(QRectF(left, rect.top(), right - left, rect.height()), Qt.ClipOperation.IntersectClip)
    paint()
    painter.restore()


def _draw_label(painter: QPainter, frame: Frame, row: Row) -> None:
    theme, rect = frame.theme, row.rect
    formula = typeset(symbol(frame.scene, row.track), label_size(rect.height() + 2.0))
    x = rect.left() - 10.0 - formula.size.width()
    selection = frame.scene.state.selection
    if selection is not None and (selection.name, selection.adjoint) == (row.track.name, row.track.adjoint):
        painter.setPen(QPen(theme.accent, 1.2))
        painter.setBrush(theme.accent_fill)
        painter.drawRoundedRect(
            QRectF(x - 5.0, rect.top() - 0.5, formula.size.width() + 10.0, rect.height() + 1.0), 4, 4
        )
    # On one baseline where descenders differ, as in running text.
    formula.draw(painter, QPointF(x, rect.center().y() + 4.6), theme=theme)


def _draw_unit_tick(painter: QPainter, frame: Frame, row: Row) -> None:
    """Mark the chosen unit's row at the left edge."""
    if row.track.units == 1 or frame.figure:
        return
    height = row.rect.height() / row.track.units
    top = row.rect.top() + unit_index(frame.scene, row.track) * height
    painter.fillRect(
        QRectF(row.rect.left() - 5.0, min(top, row.rect.bottom() - 2.0), 3.5, max(height, 2.0)), frame.theme.accent
    )


def draw_edge(painter: QPainter, frame: Frame, layout: Layout, edges: list[tuple[int, int]]) -> None:
    """The staircase between the known and the unknown, values and adjoints apart."""
    for adjoint in (False, True):
        stairs = [
            (row.rect, layout.boundary(first if adjoint else stop))
            for row, (first, stop) in zip(layout.rows, edges, strict=True)
            if row.track.adjoint == adjoint and (adjoint or row.track.block == "value" or stop < layout.columns)
        ]
        if all(x <= layout.left for _, x in stairs) or all(x >= layout.right for _, x in stairs):
            continue
        points = [QPointF(stairs[0][1], stairs[0][0].top())]
        for (above, x), (below, next_x) in pairwise(stairs):
            middle = (above.bottom() + below.top()) / 2.0
            points += [QPointF(x, middle), QPointF(next_x, middle)] if x != next_x else []
        points.append(QPointF(stairs[-1][1], stairs[-1][0].bottom()))
        draw_frontier(painter, points, theme=frame.theme)


def draw_next(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """The amber frame of the cell that runs next; the whole strip where it is computed at once."""
    event = frame.scene.event
    if event is None or event.phase == "loss" or frame.figure:
        return
    for row in layout.rows:
        if (row.track.name, row.track.adjoint) == (event.line.name, event.line.adjoint):
            rect = row.rect
            if event.moment is not None:
                rect = column_rect(rect, layout.columns, layout.column(event.moment))
            draw_next_cell(painter, rect.adjusted(-0.8, -0.8, 0.8, 0.8), theme=frame.theme)


def draw_remark(painter: QPainter, frame: Frame, layout: Layout, edges: list[tuple[int, int]]) -> None:
    """Which way the sweep moves, on the unknown ground where it has room."""
    phase = frame.scene.phase
    if frame.figure or phase not in ("FORWARD", "BACKWARD"):
        return
    backward = phase == "BACKWARD"
    chosen = [
        (row, edge)
        for row, edge in zip(layout.rows, edges, strict=True)
        if row.track.adjoint == backward and row.track.block != "given"
    ]
    if not chosen:
        return
    if backward:
        left, right = layout.left, layout.boundary(min(first for _, (first, _) in chosen))
    else:
        left, right = layout.boundary(max(stop for _, (_, stop) in chosen)), layout.right
    text = "sweep moves left" if backward else "sweep moves right"
    face = font(BODY, REGULAR)
    width = text_width(text, face) + 62.0
    top, bottom = chosen[0][0].rect.top(), chosen[-1][0].rect.bottom()
    if right - left < width + 24.0 or bottom - top < 26.0:
        return
    pill = QRectF((left + right - width) / 2.0, (top + bottom) / 2.0 - 12.0, width, 24.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.theme.panel)
    painter.drawRoundedRect(pill, 12.0, 12.0)
    tip, tail = (pill.left() + 14.0, pill.left() + 36.0) if backward else (pill.right() - 14.0, pill.right() - 36.0)
    draw_wire(
        painter,
        [QPointF(tail, pill.center().y()), QPointF(tip, pill.center().y())],
        theme=frame.theme,
        colour=frame.theme.text1,
    )
    painter.setFont(face)
    painter.setPen(frame.theme.text1)
    words = pill.adjusted(44.0 if backward else 14.0, 0.0, -14.0 if backward else -44.0, 0.0)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), text)
