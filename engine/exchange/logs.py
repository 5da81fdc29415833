"""What a logpoint logged, as a table that can be saved: one row a hit, one column a number."""

import csv
import io
import os
from collections.abc import Sequence

import numpy as np

from engine.errors import DataError
from engine.exchange.safe_write import safe_write
from engine.language.network import Network
from engine.stepping.breakpoint import Breakpoint, logged
from engine.stepping.halting import LogRow
from engine.watching.watch import Watch

MOST_COLUMNS = 1000


def log_csv(breakpoint: Breakpoint, rows: Sequence[LogRow], network: Network) -> str:
    """The rows as CSV: position, t (from 1), the message, and every number in full; what was not known is left empty.

    An expression of several numbers has a column for each, `s[2, 0]`. Raises DataError where there are too many.
    """
    watches = [watch for _, watch in logged(breakpoint.log, network) if watch is not None]
    heads = [head for watch in watches for head in number_heads(watch)]
    if len(heads) > MOST_COLUMNS:
        raise DataError(f"the log has {len(heads)} numbers a row, at most {MOST_COLUMNS} fit; log entries, or norm(…)")
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(["position", "t", "message", *heads])
    for row in rows:
        cells = [cell for watch, array in zip(watches, row.numbers, strict=True) for cell in _cells(watch, array)]
        writer.writerow([row.position, "" if row.moment is None else row.moment + 1, row.message, *cells])
    return held.getvalue()


def write_log(path: str | os.PathLike[str], breakpoint: Breakpoint, rows: Sequence[LogRow], network: Network) -> None:
    """Puts the table into a file, in one go; raises DataError where that cannot be."""
    safe_write(path, log_csv(breakpoint, rows, network).encode())


def number_heads(watch: Watch) -> list[str]:
    """What each number of a watch is called: its text, with the place of the entry where there are several."""
    if not watch.shape:
        return [watch.text]
    text = watch.text if watch.text.isidentifier() else f"({watch.text})"
    return [f"{text}[{', '.join(map(str, unit))}]" for unit in np.ndindex(watch.shape)]


def _cells(watch: Watch, array: np.ndarray | None) -> list[object]:
    if array is None:
        return [""] * int(np.prod(watch.shape, dtype=int))
    numbers = np.ravel(array)
    return [repr(number) for number in (numbers.astype(int) if numbers.dtype == np.bool_ else numbers).tolist()]
