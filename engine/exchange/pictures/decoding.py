"""Decodes one picture file: its header is checked first, cameras' turns are undone, and what is broken is refused."""

import io
import logging
import os
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import DataError
from engine.exchange.pictures.covering import Covering
from engine.exchange.pictures.picture import Array, Picture
from engine.exchange.regular_file import read_bytes
from engine.exchange.wording import one_line, shown
from engine.run.one_thread import one_thread

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "PPM", "TIFF")
ENDINGS = (
    *(".png", ".jpg", ".jpeg", ".jpe", ".mpo", ".bmp", ".gif", ".webp"),
    *(".ppm", ".pgm", ".pbm", ".pnm", ".tif", ".tiff"),
)
ALLOWED = "allowed are PNG, JPEG, BMP, GIF, WebP, PPM and TIFF"
MOST_BYTES = 64 << 20
MOST_PIXELS = 1 << 26
ORIENTATION = 0x0112  # the tag that says how a camera was held (Exif 2.32, 4.6.5)
TILE = (322, 323)  # the tags of the sides of a tile, which may be larger than the picture (TIFF 6.0, section 15)
SIDEWAYS = (5, 6, 7, 8)
DEEP = (1 << 16) - 1
_TURNS = {
    2: "mirrored",
    3: "half a turn",
    4: "mirrored, half a turn",
    5: "mirrored, a quarter to the left",
    6: "a quarter to the right",
    7: "mirrored, a quarter to the right",
    8: "a quarter to the left",
}  # what is done to the pixels as they are stored

logging.getLogger("PIL").addHandler(logging.NullHandler())  # what it logs of broken files is not for the terminal


def read_picture(path: str | os.PathLike[str], *, rows: int, columns: int) -> Picture:
    """The picture in the file at `path`, upright, the middle of it brought to `rows` × `columns` pixels.

    Of an animation the first picture; what is transparent lies on white; 16 bits are scaled like 8. Raises DataError
    for what is no picture, is broken, or has more than MOST_BYTES or MOST_PIXELS.
    """
    return _read(path, lambda data: _decoded(data, lambda high, wide: (rows, columns), least=2 * max(rows, columns)))


def read_whole(path: str | os.PathLike[str], *, side: int) -> Picture:
    """All of the picture in the file at `path`, upright, no side longer than `side` pixels, with its `changes`.

    It keeps its proportions, except that no side is shorter than a pixel. Raises DataError as `read_picture` does.
    """

    def within(high: int, wide: int) -> tuple[int, int]:
        scale = min(1.0, side / max(high, wide))
        return max(1, round(scale * high)), max(1, round(scale * wide))

    return _read(path, lambda data: _decoded(data, within, least=side, whole=True))


def _read(path: str | os.PathLike[str], decode: Callable[[bytes], Picture]) -> Picture:
    data = read_bytes(path, limit=MOST_BYTES)
    try:
        with one_thread():  # a product as small as these would wait for other cores longer than it takes
            return decode(data)
    except DataError as error:
        raise DataError(f"{shown(path)}: {error}") from error
    except MemoryError as error:
        raise DataError(f"{shown(path)}: needs more memory than there is; allowed are smaller pictures") from error
    except Exception as error:  # decoders answer broken files with a dozen kinds, from SyntaxError to struct.error
        reason = one_line(str(error), limit=80) or type(error).__name__
        raise DataError(f"{shown(path)}: a broken picture, {reason}; allowed are intact ones") from error


def _decoded(data: bytes, sized: Callable[[int, int], tuple[int, int]], *, least: int, whole: bool = False) -> Picture:
    """The picture at the size that `sized` gives for its own; a JPEG is decoded at `least` pixels a side, or more."""
    from PIL import Image, UnidentifiedImageError  # only where there is a picture to read

    if not data:
        raise DataError(f"an empty file met; {ALLOWED}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sizes, which are checked here, and of odd tags, which do not matter
        try:
            image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
        except UnidentifiedImageError as error:
            raise DataError(f"no picture that can be read; {ALLOWED}") from error
        except Image.DecompressionBombError as error:
            raise DataError(f"far too many pixels met; at most {MOST_PIXELS:,} are allowed") from error
        with image:
            wide, high = image.size
            _check_size(wide, high)
            _check_size(*(getattr(image, "tag_v2", {}).get(side, 1) for side in TILE))
            image.draft(None, (least, least))  # a large JPEG is decoded at half its size, or less
            image.load()
            turn = image.getexif().get(ORIENTATION, 1)
            sideways = turn in SIDEWAYS
            smaller = round(wide / image.width)  # by which a JPEG was decoded; its last pixels may be there in part
            seen = (wide, high) if sideways else (high, wide)
            new = sized(*seen)
            covering = Covering((high / smaller, wide / smaller), (new[1], new[0]) if sideways else new, whole)
            pixels = covering.averaged((first, _numbers(image, first, last)) for first, last in covering.bands())
            changes = _changes(image, turn) if whole else ()
    return Picture(_upright(pixels, turn), *seen, Covering(seen, new, whole).kept, changes)


def _changes(image: "Image", turn: int) -> tuple[str, ...]:
    """What is done to a picture before it is cut and resized, in words."""
    several = False
    with suppress(Exception):  # what follows the first picture may be broken, and is not read
        several = bool(getattr(image, "is_animated", False))
    words = {
        "the first of several pictures in it": several,
        f"turned upright as the camera says: {_TURNS.get(turn, '')}": turn in _TURNS,
        "printing colours (CMYK) made red, green and blue": image.mode == "CMYK",
        "16 bits scaled like 8": image.mode.startswith("I"),
        "what is transparent lies on white": image.has_transparency_data,
    }
    return tuple(word for word, met in words.items() if met)


def _check_size(wide: int, high: int) -> None:
    if not 0 < wide * high <= MOST_PIXELS:
        raise DataError(f"{wide:,} × {high:,} pixels met; at most {MOST_PIXELS:,} are allowed")


def _numbers(image: "Image", first: int, last: int) -> Array:
    """Some rows of a picture, (rows, columns, 1 or 3) in 0 … 1."""
    band = image.crop((0, first, image.width, last))
    if band.mode.startswith("I") or band.mode == "F":
        numbers = np.asarray(band, np.float64)[..., None] / (1.0 if band.mode == "F" else DEEP)
        if not ((numbers >= 0.0) & (numbers <= 1.0)).all():
            raise DataError("numbers beyond white met; allowed are whole numbers of 8 or 16 bits, or 0 to 1")
        return numbers
    if band.has_transparency_data:
        layered = np.asarray(band.convert("RGBA"), np.float64) / 255
        opaque = layered[..., 3:]
        numbers = layered[..., :3] * opaque + (1.0 - opaque)
        return numbers[..., :1] if band.mode in ("L", "LA") else numbers
    if band.mode in ("1", "L"):
        return np.asarray(band.convert("L"), np.float64)[..., None] / 255
    return np.asarray(band.convert("RGB"), np.float64) / 255


def _upright(pixels: Array, turn: int) -> Array:
    """The pixels as they were seen by whoever held the camera."""
    across, down = pixels[:, ::-1], pixels[::-1]
    match turn:
        case 2:
            return across
        case 3:
            return down[:, ::-1]
        case 4:
            return down
        case 5:
            return pixels.transpose(1, 0, 2)
        case 6:
            return down.transpose(1, 0, 2)
        case 7:
            return down[:, ::-1].transpose(1, 0, 2)
        case 8:
            return across.transpose(1, 0, 2)
        case _:
            return pixels
