"""Exclusive or: four clouds of points at the corners of a square, of which opposite ones belong together."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.exchange.datasets import Dataset, Examples


def _draw(seed: int, count: int, moments: int, settings: Mapping[str, Any]) -> Examples:
    """Draws x (B, 2), a point `noise` away from a corner (±1, ±1), and d (B, 1), 1 where the signs differ."""
    generator = np.random.default_rng(seed)
    corner = generator.permutation(np.arange(count) % 4)
    right, upper = corner % 2, corner // 2
    x = 2.0 * np.stack([right, upper], axis=1) - 1.0 + settings["noise"] * generator.standard_normal((count, 2))
    return Examples(
        {"x": x, "d": (right != upper)[:, None].astype(np.float64)},
        f"Synthetic: {count:,} seeded points around the corners of a square.",
        timed=False,
        labels={"x": ("across", "up"), "d": ("same sign", "other sign"), "y": ("same sign", "other sign")},
    )


XOR = Dataset("xor", "points at the corners of a square, and whether their signs differ", _draw, {"noise": 0.2})
