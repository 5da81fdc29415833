"""Stacks: arrays that hold many pictures and the label of each, from IDX files or an .npz, made into a collection."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.errors import DataError
from engine.exchange.arrays import read_arrays
from engine.exchange.pictures.collection import Collection, collected, most_pictures, thinned
from engine.exchange.pictures.covering import covered
from engine.exchange.pictures.idx import idx_pair, is_idx, read_idx
from engine.exchange.pictures.picture import Array, Picture
from engine.exchange.wording import met, shown

PICTURES = ("X", "images", "x_train", "train_images")
LABELS = ("d", "labels", "y", "y_train", "train_labels")
ARRAYS = ".npz"
MOST_BYTES = 1 << 28
_WHITE = {"b1": 1.0, "u1": 255.0, "u2": 65535.0}


def is_stack(path: Path) -> bool:
    """Whether a file holds many pictures, by its name."""
    return path.suffix.lower() == ARRAYS or is_idx(path)


def read_idx_stack(path: Path, *, rows: int, columns: int, channels: int | None) -> Collection:
    """The pictures of an IDX file and, where the file of their labels lies beside it, their classes."""
    pictures, beside = idx_pair(path)
    stack = read_idx(pictures, dimensions=(3, 4))
    labels = None if beside is None else read_idx(beside, dimensions=(1,))
    return _stacked(stack, labels, pictures, rows=rows, columns=columns, channels=channels)


def read_npz_stack(path: Path, *, rows: int, columns: int, channels: int | None) -> Collection:
    """The pictures of an .npz: an array called as in PICTURES and, where there is one, their labels as in LABELS."""
    arrays = read_arrays(path, limit_bytes=MOST_BYTES)
    stack = _first(arrays, PICTURES)
    if stack is None:
        listed = ", ".join(met(name) for name in list(arrays)[:6]) or "none"
        raise DataError(
            f"{shown(path)}: arrays {listed} met; allowed are pictures called {', '.join(PICTURES)} and their labels "
            f"called {', '.join(LABELS)}"
        )
    return _stacked(stack, _first(arrays, LABELS), path, rows=rows, columns=columns, channels=channels)


def _first(arrays: Mapping[str, Array], names: tuple[str, ...]) -> Array | None:
    return next((arrays[name] for name in names if name in arrays), None)


def _stacked(
    stack: Array, labels: Array | None, path: Path, *, rows: int, columns: int, channels: int | None
) -> Collection:
    """The collection of a stack (count, rows, columns) or (count, rows, columns, 1 or 3) and its labels."""
    if stack.ndim not in (3, 4) or (stack.ndim == 4 and stack.shape[-1] not in (1, 3)) or 0 in stack.shape:
        raise DataError(
            f"{shown(path)}: pictures of shape {stack.shape} met; allowed are (count, rows, columns) and "
            "(count, rows, columns, 1 or 3)"
        )
    classes, numbers = _classes(labels, len(stack), path)
    taken = thinned(len(stack), most_pictures(rows, columns))
    white, size = _white(stack, path), stack.shape[1:3]
    pictures = []
    for place in taken:
        pixels, kept = covered(stack[place].reshape(*size, -1) / white, (rows, columns))
        pictures.append(Picture(pixels, high=size[0], wide=size[1], kept=kept))
    names = [f"{path.name} number {place:,}" for place in taken]
    return collected(
        pictures,
        numbers[taken].tolist(),
        classes=classes,
        names=names,
        channels=channels,
        found=len(stack),
        tried=len(taken),
    )


def _white(stack: Array, path: Path) -> float:
    """The number that stands for white: what the type can hold, else 1, or 255 where there are larger ones than 1."""
    darkest, brightest = float(stack.min()), float(stack.max())
    white = _WHITE.get(stack.dtype.str.lstrip("<>|="), 1.0 if brightest <= 1.0 else 255.0)
    if not 0.0 <= darkest <= brightest <= white:
        raise DataError(
            f"{shown(path)}: pictures with {darkest:g} to {brightest:g} met; allowed are 0 to 1 or 0 to 255"
        )
    return white


def _classes(labels: Array | None, count: int, path: Path) -> tuple[tuple[str, ...], Array]:
    """The classes by number, and which of them each picture shows."""
    if labels is None:
        return (path.name.partition(".")[0],), np.zeros(count, int)
    flat = labels[:, 0] if labels.ndim == 2 and labels.shape[1] == 1 else labels
    if len(flat.shape) not in (1, 2) or len(flat) != count:
        raise DataError(f"{shown(path)}: labels of shape {labels.shape} for {count:,} pictures met; they must agree")
    if flat.ndim == 2:
        if not (np.isin(flat, (0, 1)).all() and (flat.sum(axis=1) == 1).all()):
            raise DataError(f"{shown(path)}: labels with several columns met; allowed is a single 1 among zeros")
        return tuple(map(str, range(flat.shape[1]))), flat.argmax(axis=1)
    if not np.isfinite(flat).all() or not (flat == np.floor(flat)).all():
        raise DataError(f"{shown(path)}: labels that are no whole numbers met; allowed is the number of a class")
    known, numbers = np.unique(flat, return_inverse=True)
    return tuple(f"{number:.0f}" for number in known), numbers
