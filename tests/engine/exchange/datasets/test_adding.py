"""The adding problem: two marks, one in each half, and their sum where m says."""

import numpy as np
import pytest

from engine.exchange.datasets import draw_examples

COUNT, MOMENTS = 200, 30


@pytest.mark.parametrize("shortest", [0.1, 0.5, 1.0])
def test_the_target_is_the_sum_of_the_two_marked_numbers(shortest: float):
    inputs = draw_examples("adding", seed=2, count=COUNT, moments=MOMENTS, settings={"shortest": shortest}).inputs
    x, d, m = inputs["x"], inputs["d"], inputs["m"]
    assert (m.sum(axis=0) == 1).all()
    last = m.argmax(axis=0)
    assert last.min() >= max(2, shortest * MOMENTS) - 1 and last.max() == MOMENTS - 1
    for example, end in enumerate(last):
        (marked,) = np.nonzero(x[:, example, 1])
        half = (end + 1) // 2
        assert len(marked) == 2 and marked[0] < half <= marked[1] <= end
        assert d[end, example, 0] == pytest.approx(x[marked, example, 0].sum(), abs=0)
        assert not x[end + 1 :, example].any()
    assert np.count_nonzero(d) == COUNT


def test_always_answering_one_costs_a_twelfth():
    """Half the variance of a sum of two uniform numbers: the loss at which a network without memory stays."""
    inputs = draw_examples("adding", seed=2, count=20_000, moments=4).inputs
    assert 0.5 * np.mean((inputs["d"].sum(axis=0) - 1.0) ** 2) == pytest.approx(1 / 12, rel=0.02)


def test_the_shortest_sequences_have_two_numbers():
    inputs = draw_examples("adding", count=5, moments=2).inputs
    assert inputs["x"][..., 1].all() and inputs["m"][1].all()
