"""Arrays: what a plan lays out before it runs, and the views of it that the generated code names."""

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from engine.expression import Shape

Array = np.ndarray[Any, Any]
Reach = Literal["moment", "sequence"]


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a run is, how many examples it has, and the kind of its numbers; `moments` is None without time."""

    moments: int | None
    examples: int
    dtype: np.dtype[Any]

    @property
    def length(self) -> int:
        """Moments, 1 without time."""
        return self.moments or 1


@dataclass(slots=True, eq=False)
class Block:
    """Storage of several arrays of one shape, its lanes, side by side; `labels` say what they hold.

    A timed block has `front` moments of zeros before the first and `back` after the last, so that reading there needs
    no test. What is `lasting` belongs to the record of the run; the rest may be used again. With one example the lanes
    of a moment lie together, with several each lane is an array of its own, whole in memory: that is what products are
    fastest with.
    """

    shape: Shape
    labels: list[str]
    timed: bool = True
    examples: bool = True
    lasting: bool = False
    front: int = 0
    back: int = 0

    @property
    def lanes(self) -> int:
        """How many arrays it holds."""
        return len(self.labels)

    def rows(self, extent: Extent) -> int:
        """Moments that are laid out, those of zeros included."""
        return self.front + extent.length + self.back if self.timed else 1

    def size(self, extent: Extent) -> int:
        """How many numbers it holds."""
        return self.lanes * self.rows(extent) * (extent.examples if self.examples else 1) * math.prod(self.shape)

    def allocate(self, extent: Extent) -> Array:
        """The storage itself with axes (rows, lanes, examples, entries), whatever their order in memory."""
        examples = extent.examples if self.examples else 1
        rows, entries = self.rows(extent), math.prod(self.shape)
        if examples == 1:
            array = np.empty((rows, self.lanes, examples, entries), extent.dtype)
        else:
            array = np.empty((self.lanes, rows, examples, entries), extent.dtype).swapaxes(0, 1)
        if self.timed:
            array[: self.front] = 0
            array[self.front + extent.length :] = 0
        return array


@dataclass(frozen=True, slots=True)
class Workspace:
    """Buffers by name: the beginning of each, in the shape asked for."""

    arrays: dict[str, Array]

    def __call__(self, name: str, shape: Shape) -> Array:
        """The buffer of that name in this shape."""
        return self.arrays[name][: math.prod(shape)].reshape(shape)


@dataclass(frozen=True, slots=True)
class View:
    """What one name of the generated code stands for: lanes `first` up to `stop` of a block, read `offset` later.

    With the reach "moment" the name is bound anew at each moment; with "sequence" it holds them all, `skipped` ones at
    the beginning and `fewer` at the end left out; blocks outside time have neither. `shape` is that of one entry,
    behind the axes of lanes (where there are several), moments and examples; `single` leaves the axis of one example
    out. `whole` brings everything but the moments of a "moment" into that shape, `transposed` exchanges the last axes.
    """

    block: Block
    first: int
    stop: int
    reach: Reach
    shape: Shape
    offset: int = 0
    fewer: int = 0
    skipped: int = 0
    single: bool = False
    whole: Shape | None = None
    transposed: bool = False

    @property
    def label(self) -> str:
        """What it shows, in words that can be a name."""
        labels = self.block.labels[self.first : self.stop]
        inside = labels[0] if len(labels) == 1 else f"{labels[0]}_to_{labels[-1]}"
        if not self.block.timed:
            return inside
        when = f"_{'before' if self.offset < 0 else 'after'}" if self.offset else ""
        far = f"_{abs(self.offset)}" if abs(self.offset) > 1 else ""
        return f"{inside}{when}{far}" if self.reach == "moment" else f"{inside}_all{when}{far}"

    def of(self, storage: Array, extent: Extent) -> Array:
        """The view itself; per moment it has the axis of moments in front."""
        found = self._untransposed(storage, extent)
        return found.swapaxes(-1, -2) if self.transposed else found

    def _untransposed(self, storage: Array, extent: Extent) -> Array:
        block, lanes = self.block, self.stop - self.first
        begin = block.front + self.offset + self.skipped if block.timed else 0
        length = extent.length - self.fewer - self.skipped if block.timed else 1
        array = storage[begin : begin + length, self.first : self.stop]
        if lanes == 1:
            array = array[:, 0]
        if self.whole is not None:
            return array.reshape((length, *self.whole) if block.timed and self.reach == "moment" else self.whole)
        examples = storage.shape[2]
        middle = (examples,) if block.examples and not (self.single and examples == 1) else ()
        if not block.examples and lanes > 1 and not (self.single and extent.examples == 1):
            middle = (1,)
        if lanes > 1 and self.reach == "sequence" and block.timed:
            return array.swapaxes(0, 1).reshape(lanes, length, *middle, *self.shape)
        array = array.reshape(length, *((lanes,) if lanes > 1 else ()), *middle, *self.shape)
        return array if block.timed else array[0, ...]
