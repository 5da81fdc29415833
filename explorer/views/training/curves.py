"""The numbers of the curves of training: what is drawn in which plot, on which axis, and where it breaks."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.progress import Progress
from explorer.theme.numbers import format_limit

Array = np.ndarray[Any, Any]
HEALTHY = 1e-3
"""The usual reading of a healthy step: its length by that of the weights."""
_LOG_FROM = 30.0
"""A loss that spans so many times its least is drawn on a log axis."""
_MOST_DECADES = 14.0
_RARE = 0.5
"""Percent of the norms at either end for which no decade is added: a single small one would flatten all others."""
_HEALTHY_BAND = (-4.0, -2.0)
_TINY = 1e-300


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """`numbers` at `iterations`, NaN where there is none; `name` is a parameter, "training" or "validation"."""

    name: str
    iterations: Array
    numbers: Array
    pointed: bool = False

    def at(self, iteration: int) -> tuple[int, float] | None:
        """The number of an iteration, or of the nearest one kept before it, and which one that is."""
        place = int(np.searchsorted(self.iterations, iteration, side="right")) - 1
        return (int(self.iterations[place]), float(self.numbers[place])) if place >= 0 else None


@dataclass(frozen=True, eq=False, slots=True)
class Plot:
    """Curves on one axis from `low` to `high`, exponents of ten on a log axis; `goal` is a number and its word.

    `broken` says in words where numbers are not finite, from the iteration `broken_at` on.
    """

    name: str
    title: str
    curves: tuple[Curve, ...]
    low: float
    high: float
    log: bool = False
    goal: tuple[float, str] | None = None
    mark: float | None = None
    broken: str = ""
    broken_at: int | None = None

    def heights(self, numbers: Array) -> Array:
        """Numbers as parts of the axis, 0 at its foot, NaN where there is none to draw."""
        places = exponents(numbers) if self.log else np.where(np.isfinite(numbers), numbers, np.nan)
        return np.clip((places - self.low) / (self.high - self.low), 0.0, 1.0)


def exponents(numbers: Array) -> Array:
    """Base 10 logarithms; NaN for what has none."""
    usable = np.isfinite(numbers) & (numbers > _TINY)
    return np.log10(np.where(usable, numbers, np.nan))


def plots_of(progress: Progress, parameters: Mapping[str, str]) -> tuple[Plot, ...]:
    """Loss, right answers where any are counted, gradient norms, and updates by weights of parameters, with words."""
    found = [_loss(progress)]
    answers = _answers(progress)
    if answers is not None:
        found.append(answers)
    return (*found, _gradients(progress, parameters), _ratios(progress, tuple(parameters)))


def goal_of(progress: Progress, measure: str) -> tuple[float, str] | None:
    """What the scenario says that this measure shall reach, and how to write it."""
    if progress.goal.get("measure") != measure:
        return None
    for key, sign in (("at_most", "≤"), ("at_least", "≥")):
        if key in progress.goal:
            return float(progress.goal[key]), f"goal {sign} {format_limit(float(progress.goal[key]))}"
    return None


def _loss(progress: Progress) -> Plot:
    loss = progress.column("loss")
    validated = np.array([each.loss for each in progress.validations])
    curves = _both(progress, loss, validated)
    goal = goal_of(progress, "loss")
    numbers = np.concatenate([loss, validated, [goal[0]] if goal else []])
    finite = numbers[np.isfinite(numbers)]
    log = bool(finite.size and finite.min() > 0.0 and finite.max() > _LOG_FROM * finite.min())
    low, high = _decades(exponents(finite)) if log else _span(finite)
    words, place = _broken(progress, [("", loss)])
    title = "loss, log axis" if log else "loss"
    return Plot("loss", title, curves, low, high, log, goal, broken=words, broken_at=place)


def _answers(progress: Progress) -> Plot | None:
    shares = progress.column("accuracy")
    validated = np.array([each.accuracy for each in progress.validations])
    if not (np.isfinite(shares).any() or np.isfinite(validated).any()):
        return None
    curves = _both(progress, shares, validated)
    return Plot("accuracy", "right answers", curves, 0.0, 1.0, goal=goal_of(progress, "accuracy"))


def _both(progress: Progress, trained: Array, validated: Array) -> tuple[Curve, ...]:
    """What is measured in training, and on what is held back where anything is."""
    curves = [Curve("training", progress.iterations, trained)]
    if np.isfinite(validated).any():
        places = np.array([each.iteration for each in progress.validations])
        curves.append(Curve("validation", places, validated, pointed=True))
    return tuple(curves)


def _gradients(progress: Progress, parameters: Mapping[str, str]) -> Plot:
    lengths = [(name, progress.column(f"gradient {name}")) for name in parameters]
    words, place = _broken(progress, [(parameters[name], numbers) for name, numbers in lengths])
    low, high = _decades(exponents(_joined(lengths)), rare=_RARE)
    curves = tuple(Curve(name, progress.iterations, numbers) for name, numbers in lengths)
    return Plot("gradients", "gradient norms, log axis", curves, low, high, True, broken=words, broken_at=place)


def _ratios(progress: Progress, parameters: tuple[str, ...]) -> Plot:
    """How long steps are by what they change; parameters that are all 0 have no such ratio."""
    found = [(name, ratio_of(progress, name)) for name in parameters]
    low, high = _decades(exponents(_joined(found)), rare=_RARE)
    low, high = min(low, _HEALTHY_BAND[0]), max(high, _HEALTHY_BAND[1])
    curves = tuple(Curve(name, progress.iterations, numbers) for name, numbers in found)
    return Plot("ratios", "update / weight, log axis", curves, low, high, True, mark=HEALTHY)


def ratio_of(progress: Progress, name: str) -> Array:
    """The length of a parameter's step by its own; NaN where that is 0."""
    lengths = progress.column(f"norm {name}")
    ratios = np.full(lengths.shape, np.nan)
    with np.errstate(over="ignore", invalid="ignore"):
        np.divide(progress.column(f"update {name}"), lengths, out=ratios, where=lengths > 0.0)
    return ratios


