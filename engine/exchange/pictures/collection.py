"""A collection of pictures of one size, with the class of each and what became of those that are not in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.errors import DataError
from engine.exchange.pictures.picture import WHOLE, Array, Picture, percent_kept
from engine.exchange.pool import MOST_NUMBERS

MOST_PICTURES = 10_000
MOST_CLASSES = 1000
LISTED = 100


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is no picture or broken: its name, and the reason in words."""

    name: str
    reason: str

    @property
    def words(self) -> str:
        """Both in one."""
        return f"{self.name} ({self.reason})"


@dataclass(frozen=True, eq=False)
class Collection:
    """`pixels` (count, rows, columns, 1 or 3) in 0 … 1, and the number of each picture's class, (count,).

    The pictures stand in an order that mixes the classes, the same each time. `origins` names each, with the size it
    had, and `files` holds path and name of each that has a file of its own. `found` is how many there were, and `tried`
    how many of them, spread evenly, were read; `skipped` are the first of the `left_out` files that are no pictures or
    broken. `cut` counts the pictures of which edges were cut off, `least` is the smallest share that is left of one,
    `resized` whether any had another size.
    """

    pixels: Array
    numbers: Array
    classes: tuple[str, ...]
    origins: tuple[str, ...]
    found: int
    tried: int
    skipped: tuple[Skipped, ...] = ()
    left_out: int = 0
    cut: int = 0
    least: float = 1.0
    resized: bool = False
    files: tuple[tuple[str, str], ...] = ()

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return len(self.pixels)

    @property
    def of_each(self) -> tuple[int, ...]:
        """How many pictures of each class there are."""
        counted = Counter(self.numbers.tolist())
        return tuple(counted[number] for number in range(len(self.classes)))


def most_pictures(rows: int, columns: int) -> int:
    """How many pictures of a size are kept at most. Raises DataError where not even one fits."""
    most = min(MOST_PICTURES, MOST_NUMBERS // (3 * rows * columns))
    if most < 1:
        raise DataError(f"pictures of {columns:,} × {rows:,} asked for; allowed are {MOST_NUMBERS // 3:,} pixels")
    return most


def thinned(count: int, most: int) -> Array:
    """Which of `count` things to take where at most `most` are wanted: evenly spread, the first among them."""
    kept = min(count, most)
    return np.arange(kept) * count // max(kept, 1)


def collected(
    pictures: Sequence[Picture],
    numbers: Sequence[int],
    *,
    classes: tuple[str, ...],
    names: Sequence[str],
    channels: int | None,
    found: int,
    tried: int,
    skipped: Sequence[Skipped] = (),
    paths: Sequence[str] = (),
) -> Collection:
    """Pictures of one size as a collection; `channels` None takes colour where any picture is in colour.

    `paths` are those of the files of the pictures, where each has one of its own.
    """
    if len(classes) > MOST_CLASSES:
        raise DataError(f"{len(classes):,} classes met; at most {MOST_CLASSES:,} are allowed")
    count = channels or (3 if any(picture.coloured for picture in pictures) else 1)
    order = np.random.default_rng(0).permutation(len(pictures))
    pixels = np.empty((len(pictures), *pictures[0].pixels.shape[:2], count))
    for place, number in enumerate(order):
        pixels[place] = pictures[number].channels(count)
    chosen = np.asarray(numbers)[order]
    for array in (pixels, chosen):
        array.setflags(write=False)
    cut = [picture.kept for picture in pictures if picture.kept < WHOLE]
    size = pixels.shape[1:3]
    return Collection(
        pixels,
        chosen,
        classes,
        tuple(f"{names[n]}, {pictures[n].wide:,} × {pictures[n].high:,} pixels{_cut(pictures[n])}" for n in order),
        found,
        tried,
        tuple(skipped[:LISTED]),
        len(skipped),
        len(cut),
        min(cut, default=1.0),
        any((picture.high, picture.wide) != size for picture in pictures),
        tuple((paths[n], names[n]) for n in order) if paths else (),
    )


def _cut(picture: Picture) -> str:
    return f", of which the middle {percent_kept(picture.kept)} are kept" if picture.kept < WHOLE else ""
