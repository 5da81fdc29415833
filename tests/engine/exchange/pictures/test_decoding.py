"""A picture file of any usual format becomes the same numbers, upright; what is broken or far too large is refused."""

import io
import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import DataError
from engine.exchange.pictures import decoding
from engine.exchange.pictures.decoding import read_picture
from engine.exchange.pictures.picture import Picture
from tests.engine.exchange.pictures.drawn_files import CORNERS, picture_bytes, save, speckled

WHOLE = CORNERS / 255
EXACT = ("PNG", "BMP", "PPM", "TIFF")


def read(path: Path, rows: int = 8, columns: int = 12) -> Picture:
    return read_picture(path, rows=rows, columns=columns)


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read(path)
    assert "\n" not in str(caught.value) and path.name in str(caught.value) and "allowed" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("form", EXACT)
def test_formats_without_loss(tmp_path: Path, form: str):
    found = read(save(tmp_path / "picture", CORNERS, form))
    assert np.array_equal(found.pixels, WHOLE)
    assert (found.high, found.wide, found.kept, found.coloured) == (8, 12, 1.0, True)


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("JPEG", {"quality": 100, "subsampling": 0}),
        ("WEBP", {"lossless": True}),
        ("GIF", {}),
        ("TIFF", {"compression": "jpeg"}),
    ],
)
def test_formats_with_loss_or_palette(tmp_path: Path, form: str, options: dict):
    large = CORNERS.repeat(8, axis=0).repeat(8, axis=1)
    found = read(save(tmp_path / "picture", large, form, **options))
    assert np.abs(found.pixels - WHOLE).max() < 0.05


def test_the_content_decides_not_the_ending(tmp_path: Path):
    assert np.array_equal(read(save(tmp_path / "picture.jpg", CORNERS, "PNG")).pixels, WHOLE)


def test_the_first_picture_of_an_animation(tmp_path: Path):
    first, second = (Image.new("RGB", (12, 8), colour) for colour in ("white", "black"))
    first.save(tmp_path / "moving.gif", save_all=True, append_images=[second])
    assert (read(tmp_path / "moving.gif").pixels == 1.0).all()


