"""Two spirals: points on two arms that wind around each other, which no straight line can part."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.exchange.datasets import Dataset, Examples


def _draw(seed: int, count: int, moments: int, settings: Mapping[str, Any]) -> Examples:
    """Draws x (B, 2), a point within about −1 … 1, and d (B, 1), the arm it lies on, 0 or 1.

    An arm makes `turns` turns; `noise` is the deviation of a point from its arm (after Lang and Witbrock 1988).
    """
    generator = np.random.default_rng(seed)
    arm = generator.permutation(np.arange(count) % 2)
    along = np.sqrt(generator.uniform(0.02, 1.0, count))  # as dense outside as inside
    angle = 2 * np.pi * settings["turns"] * along + np.pi * arm
    points = along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x = points + settings["noise"] * generator.standard_normal((count, 2))
    return Examples(
        {"x": x, "d": arm[:, None].astype(np.float64)},
        f"Synthetic: {count:,} seeded points on two arms of {settings['turns']:g} turns.",
        timed=False,
        labels={"x": ("across", "up"), "d": ("first arm", "second arm"), "y": ("first arm", "second arm")},
    )


SPIRALS = Dataset("spirals", "points on two spiral arms, and the arm", _draw, {"turns": 1.25, "noise": 0.03})
