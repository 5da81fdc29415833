"""Many pictures in one file: IDX and .npz, checked before memory is taken, with the labels that belong to them."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.pictures import collection
from engine.exchange.pictures.collection import Collection
from engine.exchange.pictures.gathering import gather, holds_pictures
from engine.exchange.pictures.idx import idx_pair

STACK = np.random.default_rng(4).integers(0, 256, (6, 8, 8), np.uint8)
LABELS = np.array([7, 3, 3, 7, 9, 3], np.uint8)


def idx(array: np.ndarray, *, kind: int = 8, shape: tuple[int, ...] | None = None) -> bytes:
    sizes = array.shape if shape is None else shape
    return bytes([0, 0, kind, len(sizes)]) + b"".join(struct.pack(">I", size) for size in sizes) + array.tobytes()


def read(path: Path, size: int = 8) -> Collection:
    return gather(path, rows=size, columns=size, channels=None)


def check(found: Collection) -> None:
    """The pictures and labels above, in whatever order."""
    assert found.classes == ("3", "7", "9") and found.of_each == (3, 2, 1)
    for pixels, number, origin in zip(found.pixels, found.numbers, found.origins, strict=True):
        place = int(origin.partition(" number ")[2].partition(",")[0])
        assert np.array_equal(pixels[..., 0], STACK[place] / 255) and found.classes[number] == str(LABELS[place])


@pytest.mark.parametrize(
    ("pictures", "labels"),
    [
        ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
        ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
        ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz"),
        ("train-images.idx3-ubyte", "train-labels.idx1-ubyte"),
        ("images.idx3", "labels.idx1"),
    ],
)
def test_pictures_and_labels_find_each_other(tmp_path: Path, pictures: str, labels: str):
    for name, array in ((pictures, STACK), (labels, LABELS)):
        (tmp_path / name).write_bytes(gzip.compress(idx(array)) if name.endswith(".gz") else idx(array))
    for name in (pictures, labels):
        assert holds_pictures(str(tmp_path / name))
        check(read(tmp_path / name))


def test_pictures_without_labels_are_one_class(tmp_path: Path):
    (tmp_path / "some-idx3-ubyte").write_bytes(idx(STACK))
    assert idx_pair(tmp_path / "some-idx3-ubyte") == (tmp_path / "some-idx3-ubyte", None)
    assert read(tmp_path / "some-idx3-ubyte").classes == ("some-idx3-ubyte",)


def test_colour_in_four_dimensions(tmp_path: Path):
    (tmp_path / "colour-idx4-ubyte").write_bytes(idx(np.repeat(STACK[..., None], 3, axis=-1) // [1, 2, 3]))
    with pytest.raises(DataError, match="they must agree"):  # those are numbers of 8 bytes
        read(tmp_path / "colour-idx4-ubyte")
    (tmp_path / "colour-idx4-ubyte").write_bytes(idx((STACK[..., None] // [1, 2, 3]).astype(np.uint8)))
    assert read(tmp_path / "colour-idx4-ubyte", 4).pixels.shape == (6, 4, 4, 3)


WRONG = {
    "empty": b"",
    "within the header": idx(STACK)[:9],
    "one byte short": idx(STACK)[:-1],
    "one byte more": idx(STACK) + b"\0",
    "sizes beyond memory": idx(STACK, shape=(1 << 31, 1 << 31, 1 << 31)),
    "a size of zero": idx(STACK, shape=(0, 8, 8)),
    "floats": idx(STACK, kind=0x0D),
    "labels in the place of pictures": idx(LABELS),
    "no IDX": b"hello there, nothing here",
    "gzip of zeros without end": gzip.compress(idx(STACK, shape=(6, 8, 8)) + bytes(1 << 24)),
    "half a gzip": gzip.compress(idx(STACK))[:100],
    "gzip with a wrong checksum": gzip.compress(idx(STACK))[:-6] + b"\1\2\3\4\5\6",
}


@pytest.mark.parametrize("name", WRONG)
def test_unsound_idx_files_are_refused(tmp_path: Path, name: str):
    path = tmp_path / "t10k-images-idx3-ubyte"
    path.write_bytes(WRONG[name])
    with pytest.raises(DataError, match="t10k-images") as refusal:
        read(path)
    assert "\n" not in str(refusal.value)


def test_labels_of_another_number_are_refused(tmp_path: Path):
    (tmp_path / "a-images-idx3-ubyte").write_bytes(idx(STACK))
    (tmp_path / "a-labels-idx1-ubyte").write_bytes(idx(LABELS[:4]))
    with pytest.raises(DataError, match=r"labels of shape \(4,\) for 6 pictures met; they must agree"):
        read(tmp_path / "a-images-idx3-ubyte")


@pytest.mark.parametrize("pictures", ["X", "images", "x_train", "train_images"])
@pytest.mark.parametrize("labels", ["d", "labels", "y", "y_train", "train_labels"])
def test_arrays_by_their_usual_names(tmp_path: Path, pictures: str, labels: str):
    np.savez_compressed(tmp_path / "six.npz", **{pictures: STACK, labels: LABELS.astype(np.int64)[:, None]})
    check(read(tmp_path / "six.npz"))


@pytest.mark.parametrize(
    "stack",
    [STACK / 255, STACK.astype(np.float32)[..., None], STACK.astype(np.int64), STACK.astype(np.uint16) * 257],
    ids=["0 to 1", "0 to 255", "int64", "16 bits"],
)
def test_any_usual_range_is_brought_to_0_to_1(tmp_path: Path, stack: np.ndarray):
    np.savez(tmp_path / "six.npz", X=stack)
    found = read(tmp_path / "six.npz")
    assert found.classes == ("six",)
    assert np.allclose(np.sort(found.pixels.ravel()), np.sort(STACK.ravel() / 255), atol=1e-7)


def test_one_of_several_columns_is_the_class(tmp_path: Path):
    np.savez(tmp_path / "six.npz", X=STACK, d=np.eye(4)[[0, 1, 2, 0, 1, 1]])
    found = read(tmp_path / "six.npz")
    assert found.classes == ("0", "1", "2", "3") and found.of_each == (2, 3, 1, 0)


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"W": STACK}, "arrays 'W' met; allowed are pictures called X"),
        ({"X": np.array([{}, []], dtype=object)}, "Python objects"),
        ({"X": STACK, "y": np.array(["cat"] * 6)}, "type"),
        ({"X": STACK[0]}, r"shape \(8, 8\)"),
        ({"X": STACK[..., None].repeat(2, axis=-1)}, r"shape \(6, 8, 8, 2\)"),
        ({"X": STACK[:0]}, r"shape \(0, 8, 8\)"),
        ({"X": STACK / -255}, "allowed are 0 to 1"),
        ({"X": np.full((2, 4, 4), np.nan)}, "allowed are 0 to 1"),
        ({"X": np.full((2, 4, 4), 1000.0)}, "allowed are 0 to 1"),
        ({"X": STACK, "y": LABELS[:5]}, "for 6 pictures"),
        ({"X": STACK, "y": np.arange(6) / 2}, "no whole numbers"),
        ({"X": STACK, "y": np.full(6, np.inf)}, "no whole numbers"),
        ({"X": STACK, "d": np.ones((6, 3))}, "a single 1 among zeros"),
        ({"X": STACK, "d": np.array(3)}, "for 6 pictures"),
    ],
)
def test_unsuitable_arrays_are_refused(tmp_path: Path, arrays: dict[str, np.ndarray], words: str):
    np.savez(tmp_path / "six.npz", **arrays)
    with pytest.raises(DataError, match=words) as refusal:
        read(tmp_path / "six.npz")
    assert "six.npz" in str(refusal.value) and "\n" not in str(refusal.value)


def test_too_many_are_thinned_and_too_many_classes_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    np.savez(tmp_path / "six.npz", X=STACK, d=LABELS)
    monkeypatch.setattr(collection, "MOST_PICTURES", 2)
    found = read(tmp_path / "six.npz", 7)
    assert (found.count, found.found) == (2, 6) and found.classes == ("3", "7", "9")
    monkeypatch.setattr(collection, "MOST_CLASSES", 2)
    with pytest.raises(DataError, match="3 classes met; at most 2"):
        read(tmp_path / "six.npz", 6)
