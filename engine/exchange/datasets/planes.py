"""Planes and motorcycles: small colour pictures drawn from outlines, in any pose, colour and light."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from engine.exchange.datasets import Array, Dataset, Examples
from engine.exchange.outlines import Outline, Pose, block, disc, layers, placed, ring

PLANE_FROM_ABOVE = Outline(
    (
        ((0, -0.95), (0.1, -0.75), (0.13, 0.55), (0.05, 0.95), (-0.05, 0.95), (-0.13, 0.55), (-0.1, -0.75)),
        ((-0.1, -0.25), (-1, 0.22), (-1, 0.4), (-0.1, 0.22), (0.1, 0.22), (1, 0.4), (1, 0.22), (0.1, -0.25)),
        ((-0.08, 0.62), (-0.42, 0.83), (-0.42, 0.97), (0, 0.88), (0.42, 0.97), (0.42, 0.83), (0.08, 0.62)),
    ),
    (block(-0.55, -0.12, -0.42, 0.2), block(0.42, -0.12, 0.55, 0.2), disc(0, -0.72, 0.08)),
)
PLANE_FROM_THE_SIDE = Outline(
    (
        ((-0.97, 0.06), (-0.8, -0.13), (-0.5, -0.19), (0.6, -0.15), (0.97, -0.06), (0.5, 0.16), (-0.6, 0.2)),
        ((0.5, -0.12), (0.78, -0.6), (0.98, -0.6), (0.9, -0.05)),
        ((-0.25, 0.05), (0.22, 0.55), (0.42, 0.55), (0.2, 0.05)),
    ),
    (block(-0.6, -0.09, 0.5, -0.01), ((0.6, -0.02), (0.85, 0.12), (1, 0.12), (0.85, -0.06)), disc(-0.05, 0.3, 0.1)),
)
MOTORCYCLE = Outline(
    (
        ((-0.66, 0.42), (-0.36, -0.3), (-0.26, -0.3), (-0.54, 0.42)),
        ((-0.42, -0.28), (-0.05, -0.4), (0.18, -0.16), (0.12, 0.05), (-0.3, 0.05)),
        block(-0.25, 0, 0.22, 0.42),
        ((0.15, 0.2), (0.65, 0.36), (0.65, 0.46), (0.15, 0.42)),
    ),
    (
        ring(-0.6, 0.45, 0.38, 0.22),
        ring(0.6, 0.45, 0.38, 0.22),
        ((0.1, -0.2), (0.7, -0.32), (0.86, -0.2), (0.3, -0.02)),
        ((-0.4, -0.25), (-0.34, -0.6), (-0.1, -0.62), (-0.1, -0.53), (-0.25, -0.5), (-0.3, -0.25)),
    ),
)
SCOOTER = Outline(
    (
        ((-0.75, 0.5), (-0.5, -0.35), (-0.36, -0.35), (-0.42, 0.3), (0.1, 0.36), (0.1, 0.5)),
        ((0.0, 0.5), (0.12, -0.05), (0.78, -0.08), (0.9, 0.3), (0.7, 0.42)),
        ((-0.52, -0.35), (-0.5, -0.7), (-0.24, -0.76), (-0.24, -0.66), (-0.38, -0.62), (-0.38, -0.35)),
    ),
    (
        ring(-0.62, 0.56, 0.3, 0.14),
        ring(0.6, 0.56, 0.3, 0.14),
        ((0.08, -0.2), (0.75, -0.26), (0.85, -0.12), (0.1, -0.05)),
    ),
)
CLASSES = ("motorcycle", "plane")
OUTLINES = (MOTORCYCLE, SCOOTER, PLANE_FROM_ABOVE, PLANE_FROM_THE_SIDE)  # two for each class, in the order of CLASSES


@cache
def _masks() -> Array:
    return layers([*OUTLINES, *(outline.mirrored() for outline in OUTLINES)])


def _draw(seed: int, count: int, moments: int, settings: Mapping[str, Any]) -> Examples:
    """Draws X (B, pixels, pixels, 3), red, green and blue in 0 … 1, and d (B, 1), 0 for a motorcycle, 1 for a plane.

    Each picture has a pose, two colours, a background that fades, and a bar in front of the thing in one of
    `occlusion` pictures; `noise` is the deviation of every number.
    """
    pixels, noise = settings["pixels"], settings["noise"]
    generator = np.random.default_rng(seed)
    labels = generator.permutation(np.arange(count) % 2)
    which = 2 * labels + generator.integers(0, 2, count) + len(OUTLINES) * generator.integers(0, 2, count)
    pose = Pose(
        generator.uniform(-0.35, 0.35, count),
        generator.uniform(0.7, 1.0, count),
        generator.uniform(-0.15, 0.15, (count, 2)),
    )
    cover = placed(_masks(), which, pose, pixels)
    pictures = _background(generator, count, pixels)
    light = pictures.mean(axis=(1, 2, 3)) > 0.5
    for layer, depth in enumerate((0.35, 0.5)):  # the details stand out from the background more than the body
        colour = _colours(generator, light, depth)
        pictures += cover[..., layer, None] * (colour[:, None, None, :] - pictures)
    _put_bars(generator, pictures, settings["occlusion"])
    pictures += noise * generator.standard_normal(pictures.shape)
    return Examples(
        {"X": np.clip(pictures, 0.0, 1.0), "d": labels[:, None].astype(np.float64)},
        f"Synthetic: {count:,} seeded pictures of {pixels} × {pixels} pixels, drawn from outlines; no photographs.",
        timed=False,
        labels={"X": ("red", "green", "blue"), "d": CLASSES, "y": CLASSES},
    )


def _background(generator: np.random.Generator, count: int, pixels: int) -> Array:
    """A colour that fades into another from top to bottom, (B, pixels, pixels, 3)."""
    grey, tint = generator.uniform(0.1, 0.9, (count, 1, 1, 1)), generator.uniform(-0.2, 0.2, (count, 1, 1, 3))
    first = np.clip(grey + tint, 0.0, 1.0)
    second = np.clip(first + generator.uniform(-0.2, 0.2, (count, 1, 1, 3)), 0.0, 1.0)
    fade = np.linspace(0.0, 1.0, pixels)[None, :, None, None]
    return np.repeat(first + fade * (second - first), pixels, axis=2)


def _colours(generator: np.random.Generator, light: Array, depth: float) -> Array:
    """A random colour each, dark before a light background and light before a dark one, (B, 3)."""
    drawn = generator.uniform(0.0, 1.0 - depth, (len(light), 3))
    return np.where(light[:, None], drawn * 0.8, 1.0 - drawn * 0.8)


def _put_bars(generator: np.random.Generator, pictures: Array, share: float) -> None:
    """Something upright and grey in front of `share` of the pictures."""
    count, pixels = pictures.shape[:2]
    left = generator.integers(0, pixels, count)
    width = generator.integers(1, max(2, pixels // 7), count)
    grey, hidden = generator.uniform(0.0, 1.0, count), generator.random(count) < share
    columns = np.arange(pixels)
    bars = hidden[:, None] & (columns >= left[:, None]) & (columns < (left + width)[:, None])
    pictures += bars[:, None, :, None] * (grey[:, None, None, None] - pictures)


PLANES = Dataset(
    "planes",
    "small colour pictures of planes and motorcycles, drawn from outlines",
    _draw,
    {"pixels": 28, "noise": 0.04, "occlusion": 0.3},
)
