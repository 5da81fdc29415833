"""The synthetic channel is deterministic, has the dwell times it was asked for, and can be learnt."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.channel import semi_markov_channel


def test_same_seed_same_channel_other_seed_other_channel():
    a, b, c = (semi_markov_channel(slots=500, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(a.power, b.power) and np.array_equal(a.occupancy, b.occupancy)
    assert not np.array_equal(a.occupancy, c.occupancy)
    assert "synthetic" in a.description


def test_dwells_have_the_means_asked_for_and_make_up_the_occupancy():
    channel = semi_markov_channel(slots=20_000, seed=0, mean_on=5, mean_off=8, day_depth=0.0)
    assert abs(channel.on_dwells.mean() - 5) < 0.2
    assert abs(channel.off_dwells.mean() - 8) < 0.3
    rebuilt = []
    for off, on in zip(channel.off_dwells, [*channel.on_dwells, 0], strict=False):
        rebuilt += [0.0] * off + [1.0] * on
    assert rebuilt[:20_000] == channel.occupancy.tolist()
    assert set(channel.occupancy) == {0.0, 1.0}


def test_geometric_dwells_have_their_mean():
    channel = semi_markov_channel(slots=50_000, seed=0, mean_on=4, mean_off=6, regularity=0.0, day_depth=0.0)
    assert abs(channel.on_dwells.mean() - 4) < 0.2
    assert abs(channel.on_dwells.std() - np.sqrt(12)) < 0.3


def test_the_day_modulates_how_busy_it_is():
    channel = semi_markov_channel(slots=288 * 100, seed=0, day_depth=0.5)
    hours = channel.occupancy.reshape(100, 288).mean(axis=0)
    assert hours[120:168].mean() > hours[:24].mean() + 0.1


def test_power_lies_at_the_noise_floor_or_above_it():
    channel = semi_markov_channel(slots=20_000, seed=0, noise_floor=-100, signal_to_noise=12)
    on = channel.occupancy == 1
    assert abs(channel.power[~on].mean() + 100) < 0.3
    assert abs(channel.power[on].mean() + 88) < 0.7
    assert np.isfinite(channel.power).all()


def test_memory_predicts_the_next_slot_better_than_same_as_last():
    """A table over (state, its age, the last dwell in that state), learnt on one half, is judged on the other."""
    state = semi_markov_channel(slots=10_000, seed=3).occupancy.astype(int)
    half = len(state) // 2
    age, previous, keys = 0, [0, 0], []
    for i, now in enumerate(state[:-1]):
        if i and now != state[i - 1]:
            previous[state[i - 1]], age = age, 0
        age += 1
        keys.append((now, age, previous[now]))
    table: dict[tuple[int, int, int], Counter] = defaultdict(Counter)
    for i in range(half):
        table[keys[i]][state[i + 1]] += 1
    later = range(half, len(state) - 1)
    lazy = np.mean([state[i] != state[i + 1] for i in later])
    clever = np.mean(
        [(table[keys[i]].most_common(1)[0][0] if keys[i] in table else state[i]) != state[i + 1] for i in later]
    )
    assert lazy > 0.14
    assert clever < 0.5 * lazy


@pytest.mark.parametrize(
    "wrong",
    [
        {"slots": 0},
        {"slots": 10**12},
        {"seed": -1},
        {"mean_on": 0.5},
        {"mean_off": float("nan")},
        {"shape": 0},
        {"regularity": 1.5},
        {"day": 1},
        {"day_depth": 1.0},
        {"shadowing": -1},
    ],
)
def test_arguments_outside_their_ranges_are_refused(wrong):
    name = next(iter(wrong))
    with pytest.raises(DataError, match=f"{name} is .*; allowed are"):
        semi_markov_channel(**({"slots": 10, "seed": 0} | wrong))
