"""Series: a table or a synthetic channel as rows of features, with what a person may adjust about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.channel import semi_markov_channel
from engine.exchange.occupancy import duty_cycle, occupy, suggest_threshold
from engine.exchange.sequence import Scaling, fit_scaling
from engine.exchange.sweep import is_sweep, read_sweep
from engine.exchange.table import Table, read_table
from engine.exchange.text_file import read_text
from resources import resource_path

MOST_BANDS = 4
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Series:
    """Rows of features (rows, columns) in 0…1, and where they come from.

    `power` holds the measured power in dB where the features are occupancy, made by `threshold`; `suggested` is the
    threshold that the numbers suggest, None where they are all alike. `scaling` made the features of any other table
    from its numbers. `chosen` are the columns used unless others are asked for, `labels` name the rows, or are empty.
    """

    columns: tuple[str, ...]
    rows: Array
    source: str
    note: str
    chosen: tuple[str, ...]
    power: Array | None = None
    threshold: float | None = None
    suggested: float | None = None
    scaling: Scaling | None = None
    labels: tuple[str, ...] = ()


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
    table, name = read_sweep(path) if sweep else read_table(path), Path(path).name
    table, left_out = _with_numbers(table, name)
    if as_power or (as_power is None and (sweep or _looks_like_power(table.values))):
        return _occupancy(table, threshold, f"{name}: power in dB, thresholded to occupancy{left_out}")
    scaling = fit_scaling(table.values)
    return Series(
        table.columns,
        scaling.apply(table.values),
        table.source,
        f"{name}: each column scaled to 0.1 … 0.9{left_out}",
        table.columns[:MOST_BANDS],
        scaling=scaling,
        labels=table.labels,
    )


def shipped_series(name: str) -> Series:
    """A data file that comes with the application."""
    with resource_path("data", name) as path:
        return table_series(path, as_power=False)


def _with_numbers(table: Table, name: str) -> tuple[Table, str]:
    """The table without the columns that hold no number at all, and what to say of them."""
    known = np.isfinite(table.values).any(axis=0)
    if not known.any():
        raise DataError(f"{name}: no number met; allowed are tables with at least one")
    if known.all():
        return table, ""
    empty = [column for column, some in zip(table.columns, known, strict=True) if not some]
    listed = ", ".join(empty[:3]) + (f" and {len(empty) - 3} more" if len(empty) > 3 else "")
    kept = tuple(column for column, some in zip(table.columns, known, strict=True) if some)
    return replace(table, columns=kept, values=table.values[:, known]), f"; without any number, so left out: {listed}"


def _looks_like_power(values: Array) -> bool:
    finite = values[np.isfinite(values)]
    return bool(np.mean((finite > -200) & (finite < 20)) > 0.99 and np.median(finite) < -20)


def _occupancy(table: Table, threshold: float | None, note: str) -> Series:
    suggested: float | None = None
    try:
        suggested = suggest_threshold(table.values)
    except DataError as error:
        if threshold is None:
            raise DataError(f"{table.source}: {error}") from error
    used = suggested if threshold is None else threshold
    assert used is not None
    rows = occupy(table.values, used)
    busy = duty_cycle(rows)
    order = np.argsort(np.abs(busy - 0.5), kind="stable")[:MOST_BANDS]
    chosen = tuple(table.columns[number] for number in sorted(order))
    return Series(table.columns, rows, table.source, note, chosen, table.values, used, suggested, labels=table.labels)
