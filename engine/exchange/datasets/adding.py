"""The adding problem: of a long row of numbers two are marked, and their sum is asked for at the end."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.datasets import Dataset, Examples


def _draw(seed: int, count: int, moments: int, settings: Mapping[str, Any]) -> Examples:
    """Draws x (T, B, 2), numbers in 0 … 1 and marks of 1 at two of them, and d (T, B, 1), their sum at the end.

    The first mark lies in the first half of the sequence, the second in the second half (Hochreiter and Schmidhuber
    1997, experiment 4, with plain sums). Lengths lie between `shortest` · T and T; what follows is 0. m (T, B) is 1 at
    the last moment of each sequence, where the answer counts, and 0 elsewhere.
    """
    share = settings["shortest"]
    if moments < 2 or not 0 < share <= 1:
        raise DataError(
            f"dataset adding: {moments} moments and shortest = {share:g} met; allowed are 2 or more, and above 0 to 1"
        )
    generator = np.random.default_rng(seed)
    lengths = generator.integers(max(2, int(np.ceil(share * moments))), moments + 1, count)
    marks = generator.integers(0, lengths // 2), generator.integers(lengths // 2, lengths)
    within = np.arange(moments)[:, None] < lengths
    every, last = np.arange(count), lengths - 1
    x = np.zeros((moments, count, 2))
    x[..., 0] = generator.uniform(0.0, 1.0, (moments, count)) * within
    d, m = np.zeros((moments, count, 1)), np.zeros((moments, count))
    for mark in marks:
        x[mark, every, 1] = 1.0
        d[last, every, 0] += x[mark, every, 0]
    m[last, every] = 1.0
    return Examples(
        {"x": x, "d": d, "m": m},
        f"Synthetic: {count:,} seeded random sequences of {lengths.min()} to {lengths.max()} numbers.",
        labels={"x": ("number", "mark"), "d": ("sum",), "y": ("sum",)},
    )


ADDING = Dataset("adding", "two marked numbers of a long sequence, and their sum at its end", _draw, {"shortest": 0.9})
