"""The strict reader and the deterministic writer of .npz archives (zip files of .npy arrays), without pickle."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Mapping
from typing import IO, Any

import numpy as np

from engine.errors import DataError
from engine.exchange.wording import met

MAX_MEMBERS = 4096
MAX_HEADER = 10_000
MAX_DIMENSIONS = 32
# Deflate reaches about 1000 : 1 on zeros; an archive that is both large and that dense is a bomb, not data.
BOMB_SIZE = 64 << 20
BOMB_RATIO = 200
DTYPES = {"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"}
ALLOWED = "numbers of 1 to 8 bytes (bool, int, uint, float)"
_HEADER = re.compile(
    r"\{\s*'descr':\s*(?P<descr>'[^']{1,40}'|\[.*\])\s*,\s*'fortran_order':\s*(?P<order>True|False)\s*,"
    r"\s*'shape':\s*\((?P<shape>[0-9L, ]*)\)\s*,?\s*\}\s*",
    re.DOTALL,
)


def parse_npz(data: bytes, *, name: str, limit_bytes: int) -> dict[str, np.ndarray]:
    """The arrays in the .npz archive `data`, by member name without ".npy"; `name` is the file for messages.

    Member names are only names: nothing is ever written under them. Sizes and shapes are checked against
    `limit_bytes` (the sum over all arrays) before memory is taken. Raises `DataError`.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise DataError(f"{name}: not a zip archive (begins with {met(data[:4])}); allowed is an .npz file")
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise DataError(f"{name}: more than {MAX_MEMBERS} arrays in the archive, at most {MAX_MEMBERS} are allowed")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check_members(members, name, limit_bytes)
            arrays: dict[str, np.ndarray] = {}
            for info in members:
                key = info.filename.removesuffix(".npy")
                if key in arrays:
                    raise DataError(f"{name}: two arrays are called {met(key)}; names must differ")
                with archive.open(info) as stream:
                    arrays[key] = _read_npy(stream, info.file_size, f"{name}, array {met(key)}", limit_bytes)
    except DataError:
        raise
    except Exception as error:  # zipfile answers torn archives with a dozen kinds, from struct.error to RuntimeError
        raise DataError(
            f"{name}: damaged archive ({type(error).__name__}: {met(error)}); an intact .npz is allowed"
        ) from error
    return arrays


def _check_members(members: list[zipfile.ZipInfo], name: str, limit_bytes: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise DataError(f"{name}: {len(members)} arrays in the archive, at most {MAX_MEMBERS} are allowed")
    total = sum(info.file_size for info in members)
    if total > limit_bytes:
        raise DataError(f"{name}: {total:,} bytes once unpacked, at most {limit_bytes:,} are allowed")
    for info in members:
        where = f"{name}, member {met(info.filename)}"
        if not info.filename.endswith(".npy"):
            raise DataError(f"{where}: not an array; allowed are members that end in .npy")
        if info.flag_bits & 0x1:
            raise DataError(f"{where}: encrypted; allowed are plain archives")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DataError(f"{where}: packing method {info.compress_type} met; allowed are stored and deflated")
        if info.file_size > BOMB_SIZE and info.file_size > BOMB_RATIO * max(info.compress_size, 1):
            raise DataError(
                f"{where}: {info.compress_size:,} bytes would unpack to {info.file_size:,}; "
                f"at most {BOMB_RATIO} to 1 is allowed"
            )


def _read_npy(stream: IO[bytes], size: int, where: str, limit_bytes: int) -> np.ndarray:
    """One .npy array of `size` bytes; its header is matched, never evaluated (format: numpy.lib.format)."""
    start = stream.read(8)
    if start[:6] != b"\x93NUMPY" or len(start) < 8:
        raise DataError(f"{where}: no .npy header; allowed is the .npy format")
    version = start[6]
    if version not in (1, 2, 3):
        raise DataError(f"{where}: .npy version {version} met; allowed are 1 to 3")
    width = 2 if version == 1 else 4
    length = int.from_bytes(stream.read(width), "little")
    if length > min(MAX_HEADER, size):
        raise DataError(f"{where}: a header of {length:,} bytes met, at most {MAX_HEADER:,} are allowed")
    header = stream.read(length).decode("utf-8" if version == 3 else "latin-1")
    match = _HEADER.fullmatch(header)
    if match is None:
        raise DataError(f"{where}: unreadable header {met(header.strip())}; allowed is what numpy.save writes")
    dtype = _dtype(match["descr"], where)
    shape = _shape(match["shape"], where, limit_bytes)
    count = math.prod(shape)
    if 8 + width + length + count * dtype.itemsize != size:
        raise DataError(
            f"{where}: shape {shape} of {dtype} needs {count * dtype.itemsize:,} bytes, "
            f"{size - 8 - width - length:,} are there; they must agree"
        )
    flat = np.empty(count, dtype=dtype)
    view = flat.view(np.uint8).data if count else memoryview(b"")
    done = 0
    while done < len(view):
        chunk = stream.read(min(1 << 20, len(view) - done))
        if not chunk:
            raise DataError(f"{where}: ends after {done:,} of {len(view):,} bytes; allowed is a whole file")
        view[done : done + len(chunk)] = chunk
        done += len(chunk)
    if stream.read(1):
        raise DataError(f"{where}: more bytes than the header declares; they must agree")
    if dtype.kind == "b" and count and flat.view(np.uint8).max() > 1:
        raise DataError(f"{where}: a bool that is neither 0 nor 1; allowed are 0 and 1")
    return flat.reshape(shape, order="F" if match["order"] == "True" else "C").astype(dtype.newbyteorder("="))


def _dtype(descr: str, where: str) -> np.dtype[Any]:
    text = descr.strip("'")
    if "O" in text:
        raise DataError(f"{where}: Python objects met, which may run code when read; allowed are {ALLOWED}")
    if descr.startswith("[") or text.lstrip("<>|=") not in DTYPES or len(text) > 3:
        raise DataError(f"{where}: entries of type {met(text)} met; allowed are {ALLOWED}")
    return np.dtype(text)


def _shape(text: str, where: str, limit_bytes: int) -> tuple[int, ...]:
    parts = [part.strip().removesuffix("L") for part in text.split(",")]
    if parts and not parts[-1]:
        parts.pop()
    if len(parts) > MAX_DIMENSIONS:
        raise DataError(f"{where}: {len(parts)} dimensions met, at most {MAX_DIMENSIONS} are allowed")
    if any(not part.isdigit() or len(part) > 15 or int(part) > limit_bytes for part in parts):
        raise DataError(f"{where}: shape ({met(text)}) met; allowed are sizes from 0 to {limit_bytes:,}")
    return tuple(int(part) for part in parts)


def npz_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """The .npz archive of `arrays` (checked by the caller): sorted names, fixed dates; same arrays, same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            info = zipfile.ZipInfo(name + ".npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            member = io.BytesIO()
            np.lib.format.write_array(member, arrays[name], allow_pickle=False)
            archive.writestr(info, member.getbuffer())
    return buffer.getvalue()
