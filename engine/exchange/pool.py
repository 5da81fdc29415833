"""The pool: which windows of a series are trained on, and which at its end are held back."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.exchange.sequence import windows

Array = np.ndarray[Any, Any]
HELD_BACK = 0.2  # the share of a pool that is never trained on, where nothing else is said
MOST_WINDOWS = 2000
MOST_NUMBERS = 1 << 23


def pool_starts(rows: int, *, length: int, held_back: float = HELD_BACK, most: int = MOST_WINDOWS) -> Array:
    """The first row of each window of `length` moments, and the row after it, in a series of `rows` rows: (count,).

    In the order of time; the last round(held_back · count) share no row with the others, so that what is measured on
    them was not seen in training. A series too short for that gives every window it has; none gives none. More than
    `most` windows are thinned out evenly.
    """
    span = length + 1
    every = rows - span + 1
    apart = every - span + 1  # as many windows touch both sides of a cut, and are left out
    held = round(held_back * min(apart, most))
    if apart < 2 or not 0 < held < min(apart, most):
        return _spread(0, every - 1, max(0, min(every, most)))
    cut = every - round(held_back * apart)
    return np.concatenate([_spread(0, cut - span, min(apart, most) - held), _spread(cut, every - 1, held)])


def pool_windows(
    rows: Array,
    *,
    length: int,
    inputs: Sequence[str],
    targets: Sequence[str],
    names: Sequence[str],
    held_back: float,
) -> dict[str, Array]:
    """All that a series (rows, columns) has to train on: x (T, N, I), and one row later d (T, N, K)."""
    most = max(1, min(MOST_WINDOWS, MOST_NUMBERS // (length * (len(inputs) + len(targets)))))
    starts = pool_starts(len(rows), length=length, held_back=held_back, most=most)
    x, d = windows(rows, starts=starts, length=length, inputs=inputs, targets=targets, names=names, missing="last")
    return {"x": x, "d": d}


def _spread(first: int, last: int, count: int) -> Array:
    """`count` whole numbers from first to last, evenly."""
    return first + (last - first) * np.arange(count) // max(count - 1, 1)
