"""A checkpoint: where training stands before an iteration, and a digest that proves it was reached again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Parameters, and what the update carries on, before iteration `iteration` (from 0) runs."""

    iteration: int
    parameters: Mapping[str, Array]
    carried: Mapping[str, Array]

    @property
    def digest(self) -> str:
        """SHA-256 over names, kinds, shapes and bytes of all arrays, in the order of their names."""
        found = hashlib.sha256(str(self.iteration).encode())
        for arrays in (self.parameters, self.carried):
            for name in sorted(arrays):
                array = np.ascontiguousarray(arrays[name])
                found.update(f"\0{name}\0{array.dtype.str}\0{array.shape}\0".encode())
                found.update(array.tobytes())
        return found.hexdigest()
