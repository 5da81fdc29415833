"""Outlines: what is filled, and where it lies in the picture."""

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.outlines import GRID, REACH, Outline, Pose, block, disc, filled, layers, placed, ring

POINT = (2 * REACH / GRID) ** 2


def area(part: object) -> float:
    return float(filled([part]).sum()) * POINT  # type: ignore[list-item]


def test_areas():
    assert area(block(-0.5, -0.25, 0.5, 0.25)) == pytest.approx(0.5, rel=0.05)
    assert area(disc(0.1, 0.2, 0.5, corners=64)) == pytest.approx(np.pi / 4, rel=0.02)
    assert area(ring(0, 0, 0.8, 0.4)) == pytest.approx(np.pi * 0.48, rel=0.05)


def test_polygons_of_one_outline_are_joined():
    both = filled([block(-0.5, -0.5, 0.5, 0), block(-0.5, -0.25, 0.5, 0.5)])
    assert both.sum() * POINT == pytest.approx(1.0, rel=0.05)


def picture(outline: Outline, *, angle: float = 0, scale: float = 1, shift: tuple[float, float] = (0, 0)) -> np.ndarray:
    pose = Pose(np.array([angle]), np.array([scale]), np.array([shift]))
    return placed(layers([outline]), np.array([0]), pose, 20)[0, ..., 0]


CORNER = Outline((block(0.2, 0.2, 0.8, 0.8),))  # right and below the middle


def middle(cover: np.ndarray) -> tuple[float, float]:
    steps = (np.arange(20) + 0.5) / 10 - 1
    return float((cover * steps).sum() / cover.sum()), float((cover * steps[:, None]).sum() / cover.sum())


def test_poses():
    """A quarter turn goes clockwise as y points down; a shift moves, a scale shrinks towards the middle."""
    assert middle(picture(CORNER)) == pytest.approx((0.5, 0.5), abs=0.03)
    assert middle(picture(CORNER, angle=np.pi / 2)) == pytest.approx((-0.5, 0.5), abs=0.03)
    assert middle(picture(CORNER, shift=(-0.4, 0.1))) == pytest.approx((0.1, 0.6), abs=0.03)
    assert middle(picture(CORNER, scale=0.5)) == pytest.approx((0.25, 0.25), abs=0.03)
    assert middle(picture(CORNER.mirrored())) == pytest.approx((-0.5, 0.5), abs=0.03)
    assert picture(CORNER).sum() == pytest.approx(36, rel=0.05)
    assert picture(CORNER, scale=0.5).sum() == pytest.approx(9, rel=0.1)


def test_what_lies_outside_is_left_out():
    assert picture(CORNER, shift=(5.0, 0.0)).sum() == 0


def test_pictures_too_small_or_too_large_are_refused():
    pose = Pose(np.zeros(1), np.ones(1), np.zeros((1, 2)))
    with pytest.raises(DataError, match="allowed are 8 to 64 a side"):
        placed(layers([CORNER]), np.array([0]), pose, 100)
