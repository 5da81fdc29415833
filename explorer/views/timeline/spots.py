"""What of the timeline can be hovered and clicked, and what it says of itself."""

import numpy as np
from PySide6.QtCore import QRectF

from explorer.command import Request
from explorer.drawing.strip import column_rect
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.view import Frame, Spot
from explorer.views.timeline.axis import cursor_box, remark_rect, remark_text
from explorer.views.timeline.columns import badge_rect, cursor_number
from explorer.views.timeline.layout import GAP, LEGEND, SECTION, Layout, Row
from explorer.views.timeline.memory import kept
from explorer.views.timeline.norms import curves
from explorer.views.timeline.numbers import known_range, norms, whole
from explorer.views.timeline.stops import stop_spots
from explorer.views.timeline.tracks import Track, words


def what(scene: Scene, track: Track) -> str:
    """A track in words: symbol, kind, shape, and the line that makes it."""
    return kept(scene.trace, ("what", track.name, track.adjoint), lambda: _what(scene, track))


def _what(scene: Scene, track: Track) -> str:
    name = words(scene, track)
    quantity = scene.network.quantities[track.name]
    kind = {"input": "input", "target": "target"}.get(quantity.role, "gate" if track.family == "gate" else "value")
    if track.adjoint:
        kind = f"adjoint of {words(scene, Track(track.name, False, 'value', track.units, 'value', 0))}"
    shape = "one number" if track.units == 1 else f"{track.units} units"
    line = scene.program.line_of.get((track.name, track.adjoint))
    return f"{name}: {kind}, {shape}" + (f", made by line {line.number}" if line else "")


def make_spots(frame: Frame, layout: Layout, known: list[tuple[int, int]]) -> list[Spot]:
    """Strips, columns, labels, badges and the cell under the mouse, later ones above earlier ones."""
    spots = [Spot(row.rect, what(frame.scene, row.track), _select(row)) for row in layout.rows]
    spots += kept(
        frame.scene.trace, ("columns", layout.left, layout.right, layout.bottom), lambda: _column_spots(layout)
    )
    if layout.norms is not None:
        spots += _norm_spot(frame, layout)
    for row, part in zip(layout.rows, known, strict=True):
        label = QRectF(0.0, row.rect.top(), layout.left - 6.0, row.rect.height())
        spots.append(Spot(label, f"{what(frame.scene, row.track)}. Click: look at it", _select(row)))
        if layout.numbers:
            spots.append(_badge_spot(frame, layout, row, part))
    spots += _cell_spot(frame, layout)
    moment = frame.scene.moment
    if moment is not None:
        spots.append(
            Spot(
                cursor_box(layout, moment),
                f"The cursor stands at t = {moment + 1}; drag to move it",
                Request("go-to-moment", moment),
                drag=True,
            )
        )
    spots += stop_spots(frame, layout)
    if remark_text(frame, layout):
        rest = (
            f"Click: show the {layout.hidden} strips left out, with pre-activations"
            if layout.hidden
            else "Click: show only the strips that fit"
        )
        spots.append(Spot(remark_rect(frame, layout), rest, Request("fold", SECTION)))
    return spots


def _column_spots(layout: Layout) -> list[Spot]:
    """One spot for each column, from the numbers on top to the bottom."""
    spots: list[Spot] = []
    for column in range(layout.columns):
        rect = column_rect(layout.band, layout.columns, column)
        first = column * layout.per_column
        last = min(first + layout.per_column, layout.moments)
        name = f"t = {first + 1}" if last == first + 1 else f"t = {first + 1} to {last}"
        spots.append(
            Spot(
                QRectF(rect.left(), LEGEND, rect.width() + GAP, layout.bottom - LEGEND),
                f"{name}: click or drag moves the cursor here",
                Request("go-to-moment", first),
                drag=True,
            )
        )
    return spots


def _select(row: Row) -> Request:
    return Request("select", Selection(row.track.name, row.track.adjoint))


