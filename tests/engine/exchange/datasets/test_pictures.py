"""Pictures from outlines, and photographs: in range, of the asked size, different by class in shape, not colour."""

import numpy as np
import pytest

from engine.exchange.arrays import read_arrays
from engine.exchange.datasets import Examples, draw_examples
from resources import resource_path

COUNT = 300


def edges(pictures: np.ndarray) -> np.ndarray:
    """How strongly each pixel differs from its neighbours, (B, rows − 1, columns − 1): colours are gone."""
    down, across = np.diff(pictures, axis=1)[:, :, :-1], np.diff(pictures, axis=2)[:, :-1]
    return np.sqrt((down**2 + across**2).sum(axis=-1))


def told_apart(examples: Examples) -> float:
    """The share of a second half that is nearest to the mean edges of its own class in the first half."""
    d = examples.inputs["d"]
    classes = d[:, 0].astype(int) if d.shape[1] == 1 else d.argmax(axis=1)
    seen = edges(examples.inputs["X"]).reshape(len(classes), -1)
    seen = (seen - seen.mean(axis=1, keepdims=True)) / seen.std(axis=1, keepdims=True)
    half = len(classes) // 2
    means = np.stack([seen[:half][classes[:half] == kind].mean(axis=0) for kind in np.unique(classes)])
    return float(np.mean((seen[half:] @ means.T).argmax(axis=1) == classes[half:]))


@pytest.mark.parametrize(("name", "channels", "classes"), [("planes", 3, 2), ("garments", 1, 10)])
@pytest.mark.parametrize("pixels", [14, 28])
def test_shapes_and_ranges(name: str, channels: int, classes: int, pixels: int):
    inputs = draw_examples(name, seed=1, count=COUNT, settings={"pixels": pixels}).inputs
    assert inputs["X"].shape == (COUNT, pixels, pixels, channels)
    assert inputs["X"].min() >= 0 and inputs["X"].max() <= 1 and inputs["X"].std() > 0.1
    kinds = inputs["d"] if classes > 2 else np.hstack([1 - inputs["d"], inputs["d"]])
    assert kinds.shape == (COUNT, classes)
    assert (kinds.sum(axis=1) == 1).all() and (kinds.sum(axis=0) == COUNT / classes).all()


@pytest.mark.parametrize(("name", "least"), [("planes", 0.75), ("garments", 0.6)])
def test_classes_differ_in_shape(name: str, least: float):
    """Even the nearest mean picture tells them apart far better than guessing."""
    assert told_apart(draw_examples(name, seed=1, count=COUNT)) > least


def test_colour_tells_nothing_of_planes():
    inputs = draw_examples("planes", seed=1, count=2000).inputs
    means = inputs["X"].mean(axis=(1, 2))
    plane = inputs["d"][:, 0] == 1
    assert np.all(np.abs(means[plane].mean(axis=0) - means[~plane].mean(axis=0)) < 0.03)


def test_bars_stand_in_front_of_the_asked_share():
    """A bar has one colour from the top to the bottom, the background behind it fades."""
    count, settings = 400, {"noise": 0.0, "pixels": 28}
    for share in (0.0, 0.5):
        X = draw_examples("planes", seed=1, count=count, settings={**settings, "occlusion": share}).inputs["X"]
        plain = np.ptp(X, axis=1).max(axis=-1).min(axis=1) < 1e-9  # some column has one colour all the way
        assert np.mean(plain) == pytest.approx(share, abs=0.06)


def test_photographs_take_turns_and_the_last_are_of_the_test_part():
    """So that training and what is held back never share a picture, and any ten in a row show all ten kinds."""
    inputs = draw_examples("fashion", seed=1, count=750).inputs
    assert inputs["X"].shape == (750, 28, 28, 1) and inputs["X"].min() == 0.0 and inputs["X"].max() == 1.0
    kinds = inputs["d"].argmax(axis=1).reshape(-1, 10)
    assert (np.sort(kinds, axis=1) == np.arange(10)).all() and len({tuple(turn) for turn in kinds.tolist()}) > 60
    with resource_path("data", "fashion_mnist.npz") as path:
        arrays = read_arrays(path)
    place = {picture.tobytes(): number for number, picture in enumerate(arrays["X"])}
    found = [place[np.round(255 * picture).astype(np.uint8).tobytes()] for picture in inputs["X"]]
    assert sorted(found[:600]) == list(range(600)) and sorted(found[600:]) == list(range(600, 750))
    assert (arrays["labels"][found] == kinds.ravel()).all()


def test_photographs_are_told_apart_by_their_edges():
    """The right labels belong to them: the nearest mean picture is right far more often than one time in ten."""
    assert told_apart(draw_examples("fashion", seed=1, count=750)) > 0.5
