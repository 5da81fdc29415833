"""The embedded Reber grammar: strings whose last symbol but one repeats the second, far behind."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.datasets import Dataset, Examples

SYMBOLS = "BTSXPVE"
# Where each of the two symbols that may come next leads to; at the end comes E.
WAYS: tuple[tuple[tuple[str, int], tuple[str, int]], ...] = (
    (("T", 1), ("P", 2)),
    (("S", 1), ("X", 3)),
    (("T", 2), ("V", 4)),
    (("X", 2), ("S", 5)),
    (("P", 3), ("V", 5)),
)
END = 5
SHORTEST = 9


def _string(generator: np.random.Generator) -> tuple[str, int]:
    """One string of the embedded grammar, and how many coins were tossed for it (Reber 1967; Fahlman 1991)."""
    outer = "TP"[generator.integers(2)]
    inner, place, tosses = "B", 0, 1
    while place != END:
        symbol, place = WAYS[place][generator.integers(2)]
        inner, tosses = inner + symbol, tosses + 1
    return f"B{outer}{inner}E{outer}E", tosses


def _draw(seed: int, count: int, moments: int, settings: Mapping[str, Any]) -> Examples:
    """Draws x (T, B, 7), one symbol a moment, d (T, B, 7), the one after it, and m (T, B), 1 where there is one.

    Strings of more than T + 1 symbols are drawn anew; shorter ones are followed by zeros.
    """
    if moments < SHORTEST - 1:
        raise DataError(
            f"dataset reber: {moments} moments met; at least {SHORTEST - 1} are needed, "
            f"for the shortest string has {SHORTEST} symbols"
        )
    generator = np.random.default_rng(seed)
    x, m = np.zeros((moments, count, len(SYMBOLS))), np.zeros((moments, count))
    d, tossed = np.zeros_like(x), 0
    for example in range(count):
        string, tosses = _string(generator)
        while len(string) > moments + 1:
            string, tosses = _string(generator)
        codes = np.array([SYMBOLS.index(symbol) for symbol in string])
        times = np.arange(len(codes) - 1)
        x[times, example, codes[:-1]] = 1.0
        d[times, example, codes[1:]] = 1.0
        m[times, example] = 1.0
        tossed += tosses
    return Examples(
        {"x": x, "d": d, "m": m},
        f"Synthetic: {count:,} seeded strings. A string needs {tossed / count:.2f} tosses of a coin on average, which "
        f"cost even the best prediction {tossed / count * np.log(2):.2f} (ln 2 each).",
        labels=dict.fromkeys(("x", "d", "y"), tuple(SYMBOLS)),
    )


REBER = Dataset("reber", "strings of the embedded Reber grammar, symbol by symbol, and the next symbol", _draw)
