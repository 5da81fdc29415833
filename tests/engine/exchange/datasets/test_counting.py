"""Counting: the network of the homework gives at every zero the number of numbers before it, elsewhere nothing."""

import numpy as np

from engine.exchange.datasets import draw_examples
from engine.exchange.networks import load
from engine.run.interpreter import forward


def test_the_counter_counts_what_is_drawn():
    x = draw_examples("counting", seed=4, count=5, moments=40).inputs["x"]
    network = load("counter")
    values = forward(network.program, {"x": x}, network.initialise())
    assert np.array_equal(values["h"], np.where(x == 0, np.cumsum(x > 0, axis=0), 0))


def test_numbers_and_zeros_as_asked():
    x = draw_examples("counting", seed=4, count=50, moments=100, settings={"zeros": 0.6, "largest": 5}).inputs["x"]
    assert set(np.unique(x)) == {0, 1, 2, 3, 4, 5}
    assert 0.57 < np.mean(x == 0) < 0.63
