"""Where breakpoints halt a run: found over the whole trace by array operations, forward and in reverse."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.errors import ChainruleError
from engine.stepping.breakpoint import Breakpoint, counted, logged
from engine.stepping.schedule import Positions
from engine.trace import Trace
from engine.watching.condition import Condition, bad_moments, of_quantity, read_condition
from engine.watching.tree import Everything

Array = np.ndarray[Any, Any]
MOST_FOUND = 2000
NONE = -1
"""The moment of a hit outside time."""
MOST_WRITTEN = 8


class Hits(NamedTuple):
    """Positions in order, and the moment of each."""

    positions: Positions
    moments: Positions


class LogRow(NamedTuple):
    """What was logged at a hit: position, moment (from 0), words, and each number (None: not known there)."""

    position: int
    moment: int | None
    message: str
    numbers: tuple[Array | None, ...]


def hits(trace: Trace, breakpoint: Breakpoint, example: int = 0) -> Positions:
    """The positions at which a breakpoint halts a run of one example, in order, whether it is enabled or not.

    A position p lies before event p: a line is about to run there, or the event before made a condition hold. Raises
    ChainruleError where the breakpoint cannot be.
    """
    positions: Positions = np.unique(_counted(trace, breakpoint, example).positions)
    return positions


def next_halt(
    trace: Trace, breakpoints: Sequence[Breakpoint], position: int, example: int = 0, *, reverse: bool = False
) -> tuple[int, int] | None:
    """The nearest hit strictly beyond a position, and the number of the first breakpoint that has it; None: no more.

    Whoever stands inside event p, some of its parts computed, stands between p and p + 1: in reverse that is p + 1.

    Breakpoints that are disabled, that log, or that cannot be in this run do not halt.
    """
    found: list[tuple[int, int]] = []
    for number, breakpoint in enumerate(breakpoints):
        if not breakpoint.enabled or breakpoint.log:
            continue
        try:
            positions = hits(trace, breakpoint, example)
        except ChainruleError:
            continue
        place = int(np.searchsorted(positions, position, side="left" if reverse else "right")) - reverse
        if 0 <= place < len(positions):
            found.append((int(positions[place]), number))
    if not found:
        return None
    return min(found, key=lambda one: (-one[0] if reverse else one[0], one[1]))


def moments_of(trace: Trace, breakpoint: Breakpoint, example: int = 0) -> Positions:
    """The moments (from 0) of its hits, in the order of the run; of a condition those where each of its runs begins."""
    moments = _counted(trace, breakpoint, example).moments
    return moments[moments != NONE]


def hit_count(trace: Trace, breakpoint: Breakpoint, position: int, example: int = 0) -> int:
    """How often it has been hit at a position, this one included; hits that do not count for `hits` are counted too."""
    return int(np.searchsorted(_all(trace, breakpoint, example).positions, position, side="right"))


def hit_counts(trace: Trace, breakpoints: Sequence[Breakpoint], position: int, example: int = 0) -> tuple[int, ...]:
    """How often each has been hit at a position; 0 for those that cannot be in this run."""
    counts: list[int] = []
    for breakpoint in breakpoints:
        try:
            counts.append(hit_count(trace, breakpoint, position, example))
        except ChainruleError:
            counts.append(0)
    return tuple(counts)


def log_rows(trace: Trace, breakpoint: Breakpoint, example: int = 0) -> tuple[LogRow, ...]:
    """What a logpoint logs in a run of one example; raises ChainruleError where it cannot be."""
    parts = logged(breakpoint.log, trace.program.network)
    positions, moments = _counted(trace, breakpoint, example)
    columns: list[list[Array | None]] = []
    for _, watch in parts:
        if watch is None:
            continue
        if watch.timed:
            series, known = watch.series(trace, example), watch.known_at(trace.schedule)
            columns.append(
                [
                    np.asarray(series[t]) if t != NONE and known[t] <= p else None
                    for p, t in zip(positions, moments, strict=True)
                ]
            )
        else:
            single, from_position = watch.series(trace, example), int(watch.known_at(trace.schedule))
            columns.append([single if from_position <= p else None for p in positions])
    rows: list[LogRow] = []
    for number, (position, moment) in enumerate(zip(positions.tolist(), moments.tolist(), strict=True)):
        numbers = tuple(column[number] for column in columns)
        waiting = iter(numbers)
        message = "".join(text if watch is None else _written(next(waiting)) for text, watch in parts)
        rows.append(LogRow(position, None if moment == NONE else moment, message, numbers))
    return tuple(rows)


def _written(array: Array | None) -> str:
    """A number, or the first few of many, as they stand in a message."""
    if array is None:
        return "—"
    flat = np.ravel(array)
    words = [
        ("yes" if one else "no") if flat.dtype == np.bool_ else f"{one:.6g}" for one in flat[:MOST_WRITTEN].tolist()
    ]
    if not array.shape:
        return words[0]
    return f"[{', '.join(words)}{', …' if flat.size > MOST_WRITTEN else ''}]"


def _counted(trace: Trace, breakpoint: Breakpoint, example: int) -> Hits:
    """The hits that count."""
    positions, moments = _all(trace, breakpoint, example)
    kept = counted(breakpoint.hits, len(positions))
    return Hits(positions[kept], moments[kept])


def _all(trace: Trace, breakpoint: Breakpoint, example: int) -> Hits:
    """Every hit; what was found is kept with the trace."""
    if not 0 <= example < trace.examples:
        raise ChainruleError(f"there is no example {example}; allowed are 0 to {trace.examples - 1}")
    question = ("hits", breakpoint.name, breakpoint.adjoint, breakpoint.condition, bool(breakpoint.log), example)
    known = trace.found.get(question)
    if isinstance(known, Hits):
        return known
    condition = read_condition(breakpoint.condition, trace.program.network) if breakpoint.condition.strip() else None
    if breakpoint.name:
        found = _at_line(trace, breakpoint, condition, example)
    elif condition is None:
        raise ChainruleError("a breakpoint names a quantity whose line it stands at, or has a condition")
    elif isinstance(condition.node, Everything):
        found = _of_everything(trace, condition.node, example)
    else:
        found = _begun(trace, condition, example)
    if len(trace.found) >= MOST_FOUND:
        trace.found.clear()
    trace.found[question] = found
    return found


def _at_line(trace: Trace, breakpoint: Breakpoint, condition: Condition | None, example: int) -> Hits:
    """Before a line, at every moment or where a condition holds; for what is logged after the line."""
    line = trace.program.line_of.get((breakpoint.name, breakpoint.adjoint))
    if line is None:
        word = "adjoint" if breakpoint.adjoint else "value"
        raise ChainruleError(f"no line of this run makes the {word} of {breakpoint.name!r}")
    at = trace.schedule.positions_of(line)
    positions = np.atleast_1d(at) + bool(breakpoint.log)
    moments = np.arange(len(positions)) if at.ndim else np.full(1, NONE)
    if condition is not None:
        holds, known = _of_moments(trace, condition, example)
        if known.ndim > at.ndim:
            raise ChainruleError(
                f"the line of {breakpoint.name!r} runs outside time, but {condition.text!r} has moments"
            )
        there = holds & (known <= positions)
        positions, moments = positions[there], moments[there]
    order = np.argsort(positions, kind="stable")
    return Hits(positions[order], moments[order])


def _of_moments(trace: Trace, condition: Condition, example: int) -> tuple[Array, Positions]:
    """Where it holds for any unit, and from when on that is known: (T,), or () outside time."""
    holds, known = condition.holds(trace, example), condition.known_at(trace.schedule)
    return np.asarray(holds.any(axis=tuple(range(known.ndim, holds.ndim)))), known


def _begun(trace: Trace, condition: Condition, example: int) -> Hits:
    """After the events that make a condition hold where it did not hold at the moment computed before."""
    holds, known = _of_moments(trace, condition, example)
    if not known.ndim:
        return Hits(np.atleast_1d(known)[np.atleast_1d(holds)], np.full(int(holds), NONE))
    if not known.any():  # what is given is known from the start; it is met where the run comes by
        known = _moments_begin(trace)
    return _runs(holds, known)


def _moments_begin(trace: Trace) -> Positions:
    """The position at which the forward pass comes to each moment."""
    lines = [line for line in trace.program.section("forward") if line.timed]
    return trace.schedule.positions_of(lines[0]) if lines else np.zeros(trace.moments or 1, np.int_)


def _runs(holds: Array, known: Positions) -> Hits:
    """Where runs begin, in the order in which moments are known."""
    order = np.argsort(known, kind="stable")
    there = holds[order]
    begin = there & ~np.concatenate(([False], there[:-1]))
    return Hits(known[order][begin], order[begin])


def _of_everything(trace: Trace, node: Everything, example: int) -> Hits:
    """After each line that makes such a number, at the first of each run of moments at which it does."""
    found: list[Hits] = []
    for line in trace.program.lines:
        array = None if line.section == "loss" else of_quantity(trace, line.name, example, adjoint=line.adjoint)
        if array is None:
            continue
        at, timed = trace.schedule.positions_of(line) + 1, trace.program.network.quantities[line.name].timed
        bad = bad_moments(node, array, timed=timed)
        if at.ndim:
            found.append(_runs(bad, at))
        elif bad.any():
            found.append(Hits(np.atleast_1d(at), np.full(1, NONE)))
    positions = np.concatenate([one.positions for one in found] or [np.zeros(0, np.int_)])
    moments = np.concatenate([one.moments for one in found] or [np.zeros(0, np.int_)])
    order = np.argsort(positions, kind="stable")
    return Hits(positions[order], moments[order])
