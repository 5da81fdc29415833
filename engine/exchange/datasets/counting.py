"""Counting: runs of small whole numbers with zeros between them, at which the count so far is asked for."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.datasets import Dataset, Examples


def _draw(seed: int, count: int, moments: int, settings: Mapping[str, Any]) -> Examples:
    """Draws x (T, B), a whole number from 0 to `largest` a moment, 0 with probability `zeros`."""
    zeros, largest = settings["zeros"], settings["largest"]
    if not 0 <= zeros <= 1 or not 1 <= largest <= 1000:
        raise DataError(
            f"dataset counting: zeros = {zeros:g} and largest = {largest} met; allowed are 0 to 1, and 1 to 1000"
        )
    generator = np.random.default_rng(seed)
    numbers = generator.integers(1, largest + 1, (moments, count))
    x = np.where(generator.random((moments, count)) < zeros, 0, numbers).astype(np.float64)
    return Examples({"x": x}, f"Synthetic: seeded whole numbers from 0 to {largest}.")


COUNTING = Dataset("counting", "small whole numbers and zeros", _draw, {"zeros": 0.3, "largest": 3})
