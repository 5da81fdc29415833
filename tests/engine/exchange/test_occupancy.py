"""Thresholds fall between noise and signal, and missing power is filled by the last known state."""

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.channel import semi_markov_channel
from engine.exchange.occupancy import duty_cycle, fill_last, occupy, suggest_threshold


@pytest.mark.parametrize("busy", [0.02, 0.1, 0.5, 0.9, 0.98])
def test_threshold_separates_noise_from_signal(busy):
    rng = np.random.default_rng(0)
    on = rng.random((500, 4)) < busy
    power = np.where(on, rng.normal(-80, 2, on.shape), rng.normal(-100, 1.5, on.shape))
    power[rng.random(power.shape) < 0.1] = np.nan
    assert -96 < suggest_threshold(power) < -86
    known = ~np.isnan(power)
    assert np.mean(occupy(power, suggest_threshold(power), fill=False)[known] != on[known]) < 0.002


def test_threshold_lies_halfway_between_two_values():
    assert suggest_threshold(np.array([-100.0, -100.0, np.nan, -60.0])) == -80


def test_of_noise_alone_hardly_anything_is_occupied():
    """Otsu's method alone would cut the noise in half."""
    power = np.random.default_rng(0).normal(-100, 2, (400, 8))
    assert duty_cycle(occupy(power, suggest_threshold(power))).max() < 0.02


@pytest.mark.parametrize("power", [np.full((3, 2), np.nan), np.full(5, -90.0), np.zeros((0, 3))])
def test_no_threshold_without_two_values(power):
    with pytest.raises(DataError, match="at least two are needed"):
        suggest_threshold(power)


def test_recovers_the_occupancy_of_a_synthetic_channel():
    channel = semi_markov_channel(slots=2000, seed=0)
    found = occupy(channel.power, suggest_threshold(channel.power))
    assert np.mean(found != channel.occupancy) < 0.03


def test_occupancy_of_missing_power():
    nan = np.nan
    power = np.array([[nan, 1.0], [5.0, nan], [nan, nan], [1.0, 9.0]])
    assert np.array_equal(occupy(power, 3.0), [[1, 0], [1, 0], [1, 0], [0, 1]])
    kept = occupy(power, 3.0, fill=False)
    assert np.array_equal(kept, np.array([[nan, 0], [1, nan], [nan, nan], [0, 1]]), equal_nan=True)
    assert np.array_equal(duty_cycle(kept), [0.5, 0.5])
    assert np.array_equal(occupy(power[:, 1], 3.0), [0, 0, 0, 1])


def test_a_band_that_was_never_measured():
    power = np.array([[1.0, np.nan], [2.0, np.nan]])
    with pytest.raises(DataError, match="column 2: no known value"):
        occupy(power, 1.5)
    assert np.array_equal(duty_cycle(occupy(power, 1.5, fill=False)), [0.5, np.nan], equal_nan=True)


def test_filling_leaves_the_given_array_alone():
    series = np.array([1.0, np.nan])
    assert np.array_equal(fill_last(series), [1, 1])
    assert np.isnan(series[1])
    assert fill_last(np.zeros((0, 3))).shape == (0, 3)
