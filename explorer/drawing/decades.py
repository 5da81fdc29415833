"""Decades: a log axis that holds all positive numbers of some arrays, and how it writes powers of ten."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.theme.numbers import MINUS

_MOST_DECADES = 60


@dataclass(frozen=True, slots=True)
class Decades:
    """A log axis from 10^low to 10^high."""

    low: int
    high: int

    def fraction(self, norm: float) -> float | None:
        """0 at the bottom to 1 at the top; None for what has no logarithm."""
        if not math.isfinite(norm) or norm <= 0.0:
            return None
        return min(max((math.log10(norm) - self.low) / (self.high - self.low), 0.0), 1.0)


def decades(arrays: list[NDArray[np.float64]]) -> Decades:
    """The decades that hold all positive finite norms, at most 60 of them."""
    numbers = np.concatenate([array.ravel() for array in arrays]) if arrays else np.zeros(0)
    numbers = numbers[np.isfinite(numbers) & (numbers > 0.0)]
    if not numbers.size:
        return Decades(-1, 0)
    high = math.ceil(math.log10(float(numbers.max())) - 1e-9)
    low = math.floor(math.log10(float(numbers.min())) + 1e-9)
    return Decades(max(min(low, high - 1), high - _MOST_DECADES), high)


def decade_text(exponent: int) -> str:
    """A power of ten as the axis writes it."""
    if 0 <= exponent <= 2:
        return str(10**exponent)
    return f"1e{MINUS if exponent < 0 else ''}{abs(exponent)}"
