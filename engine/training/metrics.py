"""Metrics: the few numbers that are kept of every iteration, by which a run is watched and searched."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.derivation.program import Program
from engine.trace import Trace
from engine.training.answers import Answers, answers_of

Array = np.ndarray[Any, Any]
OF_A_PARAMETER = ("norm", "gradient", "update")


@dataclass(frozen=True, slots=True)
class Columns:
    """What is kept of an iteration, in order: the loss, the share of right answers, and norms of every parameter.

    The loss is the objective summed over moments, a mean over the examples. Of a parameter W there are `norm W`,
    `gradient W` and `update W`: the lengths of W, of its adjoint, and of the step it makes.
    """

    names: tuple[str, ...]
    parameters: tuple[str, ...]
    answers: Answers | None

    def of(self, trace: Trace) -> Array:
        """The numbers of one iteration, shape (columns,), float64."""
        values, adjoints = trace.values, trace.adjoints
        update = trace.program.update
        found = [trace.loss / trace.examples, self.answers.right(values) if self.answers else np.nan]
        for name in self.parameters:
            weights = values[name]
            step = values[update.following[name]] - weights if update is not None else np.zeros_like(weights)
            found += [length(weights), length(adjoints[name]), length(step)]
        return np.array(found)


def columns_of(program: Program) -> Columns:
    """The columns of a program's metrics."""
    following: Mapping[str, str] = program.update.following if program.update is not None else {}
    parameters = tuple(following)
    names = ("loss", "accuracy", *(f"{what} {name}" for name in parameters for what in OF_A_PARAMETER))
    return Columns(names, parameters, answers_of(program.network))


def length(array: Array) -> float:
    """The Euclidean length of all entries."""
    flat = array.reshape(-1).astype(np.float64, copy=False)
    return float(np.sqrt(np.dot(flat, flat)))
