"""Picture files for tests, tiny and made on the spot."""

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

CORNERS = np.zeros((8, 12, 3), np.uint8)  # rows, columns: broad, and no two corners alike
CORNERS[:4, :6], CORNERS[:4, 6:], CORNERS[4:, :6], CORNERS[4:, 6:] = (255, 0, 0), (0, 255, 0), (0, 0, 255), 90


def picture_bytes(pixels: np.ndarray, form: str, **options: Any) -> bytes:
    """The content of a picture file."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, form, **options)
    return buffer.getvalue()


def save(path: Path, pixels: np.ndarray, form: str = "PNG", **options: Any) -> Path:
    """Writes a picture file, whose folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture_bytes(pixels, form, **options))
    return path


def speckled(seed: int, rows: int = 30, columns: int = 30, channels: int = 3) -> np.ndarray:
    """A picture of seeded noise, (rows, columns, channels) or (rows, columns) in grey."""
    pixels = np.random.default_rng(seed).integers(0, 256, (rows, columns, channels), np.uint8)
    return pixels if channels > 1 else pixels[..., 0]
