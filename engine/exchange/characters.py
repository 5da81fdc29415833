"""Characters: a text read symbol by symbol, and the next symbol that is to be predicted."""

from collections import Counter

import numpy as np

from engine.errors import DataError
from engine.exchange.datasets import Examples
from engine.exchange.pool import pool_starts

MOST_SYMBOLS = 96
OTHER = "other"
SHOWN = {" ": "␣", "\n": "↵", "\t": "⇥"}


def text_examples(text: str, *, source: str, count: int, moments: int, held_back: float) -> Examples:
    """Reads x (T, B, K): one character a moment, as a 1 among zeros; d (T, B, K): the one after it; m (T, B): 1.

    At most `count` windows in the order of the text; those of the last share `held_back` have no character in common
    with the others. The characters beyond the MOST_SYMBOLS most frequent share one symbol. Raises DataError, naming
    `source`, for a text that is too short or is one character over and over.
    """
    if len(text) <= moments:
        raise DataError(
            f"{source}: {len(text):,} characters met; {moments + 1:,} are needed for one example of {moments:,} moments"
        )
    symbols, codes = _encoded(text)
    if len(symbols) < 2:
        raise DataError(f"{source}: one character over and over met; a text of at least two different ones is allowed")
    starts = pool_starts(len(text), length=moments, held_back=held_back, most=count)
    at = starts[None, :] + np.arange(moments)[:, None]
    one_of = np.eye(len(symbols))
    return Examples(
        {"x": one_of[codes[at]], "d": one_of[codes[at + 1]], "m": np.ones(at.shape)},
        f"{source}: {len(text):,} characters, {len(symbols)} different ones.",
        labels=dict.fromkeys(("x", "d", "y"), symbols),
    )


def looks_like_prose(text: str) -> bool:
    """Whether more than half of what is not blank are letters, of any script."""
    letters = sum(map(str.isalpha, text))
    return 2 * letters > len(text) - sum(map(str.isspace, text))


def _encoded(text: str) -> tuple[tuple[str, ...], np.ndarray]:
    """The symbols in the order of their codes, as they are shown, and the number of each character's symbol."""
    counted = Counter(text)
    kept = sorted(counted)
    if len(kept) > MOST_SYMBOLS:
        kept = sorted(symbol for symbol, _ in counted.most_common(MOST_SYMBOLS - 1))
    number = {symbol: place for place, symbol in enumerate(kept)}
    codes = np.fromiter((number.get(symbol, len(kept)) for symbol in text), np.intp, len(text))
    shown = tuple(SHOWN.get(symbol, symbol) for symbol in kept)
    return (*shown, OTHER) if len(counted) > len(kept) else shown, codes