def unit_words(scene: Scene, name: str, index: int) -> str:
    """Which unit a row of a strip is: one number, or one for each axis; "" where there is only one."""
    shape = scene.network.quantities[name].shape
    if int(np.prod(shape)) == 1:
        return ""
    parts = [int(part) for part in np.unravel_index(index, shape)]
    real = [part for part, length in zip(parts, shape, strict=True) if length > 1]
    return f"unit {real[0]}" if len(real) == 1 else f"unit ({', '.join(map(str, real))})"


def number_words(frame: Frame, track: Track, number: float | None) -> str:
    """A number as the tip says it."""
    if number is None:
        return "— not computed yet"
    return format_number(number, digits=frame.scene.state.digits, signed=track.family != "gate")


def _badge_spot(frame: Frame, layout: Layout, row: Row, known: tuple[int, int]) -> Spot:
    scene, track = frame.scene, row.track
    moment = scene.moment
    number = cursor_number(scene, track, known)
    at = "" if moment is None else f" at t = {moment + 1}"
    unit = f", unit {scene.state.unit}" if track.units > 1 else ""
    tip = f"{words(scene, track)}{unit}{at}: {number_words(frame, track, number)}. Click: look at it"
    return Spot(
        badge_rect(layout, row),
        tip,
        Request("select", Selection(track.name, track.adjoint)),
        Request("travel", Selection(track.name, track.adjoint, moment)),
    )


def _cell_spot(frame: Frame, layout: Layout) -> list[Spot]:
    """The one cell under the mouse: a spot for each of thousands of cells would be slow and of no use."""
    if frame.hover is None:
        return []
    column = layout.column_under(frame.hover.x())
    row = next((row for row in layout.rows if row.rect.top() <= frame.hover.y() <= row.rect.bottom()), None)
    if column is None or row is None:
        return []
    scene, track = frame.scene, row.track
    unit = min(int((frame.hover.y() - row.rect.top()) / row.rect.height() * track.units), track.units - 1)
    first = column * layout.per_column
    stop = min(first + layout.per_column, layout.moments)
    known = known_range(scene, track)
    moment = first
    number: float | None = None
    if known[0] <= first and stop <= known[1]:
        part = whole(scene, track)[first:stop, unit]
        moment = first + int(np.argmax(np.nan_to_num(np.abs(part), nan=np.inf)))
        number = float(part[moment - first])
    of = f" (largest of {first + 1} to {stop})" if stop - first > 1 else ""
    where = unit_words(scene, track.name, unit)
    subject = f"{words(scene, track)}{', ' + where if where else ''} at t = {moment + 1}{of}"
    asks = f"Click: cursor to t = {moment + 1}. Double-click: look at it there"
    tip = f"{subject}: {number_words(frame, track, number)}\n{what(scene, track)}\n{asks}"
    rect = column_rect(row.rect, layout.columns, column)
    return [
        Spot(
            rect,
            tip,
            Request("go-to-moment", moment),
            Request("travel", Selection(track.name, track.adjoint, moment)),
            drag=True,
        )
    ]


def _norm_spot(frame: Frame, layout: Layout) -> list[Spot]:
    """The norms at the moment under the mouse."""
    rect, hover = layout.norms, frame.hover
    if rect is None or hover is None or not rect.contains(hover):
        return []
    column = layout.column_under(hover.x())
    if column is None:
        return []
    scene, moment = frame.scene, column * layout.per_column
    lines = [f"Norms over units at t = {moment + 1}"]
    for track in curves(scene, rect.height() + 4.0):
        number = float(norms(scene, track)[moment]) if scene.known(track.name, True, moment) else None
        text = (
            "— not computed yet" if number is None else format_number(number, digits=scene.state.digits, signed=False)
        )
        lines.append(f"‖{words(scene, track)}‖: {text}")
    column_box = column_rect(rect, layout.columns, column)
    return [Spot(column_box, "\n".join(lines), Request("go-to-moment", moment), drag=True)]
