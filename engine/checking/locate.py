"""Finds where an error enters the backward pass: the first adjoint computed that differs from its numeric value."""

from dataclasses import replace

import numpy as np

from engine.checking.differences import settle
from engine.checking.replay import Recorded
from engine.checking.report import NumberCheck, Row
from engine.checking.sampling import Entry, along, direction_probe, entry_probe, number_check, some_of
from engine.trace import Trace

Place = tuple[int, int]
MOST_AT_PLACE = 64


def first_wrong(base: Recorded, trace: Trace, failed: list[Row], *, tolerance: float, seed: int) -> NumberCheck | None:
    """The wrong adjoint that is computed first, with its numbers.

    Of every quantity each moment is checked along a random direction, so that a place that the sample of single
    entries missed is found too. Where the directions show nothing, the worst entries of the failed rows are taken.
    """
    generator = np.random.default_rng(seed)
    found: list[tuple[Place, str, Entry]] = []
    for name, quantity in trace.program.network.quantities.items():
        if name not in trace.adjoints:
            continue
        examples = [None] if not quantity.batched else range(min(trace.examples, MOST_AT_PLACE))
        places = [
            (moment, example)
            for moment in (range(trace.moments or 0) if quantity.timed else (None,))
            for example in examples
        ]
        probes = [
            direction_probe(base, quantity, example=example, moment=moment, generator=generator)
            for moment, example in places
        ]
        derived, sizes = np.array([along(probe, quantity, trace.adjoints[name]) for probe in probes]).T
        settled = settle(base, name, probes, derived, np.maximum(np.abs(derived), sizes))
        scale = np.maximum(np.maximum(np.abs(derived), np.abs(settled.numeric)), sizes)
        wrong = settled.smooth & ~(np.abs(settled.numeric - derived) <= tolerance * scale + 2 * settled.uncertainty)
        found.extend(
            (_position(trace, name, moment), name, Entry(moment, example, ()))
            for (moment, example), bad in zip(places, wrong, strict=True)
            if bad
        )
    if found:
        _, name, at = min(found, key=lambda one: one[0])
        return _worst_at(base, trace, name, at, generator)
    rows = sorted(failed, key=lambda row: _position(trace, row.name, row.worst.moment))
    return rows[0].worst if rows else None


def _position(trace: Trace, name: str, moment: int | None) -> Place:
    """When an adjoint is computed: the event, and the turn within it; the bare adjoint of the objective comes first."""
    line = trace.program.line_of.get((name, True))
    if line is None:
        return -1, 0
    position = trace.schedule.position_of(line, moment)
    if line.section == "inputs" and moment is not None and position is not None:
        return position, trace.moments or 0
    return (position or 0), (*line.along, line.name).index(name)


def _worst_at(base: Recorded, trace: Trace, name: str, at: Entry, generator: np.random.Generator) -> NumberCheck:
    """The entry with the largest error among those of one quantity at one moment of one example."""
    quantity, adjoint = trace.program.network.quantities[name], trace.adjoints[name]
    shape = quantity.shape
    numbers = some_of(int(np.prod(shape)), most=MOST_AT_PLACE, generator=generator)
    units = [replace(at, unit=tuple(int(part) for part in np.unravel_index(number, shape))) for number in numbers]
    derived = np.array([adjoint[entry.index] for entry in units], float)
    found = settle(base, name, [entry_probe(base, quantity, entry) for entry in units], derived, np.abs(derived))
    errors = np.where(found.smooth, np.abs(found.numeric - derived), -1.0)
    worst = int(np.argmax(errors))
    entry = units[worst]
    return number_check(name, entry, found, derived, worst)
