"""Unsound numbers: the first event of a run, in the order of computing, that makes something infinite or undefined."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.stepping.schedule import Event
from engine.trace import Trace

Array = np.ndarray[Any, Any]


def unsound(array: Array) -> Array:
    """Which numbers are infinite or undefined."""
    found: Array = ~np.isfinite(array)
    return found


@dataclass(frozen=True, slots=True)
class Spot:
    """An entry of the trace: quantity, moment (from 0), example and place in the array, and the number there.

    `event` is the event that computed it; None where no single one did.
    """

    name: str
    adjoint: bool
    moment: int | None
    example: int | None
    unit: tuple[int, ...]
    number: float
    event: Event | None = None

    @property
    def words(self) -> str:
        """Where it is, as a person says it: moments count from 1, examples and entries from 0."""
        what = f"the adjoint of {self.name}" if self.adjoint else self.name
        if self.unit:
            what += f"[{', '.join(map(str, self.unit))}]"
        place = "" if self.moment is None else f" at t={self.moment + 1}"
        return what + place + ("" if self.example is None else f" of example {self.example}")

    @property
    def data(self) -> dict[str, Any]:
        """Where it is as plain data, with the position in the schedule after which it is known."""
        return {
            "position": None if self.event is None else self.event.position + 1,
            "name": self.name,
            "adjoint": self.adjoint,
            "moment": self.moment,
            "example": self.example,
            "unit": list(self.unit),
        }

    @property
    def told(self) -> str:
        """Where it is and what it is."""
        return f"{self.words} is {self.number:.6g}"


def first_unsound(trace: Trace, bad: Callable[[Array], Array] = unsound) -> Spot | None:
    """Where the first number that is `bad`, by default not finite, was computed; None where none is."""
    for segment in trace.schedule.segments:
        found: list[tuple[int, int]] = []
        for number, line in enumerate(segment.lines):
            array = (trace.adjoints if line.adjoint else trace.values).get(line.name)
            if array is None or not bad(array).any():
                continue
            turns = enumerate(segment.moments)
            found += [(turn, number) for turn, moment in turns if moment is None or bad(array[moment]).any()][:1]
        if found:
            turn, number = min(found)
            event = trace.schedule.event(segment.start + turn * len(segment.lines) + number)
            return None if event is None else _spot(trace, event, bad)
    return None


def _spot(trace: Trace, event: Event, bad: Callable[[Array], Array]) -> Spot:
    line, moment = event.line, event.moment
    array = (trace.adjoints if line.adjoint else trace.values)[line.name]
    here = array if moment is None else array[moment]
    place = tuple(int(index) for index in np.argwhere(bad(here))[0])
    batched = trace.program.network.quantities[line.name].batched
    example, unit = (place[0], place[1:]) if batched else (None, place)
    return Spot(line.name, line.adjoint, moment, example, unit, float(here[place]), event)
