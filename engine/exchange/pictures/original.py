"""The original of a picture: the whole of it, small, the frame of what the network gets, and what was done to it."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.errors import DataError
from engine.exchange.pictures.covering import Covering
from engine.exchange.pictures.decoding import read_whole
from engine.exchange.pictures.picture import BLUE, GREEN, RED, WHOLE, Array, Picture, percent_kept

SIDE = 256  # pixels a side that are kept at most of one
MOST = 64  # originals that are kept at most: some 12 MB


@dataclass(frozen=True, eq=False)
class Original:
    """`pixels` (rows, columns, 1 or 3), 0 … 255: all of the picture, upright, no side longer than SIDE.

    `high` and `wide` are its size in pixels when it was upright, `changes` what was done to it when it was read;
    `size` is (rows, columns, channels) of what the network gets.
    """

    name: str
    pixels: Array
    high: int
    wide: int
    coloured: bool
    changes: tuple[str, ...]
    size: tuple[int, int, int]

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """What is kept: left, top, width and height, as shares of the original."""
        kept_high, kept_wide = self._covering.extent
        high, wide = kept_high / self.high, kept_wide / self.wide
        return (1.0 - wide) / 2, (1.0 - high) / 2, wide, high

    @property
    def words(self) -> tuple[str, ...]:
        """What it was and what was done to it, in the order in which it was done, a line each."""
        first = f"{self.wide:,} × {self.high:,} pixels in {'colour' if self.coloured else 'grey'}"
        return (first, *self.changes, self._cut(), self._scale(), *self._colour())

    @property
    def _covering(self) -> Covering:
        return Covering((self.high, self.wide), self.size[:2])

    def _cut(self) -> str:
        kept_high, kept_wide = self._covering.extent
        kept = self._covering.kept
        if kept >= WHOLE:
            return "nothing cut off"
        across = self.wide - kept_wide > self.high - kept_high
        lost = (self.wide - kept_wide if across else self.high - kept_high) / 2
        sides = "left and right" if across else "top and bottom"
        return f"cut off: {_number(lost)} pixels each at {sides}; {percent_kept(kept)} are kept"

    def _scale(self) -> str:
        rows, columns, _ = self.size
        ratio = self._covering.extent[0] / rows
        if abs(ratio - 1.0) < 1e-9:
            return f"{columns} × {rows} pixels, as they were"
        if ratio > 1.0:
            return f"{columns} × {rows} pixels, each the mean of {_number(ratio)} × {_number(ratio)}"
        return f"enlarged to {columns} × {rows}: one pixel fills {_number(1 / ratio)} × {_number(1 / ratio)}"

    def _colour(self) -> tuple[str, ...]:
        if self.size[2] == 1 and self.coloured:
            return (f"made grey: {RED:g} red + {GREEN:g} green + {BLUE:g} blue",)
        if self.size[2] == 3 and not self.coloured:
            return ("red, green and blue all the same grey",)
        return ()


def read_originals(files: Iterable[tuple[str, str]], *, size: tuple[int, int, int]) -> tuple[Original | None, ...]:
    """The originals of the first MOST of some files, (path, name) each; None for one that cannot be read any more."""
    return tuple(_original(path, name, size) for (path, name), _ in zip(files, range(MOST), strict=False))


def _original(path: str, name: str, size: tuple[int, int, int]) -> Original | None:
    try:
        status = os.stat(path)
        whole = _read(path, status.st_size, status.st_mtime_ns)
    except (DataError, OSError):
        return None
    pixels = np.round(255 * whole.pixels).astype(np.uint8)
    pixels.setflags(write=False)
    return Original(name, pixels, whole.high, whole.wide, whole.coloured, whole.changes, size)


@lru_cache(maxsize=MOST)
def _read(path: str, bytes_there: int, changed: int) -> Picture:
    """Kept, for a person opens the same pictures again with another start; read again where the file changed."""
    return read_whole(path, side=SIDE)


def _number(value: float) -> str:
    """At most one decimal."""
    return f"{value:,.1f}".removesuffix(".0")
