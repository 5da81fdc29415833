"""Packing: a checkpoint as bytes and back, without pickle; whatever is not exactly such bytes is refused."""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.training.checkpoint import Checkpoint

Array = np.ndarray[Any, Any]
KINDS = ("<f8", "<f4", "<i8", "<i4", "|b1")
MOST_AXES = 16
LONGEST_HEADER = 1 << 22
_WIDTH = 4


def packed(checkpoint: Checkpoint) -> bytes:
    """The length of a header (four bytes, the lowest first), the header in JSON, and the bytes of all arrays.

    The header lists name, kind and shape of every parameter and of everything carried, in the order of the bytes.
    """
    parts: list[bytes] = []
    header: list[list[list[object]]] = []
    for arrays in (checkpoint.parameters, checkpoint.carried):
        header.append([])
        for name in sorted(arrays):
            array = np.asarray(arrays[name])
            array = array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)
            if array.dtype.str not in KINDS:
                raise DataError(f"{name!r} holds {array.dtype}; a checkpoint holds {', '.join(KINDS)}")
            header[-1].append([name, array.dtype.str, list(array.shape)])
            parts.append(array.tobytes())
    text = json.dumps(header, separators=(",", ":")).encode()
    return b"".join([len(text).to_bytes(_WIDTH, "little"), text, *parts])


def unpacked(data: bytes, iteration: int) -> Checkpoint:
    """The checkpoint that `packed` made these bytes of; its arrays are read-only.

    Raises DataError where they are anything else. Every length is checked before it is used.
    """
    length = int.from_bytes(data[:_WIDTH], "little")
    if len(data) < _WIDTH or length > min(LONGEST_HEADER, len(data) - _WIDTH):
        raise DataError(f"a checkpoint of {len(data):,} bytes declares a header of {length:,}")
    try:
        header = json.loads(data[_WIDTH : _WIDTH + length])
        parameters, carried = header
    except (ValueError, TypeError, RecursionError) as error:
        raise DataError(f"the header of a checkpoint cannot be read ({type(error).__name__})") from None
    place = _WIDTH + length
    found: list[Mapping[str, Array]] = []
    for entries in (parameters, carried):
        arrays: dict[str, Array] = {}
        for name, kind, shape in _checked(entries):
            count = math.prod(shape)
            stop = place + count * np.dtype(kind).itemsize
            if stop > len(data) or name in arrays:
                raise DataError(f"a checkpoint of {len(data):,} bytes cannot hold {name!r} of shape {shape}")
            array = np.frombuffer(data, kind, count, place).reshape(shape)
            arrays[name] = array.astype(array.dtype.newbyteorder("="))  # a copy: the bytes lie at odd addresses
            arrays[name].flags.writeable = False
            place = stop
        found.append(arrays)
    if place != len(data):
        raise DataError(f"a checkpoint has {len(data):,} bytes, its arrays {place:,}")
    return Checkpoint(iteration, *found)


def _checked(entries: object) -> list[tuple[str, str, tuple[int, ...]]]:
    """Name, kind and shape of arrays, as a header lists them."""
    if not isinstance(entries, list):
        raise DataError("the header of a checkpoint is no list of arrays")
    found = []
    for entry in entries:
        match entry:
            case [str(name), str(kind), list(shape)] if kind in KINDS and len(shape) <= MOST_AXES:
                if not all(type(size) is int and 0 <= size < 1 << 40 for size in shape):
                    raise DataError(f"the shape of {name[:40]!r} in a checkpoint is no list of sizes")
                found.append((name, kind, tuple(shape)))
            case _:
                raise DataError("the header of a checkpoint lists something that is no array")
    return found
