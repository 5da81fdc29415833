"""Counting: a histogram for each moment of a quantity, so that what is known at a cursor is a sum of some of them."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.checking.soundness import FLAT, OPEN, SHUT, fired
from explorer.scene import Scene
from explorer.theme.scale import GATE_SCALE, Scale
from explorer.views.distributions.memory import kept

Array = np.ndarray[Any, Any]
_SIGNED_BINS, _GATE_BINS = 25, 20


@dataclass(frozen=True, eq=False, slots=True)
class Counts:
    """Numbers over all examples and units; every array has a row for each moment, one row without moments.

    `bars` (rows, bins) counts finite numbers in equal parts of `scale`; `low` and `high` those that are saturated,
    `fired` (rows, units) says where a unit is anything but zero; `sums` and `squares` are of finite numbers.
    """

    scale: Scale
    bars: Array
    finite: Array
    nan: Array
    infinite: Array
    low: Array
    high: Array
    fired: Array
    sums: Array
    squares: Array

    @property
    def bins(self) -> int:
        """How many parts the axis has."""
        return int(self.bars.shape[1])

    @property
    def signed(self) -> bool:
        """Whether the axis has zero in its middle."""
        return self.scale.kind != "gate"

    def edges(self, bin_: int) -> tuple[float, float]:
        """The numbers between which a bar counts."""

        def number(part: float) -> float:
            part = part * 2.0 - 1.0 if self.signed else part
            return float(np.sign(part) * (part * part if self.scale.kind == "root" else abs(part)) * self.scale.limit)

        return number(bin_ / self.bins), number((bin_ + 1) / self.bins)


def counts_of(scene: Scene, name: str, *, adjoint: bool) -> Counts:
    """The counts over the whole trace, made once."""
    return kept(scene.trace, ("counts", name, adjoint), lambda: _count(scene, name, adjoint=adjoint))


def scale_of(scene: Scene, name: str, *, adjoint: bool) -> Scale:
    """0 … 1 of gates; else as far as the quantity itself goes over the whole trace, by roots for adjoints."""
    if scene.family(name, adjoint) == "gate":
        return GATE_SCALE
    return Scale(min(scene.limit(name, adjoint), 1e300), "root" if adjoint else "linear")


def _count(scene: Scene, name: str, *, adjoint: bool) -> Counts:
    array = np.asarray((scene.trace.adjoints if adjoint else scene.trace.values)[name], dtype=np.float64)
    quantity = scene.network.quantities[name]
    rows = len(array) if quantity.timed else 1
    table = array.reshape(rows, -1)
    scale = scale_of(scene, name, adjoint=adjoint)
    bins = _GATE_BINS if scale.kind == "gate" else _SIGNED_BINS
    finite = np.isfinite(table)
    numbers = np.where(finite, table, 0.0)
    parts = scale.fractions(numbers)
    places = np.clip(((parts if scale.kind == "gate" else (parts + 1.0) / 2.0) * bins).astype(int), 0, bins - 1)
    flat = (places + np.arange(rows)[:, None] * bins)[finite]
    low, high = (SHUT, OPEN) if scale.kind == "gate" else (-FLAT, FLAT)
    with np.errstate(over="ignore"):
        squares = (numbers * numbers).sum(axis=1)
    return Counts(
        scale,
        np.bincount(flat, minlength=rows * bins).reshape(rows, bins),
        finite.sum(axis=1),
        np.isnan(table).sum(axis=1),
        np.isinf(table).sum(axis=1),
        (finite & (numbers < low)).sum(axis=1),
        (finite & (numbers > high)).sum(axis=1),
        fired(array, rows, quantity.shape),
        numbers.sum(axis=1),
        squares,
    )


def known_rows(scene: Scene, name: str, *, adjoint: bool) -> slice:
    """The rows of the counts that are computed at the cursor: values from the front, adjoints from the end."""
    if not scene.network.quantities[name].timed:
        return slice(0, 1 if scene.known(name, adjoint, None) else 0)
    moments = scene.trace.moments or 0
    if adjoint:
        return slice(bisect_left(range(moments), True, key=lambda t: scene.known(name, True, t)), moments)
    return slice(0, bisect_left(range(moments), True, key=lambda t: not scene.known(name, False, t)))
