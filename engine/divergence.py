"""Where two runs part: their quantities matched by name, how far each lies apart, and where it first does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from engine.difference import less
from engine.expression import Shape
from engine.language.network import Quantity
from engine.trace import Trace

Array = np.ndarray[Any, Any]
Status = Literal["compared", "shapes", "ours", "theirs"]
GIVEN = -1
"""The position of what is there before anything is computed."""
ROUNDING = {8: 1e-9, 4: 1e-5}
"""Differences, relative to the largest number of a quantity, that rounding explains, by the size of a number."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One number of a quantity: its moment (from 0; None outside time), its index, and when it is computed."""

    moment: int | None
    unit: tuple[int, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Apart:
    """How far the value or adjoint of one name lies apart in two runs; shapes are None where a run has none.

    `largest` is the largest difference, relative to the largest number of it in either run, `at` where that is, and
    `first` where it is first, in the order of computing, more than rounding; None where it never is. `order` counts
    the lines of our program, or of theirs where ours has none. What is `given` is computed by no line.
    """

    name: str
    adjoint: bool
    status: Status
    ours: Shape | None
    theirs: Shape | None
    order: int
    given: bool = False
    largest: float | None = None
    at: Spot | None = None
    first: Spot | None = None


@dataclass(frozen=True, slots=True)
class Divergence:
    """All quantities of two runs in the order of computing, and what counted as rounding."""

    rows: tuple[Apart, ...]
    tolerance: float

    @property
    def computed(self) -> Apart | None:
        """The quantity that is computed by a line and differs first; None where no computed one differs."""
        return min((row for row in self.rows if row.first and not row.given), key=_when, default=None)

    @property
    def given(self) -> tuple[Apart, ...]:
        """What differs before anything is computed: inputs, targets, parameters."""
        return tuple(row for row in self.rows if row.first and row.given)


def _when(row: Apart) -> int:
    return GIVEN if row.first is None else row.first.position


def divergence(ours: Trace, theirs: Trace, example: int = 0) -> Divergence:
    """One example of a run held against the same of another, over the moments that both have.

    Numbers that are the same in both, NaN and infinities included, do not differ. Parameters and their adjoints are
    those of all examples.
    """
    tolerance = max(ROUNDING[trace.dtype.itemsize] for trace in (ours, theirs))
    rows: list[Apart] = []
    for adjoint in (False, True):
        mine, others = _held(ours, adjoint=adjoint), _held(theirs, adjoint=adjoint)
        for name in (*mine, *(name for name in others if name not in mine)):
            rows.append(_apart(ours, theirs, name, adjoint=adjoint, example=example, tolerance=tolerance))
    both = ("compared", "shapes")
    return Divergence(tuple(sorted(rows, key=lambda row: (row.status not in both, row.adjoint, row.order))), tolerance)


def _held(trace: Trace, *, adjoint: bool) -> Mapping[str, Quantity]:
    """What a run reads and computes; what only an update keeps is left out."""
    arrays, quantities = trace.adjoints if adjoint else trace.values, trace.program.without_update.network.quantities
    return {name: quantities[name] for name in quantities if name in arrays}


def _order(trace: Trace, name: str, *, adjoint: bool) -> tuple[int, bool]:
    """The place in the order of computing, and whether it is given: no line computes it."""
    line = trace.program.line_of.get((name, adjoint))
    if line is not None:
        return line.number, False
    return (trace.schedule.length if adjoint else GIVEN), True


def _apart(ours: Trace, theirs: Trace, name: str, *, adjoint: bool, example: int, tolerance: float) -> Apart:
    mine, others = _held(ours, adjoint=adjoint).get(name), _held(theirs, adjoint=adjoint).get(name)
    order, given = _order(ours if mine is not None else theirs, name, adjoint=adjoint)
    shapes = (None if mine is None else mine.shape, None if others is None else others.shape)
    if mine is None or others is None:
        return Apart(name, adjoint, "theirs" if mine is None else "ours", *shapes, order, given)
    if shapes[0] != shapes[1] or (mine.timed, mine.batched) != (others.timed, others.batched):
        return Apart(name, adjoint, "shapes", *shapes, order, given)
    left, right = (_own(trace, name, adjoint=adjoint, example=example) for trace in (ours, theirs))
    if mine.timed:
        shared = min(len(left), len(right))
        left, right = left[:shared], right[:shared]
    relative = _relative(left, right)
    positions = _positions(ours, name, adjoint=adjoint, timed=mine.timed)[: len(relative) if mine.timed else 1]
    if not relative.size:
        return Apart(name, adjoint, "compared", *shapes, order, given, 0.0)
    at = tuple(int(part) for part in np.unravel_index(int(np.argmax(relative)), relative.shape))
    where = _spot(at, positions, timed=mine.timed)
    return Apart(
        name, adjoint, "compared", *shapes, order, given, float(relative[at]), where,
        _first(relative, positions, timed=mine.timed, tolerance=tolerance),
    )  # fmt: skip


def _own(trace: Trace, name: str, *, adjoint: bool, example: int) -> Array:
    """The array of one example in float64."""
    array, quantity = (trace.adjoints if adjoint else trace.values)[name], trace.program.network.quantities[name]
    if quantity.batched:
        kept = min(example, trace.examples - 1)
        array = array[:, kept] if quantity.timed else array[kept]
    return np.asarray(array, np.float64)


def _relative(left: Array, right: Array) -> Array:
    """|left − right| by the largest finite size in either; infinite where one of two numbers is none."""
    with np.errstate(all="ignore"):
        apart = np.abs(less(left, right))
        sizes = np.abs(np.stack([left, right]))
        scale = float(np.max(sizes[np.isfinite(sizes)], initial=0.0))
        found = np.where(apart == 0.0, 0.0, apart / scale if scale else np.inf)
    return np.where(np.isnan(found), np.inf, found)


def _positions(trace: Trace, name: str, *, adjoint: bool, timed: bool) -> Array:
    """When each moment is computed, (T,), or (1,) outside time."""
    line = trace.program.line_of.get((name, adjoint))
    found = np.asarray(GIVEN) if line is None else trace.schedule.positions_of(line)
    return np.broadcast_to(found, (trace.moments or 0) if timed else 1)


def _spot(index: tuple[int, ...], positions: Array, *, timed: bool) -> Spot:
    if not timed:
        return Spot(None, index, int(positions[0]))
    return Spot(index[0], index[1:], int(positions[index[0]]))


def _first(relative: Array, positions: Array, *, timed: bool, tolerance: float) -> Spot | None:
    """Of the numbers computed first that differ by more than rounding, the one that differs most."""
    wrong = relative > tolerance
    if not wrong.any():
        return None
    if not timed:
        at = tuple(int(part) for part in np.unravel_index(int(np.argmax(relative)), relative.shape))
        return _spot(at, positions, timed=False)
    moments = np.flatnonzero(wrong.reshape(len(wrong), -1).any(axis=1))
    moment = int(moments[np.argmin(positions[moments])])
    row = relative[moment]
    unit = tuple(int(part) for part in np.unravel_index(int(np.argmax(row)), row.shape)) if row.shape else ()
    return Spot(moment, unit, int(positions[moment]))
