"""The numbers of the two curves: over moments, or over units where there is no time; norms on a log axis."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.scene import Focus, Scene
from explorer.scenery.quantities import symbol_words
from explorer.scenery.switches import Switch
from explorer.views.compare.reading import Pair

MOST_DECADES, MOST_POINTS = 40, 1200
Numbers = NDArray[np.float64]
ONE_UNIT = Switch(
    "compare-unit",
    "Curves",
    ("norm", "one unit"),
    ("The Euclidean norm over all units, on a log axis.", "The chosen unit alone, with its sign."),
)


@dataclass(frozen=True, eq=False)
class Curve:
    """One run's numbers, NaN where there is none to draw, and up to which of them are known at the cursor."""

    words: str
    numbers: Numbers
    known: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Chart:
    """Curves over `count` places on an axis from `low` to `high`; a log axis holds exponents of ten."""

    title: str
    curves: tuple[Curve, ...]
    count: int
    first: int
    low: float
    high: float
    log: bool
    timed: bool


def chart_of(pair: Pair, focus: Focus) -> Chart | None:
    """The chart of a quantity; None for a single number outside time, which the table tells."""
    scene = pair.ours
    quantity = scene.network.quantities[focus.name]
    if not scene.exists(focus.name, focus.adjoint) or not (quantity.timed or quantity.shape):
        return None
    norm = quantity.timed and bool(quantity.shape) and not ONE_UNIT.is_on(scene)
    other = pair.counterpart(focus)
    told = [(scene, focus.name)] + ([(pair.theirs, other)] if other is not None else [])
    told = [each for each in told if each[0].network.quantities[each[1]].timed == quantity.timed]
    curves = tuple(_curve(own, name, focus.adjoint, norm=norm) for own, name in told)
    every = np.concatenate([curve.numbers for curve in curves])
    low, high = _decades(every) if norm else _range(every)
    count = max(len(curve.numbers) for curve in curves)
    kind = "adjoint" if focus.adjoint else "value"
    over = "over moments" if quantity.timed else "unit by unit"
    what = "norm of the" if norm else "the" if quantity.timed and not quantity.shape else ""
    unit = "" if norm or not quantity.timed or not quantity.shape else f", unit {_unit(scene, focus.name)}"
    title = f"{what} {kind} {over}{unit}{', log axis' if norm else ''}".strip()
    return Chart(
        title[0].upper() + title[1:], curves, count, 1 if quantity.timed else 0, low, high, norm, quantity.timed
    )


def _unit(scene: Scene, name: str) -> str:
    return ", ".join(map(str, scene.unit_of(name)))


def _curve(scene: Scene, name: str, adjoint: bool, *, norm: bool) -> Curve:
    whole = np.asarray(scene.whole(name, adjoint), np.float64)
    words = symbol_words(scene, name, adjoint=adjoint, moment=None).removesuffix("[t]")
    if not scene.network.quantities[name].timed:
        numbers = _merged(whole.ravel())
        return Curve(words, _clean(numbers), np.full(len(numbers), scene.known(name, adjoint, None)))
    known = np.array([scene.known(name, adjoint, moment) for moment in range(len(whole))], bool)
    if not norm:
        return Curve(words, _clean(whole.reshape(len(whole), -1)[:, _flat(scene, name)]), known)
    with np.errstate(all="ignore"):
        sizes = np.linalg.norm(whole.reshape(len(whole), -1), axis=1)
        powers = np.where(np.isfinite(sizes) & (sizes > 0.0), np.log10(sizes), np.nan)
    return Curve(f"‖{words}‖", powers, known)


def _flat(scene: Scene, name: str) -> int:
    """The number of the chosen unit among all units."""
    shape = scene.network.quantities[name].shape
    return int(np.ravel_multi_index(scene.unit_of(name), shape)) if shape else 0


def _merged(flat: Numbers) -> Numbers:
    """More units than can be drawn are merged by largest magnitude with its sign."""
    if len(flat) <= MOST_POINTS:
        return flat
    per_point = math.ceil(len(flat) / MOST_POINTS)
    padded = np.pad(flat, (0, -len(flat) % per_point), mode="edge").reshape(-1, per_point)
    return padded[np.arange(len(padded)), np.argmax(np.abs(padded), axis=1)]


def _clean(array: NDArray[Any]) -> Numbers:
    numbers = np.array(array, np.float64)
    numbers[~np.isfinite(numbers)] = np.nan
    return np.clip(numbers, -1e300, 1e300)


def _decades(powers: Numbers) -> tuple[float, float]:
    finite = powers[np.isfinite(powers)]
    if not finite.size:
        return -1.0, 0.0
    high = float(math.ceil(float(finite.max()) - 1e-9))
    low = float(math.floor(float(finite.min()) + 1e-9))
    return max(min(low, high - 1.0), high - MOST_DECADES), high


def _range(numbers: Numbers) -> tuple[float, float]:
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return -1.0, 1.0
    low, high = min(float(finite.min()), 0.0), max(float(finite.max()), 0.0)
    margin = 0.06 * (high - low) or 1.0
    return low - margin, high + margin
