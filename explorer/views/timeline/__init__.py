"""The timeline: each quantity at each moment as heat strips, the norms of the adjoints below, one cursor."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.drawing.seen import is_seen
from explorer.scene import Scene
from explorer.view import Frame, LaterSpots, Spot, View
from explorer.views.timeline.axis import draw_cursor, draw_hover, draw_moments, draw_top
from explorer.views.timeline.changes import changes, norms_place
from explorer.views.timeline.columns import draw_columns
from explorer.views.timeline.layout import AXIS, LEGEND, lay_out
from explorer.views.timeline.norms import draw_norms
from explorer.views.timeline.numbers import known_range
from explorer.views.timeline.spots import make_spots
from explorer.views.timeline.stops import draw_stops
from explorer.views.timeline.strips import draw_edge, draw_next, draw_remark, draw_rows, edges_of
from explorer.views.timeline.units import draw_units, units_height


def draw(painter: QPainter, frame: Frame) -> Sequence[Spot]:
    """Paint the strips of a network over moments, or the units of one without."""
    if frame.scene.trace.moments is None:
        return draw_units(painter, frame)
    layout = lay_out(frame)
    known = [known_range(frame.scene, row.track) for row in layout.rows]
    edges = edges_of(layout, known)
    painter.save()
    if is_seen(painter, QRectF(0.0, 0.0, frame.width, LEGEND + AXIS - 8.0)):
        draw_top(painter, frame, layout)
        draw_moments(painter, frame, layout)
        draw_stops(painter, frame, layout)
    draw_rows(painter, frame, layout, edges)
    if layout.norms is not None and is_seen(painter, norms_place(frame, layout.norms)):
        draw_norms(painter, frame, layout)
    draw_edge(painter, frame, layout, edges)
    draw_cursor(painter, frame, layout)
    draw_remark(painter, frame, layout, edges)
    draw_next(painter, frame, layout)
    draw_hover(painter, frame, layout)
    if layout.numbers:
        draw_columns(painter, frame, layout, known)
    painter.restore()
    return LaterSpots(lambda: make_spots(frame, layout, known))


def height(frame: Frame) -> float:
    """As high as the panel, or higher where all strips are asked for or the least does not fit."""
    return units_height(frame) if frame.scene.trace.moments is None else lay_out(frame).height


def follow(frame: Frame) -> QRectF | None:
    """The strip of what runs next, to be kept in sight."""
    event = frame.scene.event
    if event is None or frame.scene.trace.moments is None:
        return None
    wanted = (event.line.name, event.line.adjoint)
    rects = (row.rect for row in lay_out(frame).rows if (row.track.name, row.track.adjoint) == wanted)
    return next(rects, None)


def subtitle(scene: Scene) -> str:
    """How many moments there are, or that there are none."""
    moments = scene.trace.moments
    return "no moments: all units side by side" if moments is None else f"{moments} moments"


VIEW = View(
    name="timeline",
    title="Timeline",
    side="below",
    summary="Every quantity at every moment as heat strips, with the norms of the adjoints on a log axis",
    draw=draw,
    order=0,
    height=height,
    subtitle=subtitle,
    changes=changes,
    follow=follow,
)