@pytest.mark.parametrize("form", ["JPEG", "TIFF", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_however_the_camera_was_held_the_picture_is_upright(tmp_path: Path, turn: int, form: str):
    """The pixels are stored turned and the tag says how: all eight show the same picture, at its own proportions."""
    large = CORNERS.repeat(8, axis=0).repeat(8, axis=1)
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = Image.fromarray(large)
    stored = image.transpose(undo[turn]) if turn > 1 else image
    tags = Image.Exif()
    tags[decoding.ORIENTATION] = turn
    options = {"JPEG": {"quality": 100, "subsampling": 0}, "WEBP": {"lossless": True}}.get(form, {})
    stored.save(tmp_path / "held", form, exif=tags, **options)
    found = read(tmp_path / "held")
    assert (found.high, found.wide, found.kept) == (64, 96, 1.0)
    assert np.abs(found.pixels - WHOLE).max() < 0.05


def test_a_broad_picture_is_cut_and_not_squeezed_or_turned(tmp_path: Path):
    found = read(save(tmp_path / "broad.png", CORNERS), 4, 4)
    assert found.kept == pytest.approx(8 / 12)
    assert np.allclose(found.pixels[0, 0], (1, 0, 0)) and np.allclose(found.pixels[0, 3], (0, 1, 0))
    assert np.allclose(found.pixels[3, 0], (0, 0, 1))


def test_grey_stays_grey(tmp_path: Path):
    found = read(save(tmp_path / "grey.png", speckled(1, 8, 12, 1)))
    assert found.pixels.shape == (8, 12, 1) and not found.coloured
    assert np.allclose(found.channels(3), found.pixels)


def test_colour_becomes_grey_by_how_bright_it_looks(tmp_path: Path):
    found = read(save(tmp_path / "colour.png", CORNERS)).channels(1)
    assert found.shape == (8, 12, 1)
    assert np.allclose(found[[0, 0, 7, 7], [0, 11, 0, 11], 0], [0.299, 0.587, 0.114, 90 / 255])


@pytest.mark.parametrize("form", ["PNG", "TIFF", "PPM"])
def test_sixteen_bits_are_scaled(tmp_path: Path, form: str):
    deep = np.linspace(0, 65535, 96).astype(np.uint16).reshape(8, 12)
    assert np.allclose(read(save(tmp_path / "deep", deep, form)).pixels[..., 0], deep / 65535, atol=1e-9)


def test_what_is_transparent_lies_on_white(tmp_path: Path):
    layered = np.dstack([CORNERS, np.full((8, 12), 255, np.uint8)])
    layered[:4, :, 3], layered[4:, 6:, 3] = 0, 51
    found = read(save(tmp_path / "clear.png", layered)).pixels
    assert (found[:4] == 1.0).all() and np.array_equal(found[4:, :6], WHOLE[4:, :6])
    assert np.allclose(found[4:, 6:], 0.2 * 90 / 255 + 0.8)


def test_a_large_photograph_is_averaged(tmp_path: Path):
    """A JPEG that is decoded at an eighth of its size gives what the whole of it gives."""
    large = np.asarray(Image.fromarray(speckled(3, 20, 30)).resize((1500, 1000), Image.Resampling.BICUBIC))
    photograph = read(save(tmp_path / "photograph.jpg", large, "JPEG", quality=95), 28, 28)
    exact = read(save(tmp_path / "exact.png", large), 28, 28)
    assert (photograph.high, photograph.wide) == (1000, 1500) and photograph.kept == pytest.approx(2 / 3)
    apart = np.abs(photograph.pixels - exact.pixels)
    assert apart.mean() < 0.003 and apart.max() < 0.02


def png(wide: int, high: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def tiff(**tags: int) -> bytes:
    numbers = {256: 100, 257: 100, 258: 8, 259: 5, 262: 1, 277: 1, 324: 150, 325: 50}
    numbers |= {int(name[1:]): value for name, value in tags.items()}
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(numbers.items()))
    return b"II*\0" + struct.pack("<IH", 8, len(numbers)) + rows + bytes(100)


WHOLE_FILES = {form: picture_bytes(speckled(5), form) for form in ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "PPM")}
BROKEN = {
    "empty": b"",
    "text": b"hello, I am no picture",
    "only a beginning": b"\xff\xd8\xff\xe0 not",
    "30,000 pixels wide and high": png(30000, 30000),
    "a few more pixels than allowed": png(8193, 8192),
    "no pixels": png(0, 5),
    "no data": png(5, 5),
    "tiles larger than memory": tiff(t322=40000, t323=40000),
    "size beyond all": b"P6 99999999999 9 255\n",
    "floats beyond white": picture_bytes(np.full((4, 4), 300.0, np.float32), "TIFF"),
    **{f"half a {form}": data[: len(data) // 2] for form, data in WHOLE_FILES.items()},
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_pictures_are_refused_in_one_line(tmp_path: Path, name: str):
    (tmp_path / "broken.png").write_bytes(BROKEN[name])
    refused(tmp_path / "broken.png")


@pytest.mark.parametrize(
    "form",
    [
        *(form for form in WHOLE_FILES if form != "TIFF"),
        pytest.param("TIFF", marks=pytest.mark.logs("More samples per pixel")),
    ],
)
def test_a_flipped_byte_is_read_or_refused(tmp_path: Path, form: str):
    """Whatever one byte becomes, there is a picture or a line."""
    data, generator = WHOLE_FILES[form], np.random.default_rng(8)
    for place in generator.integers(0, min(len(data), 600), 60):
        damaged = bytearray(data)
        damaged[place] ^= int(generator.integers(1, 256))
        (tmp_path / "damaged").write_bytes(damaged)
        with suppress(DataError):
            found = read(tmp_path / "damaged")
            assert found.pixels.shape[:2] == (8, 12) and np.isfinite(found.pixels).all()


def test_what_is_no_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    os.mkfifo(tmp_path / "pipe.png")
    assert "a pipe met" in refused(tmp_path / "pipe.png")
    (tmp_path / "folder.png").mkdir()
    assert "a folder met" in refused(tmp_path / "folder.png")
    monkeypatch.setattr(decoding, "MOST_BYTES", 10)
    assert "at most 10" in refused(save(tmp_path / "large.png", CORNERS))


def test_odd_tags_do_not_matter(tmp_path: Path):
    buffer = io.BytesIO()
    Image.fromarray(CORNERS).save(buffer, "PNG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff nonsense")
    (tmp_path / "odd.png").write_bytes(buffer.getvalue())
    assert np.array_equal(read(tmp_path / "odd.png").pixels, WHOLE)
