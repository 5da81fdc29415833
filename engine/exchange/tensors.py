"""The strict reader and the deterministic writer of .safetensors files (a JSON header, then raw numbers)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.strict_json import parse_json
from engine.exchange.wording import met

MAX_HEADER = 10 << 20
MAX_DIMENSIONS = 32
DTYPES = {
    "BOOL": "|b1", "U8": "|u1", "I8": "|i1", "U16": "<u2", "I16": "<i2", "U32": "<u4", "I32": "<i4",
    "U64": "<u8", "I64": "<i8", "F16": "<f2", "F32": "<f4", "F64": "<f8", "BF16": "<u2",
}  # fmt: skip
_NAMES = {descr: name for name, descr in DTYPES.items() if name != "BF16"}


def parse_safetensors(data: bytes, *, name: str, limit_bytes: int) -> dict[str, np.ndarray]:
    """The arrays in the .safetensors content `data`; bfloat16 becomes float32; `name` is the file for messages.

    Checks every rule of the format: header length, unique names, known types, shapes that agree with the bytes they
    point to, no overlap and no gap. Raises `DataError`.
    """
    header, body = _header(data, name)
    spans: list[tuple[int, int]] = []
    arrays: dict[str, np.ndarray] = {}
    for key, entry in header.items():
        if key == "__metadata__":
            continue
        where = f"{name}, array {met(key)}"
        dtype, shape, begin, end = _entry(entry, where, len(body), limit_bytes)
        spans.append((begin, end))
        arrays[key] = _array(body[begin:end], dtype, shape, where)
    position = 0
    for begin, end in sorted(spans):
        if begin != position:
            kind = "overlap" if begin < position else "leave a gap"
            raise DataError(f"{name}: arrays {kind} at byte {begin:,}; they must follow each other")
        position = end
    if position != len(body):
        raise DataError(f"{name}: {len(body) - position:,} bytes belong to no array; all must be used")
    return arrays


def _header(data: bytes, name: str) -> tuple[dict[str, Any], memoryview]:
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > len(data) - 8:
        raise DataError(f"{name}: {len(data):,} bytes cannot hold the declared header; allowed is a whole .safetensors")
    if length > MAX_HEADER:
        raise DataError(f"{name}: a header of {length:,} bytes met, at most {MAX_HEADER:,} are allowed")
    raw = data[8 : 8 + length]
    if not raw.startswith(b"{"):
        raise DataError(f"{name}: the header begins with {met(raw[:4])}; allowed is a JSON object")
    try:
        header = parse_json(raw.decode("utf-8"))
    except ValueError as error:
        raise DataError(f"{name}: unreadable header ({met(error)}); allowed is a JSON object of arrays") from error
    return header, memoryview(data)[8 + length :]


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _entry(entry: Any, where: str, available: int, limit_bytes: int) -> tuple[str, tuple[int, ...], int, int]:
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise DataError(f"{where}: described by {met(entry)}; allowed are exactly dtype, shape and data_offsets")
    dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise DataError(f"{where}: type {met(dtype)} met; allowed are {', '.join(DTYPES)}")
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS or not all(_is_size(n) for n in shape):
        raise DataError(f"{where}: shape {met(shape)} met; allowed are up to {MAX_DIMENSIONS} sizes from 0")
    if not isinstance(offsets, list) or len(offsets) != 2 or not all(_is_size(n) for n in offsets):
        raise DataError(f"{where}: data_offsets {met(offsets)} met; allowed are two byte positions")
    begin, end = offsets
    if not begin <= end <= available:
        raise DataError(f"{where}: bytes {met(f'{begin}..{end}')} met; the file has 0..{available:,}")
    if any(n > limit_bytes for n in shape):
        raise DataError(f"{where}: shape {met(shape)} met; sizes up to {limit_bytes:,} are allowed")
    needed = math.prod(shape) * np.dtype(DTYPES[dtype]).itemsize
    if needed != end - begin or needed > limit_bytes:
        raise DataError(
            f"{where}: shape {met(shape)} of {dtype} needs {met(needed)} bytes, "
            f"{end - begin:,} are there; they must agree"
        )
    return dtype, tuple(shape), begin, end


def _array(raw: memoryview, dtype: str, shape: tuple[int, ...], where: str) -> np.ndarray:
    if dtype == "BOOL":
        bits = np.frombuffer(raw, np.uint8)
        if bits.size and bits.max() > 1:
            raise DataError(f"{where}: a bool that is neither 0 nor 1; allowed are 0 and 1")
        return (bits != 0).reshape(shape)
    flat = np.frombuffer(raw, DTYPES[dtype])
    if dtype == "BF16":  # the upper half of a float32
        return (flat.astype("<u4") << np.uint32(16)).view("<f4").reshape(shape)
    return flat.reshape(shape).astype(flat.dtype.newbyteorder("="))


def safetensors_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """The .safetensors content of `arrays` (checked by the caller): widest types first, as the format advises."""
    ordered = sorted(arrays.items(), key=lambda item: (-item[1].dtype.itemsize, item[0]))
    header: dict[str, Any] = {}
    chunks: list[bytes] = []
    position = 0
    for name, array in ordered:
        chunk = array.tobytes()
        header[name] = {"dtype": _NAMES[array.dtype.str], "shape": list(array.shape),
                        "data_offsets": [position, position + len(chunk)]}  # fmt: skip
        chunks.append(chunk)
        position += len(chunk)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *chunks])
