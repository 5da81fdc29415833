"""Four-point central differences of the objective, refined where they disagree with what they are held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.checking.replay import Recorded, replay, stackable

Array = np.ndarray[Any, Any]
STEP = 1e-3
TARGET = 1e-7
SHRINK = 0.25
MOST_REFINEMENTS = 8
NUMBERS_AT_ONCE = 4_000_000
FACTORS = (0.0, 1.0, -1.0, 2.0, -2.0)


@dataclass(frozen=True, slots=True)
class Probe:
    """A direction in which one quantity is nudged: flat entry numbers of one example's array, and a weight for each.

    The array of an example has shape (moments, …) with time, the quantity's own without. `example` is None for
    parameters, whose nudges concern all examples. `size` is the largest value among the entries.
    """

    example: int | None
    entries: Array
    weights: Array
    size: float


@dataclass(frozen=True, slots=True)
class Estimates:
    """One number per probe: the derivative, its one-sided versions, and the rounding error to expect of it."""

    central: Array
    right: Array
    left: Array
    noise: Array

    @property
    def gap(self) -> Array:
        """How far the one-sided derivatives lie apart."""
        return np.abs(self.right - self.left)


@dataclass(frozen=True, slots=True)
class Settled:
    """Numeric derivatives, one per probe: the number, what it may be off by, and whether there is a derivative."""

    numeric: Array
    uncertainty: Array
    smooth: Array


def estimate(base: Recorded, name: str, probes: Sequence[Probe], steps: Array) -> Estimates:
    """Central differences with steps h and 2h: (8 (E₁ − E₋₁) − (E₂ − E₋₂)) / 12h, its error of order h⁴.

    Objectives are subtracted moment by moment and example by example before they are summed, which keeps their digits.
    """
    quantity = base.program.network.quantities[name]
    parameter = not quantity.batched
    per_probe = len(FACTORS) * (base.examples if parameter else 1)
    own = base.values[name].size if parameter else base.numbers_per_copy
    at_once = max(1, NUMBERS_AT_ONCE // (per_probe * (base.numbers_per_copy + own)))
    alone = base.program.mixes or (parameter and (own * per_probe > NUMBERS_AT_ONCE or not stackable(base, name)))
    found: list[Estimates] = []
    for first in range(0, len(probes), 1 if alone else at_once):
        base.go_on()
        chunk = slice(first, first + (1 if alone else at_once))
        objectives = (_alone if alone else _together)(base, name, probes[chunk], steps[chunk])
        found.append(_differences(objectives, steps[chunk]))
    return Estimates(
        *(
            np.concatenate(parts)
            for parts in zip(*((one.central, one.right, one.left, one.noise) for one in found), strict=True)
        )
    )


def _together(base: Recorded, name: str, probes: Sequence[Probe], steps: Array) -> Array:
    """The objectives of many probes in one replay, shape (probes, factors, terms)."""
    quantity = base.program.network.quantities[name]
    parameter = not quantity.batched
    copies = base.examples if parameter else 1
    lead = (base.moments or 1,) if quantity.timed else ()
    flat = np.zeros((len(probes), len(FACTORS), copies, int(np.prod(lead + quantity.shape))))
    for number, (probe, step) in enumerate(zip(probes, steps, strict=True)):
        for place, factor in enumerate(FACTORS):
            flat[number, place, :, probe.entries] += factor * step * probe.weights[:, None]
    nudges = flat.reshape(-1, *lead, *quantity.shape)
    start = 0
    if quantity.timed:
        nudges = np.moveaxis(nudges, 0, 1)
        entries_per_moment = max(1, int(np.prod(quantity.shape)))
        start = min(int(probe.entries.min()) for probe in probes) // entries_per_moment
    chosen = [range(base.examples) if probe.example is None else [probe.example] for probe in probes]
    examples = np.concatenate([np.tile(one, len(FACTORS)) for one in chosen]).astype(int)
    objective = replay(base, name, nudges, examples, start=start)[start if base.program.network.timed else 0 :]
    terms = objective.reshape(len(objective), len(probes), len(FACTORS), copies)
    return np.moveaxis(terms, 0, -1).reshape(len(probes), len(FACTORS), -1)


def _alone(base: Recorded, name: str, probes: Sequence[Probe], steps: Array) -> Array:
    """The objectives of one nudge, shape (1, factors, terms), with all examples in one replay per factor.

    It takes the least memory, and it is right where an example's values depend on the others.
    """
    quantity, probe = base.program.network.quantities[name], probes[0]
    examples, rows = np.arange(base.examples), []
    where: Any = ... if probe.example is None else (slice(None), probe.example) if quantity.timed else probe.example
    for factor in FACTORS:
        nudge = np.zeros_like(base.values[name])
        own = np.zeros(nudge[where].shape)
        own.reshape(-1)[probe.entries] = factor * steps[0] * probe.weights
        nudge[where] = own
        rows.append(replay(base, name, nudge, examples).ravel())
    return np.stack(rows)[None]


def _differences(objectives: Array, steps: Array) -> Estimates:
    here, after, before, far_after, far_before = np.moveaxis(objectives, 1, 0)
    central = (8 * (after - before) - (far_after - far_before)).sum(axis=-1) / (12 * steps)
    right = (4 * (after - here) - (far_after - here)).sum(axis=-1) / (2 * steps)
    left = (4 * (here - before) - (here - far_before)).sum(axis=-1) / (2 * steps)
    magnitude = np.abs(objectives).sum(axis=-1).max(axis=1)
    return Estimates(central, right, left, 4 * np.finfo(float).eps * magnitude / steps)


def settle(base: Recorded, name: str, probes: Sequence[Probe], derived: Array, scale: Array) -> Settled:
    """Numeric derivatives for all probes, with smaller and smaller steps where they are not yet those expected.

    `derived` are the numbers they are held against and `scale` the sizes errors are measured by. A probe is not smooth
    where the derivatives to its two sides stay apart however small the step.
    """
    with np.errstate(all="ignore"):
        steps = np.array([STEP * max(1.0, probe.size) for probe in probes])
        last = estimate(base, name, probes, steps)
        numeric, uncertainty = last.central.copy(), last.noise.copy()
        smooth = np.ones(len(probes), bool)
        closest = np.full(len(probes), np.inf)
        doubtful = ~(np.abs(numeric - derived) <= TARGET * scale + last.noise)
        open_ = np.flatnonzero(doubtful)
        before, gap_before = last.central[open_], last.gap[open_]
        for _ in range(MOST_REFINEMENTS):
            if not len(open_):
                break
            steps[open_] *= SHRINK
            now = estimate(base, name, [probes[int(number)] for number in open_], steps[open_])
            moved = np.abs(now.central - before)
            better = moved < closest[open_]
            numeric[open_[better]], closest[open_[better]] = now.central[better], moved[better]
            uncertainty[open_[better]] = np.maximum(now.noise, moved)[better]
            apart = now.gap > np.maximum(1e-4 * np.maximum(scale[open_], np.abs(now.central)), 8 * now.noise)
            smooth[open_] = ~(apart & (now.gap > 0.5 * gap_before))
            done = (moved <= TARGET * scale[open_] + now.noise) & ~apart
            before, gap_before, open_ = now.central[~done], now.gap[~done], open_[~done]
        smooth[~np.isfinite(numeric)] = False
    return Settled(numeric, uncertainty, smooth)
