"""Arrays come back as they were written, and other programs read and write the same files."""

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.arrays import FORMATS, read_arrays, write_arrays

ARRAYS = {
    "W_x_iota": np.arange(6.0).reshape(2, 3),
    "transposed": np.arange(6.0, dtype=np.float32).reshape(2, 3).T,
    "scalar": np.array(2.5),
    "empty": np.zeros((0, 4)),
    "extremes": np.array([np.nan, np.inf, -np.inf, 5e-324, -0.0]),
    "flags": np.array([True, False]),
    "half": np.array([1, 2], np.float16),
    "big-endian": np.arange(3, dtype=">i8"),
    "bytes": np.arange(255, dtype=np.uint8),
    "../../etc/δ_ι": np.ones(2),
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_round_trip(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    write_arrays(path, ARRAYS)
    found = read_arrays(path)
    assert set(found) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert np.array_equal(found[name], array, equal_nan=array.dtype.kind == "f")
        assert found[name].shape == array.shape
        assert found[name].dtype == array.dtype.newbyteorder("=")
        assert found[name].flags.writeable
    assert [p.name for p in tmp_path.iterdir()] == [path.name], "names of arrays are names, not paths"


@pytest.mark.parametrize("suffix", FORMATS)
def test_same_arrays_same_bytes_in_any_order(tmp_path, suffix):
    write_arrays(tmp_path / f"a{suffix}", ARRAYS)
    write_arrays(tmp_path / f"b{suffix}", dict(reversed(ARRAYS.items())))
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_arrays_is_a_file_too(tmp_path, suffix):
    write_arrays(tmp_path / f"a{suffix}", {})
    assert read_arrays(tmp_path / f"a{suffix}") == {}


def test_numpy_reads_and_writes_the_same_npz(tmp_path):
    write_arrays(tmp_path / "a.npz", ARRAYS)
    with np.load(tmp_path / "a.npz", allow_pickle=False) as found:
        assert all(np.array_equal(found[k], ARRAYS[k], equal_nan=k == "extremes") for k in ARRAYS)
    for save in (np.savez, np.savez_compressed):
        save(tmp_path / "b.npz", fortran=np.asfortranarray(ARRAYS["W_x_iota"]), s=np.array(3, np.float32))
        found = read_arrays(tmp_path / "b.npz")
        assert np.array_equal(found["fortran"], ARRAYS["W_x_iota"])
        assert found["s"].shape == ()


def test_the_safetensors_library_reads_and_writes_the_same_file(tmp_path):
    library = pytest.importorskip("safetensors.numpy")
    plain = {k: v for k, v in ARRAYS.items() if k not in ("big-endian", "transposed")}
    write_arrays(tmp_path / "a.safetensors", plain)
    found = library.load_file(tmp_path / "a.safetensors")
    assert all(np.array_equal(found[k], plain[k], equal_nan=k == "extremes") for k in plain)
    library.save_file(plain, tmp_path / "b.safetensors", metadata={"format": "np"})
    found = read_arrays(tmp_path / "b.safetensors")
    assert all(np.array_equal(found[k], plain[k], equal_nan=k == "extremes") for k in plain)


def test_bfloat16_becomes_float32(tmp_path):
    header = b'{"w":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}'
    (tmp_path / "a.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + b"\x80\x3f\x00\xc0")
    found = read_arrays(tmp_path / "a.safetensors")["w"]
    assert found.dtype == np.float32
    assert found.tolist() == [1.0, -2.0]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "arrays",
    [
        {"a": np.array([object()])},
        {"a": np.array(["text"])},
        {"a": np.array([1j])},
        {"": np.ones(1)},
        {"a\nb": np.ones(1)},
        {"__metadata__": np.ones(1)},
        {"a" * 501: np.ones(1)},
        {"a": np.zeros(1, dtype=[("x", "f8")])},
    ],
    ids=lambda arrays: repr(next(iter(arrays.items())))[:20],
)
def test_what_the_formats_cannot_hold_is_refused_and_nothing_written(tmp_path, suffix, arrays):
    with pytest.raises(DataError, match=rf"a\{suffix}.*allowed are"):
        write_arrays(tmp_path / f"a{suffix}", arrays)
    assert list(tmp_path.iterdir()) == []


def test_other_suffixes_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"allowed are \.npz and \.safetensors"):
        write_arrays(tmp_path / "a.pkl", {})
    with pytest.raises(DataError, match=r"allowed are \.npz and \.safetensors"):
        read_arrays(tmp_path / "a.pkl")
