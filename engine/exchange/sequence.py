"""Cuts a series into the training examples of a sequence network, selects columns, and scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.errors import DataError
from engine.exchange.occupancy import fill_last
from engine.exchange.wording import met, nearest

Columns = Sequence[str | int]


@dataclass(frozen=True, eq=False)
class Scaling:
    """An affine map per column, scaled = series * factor + offset; factor and offset (columns,), factor never 0."""

    factor: np.ndarray
    offset: np.ndarray

    def apply(self, series: np.ndarray) -> np.ndarray:
        """Scale `series` (..., columns)."""
        return series * self.factor + self.offset

    def undo(self, scaled: np.ndarray) -> np.ndarray:
        """Take `scaled` (..., columns) back to the original unit."""
        return (scaled - self.offset) / self.factor

    def select(self, columns: Sequence[int]) -> Scaling:
        """The scaling of some of the columns, e.g. to undo that of the targets."""
        return Scaling(self.factor[list(columns)], self.offset[list(columns)])


def fit_scaling(
    series: np.ndarray,
    *,
    kind: Literal["range", "standard"] = "range",
    low: float = 0.1,
    high: float = 0.9,
    rows: int | None = None,
) -> Scaling:
    """The scaling that takes each column of `series` (rows, columns) to `low`..`high` or to mean 0 and deviation 1.

    NaN is ignored. `rows` fits on the first so many rows only, so that later ones stay unseen. A constant column
    goes to the middle (range) or to 0 (standard). Raises `DataError` for a column without a finite value.
    """
    _matrix(series)
    if kind not in ("range", "standard") or not (kind == "standard" or low < high):
        raise DataError(f"scaling {met(kind)} to {low:g}..{high:g}: allowed are range with low < high, and standard")
    part = series if rows is None else series[:rows]
    empty = ~np.isfinite(part).any(axis=0)
    if empty.any():
        raise DataError(f"column {int(np.argmax(empty)) + 1}: no finite value met, at least one is needed to scale it")
    part = np.where(np.isfinite(part), part, np.nan)
    if kind == "standard":
        centre, spread, middle = np.nanmean(part, axis=0), np.nanstd(part, axis=0), 0.0
        factor = 1.0 / np.where(spread > 0, spread, 1.0)
    else:
        # Halved before subtracting: the range of finite numbers may itself overflow.
        centre = np.nanmax(part, axis=0) / 2 + np.nanmin(part, axis=0) / 2
        spread, middle = np.nanmax(part, axis=0) / 2 - np.nanmin(part, axis=0) / 2, (low + high) / 2
        factor = np.where(spread > 0, (high - low) / 2 / np.where(spread > 0, spread, 1.0), 1.0)
    return Scaling(factor, middle - centre * factor)


def scale(
    series: np.ndarray,
    *,
    kind: Literal["range", "standard"] = "range",
    low: float = 0.1,
    high: float = 0.9,
    rows: int | None = None,
) -> tuple[np.ndarray, Scaling]:
    """`series` scaled by `fit_scaling`, and the scaling that undoes it."""
    scaling = fit_scaling(series, kind=kind, low=low, high=high, rows=rows)
    return scaling.apply(series), scaling


def select_columns(wanted: Columns, names: Sequence[str]) -> list[int]:
    """Positions of the columns `wanted`, each given by its name in `names` or by its position from 0.

    Raises `DataError` with the nearest names for an unknown name, and with the range for a position outside.
    """
    if isinstance(wanted, str):
        wanted = [wanted]
    places = []
    for column in wanted:
        if isinstance(column, str):
            if column not in names:
                raise DataError(f"column {met(column)} is not there; {nearest(column, names)}")
            places.append(list(names).index(column))
        elif 0 <= column < len(names):
            places.append(int(column))
        else:
            raise DataError(f"column {column} is not there; allowed are 0 to {len(names) - 1}")
    if not places:
        raise DataError("no column selected; at least one is needed")
    return places


def windows(
    series: np.ndarray,
    *,
    length: int,
    count: int = 1,
    inputs: Columns,
    targets: Columns,
    names: Sequence[str] | None = None,
    horizon: int = 1,
    start: int = 0,
    stride: int | None = None,
    starts: np.ndarray | None = None,
    missing: Literal["refuse", "last"] = "refuse",
) -> tuple[np.ndarray, np.ndarray]:
    """`count` examples of `length` moments from `series` (rows, columns): x (T, B, I) and d (T, B, K), float64.

    x[t] is the input columns at row r + t, d[t] the target columns at row r + t + horizon, r the example's first row.
    Examples begin at `start`, `start + stride`, …; without a stride they are spread evenly from `start` to the last
    possible row. First rows given as `starts` (count,) take the place of all that. Columns are given by name (of
    `names`) or by position from 0. Missing values (NaN) in the selected columns are refused, or with missing="last"
    replaced by the last known value before (first known at the beginning).

    Raises `DataError` where the series is too short, saying what would fit, and for NaN and infinities.
    """
    _matrix(series)
    rows = len(series)
    if missing not in ("refuse", "last"):
        raise DataError(f"missing={met(missing)} met; allowed are refuse and last")
    titles = list(names) if names is not None else [f"column {place + 1}" for place in range(series.shape[1])]
    if len(titles) != series.shape[1]:
        raise DataError(f"{len(titles)} names for {series.shape[1]} columns met; they must agree")
    sources, aims = select_columns(inputs, titles), select_columns(targets, titles)
    first = starts
    if first is None:
        first = first_rows(rows, length=length, count=count, horizon=horizon, start=start, stride=stride)
    picked = series[:, [*sources, *aims]].astype(np.float64)
    if missing == "last":
        picked = fill_last(picked)
    bad = np.argwhere(~np.isfinite(picked))
    if len(bad):
        row, place = bad[0]
        title = titles[[*sources, *aims][place]]
        remedy = 'finite numbers, or missing="last" to fill' if np.isnan(picked[row, place]) else "finite numbers"
        raise DataError(f"column {met(title)}, row {row}: {picked[row, place]} met; allowed are {remedy}")
    at = first[None, :] + np.arange(length)[:, None]
    return picked[at, : len(sources)], picked[at + horizon, len(sources) :]


def first_rows(
    rows: int, *, length: int, count: int, horizon: int = 1, start: int = 0, stride: int | None = None
) -> np.ndarray:
    """The first row of each of the `count` examples that `windows` cuts from a series of `rows` rows, (count,).

    Raises `DataError` where the series is too short, saying what would fit.
    """
    least_of = {"length": (length, 1), "count": (count, 1), "horizon": (horizon, 0), "start": (start, 0)}
    for name, (value, least) in least_of.items():
        if value < least:
            raise DataError(f"{name} is {value}; allowed is at least {least}")
    last = rows - length - horizon
    if start > last:
        met_rows = f"{rows} row met" if rows == 1 else f"{rows} rows met"
        raise DataError(f"{met_rows}; {start + length + horizon} are needed for one example of length {length}, "
                        f"horizon {horizon}, from row {start}")  # fmt: skip
    if stride is None:
        if count > last - start + 1:
            raise DataError(f"{count} examples asked for; {rows} rows hold at most {last - start + 1} different ones "
                            f"of length {length}")  # fmt: skip
        return np.array([start + (last - start) * b // max(count - 1, 1) for b in range(count)], np.intp)
    if stride < 1:
        raise DataError(f"stride is {stride}; allowed is at least 1")
    if start + stride * (count - 1) > last:
        fit = (last - start) // stride + 1
        raise DataError(f"{count} examples with stride {stride} asked for; {rows} rows hold at most {fit}")
    return start + stride * np.arange(count)


def _matrix(series: np.ndarray) -> None:
    if series.ndim != 2 or not series.size:
        raise DataError(f"a series of shape {series.shape} met; allowed is (rows, columns), not empty")
