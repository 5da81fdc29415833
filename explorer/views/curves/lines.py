"""The numbers of the curves, cleaned for plotting: what is not known, not finite or has no logarithm is NaN."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.expression import Adjoint, Value, references
from engine.notation.plain import plain
from explorer.scene import Focus, Scene
from explorer.theme.numbers import MINUS

Numbers = NDArray[np.float64]
DASHES = ((), (6.0, 3.0), (1.5, 3.0), (9.0, 3.0, 1.5, 3.0), (12.0, 3.0), (3.0, 3.0))
"""Dashes in px; after the last they start again."""
_LARGEST, _SMALLEST = 1e300, 1e-300
_MOST_DECADES = 60
_MOST_NAMED = 10


@dataclass(frozen=True, eq=False)
class Curve:
    """One number for each moment, NaN where there is none to draw; `label` "" leaves it out of the legend."""

    label: str
    numbers: Numbers
    dash: int = 0
    strong: bool = False


@dataclass(frozen=True, eq=False)
class Plot:
    """Curves on one axis from `low` to `high`, fixed over the whole trace; a log plot holds exponents of ten.

    `unknown` is the first and one past the last moment of which no curve knows a number.
    """

    title: str
    curves: tuple[Curve, ...]
    low: float
    high: float
    log: bool
    unknown: tuple[int, int]


def plots(scene: Scene) -> tuple[Plot, Plot]:
    """The norms of the adjoints, and the units of what is looked at."""
    return norms_plot(scene), units_plot(scene)


def clean(array: NDArray[Any]) -> Numbers:
    """A copy fit for plotting: NaN where not finite, sizes beyond 1e300 cut, below 1e-300 zero."""
    numbers = np.array(array, dtype=np.float64)
    numbers[~np.isfinite(numbers)] = np.nan
    numbers[np.abs(numbers) < _SMALLEST] = 0.0
    return np.clip(numbers, -_LARGEST, _LARGEST)


def exponents(norms: Numbers) -> Numbers:
    """Base 10 logarithms; NaN for zero, which has none."""
    cleaned = clean(norms)
    return np.log10(np.where(cleaned > 0.0, cleaned, np.nan))


def power_text(exponent: float) -> str:
    """A power of ten as an axis writes it."""
    whole = round(exponent)
    return str(10**whole) if 0 <= whole <= 2 else f"1e{MINUS if whole < 0 else ''}{abs(whole)}"


def is_known(scene: Scene, name: str, adjoint: bool) -> NDArray[np.bool_]:
    """Which moments are known at the cursor, (moments,)."""
    return np.array([scene.known(name, adjoint, moment) for moment in range(scene.trace.moments or 0)], dtype=bool)


def norms_plot(scene: Scene) -> Plot:
    """The Euclidean norm over units of every adjoint that the backward pass makes, at each moment."""
    lines = [line for line in scene.program.section("backward") if line.timed and scene.exists(line.name, True)]
    focus = scene.focus
    found: list[Curve] = []
    every: list[Numbers] = []
    any_known = np.zeros(scene.trace.moments or 0, dtype=bool)
    for number, line in enumerate(lines):
        with np.errstate(over="ignore", invalid="ignore"):
            whole = np.asarray(scene.whole(line.name, True), dtype=np.float64)
            powers = exponents(np.linalg.norm(whole.reshape(len(whole), -1), axis=1))
        every.append(powers)
        known = is_known(scene, line.name, True)
        any_known |= known
        strong = focus is not None and (focus.name, focus.adjoint) == (line.name, True)
        label = f"‖{_words(scene, line.name, True)}‖"
        found.append(Curve(label, np.where(known, powers, np.nan), number % len(DASHES), strong))
    low, high = _range(np.concatenate(every) if every else np.zeros(0), default=(-1.0, 0.0))
    high, low = float(math.ceil(high - 1e-9)), float(math.floor(low + 1e-9))
    low = max(min(low, high - 1.0), high - _MOST_DECADES)
    return Plot("norms of the adjoints, log axis", tuple(found), low, high, True, _unknown(any_known))


def units_plot(scene: Scene) -> Plot:
    """All units of what is looked at, the chosen one strong; beside an output the target it is compared with."""
    focus = _looked_at(scene)
    if focus is None:
        return Plot("nothing with moments is looked at", (), -1.0, 1.0, False, (0, scene.trace.moments or 0))
    name, adjoint = focus.name, focus.adjoint
    whole = clean(scene.whole(name, adjoint))
    shape = whole.shape[1:]
    chosen = int(np.ravel_multi_index(scene.unit_of(name), shape)) if shape else 0
    flat = whole.reshape(len(whole), -1)
    known = is_known(scene, name, adjoint)
    words = _words(scene, name, adjoint)
    found: list[Curve] = []
    units = flat.shape[1]
    for unit in sorted(range(units), key=lambda unit: unit == chosen):
        label = words if units == 1 else f"unit {unit}" if unit == chosen or units <= _MOST_NAMED else ""
        found.append(
            Curve(label, np.where(known, flat[:, unit], np.nan), 0 if unit == chosen else 1 + unit % 5, unit == chosen)
        )
    every = [flat]
    for target in () if adjoint else _targets(scene, name):
        goal = clean(scene.whole(target, False)).reshape(len(flat), -1)
        every.append(goal)
        found.insert(0, Curve(f"{_words(scene, target, False)} (target)", goal[:, min(chosen, goal.shape[1] - 1)], 1))
    low, high = _range(np.concatenate([part.ravel() for part in every]), default=(-1.0, 1.0))
    margin = 0.06 * (high - low) or abs(high) * 0.1 or 1.0
    kind = "adjoint" if adjoint else "value"
    return Plot(f"{words}, {kind} over moments", tuple(found), low - margin, high + margin, False, _unknown(known))


def _looked_at(scene: Scene) -> Focus | None:
    """The focus where it has moments, else the objective where that has."""
    quantities, focus = scene.network.quantities, scene.focus
    if focus is not None and quantities[focus.name].timed and scene.exists(focus.name, focus.adjoint):
        return focus
    goal = quantities[scene.network.objective]
    return Focus(goal.name, False, scene.moment, scene.unit_of(goal.name)) if goal.timed else None


def _targets(scene: Scene, name: str) -> tuple[str, ...]:
    """The targets that the objective compares this quantity with."""
    network = scene.network
    goal = next(equation for equation in network.equations if equation.name == network.objective)
    read = tuple(dict.fromkeys(part.name for part in references(goal.expression)))
    wanted = network.quantities[name].shape
    alike = [part for part in read if network.quantities[part].role == "target" and network.quantities[part].timed]
    return tuple(part for part in alike if network.quantities[part].shape == wanted) if name in read else ()


def _words(scene: Scene, name: str, adjoint: bool) -> str:
    shape = scene.network.quantities[name].shape
    return plain(Adjoint(name, None, shape) if adjoint else Value(name, None, shape), scene.network)


def _range(numbers: Numbers, *, default: tuple[float, float]) -> tuple[float, float]:
    finite = numbers[np.isfinite(numbers)]
    return (float(finite.min()), float(finite.max())) if finite.size else default


def _unknown(known: NDArray[np.bool_]) -> tuple[int, int]:
    """The one stretch that is not known: what is computed grows from one end."""
    absent = np.flatnonzero(~known)
    return (int(absent[0]), int(absent[-1]) + 1) if absent.size else (0, 0)
