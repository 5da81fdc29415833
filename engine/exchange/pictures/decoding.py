"""Decodes one picture file: its header is checked first, cameras' turns are undone, and what is broken is refused."""

import io
import logging
import os
import warnings
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import DataError
from engine.exchange.pictures.covering import Covering
from engine.exchange.pictures.picture import Array, Picture
from engine.exchange.regular_file import read_bytes
from engine.exchange.wording import one_line, shown

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

logging.getLogger("PIL").addHandler(logging.NullHandler())  # what it logs of broken files is not for the terminal


def read_picture(path: str | os.PathLike[str], *, rows: int, columns: int) -> Picture:
    """The picture in the file at `path`, upright, the middle of it brought to `rows` × `columns` pixels.

    Of an animation the first picture; what is transparent lies on white; 16 bits are scaled like 8. Raises DataError
    for what is no picture, is broken, or has more than MOST_BYTES or MOST_PIXELS.
    """
    data = read_bytes(path, limit=MOST_BYTES)
    try:
        return _decoded(data, rows, columns)
    except DataError as error:
        raise DataError(f"{shown(path)}: {error}") from error
    except MemoryError as error:
        raise DataError(f"{shown(path)}: needs more memory than there is; allowed are smaller pictures") from error
    except Exception as error:  # decoders answer broken files with a dozen kinds, from SyntaxError to struct.error
        reason = one_line(str(error), limit=80) or type(error).__name__
        raise DataError(f"{shown(path)}: a broken picture, {reason}; allowed are intact ones") from error


def _decoded(data: bytes, rows: int, columns: int) -> Picture:
    from PIL import Image, UnidentifiedImageError  # only where there is a picture to read

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
            image.draft(None, (2 * max(rows, columns),) * 2)  # a large JPEG is decoded at half its size, or less
            image.load()
            turn = image.getexif().get(ORIENTATION, 1)
            sideways = turn in SIDEWAYS
            smaller = round(wide / image.width)  # by which a JPEG was decoded; its last pixels may be there in part
            covering = Covering((high / smaller, wide / smaller), (columns, rows) if sideways else (rows, columns))
            pixels = covering.averaged((first, _numbers(image, first, last)) for first, last in covering.bands())
    if sideways:
        wide, high = high, wide
    return Picture(_upright(pixels, turn), high, wide, Covering((high, wide), (rows, columns)).kept)


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
