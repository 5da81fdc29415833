"""A folder of pictures: classes by name, what is broken skipped and listed, too many thinned."""

import os
from pathlib import Path

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.pictures import collection, folder
from engine.exchange.pictures.collection import Collection
from engine.exchange.pictures.gathering import gather
from engine.exchange.pictures.telling import told
from tests.engine.exchange.pictures.drawn_files import save, speckled


@pytest.fixture
def animals(tmp_path: Path) -> Path:
    """Three dogs and two cats, in colour."""
    for number in range(3):
        save(tmp_path / "animals" / "dogs" / f"{number}.png", speckled(number))
    for number in range(2):
        save(tmp_path / "animals" / "cats" / f"{number}.jpg", speckled(10 + number, 20, 30), "JPEG")
    return tmp_path / "animals"


def read(path: Path, channels: int | None = None) -> Collection:
    return gather(path, rows=10, columns=10, channels=channels)


def test_each_folder_is_a_class(animals: Path):
    found = read(animals)
    assert found.classes == ("cats", "dogs") and found.of_each == (2, 3)
    assert found.pixels.shape == (5, 10, 10, 3) and found.left_out == 0
    assert found.cut == 2 and found.least == pytest.approx(2 / 3)
    for origin, number in zip(found.origins, found.numbers, strict=True):
        assert origin.startswith(found.classes[number] + os.sep)
    assert any("30 × 20 pixels, of which the middle 67 % are kept" in origin for origin in found.origins)


def test_pictures_belong_to_their_class(tmp_path: Path):
    """Mixed, with the number of the class going along."""
    for number, name in enumerate(("a", "b", "c")):
        for copy in range(4):
            save(tmp_path / name / f"{copy}.png", np.full((4, 4), 100 * number, np.uint8))
    found = read(tmp_path)
    assert np.allclose(found.pixels[:, 0, 0, 0], found.numbers * 100 / 255)
    assert (np.diff(found.numbers) != 0).sum() > 2


def test_a_folder_without_folders_is_one_class(animals: Path):
    found = read(animals / "cats")
    assert found.classes == ("cats",) and found.of_each == (2,)


def test_grey_pictures_have_one_channel_and_colour_can_be_asked_for(tmp_path: Path):
    """Also where grey pictures are stored as if they were in colour."""
    save(tmp_path / "one" / "grey.png", speckled(1, channels=1))
    save(tmp_path / "one" / "also.png", np.repeat(speckled(2, channels=1)[..., None], 3, axis=-1))
    assert read(tmp_path).pixels.shape[-1] == 1 and read(tmp_path, 3).pixels.shape[-1] == 3
    save(tmp_path / "two" / "colour.png", speckled(3))
    assert read(tmp_path).pixels.shape[-1] == 3 and read(tmp_path, 1).pixels.shape[-1] == 1


def test_what_is_broken_is_skipped_and_listed(animals: Path):
    (animals / "dogs" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    (animals / "dogs" / "torn.jpg").write_bytes((animals / "cats" / "0.jpg").read_bytes()[:700])
    (animals / "dogs" / "notes.txt").write_text("all good dogs")
    (animals / "dogs" / ".hidden.png").write_bytes(b"nothing")
    (animals / "dogs" / "folder.png").mkdir()
    os.mkfifo(animals / "cats" / "pipe.png")
    save(animals / "loose.png", speckled(4))
    (animals / "empty").mkdir()
    found = read(animals)
    assert found.count == 5 and found.left_out == len(found.skipped) == 6
    listed = " · ".join(skipped.words for skipped in found.skipped)
    for name, why in (
        ("broken.png", "no picture that can be read"),
        ("torn.jpg", "truncated"),
        ("notes.txt", "its ending '.txt'"),
        ("folder.png", "a folder met"),
        ("pipe.png", "a pipe met"),
        ("loose.png", "outside the folders of the classes"),
    ):
        assert any(name in skipped.name and why in skipped.reason for skipped in found.skipped), (name, listed)
    assert str(animals) not in listed and "\n" not in listed
    assert "6 files were skipped" in told(found) and "and 3 more" in told(found)


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        (((10, 10), (10, 10)), "They had this size."),
        (((30, 30), (10, 10)), "; nothing was cut off."),
        (((30, 40), (10, 10)), "of 1 picture with other proportions only the middle is kept, 75 % of it."),
        (((30, 40), (10, 20)), "of 2 pictures with other proportions only the middle is kept, at least 50 % of each."),
        (((1, 500), (30, 40)), "only the middle is kept, of one less than 1 %."),
    ],
)
def test_what_was_cut_is_told_in_words(tmp_path: Path, shapes: tuple[tuple[int, int], ...], words: str):
    for number, shape in enumerate(shapes):
        save(tmp_path / f"{number}.png", speckled(number, *shape))
    assert words in told(read(tmp_path))


def test_too_many_are_thinned_evenly_in_words(animals: Path, monkeypatch: pytest.MonkeyPatch):
    for number in range(3, 30):
        save(animals / "dogs" / f"{number}.png", speckled(number))
    monkeypatch.setattr(collection, "MOST_PICTURES", 16)
    found = read(animals)
    assert (found.count, found.found, found.tried) == (16, 32, 16) and found.of_each == (1, 15)
    assert "There are 32 in all; 16 of them, evenly spread, were taken." in told(found)


def test_too_many_bytes_are_thinned_too(animals: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(folder, "MOST_BYTES", sum(file.stat().st_size for file in animals.glob("*/*")) // 2)
    assert read(animals).count == 2


def test_a_file_that_changed_is_read_again(animals: Path):
    before = read(animals)
    assert read(animals) is before
    save(animals / "dogs" / "0.png", np.zeros((30, 30, 3), np.uint8))
    after = read(animals)
    assert not np.array_equal(after.pixels, before.pixels) and not after.pixels.flags.writeable


@pytest.mark.parametrize("names", [(), ("notes.txt",), (".hidden.png",), ("empty/",)])
def test_a_folder_without_pictures_is_refused(tmp_path: Path, names: tuple[str, ...]):
    for name in names:
        (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).write_text("x")
    with pytest.raises(DataError, match="no picture met; allowed is a folder") as refusal:
        read(tmp_path)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", ["t10k-images-idx3-ubyte.gz", "train-labels.idx1-ubyte", "pictures.npz"])
def test_a_folder_of_arrays_says_what_to_open(tmp_path: Path, name: str):
    """The folder that the MNIST family is unpacked to holds four files and no picture."""
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(DataError, match=f"no picture met, but {name}: open that file") as refusal:
        read(tmp_path)
    assert "\n" not in str(refusal.value)


def test_a_folder_of_broken_pictures_is_refused(tmp_path: Path):
    for number in range(3):
        (tmp_path / f"{number}.png").write_text("broken")
    with pytest.raises(DataError, match=r"none of 3 pictures can be read, 0\.png \(no picture"):
        read(tmp_path)


def test_too_many_files_and_the_whole_disk_are_refused(animals: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(DataError, match="the whole disk"):
        read(Path("/"))
    monkeypatch.setattr(folder, "MOST_FILES", 4)
    with pytest.raises(DataError, match="more than 4 files"):
        read(animals)
