"""The schedule: every event of a run in order, found by arithmetic and never listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from engine.derivation.program import Line, Program

Phase = Literal["forward", "loss", "backward", "update"]
Positions = np.ndarray[Any, np.dtype[np.int_]]
PHASES: tuple[Phase, ...] = ("forward", "loss", "backward", "update")


@dataclass(frozen=True, slots=True)
class Event:
    """One line computed at one moment (counted from 0; None outside time): the unit of stepping over."""

    position: int
    line: Line
    moment: int | None
    phase: Phase


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that repeat over moments, forwards or backwards in time; outside time they run once."""

    phase: Phase
    lines: tuple[Line, ...]
    moments: Sequence[int | None]
    start: int

    @property
    def stop(self) -> int:
        return self.start + len(self.lines) * len(self.moments)


@dataclass(frozen=True)
class Schedule:
    """All events of a program over `moments` moments (None for a network without time)."""

    program: Program
    moments: int | None

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The stretches of the run in order, empty ones left out."""
        program, forwards, once = self.program, range(self.moments or 0), (None,)
        stretches: list[tuple[Phase, tuple[Line, ...], Sequence[int | None]]] = [
            ("forward", tuple(line for line in program.section("forward") if not line.timed), once),
            ("forward", tuple(line for line in program.section("forward") if line.timed), forwards),
            ("loss", program.section("loss"), once),
            ("backward", tuple(line for line in program.section("backward") if line.timed), forwards[::-1]),
            ("backward", tuple(line for line in program.section("backward") if not line.timed), once),
            ("backward", program.section("parameters", "inputs"), once),
            ("update", program.section("update"), once),
        ]
        built: list[Segment] = []
        start = 0
        for phase, lines, moments in stretches:
            if lines and moments:
                built.append(Segment(phase, lines, moments, start))
                start = built[-1].stop
        return tuple(built)

    @cached_property
    def length(self) -> int:
        """How many events the run has; positions go from 0 (nothing computed) to this (all computed)."""
        return self.segments[-1].stop

    def event(self, position: int) -> Event | None:
        """The event that runs next at `position`, or None at the end."""
        for segment in self.segments:
            if position < segment.stop:
                turn, number = divmod(position - segment.start, len(segment.lines))
                return Event(position, segment.lines[number], segment.moments[turn], segment.phase)
        return None

    @cached_property
    def _segment_of(self) -> dict[int, tuple[Segment, int]]:
        return {
            line.number: (segment, number) for segment in self.segments for number, line in enumerate(segment.lines)
        }

    def position_of(self, line: Line, moment: int | None) -> int | None:
        """The position at which `line` runs next at `moment`; None where that never happens."""
        if line.number not in self._segment_of:
            return None
        segment, number = self._segment_of[line.number]
        if segment.moments[0] is None:
            return segment.start + number
        if moment is None or not 0 <= moment < len(segment.moments):
            return None
        turn = moment if segment.phase == "forward" else len(segment.moments) - 1 - moment
        return segment.start + turn * len(segment.lines) + number

    def positions_of(self, line: Line) -> Positions:
        """The position at which `line` runs at every moment (T,), or the only one, of shape (), outside time.

        Raises KeyError where this run does not have the line.
        """
        segment, number = self._segment_of[line.number]
        if segment.moments[0] is None:
            return np.asarray(segment.start + number)
        turns = np.arange(len(segment.moments))
        return segment.start + (turns if segment.phase == "forward" else turns[::-1]) * len(segment.lines) + number

    def is_known(self, name: str, moment: int | None, position: int, *, adjoint: bool = False) -> bool:
        """Whether the value (or adjoint) of a quantity at a moment has been computed at `position`.

        What is given or carried on has its value from the start; the adjoint of the objective itself is 1
        once the loss is known. Before the first moment values are known to be zero, after the last adjoints are.
        """
        quantity = self.program.network.quantities[name]
        if quantity.timed and moment is not None and not 0 <= moment < (self.moments or 0):
            return True
        if not adjoint and quantity.role not in ("defined", "updated"):
            return True
        line = self.program.line_of.get((name, adjoint))
        if line is None:
            return adjoint and name == self.program.network.objective and position > self.loss_position
        at = self.position_of(line, moment)
        return at is not None and position > at

    @cached_property
    def loss_position(self) -> int:
        """The position at which the loss is summed up."""
        return next(segment.start for segment in self.segments if segment.phase == "loss")

    def phase_bounds(self, phase: Phase) -> tuple[int, int]:
        """The first and one past the last position of a phase; equal where the run has none."""
        inside = [segment for segment in self.segments if segment.phase == phase]
        return (inside[0].start, inside[-1].stop) if inside else (self.length, self.length)
