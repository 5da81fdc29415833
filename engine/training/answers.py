"""Answers: what of a network is compared with which target, and how many of the answers are right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.expression import Apply, Value, walk
from engine.language.network import Network

Array = np.ndarray[Any, Any]
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Answers:
    """The quantity that is the answer, the target it is compared with, and the input that counts a moment or not."""

    answer: str
    target: str
    counted: str = ""

    def right(self, values: Mapping[str, Array]) -> float:
        """The share of right answers in a run; not a number where there is none that could be right or wrong."""
        right, count = self.tally(values)
        return right / count if count else float("nan")

    def tally(self, values: Mapping[str, Array]) -> tuple[float, float]:
        """How many answers are right, and how many there are.

        Right is the largest unit where targets have a 1 in one of several units, else every unit on the right side of
        one half. Where a target is anything but 0 or 1 there are none.
        """
        wanted, found = np.asarray(values[self.target]), np.asarray(values[self.answer])
        if not np.isin(wanted, (0.0, 1.0)).all():
            return 0.0, 0.0
        if wanted.shape[-1] > 1 and wanted.sum(axis=-1).max(initial=0.0) == 1.0:
            right = wanted.argmax(axis=-1) == found.argmax(axis=-1)
            weight = wanted.any(axis=-1).astype(float)
        else:
            right = ((found > HALF) == (wanted > HALF)).all(axis=-1)
            weight = np.ones(right.shape)
        if self.counted:
            weight = weight * np.asarray(values[self.counted]).reshape(right.shape)
        return float((right * weight).sum()), float(weight.sum())


def answers_of(network: Network) -> Answers | None:
    """What the objective compares with a target; None where it compares nothing."""
    goal = next(equation for equation in network.equations if equation.name == network.objective)
    counted = ""
    for _, part in walk(goal.expression):
        if isinstance(part, Value) and network.quantities[part.name].role == "input":
            shape = network.quantities[part.name].shape
            counted = part.name if int(np.prod(shape)) == 1 else counted
    for _, part in walk(goal.expression):
        if isinstance(part, Apply) and len(part.arguments) == 2:
            answer, target = part.arguments
            if isinstance(answer, Value) and isinstance(target, Value):
                quantity = network.quantities[target.name]
                if quantity.role == "target" and quantity.shape:
                    return Answers(answer.name, target.name, counted)
    return None
