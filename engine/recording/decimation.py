"""Decimation: of many rows, those with the smallest and the largest first number, so that no spike is lost."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def bucket_of(count: int, most: int) -> int:
    """The smallest power of two of neighbouring rows of which two may be kept, so that at most about `most` are."""
    bucket = 1
    while 2 * -(-count // bucket) > max(2, most) and bucket < count:
        bucket *= 2
    return bucket


def extremes(iterations: Array, rows: Array, bucket: int) -> tuple[Array, Array]:
    """Of every `bucket` iterations, counted from 0, the rows where the first column is smallest and largest.

    A number that is none counts as the largest. Doing it to parts and then to what they leave gives the same.
    """
    if len(rows) == 0 or bucket < 2:
        return iterations, rows
    first = np.where(np.isnan(rows[:, 0]), np.inf, rows[:, 0])
    group = iterations // bucket
    order = np.lexsort((iterations, first, group))
    ends = np.flatnonzero(np.diff(group[order], append=-1))
    starts = np.concatenate([[0], ends[:-1] + 1])
    chosen = np.unique(order[np.concatenate([starts, ends])])
    return iterations[chosen], rows[chosen]
