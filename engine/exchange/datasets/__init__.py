"""Datasets: what one dataset is, and the table of all that stand in this package, a file each."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.wording import met
from engine.language.formulas import nearest
from engine.registry import leaves

Array = np.ndarray[Any, Any]
MOST_EXAMPLES = 20_000
MOST_MOMENTS = 1000


@dataclass(frozen=True, eq=False)
class Examples:
    """A pool of examples to train on: one array per input and target, (T, B, …) where `timed`, else (B, …).

    `note` tells the person what the numbers are. `labels` names the entries of a quantity, such as the classes of d:
    one word an entry, or two where there is one entry, for 0 and for 1.
    """

    inputs: Mapping[str, Array]
    note: str
    timed: bool = True
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many examples there are."""
        return int(next(iter(self.inputs.values())).shape[1 if self.timed else 0])


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of examples: `draw(seed, count, moments, settings)` makes a pool of them, the same for the same seed.

    `settings` holds every setting of its own and the value it has where a scenario says nothing; examples without
    time leave `moments` alone.
    """

    name: str
    summary: str
    draw: Callable[[int, int, int, Mapping[str, Any]], Examples]
    settings: Mapping[str, Any] = field(default_factory=dict)


@cache
def datasets() -> dict[str, Dataset]:
    """Every dataset by name."""
    return {dataset.name: dataset for dataset in leaves(sys.modules[__name__], Dataset)}


def draw_examples(
    name: str, *, seed: int = 0, count: int, moments: int = 1, settings: Mapping[str, Any] | None = None
) -> Examples:
    """A pool of `count` examples of the dataset `name`; raises DataError for what it does not know or cannot make."""
    known = datasets()
    if name not in known:
        raise DataError(f"no dataset is called {met(name)}{nearest(name, known)} (there are: {', '.join(known)})")
    dataset = known[name]
    for what, value, most in (("count", count, MOST_EXAMPLES), ("moments", moments, MOST_MOMENTS)):
        if not 1 <= value <= most:
            raise DataError(f"dataset {name}: {what} is {value:,}; allowed are 1 to {most:,}")
    given = dict(settings or {})
    for setting, value in given.items():
        usual = dataset.settings.get(setting)
        if usual is None:
            listed = ", ".join(dataset.settings) or "none"
            raise DataError(f"dataset {name}: no setting is called {met(setting)} (there are: {listed})")
        if not isinstance(value, (int, float) if isinstance(usual, float) else type(usual)):
            raise DataError(f"dataset {name}: {setting} is {met(value)}; allowed is one like {usual!r}")
    return _drawn(name, seed, count, moments, tuple({**dataset.settings, **given}.items()))


@lru_cache(maxsize=4)
def _drawn(name: str, seed: int, count: int, moments: int, settings: tuple[tuple[str, Any], ...]) -> Examples:
    """Kept, for a person opens the same scenario again with another start; read-only, for many share it."""
    examples = datasets()[name].draw(seed, count, moments, dict(settings))
    for array in examples.inputs.values():
        array.setflags(write=False)
    return examples
