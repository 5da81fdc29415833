"""What of the timeline differs between two steps at one moment: a few strips and the norms, not the whole picture."""

from PySide6.QtCore import QRectF

from explorer.view import Frame, only_moved
from explorer.views.timeline.layout import Layout, lay_out
from explorer.views.timeline.norms import norms_shown
from explorer.views.timeline.numbers import known_range

_ABOVE_NORMS = 12.0
_AROUND = 3.0
"""How far edges, frames and badges reach beyond a strip."""


def changes(before: Frame, after: Frame) -> list[QRectF] | None:
    """The strips that became known or run next, and the norms; None where the moment or anything else moved."""
    old, new = before.scene, after.scene
    same = only_moved(before, after) and (old.moment, old.phase) == (new.moment, new.phase)
    if not same or new.trace.moments is None:
        return None
    layout = lay_out(after)
    if lay_out(before) is not layout:
        return None
    then = [known_range(old, row.track) for row in layout.rows]
    now = [known_range(new, row.track) for row in layout.rows]
    if _front(layout, then) != _front(layout, now):
        return None  # the words on the unknown ground move, or the edge of the known goes
    running = {(event.line.name, event.line.adjoint) for event in (old.event, new.event) if event is not None}
    places = [
        QRectF(0.0, row.rect.top() - _AROUND, after.width, row.rect.height() + 2.0 * _AROUND)
        for row, past, present in zip(layout.rows, then, now, strict=True)
        if past != present or (row.track.name, row.track.adjoint) in running
    ]
    if layout.norms is not None and norms_shown(before, layout) != norms_shown(after, layout):
        places.append(norms_place(after, layout.norms))
    return places


def norms_place(frame: Frame, norms: QRectF) -> QRectF:
    """All that the norms may paint on: from above their title to the lower edge."""
    top = norms.top() - _ABOVE_NORMS
    return QRectF(0.0, top, frame.width, frame.height - top)


def _front(layout: Layout, known: list[tuple[int, int]]) -> tuple[object, ...]:
    """How far the furthest adjoint and the furthest value have come, and whether there is an edge any more."""
    rows = list(zip(layout.rows, known, strict=True))
    firsts = [part[0] for row, part in rows if row.track.adjoint]
    stops = [part[1] for row, part in rows if not row.track.adjoint and row.track.block != "given"]
    done = all(part[1] == layout.moments for row, part in rows if not row.track.adjoint)
    return min(firsts, default=0), max(stops, default=0), done, not any(firsts)
