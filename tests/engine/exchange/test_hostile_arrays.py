"""Damaged and malicious array files are refused in one line, quickly, without much memory, and nothing runs."""

import io
import json
import pickle
import struct
import time
import tracemalloc
import zipfile

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.arrays import read_arrays


class Payload:
    """Would create a file when unpickled."""

    def __reduce__(self):
        return (open, ("executed.txt", "w"))


def npy(*, descr="'<f8'", shape="(2,)", order="False", body=b"\0" * 16, version=1, header=None) -> bytes:
    text = header if header is not None else f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n"
    raw = text.encode("latin-1")
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(raw)) + raw + body


def archive(*members: tuple[str, bytes], method=zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def one(**kwargs) -> bytes:
    return archive(("a.npy", npy(**kwargs)))


def objects() -> bytes:
    return archive(("a.npy", npy(descr="'|O'", shape="(1,)", body=pickle.dumps([Payload()]))))


def patched(data: bytes, offset: int, value: bytes) -> bytes:
    return data[:offset] + value + data[offset + len(value) :]


GOOD = one()
CENTRAL = GOOD.index(b"PK\x01\x02")

NPZ = {
    "empty": b"",
    "text": b"hello",
    "pickle": pickle.dumps(Payload()),
    "bare npy": npy(),
    "half": GOOD[: len(GOOD) // 2],
    "end missing": GOOD[:-10],
    "only the end": GOOD[-22:-4],
    "checksum wrong": patched(GOOD, CENTRAL + 16, b"\1\2\3\4"),
    "size lies (central)": patched(GOOD, CENTRAL + 24, struct.pack("<I", 1 << 30)),
    "size enormous (central)": patched(GOOD, CENTRAL + 20, struct.pack("<II", 0xFFFFFFF0, 0xFFFFFFF0)),
    "encrypted": patched(GOOD, CENTRAL + 8, b"\1\0"),
    "unknown packing": patched(GOOD, CENTRAL + 10, b"\x63\0"),
    "local header elsewhere": patched(GOOD, CENTRAL + 42, struct.pack("<I", 0x7FFFFFFF)),
    "objects": objects(),
    "structured": one(descr="[('x', '<f8')]"),
    "text entries": one(descr="'<U4'"),
    "complex": one(descr="'<c16'", shape="(1,)"),
    "dates": one(descr="'<M8[ns]'"),
    "shape too large": one(shape="(1000000000000,)"),
    "shape product too large": one(shape="(1000000, 1000000)"),
    "shape beyond int": one(shape="(" + "9" * 400 + ",)"),
    "shape negative": one(shape="(-1,)"),
    "shape NaN": one(shape="(nan,)"),
    "shape a formula": one(shape="(9**9**9,)"),
    "shape too many": one(shape="(" + "1," * 40 + ")", body=b"\0" * 8),
    "too few bytes": one(body=b"\0" * 15),
    "too many bytes": one(body=b"\0" * 17),
    "header code": one(header="__import__('os').system('touch executed.txt')"),
    "header nested": one(header="(" * 5000),
    "header unary": one(header="-" * 9000 + "1"),
    "header long": one(header=" " * 60000),
    "header longer than file": archive(("a.npy", npy()[:8] + b"\xff\xff")),
    "header empty": one(header=""),
    "version 9": one(version=9),
    "not npy": archive(("a.npy", b"hello")),
    "member of other kind": archive(("a.txt", b"hello")),
    "bool 7": one(descr="'|b1'", body=b"\1\7"),
    "same name twice": archive(("a.npy", npy()), ("a.npy ", b"")).replace(b"a.npy ", b"./a.np"),
    "bomb": archive(("a.npy", npy(shape="(10000000,)", body=b"\0" * 80_000_000)), method=zipfile.ZIP_DEFLATED),
    "many members": archive(*((f"{i}.npy", b"") for i in range(4100))),
    "zip of zip": archive(("a.npy", GOOD)),
    "bzip2": archive(("a.npy", npy()), method=zipfile.ZIP_BZIP2),
}


def safetensors(header, body=b"\0" * 16, length=None) -> bytes:
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw) if length is None else length) + raw + body


def entry(dtype="F64", shape=(2,), offsets=(0, 16), **more) -> dict:
    return {"w": {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets), **more}}


