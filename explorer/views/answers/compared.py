"""Answers beside targets for every example and moment: which are right, how far off they are, what they are called."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from engine.training.answers import HALF, answers_of
from explorer.scene import Scene
from explorer.theme.numbers import format_number
from explorer.views.answers.memory import kept

Array = np.ndarray[Any, Any]
Kind = Literal["classes", "sides", "numbers"]


@dataclass(frozen=True, eq=False, slots=True)
class Compared:
    """`answer` and `target` are (moments, examples, units), one moment where there are none; the others lack units.

    `kind` is classes where one of several units is 1, sides where units are 0 or 1, else numbers. `right` is false for
    numbers. `weight` is 0 where an answer does not count. `error` is answer less target, of several units the mean
    size of the difference; `limit` is the largest that counts. Targets and answers lie between `low` and `high`.
    """

    name: str
    kind: Kind
    answer: Array
    target: Array
    right: Array
    weight: Array
    error: Array
    names: tuple[str, ...]
    timed: bool
    limit: float
    low: float
    high: float

    @property
    def moments(self) -> int:
        """How many moments there are, at least one."""
        return int(self.answer.shape[0])

    @property
    def examples(self) -> int:
        """How many examples there are."""
        return int(self.answer.shape[1])

    @property
    def units(self) -> int:
        """How many numbers an answer has."""
        return int(self.answer.shape[2])

    def words(self, numbers: Array, *, digits: int) -> str:
        """An answer or a target (units,) as people call it: its class, its sides, or its numbers."""
        if self.kind == "classes":
            return self.names[int(numbers.argmax())]
        if self.kind == "sides":
            sides = [int(number > HALF) for number in numbers.tolist()]
            return self.names[sides[0]] if self.names else "".join(map(str, sides))
        few = [format_number(float(number), digits=digits) for number in numbers[:3]]
        return ", ".join(few) + (" …" if len(numbers) > len(few) else "")


def suits(scene: Scene) -> bool:
    """Whether the objective compares a quantity with a target of its shape."""
    found = answers_of(scene.network)
    if found is None:
        return False
    answer, target = (scene.network.quantities[name] for name in (found.answer, found.target))
    return answer.batched and answer.shape == target.shape and answer.timed == target.timed


def compared(scene: Scene) -> Compared:
    """The comparison over the whole trace, made once; the scene must suit."""
    return kept(scene.trace, "compared", lambda: _compare(scene))


def _compare(scene: Scene) -> Compared:
    found = answers_of(scene.network)
    assert found is not None
    quantity = scene.network.quantities[found.answer]
    answer, target = (np.asarray(scene.trace.values[name], np.float64) for name in (found.answer, found.target))
    if not quantity.timed:
        answer, target = answer[None], target[None]
    answer, target = (array.reshape(*array.shape[:2], -1) for array in (answer, target))
    kind = _kind(target)
    weight = np.ones(answer.shape[:2])
    if kind == "classes":
        right, weight = answer.argmax(axis=-1) == target.argmax(axis=-1), target.any(axis=-1).astype(float)
    elif kind == "sides":
        right = ((answer > HALF) == (target > HALF)).all(axis=-1)
    else:
        right = np.zeros(weight.shape, dtype=bool)
    if found.counted:
        weight = weight * np.asarray(scene.trace.values[found.counted]).reshape(weight.shape)
    difference = answer - target
    error = difference[..., 0] if answer.shape[2] == 1 else np.abs(difference).mean(axis=-1)
    names = _names(scene, found.answer, found.target, kind, answer.shape[2])
    low, high = _range(np.concatenate([target.ravel(), answer.ravel()]))
    limit = _largest(error[weight > 0.0])
    return Compared(
        found.answer, kind, answer, target, right, weight, error, names, quantity.timed, limit=limit, low=low, high=high
    )


def _largest(errors: Array) -> float:
    """The largest finite size; 1 where there is none."""
    sizes = np.abs(errors[np.isfinite(errors)])
    return min(float(sizes.max()), 1e300) if sizes.size and sizes.max() > 0.0 else 1.0


def _range(numbers: Array) -> tuple[float, float]:
    """From the least to the largest, with a little room."""
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return -1.0, 1.0
    least, most = float(finite.min()), float(finite.max())
    margin = 0.08 * (most - least) or max(abs(most), 1.0)
    return least - margin, most + margin


def _kind(target: Array) -> Kind:
    if not np.isin(target, (0.0, 1.0)).all():
        return "numbers"
    return "classes" if target.shape[-1] > 1 and target.sum(axis=-1).max(initial=0.0) == 1.0 else "sides"


def _names(scene: Scene, answer: str, target: str, kind: Kind, units: int) -> tuple[str, ...]:
    """The names of the classes, or of the two sides of a single unit; numbers of units where classes have none."""
    wanted = {"classes": units, "sides": 2 if units == 1 else 0, "numbers": 0}[kind]
    for name in (answer, target):
        labels = scene.prepared.labels.get(name, ())
        if wanted and len(labels) == wanted:
            return tuple(labels)
    return tuple(str(number) for number in range(wanted))


def known_moments(scene: Scene) -> int:
    """How many moments have their answers at the cursor, from the first; without moments one or none."""
    found = compared(scene)
    if not found.timed:
        return int(scene.known(found.name, False, None))
    return bisect_left(range(found.moments), True, key=lambda t: not scene.known(found.name, False, t))


def verdict(scene: Scene, example: int | None = None) -> tuple[str, float, float]:
    """The head line for all examples or the words for one: in words, how many are right, and how many there are."""
    found, known = compared(scene), known_moments(scene)
    rows = (slice(known), slice(None) if example is None else slice(example, example + 1))
    weight = found.weight[rows]
    count = float(weight.sum())
    if not count:
        return "", 0.0, 0.0
    if found.kind == "numbers":
        mean = float((np.abs(found.error[rows]) * weight)[weight > 0.0].sum()) / count
        return f"mean error {format_number(mean, digits=scene.state.digits, signed=False)}", 0.0, count
    right = float((found.right[rows] * weight).sum())
    return f"{right:,.0f} of {count:,.0f} right", right, count
