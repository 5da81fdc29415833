"""Blocks: the metrics of neighbouring iterations as one piece of a recording, and as rows of numbers."""

from typing import Any

import numpy as np

from engine.errors import DataError

Array = np.ndarray[Any, Any]
BLOCK = 256
"""How many iterations a whole block has; it begins at a multiple of that."""


def rows_of(block: object, columns: int) -> Array:
    """The rows of a block, shape (iterations, columns); raises DataError where it is none."""
    width = 8 * columns
    if not isinstance(block, bytes) or not width or len(block) % width or len(block) > BLOCK * width:
        raise DataError(f"a block of metrics with {columns} columns has whole rows, at most {BLOCK}")
    return np.frombuffer(block, "<f8").reshape(-1, columns)
