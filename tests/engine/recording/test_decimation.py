"""Decimation keeps every spike, few rows, and does not depend on how the rows are cut."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.recording.decimation import bucket_of, extremes


@given(st.integers(1, 3000), st.integers(2, 400), st.integers(0, 2**32 - 1), st.integers(1, 700))
def test_extremes_stay_and_rows_are_few(count, most, seed, cut):
    rows = np.random.default_rng(seed).normal(size=(count, 3))
    numbers, bucket = np.arange(count), bucket_of(count, most)
    found, kept = extremes(numbers, rows, bucket)
    assert len(found) <= max(2, most)
    assert np.array_equal(kept, rows[found])
    assert rows[:, 0].min() in kept[:, 0] and rows[:, 0].max() in kept[:, 0]
    parts = [extremes(numbers[at : at + cut], rows[at : at + cut], bucket) for at in range(0, count, cut)]
    left, rest = (np.concatenate(part) for part in zip(*parts, strict=True))
    again, _ = extremes(left, rest, bucket)
    assert np.array_equal(again, found)


def test_what_is_no_number_counts_as_the_largest():
    rows = np.array([[1.0], [np.nan], [3.0], [2.0]])
    assert extremes(np.arange(4), rows, 4)[0].tolist() == [0, 1]
