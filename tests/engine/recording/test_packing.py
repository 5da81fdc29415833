"""A checkpoint comes out of its bytes bit for bit, and bytes that are none are refused."""

import json
import random
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DataError
from engine.recording.packing import packed, unpacked
from engine.training.checkpoint import Checkpoint

CHECKPOINT = Checkpoint(
    7,
    {"W": np.arange(6.0).reshape(2, 3), "theta": np.array([np.nan, -0.0, np.inf]), "f": np.ones((0, 4), np.float32)},
    {"adam.n": np.asarray(3.0), "W.m": np.arange(6, dtype=np.float32).reshape(3, 2).T},
)


def test_what_was_packed_comes_out_again():
    found = unpacked(packed(CHECKPOINT), 7)
    assert found.digest == CHECKPOINT.digest
    assert found.parameters["f"].dtype == np.float32
    assert not found.parameters["W"].flags.writeable
    assert found.carried["adam.n"].shape == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data):
    with pytest.raises(DataError):
        unpacked(data, 0)


def test_torn_and_changed_bytes_never_do_worse_than_be_refused():
    data, generator = packed(CHECKPOINT), random.Random(5)
    for length in range(len(data)):
        with pytest.raises(DataError):
            unpacked(data[:length], 7)
    with pytest.raises(DataError, match="bytes, its arrays"):
        unpacked(data + b"\0", 7)
    for _ in range(500):
        changed = bytearray(data)
        changed[generator.randrange(len(data))] = generator.randrange(256)
        with suppress(DataError):
            assert unpacked(bytes(changed), 7).digest


@pytest.mark.parametrize(
    "entry",
    [
        ["W", "<f8", [1 << 39, 1 << 39]],
        ["W", "<f8", [-1]],
        ["W", "<f8", [True]],
        ["W", "|O", [1]],
        ["W", "<f8", [1] * 40],
        ["W", "<f8"],
        [1, "<f8", [1]],
    ],
)
def test_declared_arrays_are_checked_before_memory_is_taken(entry):
    header = json.dumps([[entry], []]).encode()
    with pytest.raises(DataError):
        unpacked(len(header).to_bytes(4, "little") + header + bytes(8), 0)


def test_python_objects_are_not_packed():
    with pytest.raises(DataError, match="'W' holds object"):
        packed(Checkpoint(0, {"W": np.array([{}])}, {}))
