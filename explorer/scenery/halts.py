"""Breakpoints in a run: where each hits, beside which line it stands, what is logged, and why the run halted here."""

import re
from typing import Any, NamedTuple

import numpy as np

from engine.derivation.program import Line
from engine.errors import ChainruleError
from engine.expression import Adjoint, Apply, Offset, Shape, Value, walk
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.halting import LogRow, hit_count, hits, log_rows, moments_of
from engine.stepping.schedule import Positions
from engine.trace import Trace
from engine.watching.tree import Everything, Node, expressions
from explorer.scene import Scene
from explorer.scenery.breaking import condition_of, condition_words, is_change, refusal, symbols, title
from explorer.scenery.memory import Memory

_kept = Memory(owners=3, things=512).kept
Units = np.ndarray[Any, np.dtype[np.bool_]]
"""Yes or no for each unit of a quantity."""
_FOLDS = re.compile(r"\b(norm|max|min|mean)\(")


class Stop(NamedTuple):
    """Why the run stands here: a breakpoint, the number that it is about, at its moment and unit (None: not one)."""

    breakpoint: Breakpoint
    name: str
    adjoint: bool
    moment: int | None
    unit: tuple[int, ...] | None
    held: Units | None
    """Which units of the number the condition holds for, or reads by their index; None where that says nothing."""


