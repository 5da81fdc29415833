"""The rows of the `bench` command: what is timed happens, and is summed up as it says."""

import pytest
from pytestqt.qtbot import QtBot

from explorer.bench import map_timings, timing


def test_times_are_summed_up_in_milliseconds():
    found = timing("what", [0.003, 0.001, 0.002, 0.1])
    assert found.count == 4
    assert (found.median, found.ninety_ninth) == pytest.approx((2.5, 100.0))


def test_the_page_of_feature_maps_is_painted_of_a_new_run_and_again(qtbot: QtBot):
    """Painting what was painted before takes no colours anew, so the second row is the smaller one."""
    new, again = map_timings(6)
    assert (new.count, again.count) == (6, 5)
    assert 0.0 < again.median < new.median
