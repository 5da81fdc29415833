"""One picture at the size that a network reads, and what it was before."""

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
RED, GREEN, BLUE = 0.299, 0.587, 0.114  # how bright each looks (ITU-R BT.601)
COLOURFUL = 1 / 255
SLIVER = 0.01  # a share that is not told in percent
WHOLE = 0.995  # a share from which on nothing worth a word was cut off


@dataclass(frozen=True, eq=False)
class Picture:
    """`pixels` (rows, columns, 1 or 3) in 0 … 1, and the size in pixels that the picture had when it was upright.

    `kept` is the share of it that is left, less than 1 where its edges were cut off; `changes` says what else was done
    to it before, where that was asked for.
    """

    pixels: Array
    high: int
    wide: int
    kept: float = 1.0
    changes: tuple[str, ...] = ()

    @property
    def coloured(self) -> bool:
        """Whether any pixel is anything but grey."""
        return self.pixels.shape[-1] == 3 and bool(np.ptp(self.pixels, axis=-1).max() >= COLOURFUL)

    def channels(self, count: int) -> Array:
        """The pixels in grey (1) or in red, green and blue (3)."""
        if self.pixels.shape[-1] == count:
            return self.pixels
        if count == 1:
            return (self.pixels @ np.array([RED, GREEN, BLUE]))[..., None]
        return np.repeat(self.pixels, 3, axis=-1)


def percent_kept(kept: float) -> str:
    """How much is left in words; never nothing, for something always is."""
    return "less than 1 %" if kept < SLIVER else f"{100 * kept:.0f} %"
