"""IDX files, plain or packed with gzip: the pictures of the MNIST family and the labels that belong to them."""

import gzip
import io
import math
import os
import re
import zlib
from pathlib import Path

import numpy as np

from engine.errors import DataError
from engine.exchange.pictures.picture import Array
from engine.exchange.regular_file import read_bytes
from engine.exchange.wording import met, shown

MOST_BYTES = 1 << 28
BYTES = 0x08  # the type of whole numbers 0 to 255 (http://yann.lecun.com/exdb/mnist, "the IDX file format")
_NAME = re.compile(r"(?P<before>.*?)(?P<what>images|labels)?(?P<between>[-._])idx\d(?P<after>-ubyte)?(\.gz)?", re.ASCII)


def is_idx(path: Path) -> bool:
    """Whether a file is one of pictures or labels by its name, such as train-images-idx3-ubyte.gz."""
    return _NAME.fullmatch(path.name.lower()) is not None


def idx_pair(path: Path) -> tuple[Path, Path | None]:
    """The file of the pictures and that of their labels, whichever of them is named; None where no labels lie there."""
    match = _NAME.fullmatch(path.name.lower())
    if match is None or match["what"] is None:
        return path, None
    other = "labels" if match["what"] == "images" else "images"
    start, end = match.span("what")
    for dimensions in (1,) if other == "labels" else (3, 4):
        for packed in ("", ".gz"):
            between = path.name[end : match.end("between")]
            last = f"idx{dimensions}{path.name[match.start('after') : match.end('after')] if match['after'] else ''}"
            beside = path.with_name(f"{path.name[:start]}{other}{between}{last}{packed}")
            if os.path.lexists(beside):
                return (path, beside) if other == "labels" else (beside, path)
    return path, None


def read_idx(path: Path, *, dimensions: tuple[int, ...]) -> Array:
    """The whole numbers 0 to 255 of an IDX file that has one of the numbers of `dimensions`, as uint8.

    Type, dimensions and sizes are checked before anything is unpacked. Raises DataError.
    """
    data = read_bytes(path, limit=MOST_BYTES)
    packed = data.startswith(b"\x1f\x8b")
    try:
        with gzip.open(io.BytesIO(data)) if packed else io.BytesIO(data) as stream:
            shape = _shape(stream.read(4), stream.read(4 * max(dimensions)), path, dimensions)
            start, size = 4 + 4 * len(shape), math.prod(shape)
            stream.seek(start)
            found = stream.read(size + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{shown(path)}: damaged gzip data ({met(error)}); an intact file is allowed") from error
    if len(found) != size:
        there = f"{len(found):,}" if len(found) < size else "more"
        raise DataError(f"{shown(path)}: sizes {shape} need {size:,} bytes, {there} are there; they must agree")
    return np.frombuffer(found, np.uint8).reshape(shape)


def _shape(magic: bytes, header: bytes, path: Path, dimensions: tuple[int, ...]) -> tuple[int, ...]:
    if len(magic) < 4 or magic[:2] != b"\0\0":
        raise DataError(f"{shown(path)}: begins with {met(magic.hex(' '))}; allowed is an IDX file (00 00 08 03 …)")
    if magic[2] != BYTES or magic[3] not in dimensions:
        allowed = " or ".join(map(str, dimensions))
        raise DataError(
            f"{shown(path)}: numbers of type {magic[2]:#04x} in {magic[3]} dimensions met; allowed are whole numbers "
            f"0 to 255 (0x08) in {allowed}"
        )
    if len(header) < 4 * magic[3]:
        raise DataError(f"{shown(path)}: ends within its header; an intact file is allowed")
    shape = tuple(int.from_bytes(header[4 * axis : 4 * axis + 4], "big") for axis in range(magic[3]))
    if not 0 < math.prod(shape) <= MOST_BYTES:
        raise DataError(f"{shown(path)}: sizes {shape} met; allowed are 1 to {MOST_BYTES:,} numbers in all")
    return shape
