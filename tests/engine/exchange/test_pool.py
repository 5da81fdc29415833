"""The pool of a series: all windows, the last of them apart from the others."""

import numpy as np
import pytest

from engine.exchange.pool import pool_starts, pool_windows


@pytest.mark.parametrize("rows", [40, 309, 600, 5000])
@pytest.mark.parametrize("length", [1, 7, 16])
@pytest.mark.parametrize("held_back", [0.1, 0.2, 0.5])
def test_what_is_held_back_shares_no_row(rows: int, length: int, held_back: float):
    starts = pool_starts(rows, length=length, held_back=held_back)
    held = round(held_back * len(starts))
    trained, kept = starts[: len(starts) - held], starts[len(starts) - held :]
    assert held > 0 and trained[-1] + length < kept[0]
    assert trained[0] == 0 and kept[-1] + length == rows - 1
    assert (np.diff(starts) > 0).all()
    assert len(starts) <= 2000


def test_a_short_series_gives_every_window():
    assert pool_starts(10, length=8).tolist() == [0, 1]
    assert pool_starts(9, length=8).tolist() == [0]
    assert pool_starts(8, length=8).tolist() == []


@pytest.mark.parametrize("most", [1, 2, 5, 50])
def test_windows_are_thinned_out(most: int):
    starts = pool_starts(1000, length=10, most=most)
    assert len(starts) == most and (np.diff(starts) > 0).all()


def test_the_target_is_the_row_after():
    rows = np.arange(50.0)[:, None] * np.array([[1.0, 100.0]])
    pool = pool_windows(rows, length=4, inputs=("a",), targets=("b",), names=("a", "b"), held_back=0.2)
    assert pool["x"].shape == pool["d"].shape == (4, 42, 1)
    assert np.array_equal(pool["d"], 100 * (pool["x"] + 1))
