"""Chooses what is checked of a quantity: single entries, all or a seeded sample, and random directions over all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.checking.differences import FACTORS, Probe, Settled
from engine.checking.replay import Recorded
from engine.checking.report import NumberCheck
from engine.language.network import Quantity

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a quantity's adjoint: where it stands, counted from 0."""

    moment: int | None
    example: int | None
    unit: tuple[int, ...]

    @property
    def index(self) -> tuple[int, ...]:
        """The index into the quantity's array."""
        return (*(part for part in (self.moment, self.example) if part is not None), *self.unit)


def affordable(base: Recorded, names: Iterable[str], *, most: int, numbers: int) -> int:
    """How many entries of each quantity can be checked, at most `most`, so that about `numbers` are recomputed."""
    per_entry = []
    for name in names:
        quantity = base.program.network.quantities[name]
        whole = base.program.mixes or not quantity.batched
        cost = len(FACTORS) * base.numbers_per_copy * (base.examples if whole else 1)
        per_entry.append((base.values[name].size, cost))
    while most > 1 and sum(min(size, most) * cost for size, cost in per_entry) > numbers:
        most //= 2
    return most


def entry_of(quantity: Quantity, index: tuple[int, ...]) -> Entry:
    """The entry at an index of the quantity's array."""
    if not quantity.batched:
        return Entry(None, None, index)
    return Entry(index[0], index[1], index[2:]) if quantity.timed else Entry(None, index[0], index[1:])


def some_of(count: int, *, most: int, generator: np.random.Generator) -> list[int]:
    """The numbers from 0 to count − 1, or a sorted sample of `most` of them where there are more."""
    return list(range(count)) if count <= most else sorted(map(int, generator.choice(count, most, replace=False)))


def sampled_entries(
    quantity: Quantity, shape: tuple[int, ...], *, most: int, generator: np.random.Generator
) -> list[Entry]:
    """All entries of an array of this shape where there are at most `most`, else a sample without repeats."""
    numbers = some_of(int(np.prod(shape)), most=most, generator=generator)
    return [entry_of(quantity, tuple(int(part) for part in np.unravel_index(number, shape))) for number in numbers]


def _flat(base: Recorded, quantity: Quantity, entry: Entry) -> int:
    """The number of the entry in the flattened array of its example."""
    lead = (base.moments or 1,) if quantity.timed else ()
    here = (entry.moment,) if entry.moment is not None else ()
    place = (*here, *entry.unit)
    return int(np.ravel_multi_index(place, lead + quantity.shape)) if place else 0


def entry_probe(base: Recorded, quantity: Quantity, entry: Entry) -> Probe:
    """The probe that nudges this entry alone."""
    size = float(np.abs(base.values[quantity.name][entry.index]))
    return Probe(entry.example, np.array([_flat(base, quantity, entry)]), np.ones(1), size)


def direction_probe(
    base: Recorded,
    quantity: Quantity,
    *,
    example: int | None,
    moment: int | None = None,
    generator: np.random.Generator,
) -> Probe:
    """A probe that nudges all entries of an example (of one moment, where stated) up or down at random.

    The weights are ±1 by the root of their number, so that the derivative is as large as a typical entry's.
    """
    array = base.values[quantity.name]
    if example is not None:
        array = array[:, example] if quantity.timed else array[example]
    entries = np.arange(array.size)
    if moment is not None:
        per_moment = array[0].size
        entries, array = entries[moment * per_moment : (moment + 1) * per_moment], array[moment]
    weights = generator.choice((-1.0, 1.0), len(entries)) / np.sqrt(len(entries))
    return Probe(example, entries, weights, float(np.abs(array).max(initial=0.0)))


def along(probe: Probe, quantity: Quantity, adjoint: Array) -> tuple[float, float]:
    """The derived derivative along a probe, and the size by which its error is measured."""
    own = adjoint
    if probe.example is not None:
        own = adjoint[:, probe.example] if quantity.timed else adjoint[probe.example]
    parts = np.asarray(own, float).ravel()[probe.entries]
    return float(parts @ probe.weights), float(np.linalg.norm(parts * probe.weights))


def number_check(name: str, entry: Entry, found: Settled, derived: Array, at: int) -> NumberCheck:
    """The numbers found at one entry, the one at place `at`, as they are reported."""
    return NumberCheck(
        name,
        entry.moment,
        entry.example,
        entry.unit,
        float(found.numeric[at]),
        float(derived[at]),
        float(found.uncertainty[at]),
        bool(found.smooth[at]),
    )
