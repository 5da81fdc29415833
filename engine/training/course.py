"""A course: all that a training run depends on, so that the same course gives the same bits at every iteration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from engine.derivation.program import Program
from engine.errors import DataError
from engine.language.formulas import nearest
from engine.optimisers.following import following
from engine.run.fast import run_planned
from engine.trace import Trace
from engine.training.batches import Batches
from engine.training.checkpoint import Checkpoint

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A setting of the update that has another value from an iteration on, as in `adam.eta` from 400 on."""

    iteration: int
    setting: str
    value: float


@dataclass(frozen=True, eq=False)
class Course:
    """A program that ends with an update, a pool of examples, where it starts, and what was changed on the way.

    `pool` holds every input and target for all examples, in the shapes of a run; the last `held_back` examples are
    never trained on. `seed` shuffles them and draws masks, for every iteration anew.
    """

    program: Program
    pool: Mapping[str, Array]
    start: Mapping[str, Array]
    size: int
    held_back: int = 0
    seed: int = 0
    dtype: str = "float64"
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if self.program.update is None:
            raise DataError(f"{self.program.network.name} has no parameter that its objective depends on")
        if not 1 <= self.size <= self.count:
            raise DataError(f"a mini-batch of {self.size} examples; allowed are 1 to {self.count}, those of the pool")
        for change in self.changes:
            self.check_setting(change.setting)

    def check_setting(self, name: str) -> None:
        """Raises DataError that names the settings where `name` is none."""
        known = [quantity.name for quantity in self.program.network.having("setting")]
        if name not in known:
            raise DataError(f"no setting is called {name!r}{nearest(name, known)} (known: {', '.join(known)})")

    @cached_property
    def examples(self) -> int:
        """How many examples the pool has."""
        network = self.program.network
        lengths = {array.shape[1 if network.quantities[name].timed else 0] for name, array in self.pool.items()}
        if len(lengths) != 1:
            raise DataError(f"the arrays of the pool have {sorted(lengths)} examples; all need the same number")
        return lengths.pop()

    @property
    def count(self) -> int:
        """How many examples are trained on."""
        return self.examples - self.held_back

    @cached_property
    def batches(self) -> Batches:
        """Which examples each iteration has."""
        return Batches(self.count, self.size, self.seed)

    @property
    def first(self) -> Checkpoint:
        """Before the first iteration."""
        return Checkpoint(0, self.start, {})

    def inputs_of(self, examples: Iterable[int]) -> dict[str, Array]:
        """The inputs and targets of these examples of the pool."""
        chosen, network = np.fromiter(examples, int), self.program.network
        return {
            name: array[:, chosen] if network.quantities[name].timed else array[chosen]
            for name, array in self.pool.items()
        }

    def inputs_at(self, iteration: int) -> dict[str, Array]:
        """The mini-batch of an iteration."""
        return self.inputs_of(self.batches.of(iteration))

    def mask_seed(self, iteration: int) -> int:
        """The seed that the masks of an iteration are drawn with."""
        return int(np.random.default_rng((self.seed, iteration, 3)).integers(2**31))

    def carried_at(self, checkpoint: Checkpoint) -> dict[str, Array]:
        """What the update of the next iteration reads, with the settings that are changed there."""
        changed = {
            change.setting: np.asarray(change.value)
            for change in self.changes
            if change.iteration == checkpoint.iteration
        }
        return {**checkpoint.carried, **changed}

    def run(self, checkpoint: Checkpoint) -> Trace:
        """The whole iteration that follows a checkpoint, recorded, as it was and will be."""
        return run_planned(
            self.program,
            self.inputs_at(checkpoint.iteration),
            checkpoint.parameters,
            dtype=self.dtype,
            seed=self.mask_seed(checkpoint.iteration),
            carried=self.carried_at(checkpoint),
        )

    def changed(self, *changes: Change) -> "Course":
        """The same course with more changes of settings."""
        return replace(self, changes=(*self.changes, *changes))


def after(trace: Trace, checkpoint: Checkpoint) -> Checkpoint:
    """Where training stands once an iteration's update is done."""
    parameters, carried = following(trace)
    return Checkpoint(checkpoint.iteration + 1, parameters, carried)


def advanced(course: Course, checkpoint: Checkpoint, iteration: int) -> Checkpoint:
    """The checkpoint before a later iteration, by running all in between."""
    while checkpoint.iteration < iteration:
        checkpoint = after(course.run(checkpoint), checkpoint)
    return checkpoint
