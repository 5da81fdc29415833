"""What of the series the data page shows: the column in front, its numbers and axis, and what each column is for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.exchange.occupancy import duty_cycle
from engine.exchange.series import Series
from explorer.scene import Scene
from explorer.views.data.memory import kept
from explorer.views.data.numbers import decibels, decimals, fixed

Floats = NDArray[np.float64]
_SHORT = 8


@dataclass(frozen=True, eq=False)
class Column:
    """One column: `plotted` (rows,) on an axis from `low` to `high`; `original` = (plotted − offset) / factor."""

    name: str
    index: int
    plotted: Floats
    low: float
    high: float
    factor: float
    offset: float
    power: bool

    def place(self, original: float) -> float:
        """Where a number of the file lies between the axis' ends, 0…1."""
        return (original * self.factor + self.offset - self.low) / (self.high - self.low)

    def original(self, place: float) -> float:
        """The number of the file at a place 0…1 of the axis."""
        return (self.low + place * (self.high - self.low) - self.offset) / self.factor

    def text(self, row: int) -> str:
        """The number in a row, as the file has it."""
        value = float(self.plotted[row])
        if not np.isfinite(value):
            return "— missing"
        return decibels(value) if self.power else fixed((value - self.offset) / self.factor, self.places)

    @property
    def places(self) -> int:
        """How many decimals its numbers need."""
        return decimals(abs(self.original(1.0) - self.original(0.0)) / 1000.0)


def column_of(series: Series, index: int) -> Column:
    """One column of a series, ready to be drawn."""
    return kept(series, ("column", index), lambda: _column(series, index))


def _column(series: Series, index: int) -> Column:
    name = series.columns[index]
    if series.power is not None:
        power = np.asarray(series.power[:, index], dtype=np.float64)
        finite = series.power[np.isfinite(series.power)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (-1.0, 0.0)
        if series.suggested is not None:
            low, high = min(low, series.suggested), max(high, series.suggested)
        pad = max(0.06 * (high - low), 0.5)
        return Column(name, index, power, low - pad, high + pad, 1.0, 0.0, power=True)
    factor, offset = 1.0, 0.0
    if series.scaling is not None:
        factor, offset = float(series.scaling.factor[index]), float(series.scaling.offset[index])
    return Column(
        name, index, np.asarray(series.rows[:, index], dtype=np.float64), 0.04, 0.96, factor, offset, power=False
    )


def inputs_of(scene: Scene) -> tuple[str, ...]:
    """The columns the network reads."""
    series = scene.prepared.series
    return scene.prepared.input_columns or (series.chosen if series is not None else ())


def targets_of(scene: Scene) -> tuple[str, ...]:
    """The columns it is asked for."""
    return scene.prepared.target_columns or inputs_of(scene)


def front(scene: Scene, series: Series, hovered: int | None) -> int:
    """The column in front: the one under the mouse, else the input of the chosen unit."""
    if hovered is not None:
        return hovered
    inputs = inputs_of(scene)
    given = scene.network.having("input")
    unit = scene.unit_of(given[0].name) if given else ()
    name = inputs[min(unit[0], len(inputs) - 1)] if unit else inputs[0]
    return series.columns.index(name) if name in series.columns else 0


def busy(series: Series) -> Floats:
    """The share of busy slots per band."""
    return kept(series, "busy", lambda: np.asarray(duty_cycle(series.rows), dtype=np.float64))


def shares(series: Series, columns: int) -> tuple[Floats, int]:
    """All columns over time in at most `columns` means, (columns, bands), and how many rows each stands for."""

    def make() -> tuple[Floats, int]:
        rows = np.asarray(series.rows, dtype=np.float64)
        per = max(1, -(-len(rows) // max(columns, 1)))
        starts = np.arange(0, len(rows), per)
        known = np.isfinite(rows)
        counts = np.add.reduceat(known, starts, axis=0, dtype=np.int64)
        sums = np.add.reduceat(np.where(known, rows, 0.0), starts, axis=0)
        return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan), per

    return kept(series, ("shares", columns), make)


def row_words(series: Series, row: int) -> str:
    """A row in words: its number from 0, and its label where the file has one."""
    word = "slot" if series.power is not None else "row"
    label = series.labels[row] if row < len(series.labels) else ""
    return f"{word} {row}" + (f" ({label})" if label and label != str(row) else "")


def short_labels(series: Series) -> bool:
    """Whether the rows' labels are short enough to stand on the axis, such as years."""
    return bool(series.labels) and kept(series, "short", lambda: max(map(len, series.labels)) <= _SHORT)
