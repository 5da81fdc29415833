"""Places between events, and the moves from one to another: into, over, out, by grain, in both directions."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from engine.derivation.simplify import TRANSPARENT
from engine.errors import ChainruleError
from engine.expression import Address, Apply, Expression, Taps, Total, children
from engine.stepping.schedule import Event, Schedule

Grain = Literal["sub-expression", "equation", "gate", "moment", "phase", "iteration"]
GRAINS: tuple[Grain, ...] = ("sub-expression", "equation", "gate", "moment", "phase", "iteration")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Before the event at `position`; `part` sub-expressions of that event have been computed already."""

    position: int = 0
    part: int = 0

    def within(self, schedule: Schedule) -> "Place":
        """The same place, or the end of a run that does not reach so far."""
        return self if self.position <= schedule.length else Place(schedule.length)


@lru_cache(maxsize=2048)
def parts_of(expression: Expression) -> tuple[tuple[Address, Expression], ...]:
    """The sub-expressions of an equation in the order in which they are computed, the whole of it last."""
    found: list[tuple[Address, Expression]] = []

    def visit(node: Expression, address: Address) -> None:
        for number, child in enumerate(children(node)):
            if not isinstance(node, Taps | Total):
                visit(child, (*address, number))
        if isinstance(node, Taps | Total) or (isinstance(node, Apply) and node.op not in TRANSPARENT):
            found.append((address, node))

    visit(expression, ())
    return tuple(found)


def _group(event: Event | None, grain: Grain) -> tuple[object, ...]:
    """What events of one group of this grain have in common."""
    if event is None:
        return ("end",)
    once = event.line.section if event.moment is None else event.moment
    match grain:
        case "sub-expression" | "equation":
            return (event.position,)
        case "gate":
            return (event.phase, once, event.line.gate or event.line.number)
        case "moment":
            return (event.phase, once)
        case "phase":
            return (event.phase,)
        case "iteration":
            return ("iteration",)


def step(schedule: Schedule, place: Place, grain: Grain, *, reverse: bool = False) -> Place:
    """The place one grain further on, or further back; raises ChainruleError for a grain that there is not."""
    if grain not in GRAINS:
        raise ChainruleError(f"no grain is called {grain!r} (allowed: {', '.join(GRAINS)})")
    if grain == "sub-expression":
        return _into(schedule, place, reverse=reverse)
    if reverse:
        if place.part and grain == "equation":
            return Place(place.position)
        position = place.position if place.part else place.position - 1
        if position < 0:
            return Place(0)
        group = _group(schedule.event(position), grain)
        while position > 0 and _group(schedule.event(position - 1), grain) == group:
            position -= 1
        return Place(position)
    position = min(place.position, schedule.length)
    group = _group(schedule.event(position), grain)
    while position < schedule.length and _group(schedule.event(position), grain) == group:
        position += 1
    return Place(position)


def _into(schedule: Schedule, place: Place, *, reverse: bool) -> Place:
    """One sub-expression on or back; from the last of an event to the next event."""
    if not reverse:
        event = schedule.event(place.position)
        if event is None:
            return place
        last = len(parts_of(event.line.expression)) - 1
        return Place(place.position, place.part + 1) if place.part < last else Place(place.position + 1)
    if place.part:
        return Place(place.position, place.part - 1)
    before = schedule.event(place.position - 1) if place.position else None
    if before is None:
        return Place(0)
    return Place(before.position, max(0, len(parts_of(before.line.expression)) - 1))


def step_out(schedule: Schedule, place: Place, *, reverse: bool = False) -> Place:
    """Out of what the place stands in: from inside an equation to its end, else to the end of the moment."""
    return step(schedule, place, "equation" if place.part else "moment", reverse=reverse)
