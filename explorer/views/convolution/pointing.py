"""What can be pointed at: the product under the mouse, every operand, and every cell of source and result."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from explorer.command import Request
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.view import Frame, Spot
from explorer.views.convolution.layout import Grid, Layout
from explorer.views.convolution.meetings import Meeting, Reading
from explorer.views.convolution.planes import Plane
from explorer.views.convolution.reading import glimpse
from explorer.views.convolution.slides import Pair
from explorer.views.convolution.words import entry_words, meeting_words

Unit = tuple[int, ...]
_MOST_PLACES = 400


def meetings_at(reading: Reading) -> dict[Pair, Meeting]:
    """The products of the group in front by their places."""
    return {meeting.place: meeting for meeting in reading.group.meetings}


def looked_at(frame: Frame, layout: Layout, reading: Reading) -> Reading:
    """The cell of the result under the mouse, as long as it stays there; else the one that is chosen."""
    cell = None if frame.figure else layout.result.at(frame.hover)
    unit = reading.shown.unit if cell is None else reading.result.entry(*cell)
    if unit == reading.shown.unit:
        return reading
    return glimpse(frame.scene, replace(reading.shown, unit=unit, pin=None), reading) or reading


def lit_meeting(frame: Frame, reading: Reading, layout: Layout) -> Meeting | None:
    """The product under the mouse, in whichever picture of it; else the one stepped to, else the one that was pinned.

    In a figure there is no mouse, and of what was chosen only a product that was stepped to is told.
    """
    if frame.figure:
        return reading.stepped
    held = meetings_at(reading)
    for grid in (layout.read, layout.weight, layout.products):
        place = None if grid is None else grid.at(frame.hover)
        if place is not None and place in held:
            return held[place]
    cell = layout.source.at(frame.hover)
    if cell is not None:
        found = next((each for each in held.values() if each.source.unit[-3:-1] == cell), None)
        if found is not None:
            return found
    return reading.stepped or reading.pinned


def choose(scene: Scene, name: str, *, adjoint: bool, moment: int | None, unit: Unit) -> Request:
    """Chooses an entry: as the unit to follow where nothing is pinned and a unit can say it, else as the selection."""
    number = _unit_number(scene, name, unit)
    following = scene.state.selection is None and scene.event is not None
    own = scene.event is not None and (scene.event.line.name, scene.event.line.adjoint) == (name, adjoint)
    if following and own and number is not None:
        return Request("choose-unit", number)
    return Request("select", Selection(name, adjoint, moment, unit))


def _unit_number(scene: Scene, name: str, unit: Unit) -> int | None:
    """The number in the unit strip that means this entry, if there is one."""
    quantity = scene.network.quantities[name]
    shape, full = quantity.shape, scene.unit_shape
    flat = int(np.ravel_multi_index(unit, shape))
    if shape == full[: len(shape)]:
        flat *= int(np.prod(full[len(shape) :], dtype=int))
    elif not quantity.batched:
        return None
    return flat if flat < scene.units else None


def plane_spots(frame: Frame, grid: Grid, plane: Plane, *, known_words: str = "") -> Iterator[Spot]:
    """The whole plane, and the cell of it under the mouse; all cells while the mouse is elsewhere."""
    scene = frame.scene
    yield Spot(grid.rect, known_words or entry_words(scene, plane.name, plane.entry(0, 0), adjoint=plane.adjoint))
    cell = grid.at(frame.hover)
    places = [cell] if cell is not None else []
    if frame.hover is None and grid.rows * grid.columns <= _MOST_PLACES:
        places = [(row, column) for row in range(grid.rows) for column in range(grid.columns)]
    for place in places:
        unit = plane.entry(*place)
        words = partial(cell_words, scene, plane, unit)
        request = choose(scene, plane.name, adjoint=plane.adjoint, moment=plane.moment, unit=unit)
        yield Spot(grid.cell(*place), words, request, _travel(scene, plane, unit))


def _travel(scene: Scene, plane: Plane, unit: Unit) -> Request | None:
    made = scene.program.line_of.get((plane.name, plane.adjoint))
    return None if made is None else Request("travel", Selection(plane.name, plane.adjoint, plane.moment, unit))


def cell_words(scene: Scene, plane: Plane, unit: Unit) -> str:
    """An entry with its number, and what a click does."""
    number = scene.number(plane.name, plane.adjoint, plane.moment, unit)
    told = format_number(number, digits=8) if number is not None else (
        "runs next" if plane.following(scene) else "not computed yet"
    )  # fmt: skip
    more = " A double click travels to its line." if _travel(scene, plane, unit) is not None else ""
    return f"{entry_words(scene, plane.name, unit, adjoint=plane.adjoint)}\n{told}\nClick shows how it is made.{more}"


def matrix_spots(frame: Frame, reading: Reading, layout: Layout) -> Iterator[Spot]:
    """Every product in the three small matrices, and every cell of the border that meets a weight for nothing."""
    scene, held = frame.scene, meetings_at(reading)
    numbers = {id(meeting): number for number, meeting in enumerate(reading.products)}
    for meeting in held.values():
        words = partial(_meeting_tip, scene, reading, meeting)
        source, weight = meeting.source, meeting.weight
        pin = Request("pin-product", None if meeting is reading.stepped else numbers[id(meeting)])
        where = _made(scene, Selection(source.name, source.adjoint, source.moment, source.unit))
        yield Spot(layout.read.cell(*meeting.place), words, pin, where)
        yield Spot(layout.products.cell(*meeting.place), words, pin, where)
        cell = source.unit[-3:-1]
        if reading.slide.kind not in ("routed", "shared") and layout.source.within(*cell):
            yield Spot(layout.source.cell(*cell), words, pin, where)
        if layout.weight is not None and weight is not None:
            other = _made(scene, Selection(weight.name, weight.adjoint, weight.moment, weight.unit))
            yield Spot(layout.weight.cell(*meeting.place), words, pin, other)
    if reading.weight is None:
        return
    for row in range(reading.size[0]):
        for column in range(reading.size[1]):
            if (row, column) not in held:
                for grid in (layout.read, layout.products):
                    yield Spot(grid.cell(row, column), _missing(reading, (row, column)))


def _made(scene: Scene, chosen: Selection) -> Request:
    """Travels to the line that made an entry; what is given has none and is chosen where the cursor stands."""
    return Request("travel" if (chosen.name, chosen.adjoint) in scene.program.line_of else "select", chosen)


def _missing(reading: Reading, place: Pair) -> str:
    if reading.source_cell(place) is None:
        return "The stride steps over this place: no window met the cell with this weight"
    if reading.slide.kind == "spread":
        return "Beyond the edge: no window stands there, so nothing comes back"
    return "In the border of zeros: the product is 0"


def _meeting_tip(scene: Scene, reading: Reading, meeting: Meeting) -> str:
    click = "lets it go" if meeting is reading.stepped else "pins it; stepping into, and back, goes on from it"
    return f"{meeting_words(scene, reading, meeting)}\nClick {click}. A double click goes to where it came from."
