"""Covering: the middle of a picture at another size, each new pixel the mean of the part of the old that it covers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
BAND = 64  # rows that are turned into numbers at once, so that a large picture takes little memory


@dataclass(frozen=True, slots=True)
class Covering:
    """How the middle of a picture of `old` (rows, columns), as large as fits, is covered by one of `new`.

    An old one that ends within its last pixels has a size that is not whole. Where the `entire` picture is
    covered nothing is cut off, and other proportions stretch it.
    """

    old: tuple[float, float]
    new: tuple[int, int]
    entire: bool = False

    @property
    def extent(self) -> tuple[float, float]:
        """The rows and columns of the old picture that are kept."""
        if self.entire:
            return self.old
        scale = min(old / new for old, new in zip(self.old, self.new, strict=True))
        return scale * self.new[0], scale * self.new[1]

    @property
    def kept(self) -> float:
        """The share of the old picture that is kept."""
        return self.extent[0] * self.extent[1] / (self.old[0] * self.old[1])

    def bands(self) -> Iterable[tuple[int, int]]:
        """The first row and the row after the last of each band that is needed."""
        margin = (self.old[0] - self.extent[0]) / 2
        first, last = int(margin), math.ceil(self.old[0] - margin)
        return ((row, min(row + BAND, last)) for row in range(first, last, BAND))

    def averaged(self, bands: Iterable[tuple[int, Array]]) -> Array:
        """The new picture, (rows, columns, channels), from (first row, (rows, columns, channels)) of the old one."""
        down, across = (_shares(*sides) for sides in zip(self.old, self.extent, self.new, strict=True))
        total: Array = np.zeros(())
        for first, band in bands:
            shares = down[:, first : first + len(band)]
            used = np.flatnonzero(shares.any(axis=1))  # the few new rows that these old ones are part of
            total = total if total.ndim else np.zeros((len(down), *band.shape[1:]))
            if len(used):
                rows = slice(used[0], used[-1] + 1)
                total[rows] += np.tensordot(shares[rows], band, axes=1)
        return np.clip(np.matmul(across, total), 0.0, 1.0)


def covered(pixels: Array, new: tuple[int, int]) -> tuple[Array, float]:
    """A whole picture (rows, columns, channels) at another size, and the share of it that is kept."""
    covering = Covering((pixels.shape[0], pixels.shape[1]), new)
    return covering.averaged([(0, pixels)]), covering.kept


def _shares(old: float, extent: float, new: int) -> Array:
    """How much of each of the `new` pixels, laid over the middle, each old one is, (new, old); rows sum to 1."""
    edges = np.linspace((old - extent) / 2, (old + extent) / 2, new + 1)
    pixel = np.arange(math.ceil(old))
    overlap = np.minimum(edges[1:, None], pixel + 1) - np.maximum(edges[:-1, None], pixel)
    overlap = np.maximum(overlap, 0.0)
    return overlap / overlap.sum(axis=1, keepdims=True)
