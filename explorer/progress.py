"""Progress: what is known of a training run, as plain data that views draw and nothing changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.training.course import Change

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Validation:
    """Loss and share of right answers on what is held back, before an iteration ran; NaN where there is none."""

    iteration: int
    loss: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a condition held that training stopped at: the iteration, the entry, and the place where it is known."""

    iteration: int
    position: int | None
    name: str
    adjoint: bool
    moment: int | None
    example: int | None
    unit: tuple[int, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Still:
    """Kernels (maps, rows, columns, channels) and biases by name, as they were before an iteration ran."""

    iteration: int
    parameters: Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Progress:
    """A training run as far as it has come.

    `metrics` has a row for each of `iterations`, thinned out where there are many, and a column for each of `columns`
    (see `engine.training.metrics.Columns`). `length` iterations are finished; `an_epoch` is how many show every
    example once. `goal` is what the scenario says it shall reach. `message` is the last thing there is to say of it,
    `stopped` where a condition held that it stopped at; `stills` are kernels along the way, in order of iterations.
    """

    columns: tuple[str, ...]
    iterations: Array
    metrics: Array
    length: int
    an_epoch: int
    validations: tuple[Validation, ...] = ()
    changes: tuple[Change, ...] = ()
    goal: Mapping[str, Any] = field(default_factory=dict)
    running: bool = False
    path: str = ""
    message: str = ""
    stopped: Stop | None = None
    stills: tuple[Still, ...] = ()

    def column(self, name: str) -> Array:
        """The numbers of one column, one for each of `iterations`; all absent where there is no such column."""
        if name not in self.columns:
            return np.full(len(self.iterations), np.nan)
        found: Array = self.metrics[:, self.columns.index(name)]
        return found
