"""Series: a table or a synthetic channel as rows of features, with what a person may adjust about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.channel import semi_markov_channel
from engine.exchange.occupancy import duty_cycle, occupy, suggest_threshold
from engine.exchange.sequence import fit_scaling
from engine.exchange.sweep import is_sweep, read_sweep
from engine.exchange.table import Table, read_table
from engine.exchange.text_file import read_text
from resources import resource_path

MOST_BANDS = 4
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Series:
    """Rows of features (rows, columns) in 0…1, and where they come from.

    `power` holds the measured power in dB where the features are occupancy, made by `threshold`; `chosen` are the
    columns used unless others are asked for.
    """

    columns: tuple[str, ...]
    rows: Array
    source: str
    note: str
    chosen: tuple[str, ...]
    power: Array | None = None
    threshold: float | None = None
    suggested: float | None = None


def channel_series(settings: Mapping[str, Any], threshold: float | None) -> Series:
    """A seeded synthetic channel, thresholded like a measurement would be."""
    channel = semi_markov_channel(**settings)
    table = Table(("channel",), channel.power[:, None], "synthetic channel")
    return _occupancy(table, threshold, channel.description)


def table_series(path: str | Path, *, as_power: bool | None = None, threshold: float | None = None) -> Series:
    """A CSV or an rtl_power sweep file; power in dB becomes occupancy, anything else is scaled to 0.1 … 0.9.

    `as_power` None decides by the numbers: nearly all within −200 … 20 and at least half below −20 is power.
    """
    sweep = is_sweep(read_text(path)[:2000])
    table = read_sweep(path) if sweep else read_table(path)
    if as_power or (as_power is None and (sweep or _looks_like_power(table.values))):
        return _occupancy(table, threshold, f"{table.source}: power per band, thresholded to occupancy")
    scaling = fit_scaling(table.values)
    return Series(
        table.columns,
        scaling.apply(table.values),
        table.source,
        f"{table.source}: each column scaled to 0.1 … 0.9",
        table.columns[:MOST_BANDS],
    )


def shipped_series(name: str) -> Series:
    """A data file that comes with the application."""
    with resource_path("data", name) as path:
        return table_series(path, as_power=False)


def _looks_like_power(values: Array) -> bool:
    finite = values[np.isfinite(values)]
    if not finite.size:
        raise DataError("the table holds no number")
    return bool(np.mean((finite > -200) & (finite < 20)) > 0.99 and np.median(finite) < -20)


def _occupancy(table: Table, threshold: float | None, note: str) -> Series:
    suggested = suggest_threshold(table.values)
    used = suggested if threshold is None else threshold
    rows = occupy(table.values, used)
    busy = duty_cycle(rows)
    order = np.argsort(np.abs(busy - 0.5), kind="stable")[:MOST_BANDS]
    chosen = tuple(table.columns[number] for number in sorted(order))
    return Series(table.columns, rows, table.source, note, chosen, table.values, used, suggested)