def _joined(found: list[tuple[str, Array]]) -> Array:
    return np.concatenate([numbers for _, numbers in found]) if found else np.zeros(0)


def _span(finite: Array) -> tuple[float, float]:
    """From 0, or the least where that is less, to a little above the largest."""
    if not finite.size:
        return 0.0, 1.0
    low, high = min(float(finite.min()), 0.0), float(finite.max())
    return low, high + 0.05 * ((high - low) or 1.0)


def _decades(powers: Array, *, rare: float = 0.0) -> tuple[float, float]:
    """Whole decades around the exponents but the rarest at both ends, given in percent; fourteen at most."""
    finite = powers[np.isfinite(powers)]
    if not finite.size:
        return -4.0, 0.0
    least, most = (float(end) for end in np.percentile(finite, (rare, 100.0 - rare)))
    high = float(math.ceil(most - 1e-9))
    low = max(float(math.floor(least + 1e-9)), high - _MOST_DECADES)
    return low, max(high, low + 1.0)


def _broken(progress: Progress, columns: list[tuple[str, Array]]) -> tuple[str, int | None]:
    """In words where the first of these columns stops being a number, and which one that is unless all do."""
    firsts = {name: int(bad[0]) for name, numbers in columns if (bad := np.flatnonzero(~np.isfinite(numbers))).size}
    if not firsts:
        return "", None
    name = min(firsts, key=lambda each: firsts[each])
    row, numbers = firsts[name], dict(columns)[name]
    word = "NaN" if math.isnan(numbers[row]) else "+∞" if numbers[row] > 0.0 else "−∞"
    iteration = int(progress.iterations[row])
    for_good = row + 1 < len(numbers) and not np.isfinite(numbers[row:]).any()
    where = f"from iteration {iteration:,} on" if for_good else f"at iteration {iteration:,}"
    alone = sum(each == row for each in firsts.values()) < len(columns)
    return f"{word} {where}" + (f": {name}" if alone else ""), iteration
