"""A seeded synthetic radio channel whose licensed user comes and goes in regular bursts (semi-Markov on/off)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.errors import DataError

MAX_SLOTS = 1_000_000
MAX_SHAPE = 1000
SAMPLE_BANDS = 8
SAMPLE_SLOTS = 240


@dataclass(frozen=True, eq=False)
class Channel:
    """A synthetic channel: occupancy (slots,) 0/1, power (slots,) in dB, and the dwell times in slots it was made of.

    `on_dwells` and `off_dwells` are complete dwells in the order of time; the last one may reach past the last slot.
    """

    occupancy: np.ndarray
    power: np.ndarray
    on_dwells: np.ndarray
    off_dwells: np.ndarray
    description: str


def semi_markov_channel(
    *,
    slots: int,
    seed: int,
    mean_on: float = 5.0,
    mean_off: float = 8.0,
    shape: int = 400,
    regularity: float = 0.95,
    day: int = 288,
    day_depth: float = 0.2,
    noise_floor: float = -100.0,
    noise_averages: int = 16,
    signal_to_noise: float = 12.0,
    fading_averages: int = 8,
    shadowing: float = 1.0,
) -> Channel:
    """A channel of `slots` time slots; the same arguments give the same channel. **Synthetic**, not measured.

    The user is on, off, on, ... An alternating renewal (semi-Markov) process: a dwell is with probability
    `regularity` gamma distributed with integer `shape` (its relative jitter is 1/sqrt(shape)), else geometric, with
    means `mean_on` and `mean_off` in slots, at least one slot. The gap's mean is divided by the time-of-day busy rate
    1 - day_depth * cos(2 pi t / day), `day` in slots. So how long a state has lasted tells when it will end:
    a network with memory can predict the next slot better than "same as last", one without cannot.

    Power is what an energy detector measures (Urkowitz 1967): averaged noise at `noise_floor` dB plus, when on, a
    signal `signal_to_noise` dB above it with averaged Rayleigh fading and slow Gaussian shadowing (`shadowing` dB
    deviation, correlation 0.95 from slot to slot). Only uniform random numbers are drawn and transformed here, so
    that the channel does not change with NumPy's samplers.

    Raises `DataError` for arguments outside their ranges.
    """
    _check("slots", slots, 1, MAX_SLOTS)
    _check("seed", seed, 0, 2**63 - 1)
    _check("mean_on", mean_on, 1, MAX_SLOTS)
    _check("mean_off", mean_off, 1, MAX_SLOTS)
    _check("regularity", regularity, 0, 1)
    _check("day", day, 2, MAX_SLOTS)
    _check("day_depth", day_depth, 0, 0.95)
    _check("noise_floor", noise_floor, -300, 300)
    _check("signal_to_noise", signal_to_noise, -100, 100)
    _check("shadowing", shadowing, 0, 30)
    for name, count in (("shape", shape), ("noise_averages", noise_averages), ("fading_averages", fading_averages)):
        _check(name, count, 1, MAX_SHAPE)
    rng = np.random.default_rng(seed)
    occupancy = np.zeros(slots)
    dwells: tuple[list[int], list[int]] = ([], [])
    position, on = 0, 0
    while position < slots:
        busy = 1.0 - day_depth * math.cos(2 * math.pi * position / day)
        mean = mean_on if on else max(1.0, mean_off / busy)
        length = _dwell(rng, mean, shape=shape, regularity=regularity)
        occupancy[position : position + length] = on
        dwells[on].append(length)
        position += length
        on = 1 - on
    noise = _averaged_exponential(rng, slots, noise_averages)
    fading = _averaged_exponential(rng, slots, fading_averages)
    signal = 10 ** ((signal_to_noise + shadowing * _slow_gaussian(rng, slots)) / 10) * fading
    power = noise_floor + 10 * np.log10(noise + occupancy * signal)
    description = f"synthetic semi-Markov channel, seed {seed}, mean dwell on {mean_on:g} and off {mean_off:g} slots"
    return Channel(occupancy, power, np.array(dwells[1], np.int64), np.array(dwells[0], np.int64), description)


def _check(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise DataError(f"synthetic channel: {name} is {value}; allowed are {low:g} to {high:g}")


def _uniform(rng: np.random.Generator, count: int) -> np.ndarray:
    return 1.0 - rng.random(count)  # in (0, 1], so that its logarithm is finite


def _dwell(rng: np.random.Generator, mean: float, *, shape: int, regularity: float) -> int:
    """One dwell in slots, at least 1: Erlang (regular) or geometric (memoryless)."""
    if rng.random() < regularity:
        return max(1, round(-mean / shape * float(np.log(_uniform(rng, shape)).sum())))
    if mean <= 1.0:
        return 1
    return 1 + int(math.log(1.0 - rng.random()) / math.log1p(-1.0 / mean))


def _averaged_exponential(rng: np.random.Generator, slots: int, averages: int) -> np.ndarray:
    """Power of complex Gaussian samples averaged `averages` times, mean 1."""
    total = np.zeros(slots)
    for _ in range(averages):
        total -= np.log(_uniform(rng, slots))
    return total / averages


def _slow_gaussian(rng: np.random.Generator, slots: int, memory: float = 0.95) -> np.ndarray:
    """A stationary first-order autoregression with unit variance; its Gaussians by Box and Muller (1958)."""
    shocks = np.sqrt(-2 * np.log(_uniform(rng, slots))) * np.cos(2 * np.pi * rng.random(slots))
    path = np.empty(slots)
    state = shocks[0]
    for slot, shock in enumerate(shocks):
        state = shock if slot == 0 else memory * state + math.sqrt(1 - memory**2) * shock
        path[slot] = state
    return path


def sample_csv() -> bytes:
    """The built-in sample file: the power of eight synthetic bands over 240 slots, as CSV with a header."""
    bands = [
        semi_markov_channel(slots=SAMPLE_SLOTS, seed=100 + b, mean_on=4 + b % 4, mean_off=5 + b % 5, day=SAMPLE_SLOTS)
        for b in range(SAMPLE_BANDS)
    ]
    lines = ["# Synthetic: power in dB of eight made-up licensed bands, drawn from a semi-Markov on/off model"]
    lines.append("slot," + ",".join(f"{800 + 2 * b} MHz" for b in range(SAMPLE_BANDS)))
    for slot in range(SAMPLE_SLOTS):
        lines.append(f"{slot}," + ",".join(f"{band.power[slot]:.2f}" for band in bands))
    return ("\n".join(lines) + "\n").encode()
