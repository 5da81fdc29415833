"""Pictures from outlines: polygons filled on a fine grid once, then turned, scaled and shifted into small pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.errors import DataError

Array = np.ndarray[Any, Any]
Polygon = Sequence[tuple[float, float]]
GRID = 96  # points a side on which an outline is kept
REACH = 1.25  # the grid spans −REACH … REACH; outlines stay within −1 … 1
SMALLEST, LARGEST = 8, 64  # pixels a side
RAYS = 2  # a pixel is the mean of RAYS × RAYS points


@dataclass(frozen=True, slots=True)
class Outline:
    """A thing drawn with two colours: polygons of its body and of its details, x to the right, y down, −1 … 1."""

    body: tuple[Polygon, ...]
    details: tuple[Polygon, ...] = ()

    def mirrored(self) -> "Outline":
        """The same, looking the other way."""
        body, details = (
            tuple(tuple((-x, y) for x, y in part) for part in parts) for parts in (self.body, self.details)
        )
        return Outline(body, details)


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """How each of B outlines lies in its picture: `angle` in radians, `scale` (half the side is 1), `shift` (B, 2)."""

    angle: Array
    scale: Array
    shift: Array


def disc(x: float, y: float, radius: float, *, corners: int = 16) -> Polygon:
    """A round polygon about (x, y)."""
    turns = 2 * np.pi * np.arange(corners) / corners
    return tuple((x + radius * float(np.cos(turn)), y + radius * float(np.sin(turn))) for turn in turns)


def ring(x: float, y: float, radius: float, hole: float) -> Polygon:
    """A round polygon with a round hole: the outer edge, then the inner one the other way round."""
    outer, inner = disc(x, y, radius), disc(x, y, hole)
    return (*outer, outer[0], inner[0], *reversed(inner))


def block(left: float, top: float, right: float, bottom: float) -> Polygon:
    """An upright rectangle."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def filled(parts: Sequence[Polygon]) -> Array:
    """Which points of the grid lie in one of the polygons, (GRID, GRID), by the even-odd rule."""
    steps = (np.arange(GRID) + 0.5) * (2 * REACH / GRID) - REACH
    x, y = steps[None, :], steps[:, None]
    covered = np.zeros((GRID, GRID), bool)
    for part in parts:
        inside = np.zeros((GRID, GRID), bool)
        for (x1, y1), (x2, y2) in zip(part, [*part[1:], part[0]], strict=True):
            if y1 != y2:
                inside ^= ((y1 <= y) != (y2 <= y)) & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
        covered |= inside
    return covered


def placed(masks: Array, which: Array, pose: Pose, pixels: int) -> Array:
    """The share of every pixel that is covered, (B, pixels, pixels, layers), in 0 … 1.

    `masks` (outlines, layers, GRID, GRID) are `filled` polygons, `which` (B,) the outline in each picture. Raises
    DataError for pictures that are too small or too large.
    """
    if not SMALLEST <= pixels <= LARGEST:
        raise DataError(f"pictures of {pixels} × {pixels} pixels asked for; allowed are {SMALLEST} to {LARGEST} a side")
    steps = (np.arange(pixels * RAYS) + 0.5) * (2 / (pixels * RAYS)) - 1
    cosine, sine = (np.asarray(wave(pose.angle) / pose.scale)[:, None, None] for wave in (np.cos, np.sin))
    across = steps[None, None, :] - pose.shift[:, 0, None, None]
    down = steps[None, :, None] - pose.shift[:, 1, None, None]
    columns, rows = (
        np.floor((place + REACH) * (GRID / (2 * REACH))).astype(np.intp)
        for place in (cosine * across + sine * down, cosine * down - sine * across)
    )
    outside = (columns < 0) | (columns >= GRID) | (rows < 0) | (rows >= GRID)
    columns, rows = np.clip(columns, 0, GRID - 1), np.clip(rows, 0, GRID - 1)
    found = masks[which[:, None, None], :, rows, columns]  # (B, rays, rays, layers)
    found[outside] = False
    return found.reshape(len(which), pixels, RAYS, pixels, RAYS, -1).mean(axis=(2, 4))


def layers(outlines: Sequence[Outline]) -> Array:
    """Body and details of each outline on the grid, (outlines, 2, GRID, GRID)."""
    return np.stack([np.stack([filled(outline.body), filled(outline.details)]) for outline in outlines])
