"""Named arrays in and out of .npz and .safetensors files, strictly checked and never unpickled."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.errors import DataError
from engine.exchange.npz import ALLOWED, DTYPES, npz_bytes, parse_npz
from engine.exchange.regular_file import read_bytes
from engine.exchange.safe_write import safe_write
from engine.exchange.tensors import parse_safetensors, safetensors_bytes
from engine.exchange.wording import met, shown

FORMATS = (".npz", ".safetensors")


def read_arrays(path: str | os.PathLike[str], *, limit_bytes: int = 2 << 30) -> dict[str, np.ndarray]:
    """The arrays in a .npz or .safetensors file, by name, as writable arrays in native byte order.

    `limit_bytes` bounds the file and the arrays it unpacks to. Only numbers and bools are read, no Python objects.
    Raises `DataError` for every file that is not a sound one of the two formats.
    """
    suffix = _format(path)
    data = read_bytes(path, limit=limit_bytes)
    try:
        parse = parse_npz if suffix == ".npz" else parse_safetensors
        return parse(data, name=shown(path), limit_bytes=limit_bytes)
    except MemoryError as error:
        raise DataError(f"{shown(path)}: needs more memory than there is; allowed are smaller arrays") from error


def write_arrays(path: str | os.PathLike[str], arrays: Mapping[str, np.ndarray]) -> None:
    """Write `arrays` to `path`, the format chosen by its suffix; the same arrays give the same bytes.

    The file is made in memory and then put in place by `safe_write`. Arrays are stored little-endian and in C order.
    Raises `DataError` for other suffixes, for names or entries that the formats cannot hold, and for I/O errors.
    """
    suffix = _format(path)
    checked = {_checked_name(path, name): _plain(path, name, array) for name, array in arrays.items()}
    safe_write(path, npz_bytes(checked) if suffix == ".npz" else safetensors_bytes(checked))


def _format(path: str | os.PathLike[str]) -> str:
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        raise DataError(f"{shown(path)}: file type {met(suffix)} met; allowed are {' and '.join(FORMATS)}")
    return suffix


def _checked_name(path: str | os.PathLike[str], name: str) -> str:
    if not 0 < len(name) <= 500 or not name.isprintable() or name == "__metadata__":
        raise DataError(f"{shown(path)}: array name {met(name)} met; allowed are 1 to 500 printable characters")
    return name


def _plain(path: str | os.PathLike[str], name: str, array: np.ndarray) -> np.ndarray:
    found = np.asarray(array)
    if found.dtype.str.lstrip("<>|=") not in DTYPES:
        raise DataError(f"{shown(path)}, array {met(name)}: type {met(found.dtype)} met; allowed are {ALLOWED}")
    return np.array(found, dtype=found.dtype.newbyteorder("<"), order="C", copy=None)