def line_of(scene: Scene, breakpoint: Breakpoint) -> Line | None:
    """The line beside which it stands: its own, or the one that makes the last number that its condition reads."""
    if breakpoint.name:
        return scene.program.line_of.get((breakpoint.name, breakpoint.adjoint))
    condition = condition_of(scene.network, breakpoint)
    if condition is None or isinstance(condition.node, Everything) or refusal(scene.network, breakpoint):
        return None
    known = np.atleast_1d(condition.known_at(scene.schedule))
    event = scene.schedule.event(int(known[len(known) // 2]) - 1) if known.any() else None
    return None if event is None else event.line


def at_lines(scene: Scene) -> dict[int, tuple[Breakpoint, ...]]:
    """The breakpoints that stand beside each line, by its number."""

    def make() -> dict[int, tuple[Breakpoint, ...]]:
        found: dict[int, tuple[Breakpoint, ...]] = {}
        for breakpoint in scene.state.breakpoints:
            line = line_of(scene, breakpoint)
            if line is not None:
                found[line.number] = (*found.get(line.number, ()), breakpoint)
        return found

    if not scene.state.breakpoints:
        return {}
    return _kept(run_of(scene), ("lines", scene.state.breakpoints), make)


def run_of(scene: Scene) -> Trace:
    """The run whose numbers are looked through, also while its difference from another one is drawn."""
    return scene.trace if scene.apart is None else scene.apart


def hits_in(scene: Scene, breakpoint: Breakpoint) -> Positions:
    """The positions at which it hits, in order; none where it cannot be in this run."""
    trace, example = run_of(scene), scene.state.example

    def make() -> Positions:
        try:
            return hits(trace, breakpoint, example)
        except ChainruleError:
            return np.zeros(0, np.int_)

    return _kept(trace, ("hits", breakpoint, example), make)


def hit_numbers(scene: Scene, breakpoint: Breakpoint) -> tuple[int, int]:
    """How often it has been hit at the cursor, and in the whole run."""
    trace, example = run_of(scene), scene.state.example
    try:
        so_far, whole = (hit_count(trace, breakpoint, at, example) for at in (scene.position, scene.schedule.length))
    except ChainruleError:
        return 0, 0
    return so_far, whole


def begin_moments(scene: Scene) -> dict[int, tuple[tuple[Breakpoint, int], ...]]:
    """The moments at which the conditions of what halts begin to hold, each with the breakpoint and the position."""

    def make() -> dict[int, tuple[tuple[Breakpoint, int], ...]]:
        found: dict[int, tuple[tuple[Breakpoint, int], ...]] = {}
        for breakpoint in scene.state.breakpoints:
            if not breakpoint.enabled or breakpoint.log or not breakpoint.condition.strip():
                continue
            try:
                moments = moments_of(trace, breakpoint, example).tolist()
            except ChainruleError:
                continue
            positions = hits_in(scene, breakpoint).tolist()
            places = positions if len(positions) == len(moments) else [-1] * len(moments)
            for moment, position in zip(moments, places, strict=True):
                found[moment] = (*found.get(moment, ()), (breakpoint, position))
        return found

    trace, example = run_of(scene), scene.state.example
    if not scene.state.breakpoints:
        return {}
    return _kept(trace, ("begin", scene.state.breakpoints, example), make)


def logs_of(scene: Scene) -> tuple[tuple[LogRow, Breakpoint], ...]:
    """What all logpoints that are on log in this run of the chosen example, in the order of the run."""
    trace, example = run_of(scene), scene.state.example

    def make() -> tuple[tuple[LogRow, Breakpoint], ...]:
        found: list[tuple[LogRow, Breakpoint]] = []
        for breakpoint in scene.state.breakpoints:
            if breakpoint.log and breakpoint.enabled and not refusal(scene.network, breakpoint):
                try:
                    found += [(row, breakpoint) for row in log_rows(trace, breakpoint, example)]
                except ChainruleError:
                    continue
        return tuple(sorted(found, key=lambda one: one[0].position))

    return _kept(trace, ("log", scene.state.breakpoints, example), make)


def stops(scene: Scene) -> tuple[Stop, ...]:
    """The breakpoints that halt where the cursor stands."""
    state = scene.state
    if not state.breakpoints:
        return ()
    return _kept(run_of(scene), ("stops", state.breakpoints, state.place, state.example), lambda: _stops(scene))


def _stops(scene: Scene) -> tuple[Stop, ...]:
    found: list[Stop] = []
    for breakpoint in scene.state.breakpoints:
        if not breakpoint.enabled or breakpoint.log or scene.state.place.part:
            continue
        positions = hits_in(scene, breakpoint)
        place = int(np.searchsorted(positions, scene.position))
        if place < len(positions) and positions[place] == scene.position:
            stop = _stop(scene, breakpoint)
            if stop is not None:
                found.append(stop)
    return tuple(found)


def _stop(scene: Scene, breakpoint: Breakpoint) -> Stop | None:
    """The number that it is about: what is made next at a line, what made a condition hold."""
    event = scene.schedule.event(scene.position if breakpoint.name else scene.position - 1)
    if event is None:
        return None
    name, adjoint, moment = event.line.name, event.line.adjoint, event.moment
    condition = None if breakpoint.name else condition_of(scene.network, breakpoint)
    if condition is None or isinstance(condition.node, Everything):
        return Stop(breakpoint, name, adjoint, moment, None, None)
    holds = condition.holds(run_of(scene), scene.state.example)
    if condition.timed:
        known = condition.known_at(scene.schedule)
        there = holds.any(axis=tuple(range(1, holds.ndim))) & (known == scene.position)
        moment = int(np.flatnonzero(there)[0]) if there.any() else moment
        holds = holds[moment]
    unit = tuple(int(place) for place in np.argwhere(holds)[0]) if holds.ndim and holds.any() else None
    shape = scene.network.quantities[name].shape
    held = holds if unit is not None and holds.shape == shape else _told(condition.node, name, shape, adjoint=adjoint)
    return Stop(breakpoint, name, adjoint, moment, unit, held)


def _told(condition: Node, name: str, shape: Shape, *, adjoint: bool) -> Units | None:
    """Which units of a quantity a condition reads by their index; None where it reads none of them so."""
    kind = Adjoint if adjoint else Value
    found: set[tuple[int, ...]] = set()
    for _, part in (each for expression in expressions(condition) for each in walk(expression)):
        index: tuple[int, ...] = ()
        while isinstance(part, Apply) and part.op == "element":
            position = dict(part.attributes)["position"]
            index = (position.constant if isinstance(position, Offset) else 0, *index)
            part = part.arguments[0]
        if index and isinstance(part, kind) and part.name == name:
            found.add(index)
    told = np.zeros(shape, np.bool_)
    for index in found:
        if not any(other != index and other[: len(index)] == index for other in found):  # a row whose entry is read
            told[index] = True
    return told if found else None


def stop_words(scene: Scene, stop: Stop) -> str:
    """Why it halted: `b_φ[5] > 0.99 at t = 7`, `line 17  ε_s at t = 4`."""
    breakpoint = stop.breakpoint
    at = "" if stop.moment is None else f" at t = {stop.moment + 1}"
    if breakpoint.name:
        where = condition_words(scene.network, breakpoint.condition) if breakpoint.condition.strip() else ""
        return title(scene, breakpoint) + at + (f", where {where}" if where else "")
    text = breakpoint.condition.strip()
    condition = condition_of(scene.network, breakpoint)
    shape = condition.node.shape if condition is not None and not isinstance(condition.node, Everything) else ()
    if stop.unit is None or is_change(breakpoint):
        return condition_words(scene.network, text) + at
    if _FOLDS.search(text):
        told = [str(place) for place, length in zip(stop.unit, shape, strict=True) if length > 1]
        return symbols(scene.network, text) + at + (f", unit {', '.join(told)}" if told else "")
    return symbols(scene.network, text, shape, stop.unit) + at


def why_halted(scene: Scene) -> str:
    """All that halts here in one line; nothing where nothing does."""
    found = stops(scene)
    if not found:
        return ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return f"stopped: {stop_words(scene, found[0])}{more}"


def is_stopped_at(scene: Scene, name: str, *, adjoint: bool, moment: int | None) -> bool:
    """Whether the run halted for this number, of the unit that is shown."""
    for stop in stops(scene):
        if (stop.name, stop.adjoint, stop.moment) == (name, adjoint, moment):
            return stop.held is None or bool(stop.held[scene.unit_of(name)])
    return False
