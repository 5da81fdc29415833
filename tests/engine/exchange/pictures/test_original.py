"""The original of a picture: all of it, small and upright, the frame of what is kept, and every change in words."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.exchange.pictures import decoding, original
from engine.exchange.pictures.decoding import read_picture, read_whole
from engine.exchange.pictures.original import Original, read_originals
from engine.exchange.pictures.picture import Picture
from tests.engine.exchange.pictures.drawn_files import CORNERS, save, speckled

UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def original_of(path: Path, size: tuple[int, int, int] = (28, 28, 3)) -> Original:
    (found,) = read_originals([(str(path), path.name)], size=size)
    assert found is not None
    return found


def framed(found: Original) -> np.ndarray:
    """The part of the small picture that the frame holds."""
    left, top, wide, high = found.frame
    rows, columns = found.pixels.shape[:2]
    down = slice(round(top * rows), round((top + high) * rows))
    return found.pixels[down, round(left * columns) : round((left + wide) * columns)]


def test_all_of_a_large_picture_is_kept_small(tmp_path: Path):
    large = np.asarray(Image.fromarray(speckled(3, 20, 30)).resize((1500, 1000), Image.Resampling.BICUBIC))
    for name, form in (("photograph.jpg", "JPEG"), ("exact.png", "PNG")):
        found = original_of(save(tmp_path / name, large, form))
        assert found.pixels.shape == (171, 256, 3) and found.pixels.dtype == np.uint8
        assert (found.high, found.wide, found.name) == (1000, 1500, name)
        assert found.frame == pytest.approx((1 / 6, 0, 2 / 3, 1))
        assert np.abs(found.pixels[0, 0] - large[:6, :6].mean(axis=(0, 1))).max() < 6


def test_the_frame_holds_what_the_network_gets(tmp_path: Path):
    """For broad and for tall pictures: the mean colours of the part within it are those of the small picture."""
    for size in ((60, 200), (200, 60)):
        picture = np.asarray(Image.fromarray(speckled(5, 6, 6)).resize(size, Image.Resampling.NEAREST))
        path = save(tmp_path / f"{size}.png", picture)
        read = read_picture(path, rows=20, columns=20).pixels
        found = framed(original_of(path, (20, 20, 3)))
        assert found.shape == (60, 60, 3)
        assert np.allclose(found.reshape(20, 3, 20, 3, 3).mean(axis=(1, 3)) / 255, read, atol=1e-9)


@pytest.mark.parametrize("turn", range(1, 9))
def test_the_original_is_upright_and_says_how_it_was_turned(tmp_path: Path, turn: int):
    tags = Image.Exif()
    tags[decoding.ORIENTATION] = turn
    image = Image.fromarray(CORNERS)
    stored = image.transpose(UNDO[turn]) if turn > 1 else image
    stored.save(tmp_path / "held.png", exif=tags)
    found = original_of(tmp_path / "held.png")
    assert np.array_equal(found.pixels, CORNERS) and (found.high, found.wide) == (8, 12)
    turned = np.asarray(stored)
    words = [word for word in found.changes if "turned upright as the camera says" in word]
    assert len(words) == (turn > 1)
    for step in words[0].partition(": ")[2].split(", ") if words else ():
        turned = {
            "mirrored": lambda a: a[:, ::-1],
            "half a turn": lambda a: np.rot90(a, 2),
            "a quarter to the right": lambda a: np.rot90(a, -1),
            "a quarter to the left": np.rot90,
        }[step](turned)
    assert np.array_equal(turned, CORNERS), "what the words say, done to the pixels as they are stored"


@pytest.mark.parametrize(
    ("wide", "high", "shape"), [(1, 1, (1, 1)), (9000, 2, (1, 256)), (3, 9000, (256, 1)), (256, 7, (7, 256))]
)
def test_any_proportions_are_kept_within_bounds(tmp_path: Path, wide: int, high: int, shape: tuple[int, int]):
    found = original_of(save(tmp_path / "odd.png", speckled(1, high, wide)))
    assert found.pixels.shape[:2] == shape and (found.high, found.wide) == (high, wide)
    left, top, width, height = found.frame
    assert left >= 0 and top >= 0 and left + width <= 1 + 1e-9 and top + height <= 1 + 1e-9
    assert "0 % are" not in " ".join(found.words)


def test_each_change_is_told_in_words(tmp_path: Path):
    colour, grey = speckled(1, 40, 60), speckled(1, 40, 60, 1)
    save(tmp_path / "colour.png", colour)
    save(tmp_path / "grey.png", grey)
    save(tmp_path / "deep.png", np.full((40, 60), 999, np.uint16))
    save(tmp_path / "clear.png", np.dstack([colour, grey]))
    Image.fromarray(colour).convert("CMYK").save(tmp_path / "printed.jpg")
    Image.fromarray(colour).save(tmp_path / "moving.gif", save_all=True, append_images=[Image.fromarray(grey)])

    def words(name: str, size: tuple[int, int, int]) -> tuple[str, ...]:
        return original_of(tmp_path / name, size).words

    assert words("colour.png", (20, 20, 1)) == (
        "60 × 40 pixels in colour",
        "cut off: 10 pixels each at left and right; 67 % are kept",
        "20 × 20 pixels, each the mean of 2 × 2",
        "made grey: 0.299 red + 0.587 green + 0.114 blue",
    )
    assert words("grey.png", (40, 30, 3))[1:] == (
        "cut off: 15 pixels each at left and right; 50 % are kept",
        "30 × 40 pixels, as they were",
        "red, green and blue all the same grey",
    )
    assert words("grey.png", (10, 60, 1))[1:] == (
        "cut off: 15 pixels each at top and bottom; 25 % are kept",
        "60 × 10 pixels, as they were",
    )
    assert words("colour.png", (160, 240, 3))[1:] == (
        "nothing cut off",
        "enlarged to 240 × 160: one pixel fills 4 × 4",
    )
    assert "16 bits scaled like 8" in words("deep.png", (20, 20, 1))
    assert "what is transparent lies on white" in words("clear.png", (20, 20, 3))
    assert any("CMYK" in word for word in words("printed.jpg", (20, 20, 3)))
    assert "the first of several pictures in it" in words("moving.gif", (20, 20, 3))


def test_a_file_that_went_or_broke_since_has_no_original(tmp_path: Path):
    """It was read when it was opened; what is shown beside it is only missing."""
    (tmp_path / "broken.png").write_bytes(b"broken")
    files = [(str(tmp_path / name), name) for name in ("gone.png", "broken.png")]
    assert read_originals(files, size=(28, 28, 3)) == (None, None)


def test_a_file_that_changed_is_read_again_and_one_that_did_not_is_not(tmp_path: Path, monkeypatch):
    path = save(tmp_path / "one.png", np.zeros((9, 9, 3), np.uint8))
    assert not original_of(path).pixels.any()
    read: list[str] = []

    def counted(name: str, *, side: int) -> Picture:
        read.append(name)
        return read_whole(name, side=side)

    monkeypatch.setattr(original, "read_whole", counted)
    original_of(path, (9, 9, 1))
    assert not read
    save(path, speckled(1, 30, 30))
    assert original_of(path).high == 30 and len(read) == 1
