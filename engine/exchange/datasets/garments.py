"""Garments: grey pictures of ten kinds of clothing, shoes and bags, drawn from outlines."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from engine.exchange.datasets import Array, Dataset, Examples
from engine.exchange.outlines import Outline, Polygon, Pose, block, disc, layers, placed, ring

TRUNK: Polygon = ((-0.42, -0.8), (-0.15, -0.85), (0, -0.75), (0.15, -0.85), (0.42, -0.8), (0.42, 0.85), (-0.42, 0.85))
SHORT_SLEEVES: tuple[Polygon, ...] = (
    ((-0.42, -0.8), (-0.85, -0.3), (-0.62, -0.12), (-0.38, -0.4)),
    ((0.42, -0.8), (0.85, -0.3), (0.62, -0.12), (0.38, -0.4)),
)
LONG_SLEEVES: tuple[Polygon, ...] = (
    ((-0.42, -0.8), (-0.62, -0.65), (-0.82, 0.7), (-0.6, 0.75), (-0.38, -0.35)),
    ((0.42, -0.8), (0.62, -0.65), (0.82, 0.7), (0.6, 0.75), (0.38, -0.35)),
)
COLLAR: tuple[Polygon, ...] = (((-0.2, -0.9), (0, -0.6), (-0.12, -0.5)), ((0.2, -0.9), (0, -0.6), (0.12, -0.5)))
KINDS = {
    "T-shirt": Outline((TRUNK, *SHORT_SLEEVES)),
    "trousers": Outline(
        (((-0.36, -0.92), (0.36, -0.92), (0.42, 0.92), (0.12, 0.92), (0, -0.3), (-0.12, 0.92), (-0.42, 0.92)),),
        (block(-0.36, -0.92, 0.36, -0.8),),
    ),
    "pullover": Outline((TRUNK, *LONG_SLEEVES), (block(-0.42, 0.68, 0.42, 0.85), block(-0.16, -0.86, 0.16, -0.68))),
    "dress": Outline(
        (
            ((-0.2, -0.92), (-0.1, -0.65), (0.1, -0.65), (0.2, -0.92), (0.28, -0.5), (0.16, -0.12), (0.46, 0.92),
             (-0.46, 0.92), (-0.16, -0.12), (-0.28, -0.5)),
        ),
        (block(-0.17, -0.18, 0.17, -0.06),),
    ),
    "coat": Outline((TRUNK, *LONG_SLEEVES), (block(-0.05, -0.75, 0.05, 0.85), *COLLAR)),
    "sandal": Outline(
        (((-0.95, 0.42), (0.95, 0.2), (0.95, 0.42), (-0.95, 0.58)),),
        (
            ((-0.7, 0.42), (-0.35, -0.05), (-0.2, -0.05), (-0.45, 0.42)),
            ((0.5, 0.3), (0.62, -0.25), (0.74, -0.25), (0.75, 0.3)),
        ),
    ),
    "shirt": Outline((TRUNK, *LONG_SLEEVES), (*COLLAR, *(disc(0, y, 0.07) for y in (-0.35, 0, 0.35, 0.7)))),
    "sneaker": Outline(
        (((-0.95, 0.35), (-0.85, 0.05), (-0.2, -0.1), (0.25, -0.4), (0.9, -0.4), (0.95, 0.4), (-0.95, 0.45)),),
        (block(-0.95, 0.4, 0.95, 0.55), ((-0.25, 0), (0.1, -0.25), (0.2, -0.15), (-0.12, 0.1))),
    ),
    "bag": Outline((block(-0.8, -0.2, 0.8, 0.75), ring(0, -0.2, 0.5, 0.38)), (block(-0.8, -0.2, 0.8, 0.0),)),
    "ankle boot": Outline(
        (((-0.85, 0.6), (-0.75, 0.25), (0.1, 0.05), (0.12, -0.85), (0.75, -0.85), (0.8, 0.6)),),
        (block(-0.85, 0.55, 0.4, 0.68), block(0.4, 0.55, 0.8, 0.88)),
    ),
}  # fmt: skip


@cache
def _masks() -> Array:
    return layers(tuple(KINDS.values()))


def _draw(seed: int, count: int, moments: int, settings: Mapping[str, Any]) -> Examples:
    """Draws X (B, pixels, pixels, 1), black 0 to white 1, and d (B, 10), 1 for the kind that is shown, else 0.

    Each picture has a pose, two shades, and a weave of light and dark; `noise` is the deviation of every number.
    """
    pixels = settings["pixels"]
    generator = np.random.default_rng(seed)
    kinds = generator.permutation(np.arange(count) % len(KINDS))
    pose = Pose(
        generator.uniform(-0.12, 0.12, count),
        generator.uniform(0.8, 1.0, count),
        generator.uniform(-0.08, 0.08, (count, 2)),
    )
    cover = placed(_masks(), kinds, pose, pixels)
    body = generator.uniform(0.35, 0.95, count)
    details = np.where(body > 0.6, body - 0.3, body + 0.3)
    pictures = cover[..., 0] * body[:, None, None] * _weave(generator, count, pixels)
    pictures += cover[..., 1] * (details[:, None, None] - pictures)
    pictures += settings["noise"] * generator.standard_normal(pictures.shape)
    d = np.eye(len(KINDS))[kinds]
    return Examples(
        {"X": np.clip(pictures, 0.0, 1.0)[..., None], "d": d},
        f"Synthetic: {count:,} seeded pictures of {pixels} × {pixels} pixels, drawn from outlines; no photographs.",
        timed=False,
        labels={"X": ("grey",), "d": tuple(KINDS), "y": tuple(KINDS)},
    )


def _weave(generator: np.random.Generator, count: int, pixels: int) -> Array:
    """Stripes of some width, direction and strength for each picture, around 1, (B, pixels, pixels)."""
    turn = generator.choice([0.0, np.pi / 2, np.pi / 4], count)[:, None, None]
    waves = generator.uniform(2.0, 6.0, count)[:, None, None]
    strength = (generator.uniform(0.0, 0.25, count) * generator.integers(0, 2, count))[:, None, None]
    steps = 2 * np.pi * np.arange(pixels) / pixels
    along = np.cos(turn) * steps[None, None, :] + np.sin(turn) * steps[None, :, None]
    return 1.0 - strength * (0.5 + 0.5 * np.sin(waves * along))


GARMENTS = Dataset(
    "garments",
    "grey pictures of ten kinds of clothing, drawn from outlines",
    _draw,
    {"pixels": 28, "noise": 0.05},
)
