"""Fashion: real photographs of ten kinds of articles, a part of Fashion-MNIST that comes with the application."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.arrays import read_arrays
from engine.exchange.datasets import Array, Dataset, Examples
from engine.exchange.pool import HELD_BACK
from resources import resource_path

FILE = "fashion_mnist.npz"
KINDS = ("T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
TRAINED = 600  # the first pictures of the file are of the set's training part, the others of its test part


@cache
def _photographs() -> tuple[Array, Array]:
    """The pictures, (count, 28, 28) in 0 … 255, and the number of the kind that each shows, (count,)."""
    with resource_path("data", FILE) as path:
        arrays = read_arrays(path)
    return arrays["X"], arrays["labels"].astype(np.intp)


def _draw(seed: int, count: int, moments: int, settings: Mapping[str, Any]) -> Examples:
    """Reads X (B, 28, 28, 1), black 0 to white 1, and d (B, 10), 1 for the kind that is shown, else 0.

    The seed mixes the pictures within each kind; the kinds take turns, so that all are there equally often. The last
    share `held_back` is of the test part of the set, the others are of its training part.
    """
    pictures, kinds = _photographs()
    share = settings["held_back"]
    if not 0.0 <= share <= 1.0:
        raise DataError(f"dataset fashion: held_back is {share:g}; allowed is a share from 0 to 1")
    held = round(share * count)
    generator = np.random.default_rng(seed)
    taken = np.concatenate(
        [
            _in_turns(generator, kinds[:TRAINED], count - held),
            TRAINED + _in_turns(generator, kinds[TRAINED:], held),
        ]
    )
    return Examples(
        {"X": pictures[taken, :, :, None] / 255.0, "d": np.eye(len(KINDS))[kinds[taken]]},
        f"Photographs: {count:,} of the 70,000 pictures of Fashion-MNIST (Xiao, Rasul and Vollgraf 2017; Zalando SE, "
        f"MIT licence), the kinds in turns; the last {held:,} are of its test part and held back.",
        timed=False,
        labels={"X": ("grey",), "d": KINDS, "y": KINDS},
    )


def _in_turns(generator: np.random.Generator, kinds: Array, count: int) -> Array:
    """The places of `count` pictures, one of each kind in every ten, in an order of its own."""
    if count > len(kinds):
        raise DataError(f"dataset fashion: {count:,} pictures of one part asked for; at most {len(kinds):,} are there")
    of_each = np.stack([generator.permutation(np.flatnonzero(kinds == kind)) for kind in range(len(KINDS))], axis=1)
    return generator.permuted(of_each, axis=1).ravel()[:count]


FASHION = Dataset(
    "fashion",
    "grey photographs of ten kinds of clothing, shoes and bags (a part of Fashion-MNIST)",
    _draw,
    {"held_back": HELD_BACK},
)