SAFETENSORS = {
    "empty": b"",
    "short": b"\1\0\0",
    "header beyond file": safetensors(entry(), length=10**6),
    "header enormous": safetensors(entry(), length=2**64 - 1),
    "not json": safetensors(b"{oops}"),
    "a list": safetensors(b"[]"),
    "a pickle": pickle.dumps([Payload()] * 10),
    "nested": safetensors(b'{"a":' + b"[" * 200_000),
    "not utf-8": safetensors(b'{"\xff\xfe": 1}'),
    "nan in header": safetensors(b'{"w":{"dtype":"F64","shape":[NaN],"data_offsets":[0,16]}}'),
    "huge integer": safetensors(b'{"w":{"dtype":"F64","shape":[' + b"9" * 5000 + b'],"data_offsets":[0,16]}}'),
    "large integer": safetensors(b'{"w":{"dtype":"F64","shape":[' + b"9" * 4000 + b'],"data_offsets":[0,16]}}'),
    "name twice": safetensors(b'{"w":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},'
                              b'"w":{"dtype":"U8","shape":[8],"data_offsets":[8,16]}}'),
    "entry a number": safetensors({"w": 1}),
    "entry incomplete": safetensors({"w": {"dtype": "F64"}}),
    "entry with more": safetensors(entry(path="/etc/passwd")),
    "unknown type": safetensors(entry(dtype="F8_E4M3")),
    "type a list": safetensors(entry(dtype=["F64"])),
    "shape negative": safetensors(entry(shape=(-1,))),
    "shape fraction": safetensors(entry(shape=(2.0,))),
    "shape bool": safetensors(entry(shape=(True, 2))),
    "shape overflow": safetensors(entry(shape=(2**62, 2**62))),
    "shape product": safetensors(entry(shape=(10**6, 10**6))),
    "shape zero times huge": safetensors(entry(shape=(0, 2**63), offsets=(0, 0)), b""),
    "shape too many": safetensors(entry(shape=(1,) * 40, offsets=(0, 8)), b"\0" * 8),
    "offsets reversed": safetensors(entry(offsets=(16, 0))),
    "offsets outside": safetensors(entry(offsets=(8, 24))),
    "offsets three": safetensors(entry(offsets=(0, 8, 16))),
    "sizes disagree": safetensors(entry(shape=(3,))),
    "rest unused": safetensors(entry(), b"\0" * 17),
    "gap": safetensors(entry(shape=(1,), offsets=(8, 16))),
    "overlap": safetensors({**entry(), "v": {"dtype": "F64", "shape": [2], "data_offsets": [0, 16]}}),
    "bool 7": safetensors(entry(dtype="BOOL", offsets=(0, 2)), b"\1\7"),
}  # fmt: skip

FILES = [("npz", name, data) for name, data in NPZ.items()]
FILES += [("safetensors", name, data) for name, data in SAFETENSORS.items()]


@pytest.mark.parametrize(("suffix", "data"), [(s, d) for s, _, d in FILES], ids=[f"{s}: {n}" for s, n, _ in FILES])
def test_refused_in_one_line_that_names_the_file(tmp_path, monkeypatch, suffix, data):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / f"hostile.{suffix}"
    path.write_bytes(data)
    begin = time.perf_counter()
    tracemalloc.start()
    try:
        with pytest.raises(DataError) as caught:
            read_arrays(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message and len(message) < 600
    assert "allowed" in message or "must" in message or "the file has" in message
    assert peak < 64 << 20
    assert time.perf_counter() - begin < 2
    assert [p.name for p in tmp_path.iterdir()] == [path.name], "nothing was executed or written"


def test_limit_bounds_what_is_unpacked(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", a=np.zeros(1000))
    with pytest.raises(DataError, match="once unpacked, at most 5,000"):
        read_arrays(tmp_path / "a.npz", limit_bytes=5000)


@pytest.mark.parametrize("suffix", ["npz", "safetensors"])
def test_any_damage_gives_arrays_or_a_data_error(tmp_path, suffix):
    """Flip, cut and overwrite bytes of a good file at random: never another exception."""
    if suffix == "npz":
        good = archive(("a.npy", npy()), ("b.npy", npy(shape="(1, 2)")), method=zipfile.ZIP_DEFLATED)
    else:
        good = safetensors({**entry(), "v": {"dtype": "I32", "shape": [1], "data_offsets": [16, 20]}}, b"\0" * 20)
    rng = np.random.default_rng(0)
    path = tmp_path / f"a.{suffix}"
    messages = []
    for _ in range(1000):
        data = bytearray(good)
        for _ in range(rng.integers(1, 4)):
            data[rng.integers(len(data))] = (0, 0xFF, rng.integers(256))[rng.integers(3)]
        if rng.random() < 0.2:
            del data[rng.integers(len(data)) :]
        path.write_bytes(data)
        try:
            read_arrays(path)
        except DataError as error:
            messages.append(str(error))
    assert len(messages) > 500
    assert all(m.startswith(str(path)) and "\n" not in m for m in messages)
