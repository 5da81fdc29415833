"""Courses: from what a person opens to a training run, with the settings of the scenario or usual ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.exchange.example_inputs import example_inputs
from engine.exchange.opening import Opening, Prepared, prepare, rules_of
from engine.exchange.opening.network import NETWORK_MOMENTS
from engine.exchange.pool import HELD_BACK
from engine.exchange.scenario import find_scenario, scenario_names
from engine.exchange.typed_sequence import typed_inputs
from engine.language.network import Network
from engine.training.course import Course

Array = np.ndarray[Any, Any]
ITERATIONS = 500
MINI_BATCH, POOL, MOST_NUMBERS = 16, 256, 1 << 23


@dataclass(frozen=True, slots=True)
class Goal:
    """What training shall come to: a measure of validation, and the bound it shall keep."""

    measure: str
    bound: float
    at_least: bool

    def reached(self, loss: float, accuracy: float) -> bool:
        """Whether what was found on the examples held back keeps the bound."""
        found = accuracy if self.measure == "accuracy" else loss
        return found >= self.bound if self.at_least else found <= self.bound

    @property
    def words(self) -> str:
        """The goal as a condition."""
        return f"validation {self.measure} {'≥' if self.at_least else '≤'} {self.bound:g}"


@dataclass(frozen=True, eq=False)
class OpenedCourse:
    """A course, what it was made of, and how long it is to run."""

    prepared: Prepared
    course: Course
    optimiser: str
    iterations: int
    goal: Goal | None = None


def open_course(opening: Opening) -> OpenedCourse:
    """The training run of a scenario, network or data file.

    Raises ChainruleError where something that was asked for cannot be used, or there is nothing to train.
    """
    prepared = prepare(opening)
    as_stated = opening.source in scenario_names() and not prepared.unfit
    training = find_scenario(opening.source).training if as_stated else {}
    pool, size = pool_of(prepared)
    examples = _examples(prepared.network, pool)
    held_back = round(training.get("validation", HELD_BACK) * examples)
    course = Course(
        prepared.program,
        pool,
        prepared.parameters,
        min(size, examples - held_back),
        held_back=held_back,
        seed=prepared.seed,
        dtype=opening.dtype,
    )
    return OpenedCourse(
        prepared, course, rules_of(opening, prepared.network), training.get("iterations", ITERATIONS), _goal(training)
    )


def pool_of(prepared: Prepared) -> tuple[Mapping[str, Array], int]:
    """All examples there are to train on, and how many an iteration has; seeded ones where nothing is given."""
    if prepared.pool or prepared.typed:
        return prepared.pool or prepared.inputs, _examples(prepared.network, prepared.inputs)
    return seeded_pool(prepared.network, prepared.opening), prepared.opening.examples or MINI_BATCH


def seeded_pool(network: Network, opening: Opening) -> Mapping[str, Array]:
    """Seeded examples for a network that comes without data, fewer where they are large; or the sequence typed."""
    seed, moments = opening.seed or 0, opening.moments or NETWORK_MOMENTS
    if opening.sequence:
        return typed_inputs(network, opening.sequence, seed)
    entries = sum(
        int(np.prod(quantity.shape)) * (moments if quantity.timed else 1)
        for quantity in network.having("input", "target")
    )
    count = max(2 * MINI_BATCH, min(POOL, MOST_NUMBERS // max(1, entries)))
    return example_inputs(network, seed, moments=moments, examples=count)


def _examples(network: Network, arrays: Mapping[str, Array]) -> int:
    return next(array.shape[1 if network.quantities[name].timed else 0] for name, array in arrays.items())


def _goal(training: Mapping[str, Any]) -> Goal | None:
    goal = training.get("goal")
    if goal is None:
        return None
    at_least = "at_least" in goal
    return Goal(goal["measure"], goal["at_least" if at_least else "at_most"], at_least)
