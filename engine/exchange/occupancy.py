"""From measured power to occupancy: a threshold between noise and signal, busy or idle, and the duty cycle."""

from __future__ import annotations

import numpy as np

from engine.errors import DataError

# Otsu splits any cloud. Halves of one Gaussian lie 2.6 within-class deviations apart, of a uniform one 3.5.
_TWO_CLUSTERS = 4.0
_NOISE_MARGIN = 3.0


def suggest_threshold(power: np.ndarray) -> float:
    """The power in dB that best separates noise from signal, over all entries of `power` (any shape, NaN ignored).

    Otsu's method on the exact values: the cut that maximises the variance between the two classes (Otsu 1979, IEEE
    Trans. SMC 9(1), eq. 18), placed halfway between the two values around it. Where the two classes are no two
    clusters (their means less than four within-class deviations apart) everything is taken for noise and the
    threshold is the median plus three robust deviations (1.4826 times the median absolute deviation).

    Raises `DataError` where fewer than two different values are known.
    """
    known = np.sort(power[np.isfinite(power)].astype(np.float64))
    if known.size < 2 or known[0] == known[-1]:
        raise DataError(f"power: {len(np.unique(known))} different values met, at least two are needed for a threshold")
    centred = known - known.mean()
    below = np.arange(1, known.size)
    sums = np.cumsum(centred)[:-1]
    # Between-class variance w0 w1 (m0 - m1)^2 of a zero-mean sample is s^2 / (n0 n1), up to a constant.
    between = sums**2 / (below * (known.size - below))
    between[known[1:] == known[:-1]] = -1.0
    cut = int(np.argmax(between)) + 1
    low, high = known[:cut], known[cut:]
    within = np.sqrt((low.var() * low.size + high.var() * high.size) / known.size)
    if high.mean() - low.mean() >= _TWO_CLUSTERS * within:
        return float((low[-1] + high[0]) / 2)
    median = np.median(known)
    deviation = 1.4826 * np.median(np.abs(known - median))
    return float(median + _NOISE_MARGIN * deviation) if deviation > 0 else float((low[-1] + high[0]) / 2)


def occupy(power: np.ndarray, threshold: float, *, fill: bool = True) -> np.ndarray:
    """Occupancy of `power` (slots,) or (slots, bands): 1.0 where it exceeds `threshold` (same unit), else 0.0.

    Missing power (NaN) is missing occupancy; with `fill` it takes the last known state of its band, or the first
    known one before that. Raises `DataError` for a band without any known power when filling.
    """
    occupied = np.where(np.isnan(power), np.nan, (power > threshold).astype(np.float64))
    return fill_last(occupied) if fill else occupied


def fill_last(series: np.ndarray) -> np.ndarray:
    """`series` (rows,) or (rows, columns) with each NaN replaced by the last known value of its column.

    Before the first known value the first known one is taken. Raises `DataError` for a column without any.
    """
    columns = series.reshape(len(series), -1) if series.size else series.reshape(len(series), 0)
    missing = np.isnan(columns)
    empty = missing.all(axis=0)
    if len(columns) and empty.any():
        raise DataError(f"column {int(np.argmax(empty)) + 1}: no known value met, at least one is needed to fill")
    if not missing.any():
        return series.copy()
    rows = np.where(missing, -1, np.arange(len(columns))[:, None])
    source = np.maximum.accumulate(rows, axis=0)
    source = np.where(source < 0, np.argmax(~missing, axis=0), source)
    return np.take_along_axis(columns, source, axis=0).reshape(series.shape)


def duty_cycle(occupancy: np.ndarray) -> np.ndarray:
    """The share of time each band is busy: the mean of `occupancy` (slots, bands) or (slots,) over its known slots.

    A band without any known slot has NaN.
    """
    known = ~np.isnan(occupancy)
    count = known.sum(axis=0)
    busy = np.where(known, occupancy, 0.0).sum(axis=0)
    return np.asarray(np.where(count > 0, busy / np.maximum(count, 1), np.nan))
