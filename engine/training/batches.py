"""Mini-batches: which examples of a pool an iteration is made of, found without running those before it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Batches:
    """`size` examples an iteration out of the first `count` of a pool, each of which comes once in an epoch.

    An epoch shuffles them by a seed of its own; where `size` does not divide `count`, a mini-batch runs over into the
    next epoch, so that all have the same size.
    """

    count: int
    size: int
    seed: int = 0

    def of(self, iteration: int) -> Array:
        """The numbers of the examples of an iteration (from 0)."""
        places = np.arange(iteration * self.size, (iteration + 1) * self.size)
        return np.concatenate(
            [
                _order(self.count, self.seed, int(epoch))[places[places // self.count == epoch] % self.count]
                for epoch in np.unique(places // self.count)
            ]
        )

    def epoch(self, iteration: int) -> float:
        """How many epochs have been seen before an iteration."""
        return iteration * self.size / self.count

    @property
    def an_epoch(self) -> int:
        """How many iterations show every example once."""
        return -(-self.count // self.size)


@lru_cache(maxsize=8)
def _order(count: int, seed: int, epoch: int) -> Array:
    return np.random.default_rng((seed, epoch, 2)).permutation(count)
