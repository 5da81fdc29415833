"""Replays a recorded run in many copies at once, each with one quantity nudged, and reads off the objective."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from engine.derivation.program import Program
from engine.evaluation import Surroundings, evaluate
from engine.expression import references
from engine.run.intervention import Intervention, put_in
from engine.trace import Trace

Array = np.ndarray[Any, Any]
FLOAT = np.dtype(np.float64)
NO_STACK = (AssertionError, IndexError, TypeError, ValueError)


@dataclass(frozen=True)
class Recorded:
    """The values of one run in float64, from which nudged copies start; `held` are the values put in by hand.

    `go_on` is called before every replay, and raises where the check is given up.
    """

    program: Program
    values: Mapping[str, Array]
    moments: int | None
    examples: int
    held: Mapping[str, tuple[Array, Array]]
    go_on: Callable[[], None] = lambda: None

    @cached_property
    def numbers_per_copy(self) -> int:
        """How many numbers one copy of one example holds, parameters not counted."""
        return sum(
            array[:, 0].size if quantity.timed else array[0].size
            for quantity in self.program.network.having("input", "target", "mask", "defined")
            for array in (self.values[quantity.name],)
        )

    @cached_property
    def held_rows(self) -> Mapping[str, Array]:
        """At which moments of which examples a value was put into each quantity of `held`."""
        rows: dict[str, Array] = {}
        for name, (kept, _) in self.held.items():
            lead = 2 if self.program.network.quantities[name].timed else 1
            rows[name] = np.asarray(kept.any(axis=tuple(range(lead, kept.ndim))))
        return rows


def recorded(
    trace: Trace, interventions: Iterable[Intervention] = (), *, go_on: Callable[[], None] = lambda: None
) -> Recorded:
    """What a trace holds, made ready for replays; `interventions` are those it was run with."""
    values = {name: np.asarray(array, FLOAT) for name, array in trace.values.items()}
    by_name: dict[str, list[Intervention]] = {}
    for intervention in interventions:
        if trace.program.network.quantities[intervention.name].role == "defined":
            by_name.setdefault(intervention.name, []).append(intervention)
    held: dict[str, tuple[Array, Array]] = {}
    for name, own in by_name.items():
        kept, put = np.zeros_like(values[name]), np.zeros_like(values[name])
        put_in(kept, [replace(intervention, value=1.0) for intervention in own], None)
        put_in(put, own, None)
        held[name] = kept != 0, put
    return Recorded(trace.program, values, trace.moments, trace.examples, held, go_on)


def affected(program: Program, name: str) -> frozenset[str]:
    """The quantities whose values change with `name`, itself included."""
    reads = {
        line.name: {reference.name for reference in references(line.expression)} for line in program.section("forward")
    }
    found = {name}
    while more := {reader for reader, read in reads.items() if reader not in found and read & found}:
        found |= more
    return frozenset(found)


def replay(base: Recorded, name: str, nudges: Array, examples: Array, *, start: int = 0) -> Array:
    """The objective of every copy, shape (moments, copies), one row without time, with `nudges` added to `name`.

    Copy r is example `examples[r]`. `nudges` has the copies where the quantity has its examples: (moments, copies, …)
    with time, (copies, …) without; for a parameter also the parameter's own shape, shared by all copies. Nothing is
    nudged before moment `start`. What is put in by hand stays put in; nudges come on top.
    """
    network = base.program.network
    quantity, changing = network.quantities[name], affected(base.program, name)
    values: dict[str, Array] = {}
    for known in network.quantities.values():
        array = base.values[known.name]
        if known.batched:
            array = array[:, examples] if known.timed else array[examples]
        values[known.name] = array
    if quantity.role != "defined":
        values[name] = values[name] + nudges
    lines = [line for line in base.program.section("forward") if line.name in changing]
    held = {held: rows[..., examples] for held, rows in base.held_rows.items()}
    if quantity.role == "defined":
        held[name] = np.ones((base.moments or 1, len(examples)) if quantity.timed else len(examples), bool)
    around = Surroundings(values, {}, network.sizes, base.moments, len(examples), FLOAT, held=held)
    for line in lines:
        if not line.timed:
            values[line.name][...] = evaluate(line.computed, around)
            if line.name in base.held:
                kept, put = base.held[line.name]
                np.copyto(values[line.name], put[examples], where=kept[examples])
            if line.name == name:
                values[name] += nudges
    timed = [line for line in lines if line.timed]
    for moment in range(start, base.moments or 0) if timed else ():
        here = replace(around, moment=moment)
        for line in timed:
            array = values[line.name]
            array[moment] = evaluate(line.computed, here)
            if line.name in base.held:
                kept, put = base.held[line.name]
                np.copyto(array[moment], put[moment, examples], where=kept[moment, examples])
            if line.name == name:
                array[moment] += nudges[moment]
    return values[network.objective].reshape(-1, len(examples))


def stackable(base: Recorded, name: str) -> bool:
    """Whether every op that reads this parameter also takes one of it per copy; else each nudge is run by itself.

    It is tried at the last moment alone.
    """
    array, examples, last = base.values[name], np.zeros(2, int), (base.moments or 1) - 1
    shared = replay(base, name, np.zeros_like(array), examples, start=last)
    try:
        stacked = replay(base, name, np.zeros((2, *array.shape)), examples, start=last)
    except NO_STACK:
        return False
    return bool(np.allclose(shared, stacked, rtol=1e-9, atol=0, equal_nan=True))
