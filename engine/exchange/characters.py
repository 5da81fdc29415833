"""Characters: a text read symbol by symbol, and the next symbol that is to be predicted."""

from collections import Counter

import numpy as np

from engine.errors import DataError
from engine.exchange.datasets import Examples
from engine.exchange.pool import MOST_NUMBERS, pool_starts

MOST_SYMBOLS = 96
MOST_CHARACTERS = 1_000_000
JUDGED = 20_000  # characters at the beginning that tell prose from a table
OTHER = "other"
SHOWN = {" ": "␣", "\n": "↵", "\t": "⇥"}


def text_examples(text: str, *, source: str, count: int, moments: int, held_back: float) -> Examples:
    """Reads x (T, B, K): one character a moment, as a 1 among zeros; d (T, B, K): the one after it; m (T, B): 1.

    At most `count` windows: the first of the text, others in no order, and a last share `held_back` of those at its
    end, which have no character in common with them. What follows the first MOST_CHARACTERS is left out, and the
    characters beyond the MOST_SYMBOLS most frequent share one symbol. Raises DataError, naming `source`, for a text
    that is too short or is one character over and over.
    """
    length, text = len(text), text[:MOST_CHARACTERS]
    if length <= moments:
        characters = "1 character" if length == 1 else f"{length:,} characters"
        raise DataError(
            f"{source}: {characters} met; {moments + 1:,} are needed for one example of {moments:,} moments"
        )
    symbols, codes = _encoded(text)
    if len(symbols) < 2:
        raise DataError(f"{source}: one character over and over met; a text of at least two different ones is allowed")
    longest = MOST_NUMBERS // (2 * len(symbols))
    if moments > longest:
        raise DataError(
            f"{source}: {moments:,} moments asked for; at most {longest:,} of {len(symbols)} symbols are allowed"
        )
    starts = pool_starts(len(text), length=moments, held_back=held_back, most=min(count, longest // moments))
    trained = len(starts) - round(held_back * len(starts))
    starts[1:trained] = np.random.default_rng(0).permutation(starts[1:trained])
    at = starts[None, :] + np.arange(moments)[:, None]
    one_of = np.eye(len(symbols))
    return Examples(
        {"x": one_of[codes[at]], "d": one_of[codes[at + 1]], "m": np.ones(at.shape)},
        _note(source, length, symbols),
        labels=dict.fromkeys(("x", "d", "y"), symbols),
    )


def looks_like_prose(text: str) -> bool:
    """Whether more than half of what is not blank, at the beginning, are letters, of any script."""
    head = text[:JUDGED]
    return 2 * sum(map(str.isalpha, head)) > len(head) - sum(map(str.isspace, head))


def _note(source: str, length: int, symbols: tuple[str, ...]) -> str:
    read = (
        f"{length:,} characters"
        if length <= MOST_CHARACTERS
        else f"the first {MOST_CHARACTERS:,} of {length:,} characters"
    )
    different = f"{len(symbols)} different ones"
    if symbols[-1] == OTHER:
        different = f"of which the {len(symbols) - 1} most frequent have a symbol each, the others one together"
    return f"{source}: {read}, {different}."


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
