"""Reads the sweeps of a spectrum receiver in rtl_power's CSV format into one row of band powers per time slot."""

from __future__ import annotations

import os
import re

import numpy as np

from engine.errors import DataError
from engine.exchange.cells import is_missing, is_moment
from engine.exchange.rows import MAX_CELLS
from engine.exchange.table import Table
from engine.exchange.text_file import read_text
from engine.exchange.wording import met, shown

MAX_BANDS = 10_000
MAX_SLOTS = 300_000
MAX_HZ = 1e15
_FIXED = 6
_SWEEP = re.compile(
    r"\s*\d{4}-\d{1,2}-\d{1,2}\s*,\s*\d{1,2}:\d{2}:\d{2}(?:\.\d+)?\s*,"
    r"\s*\d{3,}\s*,\s*\d{3,}\s*,\s*\d+(?:\.\d+)?\s*,\s*\d+\s*,\s*[-+.\dnai]",
    re.ASCII,
)


def is_sweep(head: str) -> bool:
    """Whether a text that begins with `head` is a sweep: date, time, Hz low, Hz high, Hz step, samples, dB, ..."""
    first = next((line for line in head[:100_000].splitlines() if line.strip() and not line.startswith("#")), "")
    return _SWEEP.match(first) is not None


def read_sweep(path: str | os.PathLike[str]) -> Table:
    """The sweeps in the file at `path`: values (time slots, bands) in dB, columns named in MHz, labels date and time.

    One line holds the powers of one stretch of the spectrum at Hz low, Hz low + step, …; the lines of one slot share
    date and time, and a stretch met a second time begins a new slot. Bands are ordered by frequency; a band that was
    not measured in a slot is NaN. The value that rtl_power repeats at the upper end of a line is left out. Where the
    receiver was stopped while writing, the last line has no line end: incomplete, it is left out; else its very last
    power may have been cut and is NaN.

    Raises `DataError` naming the line for every other departure from the format.
    """
    name = shown(path)
    slots: list[tuple[str, dict[int, float]]] = []
    starts: set[int] = set()
    total = 0
    bands: set[int] = set()
    text = read_text(path)
    lines = text.split("\n")
    unfinished = len(lines) if not text.endswith("\n") else 0
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            label, low, powers = _parse(line, cut=number == unfinished)
        except ValueError as error:
            if number == unfinished and slots:
                break
            raise DataError(f"{name}, line {number}: {error}") from error
        if not slots or slots[-1][0] != label or low in starts:
            slots.append((label, {}))
            starts.clear()
        starts.add(low)
        slots[-1][1].update(powers)
        bands.update(powers)
        total += len(powers)
        if len(bands) > MAX_BANDS or len(slots) > MAX_SLOTS or max(total, len(slots) * len(bands)) > MAX_CELLS:
            raise DataError(
                f"{name}, line {number}: {len(slots):,} slots of {len(bands):,} bands met; allowed are up to "
                f"{MAX_SLOTS:,} slots, {MAX_BANDS:,} bands and {MAX_CELLS:,} values"
            )
    if not slots:
        raise DataError(f"{name}: no sweep met; allowed are lines of date, time, Hz low, Hz high, Hz step, samples, dB")
    place = {hertz: index for index, hertz in enumerate(sorted(bands))}
    values = np.full((len(slots), len(place)), np.nan)
    for row, (_, powers) in enumerate(slots):
        values[row, [place[hertz] for hertz in powers]] = list(powers.values())
    values.setflags(write=False)
    return Table(tuple(_megahertz(hertz) for hertz in place), values, name, tuple(label for label, _ in slots))


def _parse(line: str, *, cut: bool) -> tuple[str, int, dict[int, float]]:
    """One line as (date and time, its lowest frequency in Hz, power in dB by frequency in Hz); else `ValueError`."""
    if line.count(",") > MAX_BANDS + _FIXED:
        raise ValueError(f"more than {MAX_BANDS:,} bands met, so many are allowed")
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) <= _FIXED:
        raise ValueError(f"{len(cells)} cells met; allowed are date, time, Hz low, Hz high, Hz step, samples, dB, ...")
    label = f"{cells[0]} {cells[1]}"
    if not is_moment(label):
        raise ValueError(f"{met(label)} met; allowed is a date and a time")
    low, high, step = (_number(cells[2 + i], what) for i, what in enumerate(("Hz low", "Hz high", "Hz step")))
    if not (0 <= low < high <= MAX_HZ and step >= 1):
        raise ValueError(f"{met(', '.join(cells[2:5]))} met; allowed are low below high and a step from 1 Hz")
    count = max(1, round((high - low) / step))
    found = cells[_FIXED:]
    if not count <= len(found) <= count + 1:
        raise ValueError(f"{len(found)} powers met for {count} bands; they must agree")
    if cut:
        found[-1] = ""
    return label, round(low), {round(low + i * step): _power(cell) for i, cell in enumerate(found[:count])}


def _number(cell: str, what: str) -> float:
    try:
        value = float(cell) if "_" not in cell and cell.isascii() else np.nan
    except ValueError:
        value = np.nan
    if not np.isfinite(value):
        raise ValueError(f"{what}: {met(cell)} is not a number; allowed are finite numbers")
    return value


def _power(cell: str) -> float:
    """Power in dB; rtl_power writes nan and -inf where it received nothing at all, which is a missing value."""
    if is_missing(cell) or cell.lower() in {"-inf", "inf", "-infinity"}:
        return np.nan
    return _number(cell, "power")


def _megahertz(hertz: int) -> str:
    whole, rest = divmod(hertz, 1_000_000)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".") + " MHz"
