"""Points of two classes: both as frequent, where they should lie, and parted by no straight line."""

import numpy as np
import pytest

from engine.exchange.datasets import draw_examples

COUNT = 400


@pytest.mark.parametrize("name", ["xor", "spirals"])
def test_both_classes_are_as_frequent(name: str):
    d = draw_examples(name, seed=1, count=COUNT).inputs["d"]
    assert set(np.unique(d)) == {0.0, 1.0} and d.mean() == 0.5


@pytest.mark.parametrize("name", ["xor", "spirals"])
def test_no_straight_line_parts_them(name: str):
    """The best line by least squares is not much better than a coin."""
    inputs = draw_examples(name, seed=1, count=COUNT).inputs
    points = np.column_stack([inputs["x"], np.ones(COUNT)])
    weights = np.linalg.lstsq(points, inputs["d"] - 0.5, rcond=None)[0]
    assert np.mean((points @ weights > 0) == (inputs["d"] == 1)) < 0.7


def test_signs_that_differ_are_one():
    inputs = draw_examples("xor", seed=1, count=COUNT, settings={"noise": 0.1}).inputs
    x = inputs["x"]
    assert np.array_equal(inputs["d"][:, 0] == 1, x[:, 0] * x[:, 1] < 0)
    assert np.all(np.abs(np.abs(x) - 1) < 0.6)


def test_an_arm_is_the_other_turned_by_half_a_turn():
    inputs = draw_examples("spirals", seed=1, count=COUNT, settings={"noise": 0.0, "turns": 2.0}).inputs
    radius = np.linalg.norm(inputs["x"], axis=1)
    across, up = inputs["x"].T
    expected = 2 * np.pi * 2.0 * radius + np.pi * inputs["d"][:, 0]
    assert np.allclose(np.cos(np.arctan2(up, across) - expected), 1.0)
    assert radius.min() > 0.1 and radius.max() <= 1.0
