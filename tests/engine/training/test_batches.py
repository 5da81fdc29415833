"""Every example comes once in an epoch, in an order of its own, and any mini-batch is found at once."""

import numpy as np
import pytest

from engine.training.batches import Batches


@pytest.mark.parametrize(("count", "size"), [(12, 4), (12, 5), (7, 7), (3, 1), (5, 4), (2, 5)])
def test_an_epoch_shows_every_example_once(count, size):
    batches = Batches(count, size, seed=1)
    shown = np.concatenate([batches.of(iteration) for iteration in range(3 * count)])
    for epoch in range(3):
        assert sorted(shown[epoch * count : (epoch + 1) * count]) == list(range(count))
    assert all(len(batches.of(iteration)) == size for iteration in range(9))


def test_epochs_differ_and_seeds_differ():
    batches = Batches(30, 30, seed=1)
    assert not np.array_equal(batches.of(0), batches.of(1))
    assert np.array_equal(batches.of(4), Batches(30, 30, seed=1).of(4))
    assert not np.array_equal(batches.of(0), Batches(30, 30, seed=2).of(0))


def test_how_far_a_run_has_come():
    assert Batches(10, 4).an_epoch == 3
    assert Batches(10, 4).epoch(5) == 2.0
