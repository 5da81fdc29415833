"""The scale: how a number becomes a place on a colour map, fixed while stepping."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

ScaleKind = Literal["linear", "root", "gate"]


@dataclass(frozen=True)
class Scale:
    """Symmetric ±`limit`, linear or sign(v)·√|v|; or the unsigned gate scale 0 … `limit`.

    Raises ValueError if `limit` is not a positive finite number.
    """

    limit: float
    kind: ScaleKind = "linear"

    def __post_init__(self) -> None:
        if not (math.isfinite(self.limit) and self.limit > 0.0):
            raise ValueError(f"scale limit is {self.limit!r}; allowed is a positive finite number")
        if self.kind not in ("linear", "root", "gate"):
            raise ValueError(f"scale kind is {self.kind!r}; allowed are 'linear', 'root' and 'gate'")

    def fraction(self, value: float) -> float:
        """−1..1 (gate: 0..1), clamped; NaN stays NaN."""
        return float(self.fractions(np.asarray(value, dtype=np.float64)))

    def clips(self, value: float) -> bool:
        """Whether a finite `value` lies outside the scale and only gets the end colour."""
        if not math.isfinite(value):
            return False
        # Rounding of a limit that was itself the maximum of the data must not flag that maximum.
        tolerance = self.limit * 1e-9
        return abs(value) > self.limit + tolerance or (self.kind == "gate" and value < -tolerance)

    def fractions(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Fractions of an array of any shape, clamped like `fraction`."""
        part = np.asarray(values, dtype=np.float64) / self.limit
        if self.kind == "root":
            part = np.copysign(np.sqrt(np.abs(part)), part)
        return np.clip(part, 0.0 if self.kind == "gate" else -1.0, 1.0)

    def index(self, values: NDArray[np.floating]) -> NDArray[np.uint8]:
        """Map entries 0..128 of an array of any shape; NaN becomes the entry of zero (mark it apart)."""
        part = np.nan_to_num(self.fractions(values), nan=0.0)
        spread = part * 128.0 if self.kind == "gate" else (part + 1.0) * 64.0
        return np.rint(spread).astype(np.uint8)


GATE_SCALE = Scale(1.0, "gate")
