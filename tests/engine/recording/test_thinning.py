"""However long a run is, its checkpoints keep within their room, and none is far from the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.recording.thinning import capacity, sixteenth, spacing, usual_budget, within

LENGTHS = st.integers(0, 1_000_000)
ROOMS = st.integers(2, 20_000)
LEAST = st.integers(0, 10).map(lambda power: 2**power)


@given(LENGTHS, ROOMS, LEAST)
def test_neither_the_room_nor_the_distance_is_exceeded(length, room, least):
    distance = spacing(length, room=room, least=least)
    assert len(range(0, length + 1, distance)) <= room
    assert distance == least or distance < 2 * max(1, length) / (room - 1)


@given(LENGTHS, LENGTHS, ROOMS, LEAST)
def test_what_stays_later_was_there_before(one, other, room, least):
    """Checkpoints are only ever taken away, since those in between are gone."""
    earlier, later = (spacing(length, room=room, least=least) for length in sorted((one, other)))
    assert later % earlier == 0


@given(st.integers(0, 1 << 40), st.integers(0, 1 << 32))
def test_checkpoints_fit_the_budget(budget, size):
    room = capacity(budget, size)
    assert room >= 2
    assert room == 2 or (room + 1) * size <= budget


@given(st.floats(1e-6, 100), st.floats(1e-7, 100))
def test_a_distance_that_is_run_in_time(seconds, pace):
    found = within(seconds, pace)
    assert found == 1 or found * pace <= seconds
    assert found == 1 << 16 or 2 * found * pace > seconds


def test_large_checkpoints_get_a_larger_budget_up_to_a_limit():
    assert usual_budget(1000) == 64 << 20
    assert capacity(usual_budget(10 << 20), 10 << 20) >= 32
    assert usual_budget(1 << 30) == 512 << 20


@pytest.mark.parametrize("length", [0, 1, 15, 16, 31, 32, 500, 4097])
def test_a_run_that_is_fast_to_replay_keeps_sixteen_checkpoints_all_the_same(length):
    """A power of two that reaches the end in 16 steps at the least, and in fewer than 32 where the run is that long."""
    apart = sixteenth(length)
    assert apart & (apart - 1) == 0 and apart >= 1
    assert 16 * apart <= max(16, length)
    assert length < 16 or length < 32 * apart
