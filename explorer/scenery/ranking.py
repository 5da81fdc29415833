"""The order of maps in a picture: by index or by norm, all of them or those with the largest norms."""

import numpy as np

from explorer.scene import Array

MOST = 16
"""How many are shown where not all are."""


def norms_of(maps: Array) -> Array:
    """The Euclidean norm of each of (maps, …); infinite where one holds what is no number, so that it comes first."""
    flat = np.abs(np.asarray(maps, np.float64).reshape(len(maps), -1))
    with np.errstate(over="ignore"):
        norms: Array = np.sqrt((np.where(np.isfinite(flat), flat, np.inf) ** 2).sum(axis=1))
    return norms


def ranked(norms: Array | None, count: int, *, by_norm: bool, largest: bool) -> tuple[int, ...]:
    """Which of `count` maps are shown, in which order; by index, and the first ones, where norms are not known."""
    if norms is None:
        return tuple(range(min(count, MOST) if largest else count))
    order = np.argsort(-norms, kind="stable")[: MOST if largest else count].tolist()
    return tuple(order if by_norm else sorted(order))
