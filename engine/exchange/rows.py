"""Takes the rows of a text table one by one and makes named columns of numbers of them."""

from __future__ import annotations

from array import array
from collections import Counter

import numpy as np

from engine.errors import DataError
from engine.exchange.cells import GROUPED, is_missing, is_moment, looks_numeric, parse_cell
from engine.exchange.delimiter import Delimiter, split_rows
from engine.exchange.wording import met, one_line

MAX_COLUMNS = 10_000
MAX_CELLS = 10_000_000
LABEL_NAMES = frozenset({"", "t", "time", "date", "datetime", "timestamp", "year", "slot", "index"})
_ALLOWED_ROW = "allowed is the same number in every row"


class RowReader:
    """The state of reading one table: no more than one row of text cells exists at a time.

    `skipped` lines stand before the table; `comment`, the last of them, may be its header; `plain` says that the text
    holds nothing that float() accepts and we refuse (digits of other scripts, underscores).
    """

    def __init__(self, name: str, *, delimiter: Delimiter, skipped: int, comment: str, plain: bool) -> None:
        self.name = name
        self.delimiter = delimiter
        self.skipped = skipped
        self.comment = comment
        self.plain = plain
        self.header: list[str] = []
        self.header_line = 0
        self.width = 0
        self.label_count = 0
        self.labels: list[str] = []
        self.numbers = array("d")
        self.lines = array("l")
        self.commas = _Commas()
        self.first_is_time = False

    def check_line(self, number: int, line: str) -> None:
        """Refuse lines that are too wide before they are split."""
        sign = self.delimiter.sign
        count = len(line.split(None, MAX_COLUMNS)) if sign == " " else line.count(sign) + 1
        if count > MAX_COLUMNS:
            raise self.error(number + self.skipped, f"more than {MAX_COLUMNS:,} columns met, so many are allowed")

    def take(self, line: int, cells: list[str]) -> None:
        """Take one row: the header, or numbers after the labels."""
        if not self.width:
            self.width, self.header_line = len(cells), line
            if not all(self._is_value(cell) for cell in cells):
                self.header = [cell.strip() for cell in cells]
                return
        if len(cells) != self.width:
            raise self.error(line, f"{len(cells)} cells met, {self.width} in line {self.header_line}; {_ALLOWED_ROW}")
        if not self.lines:
            self._begin(line, cells)
        if self.label_count:
            self.labels.append(" ".join(cell.strip() for cell in cells[: self.label_count]))
        elif self.first_is_time:
            self.labels.append(cells[0].strip())
        cells = cells[self.label_count :]
        values = self._quickly(cells)
        self.numbers.extend(self._slowly(line, cells) if values is None else values)
        if self.delimiter.comma:
            self.commas.see(cells)
        self.lines.append(line)
        if len(self.numbers) > MAX_CELLS:
            raise self.error(line, f"more than {MAX_CELLS:,} cells met, so many are allowed")

    def _begin(self, line: int, cells: list[str]) -> None:
        """Settle at the first row of numbers what the columns are called and which of them are labels."""
        while self.label_count < min(2, self.width) and is_moment(cells[self.label_count]):
            self.label_count += 1
        if self.label_count == self.width:
            raise self.error(line, "only dates met; allowed are tables with at least one column of numbers")
        if not self.header and self.comment:
            _, names = next(split_rows(self.comment, self.delimiter.sign), (0, [""]))
            if len(names) == self.width > 1:
                self.header = [name.strip() for name in names]
        self.first_is_time = self.width > 1 and bool(self.header) and self.header[0].lower() in LABEL_NAMES

    def _is_value(self, cell: str) -> bool:
        infinite = cell.strip().lower().lstrip("+-") in {"inf", "infinity"}
        return infinite or is_missing(cell) or is_moment(cell) or looks_numeric(cell, comma=self.delimiter.comma)

    def _quickly(self, cells: list[str]) -> list[float] | None:
        if not self.plain:
            return None
        if self.delimiter.comma:
            if "." in " ".join(cells):
                return None
            cells = [cell.replace(",", ".") for cell in cells]
        try:
            return list(map(float, cells))
        except ValueError:
            return None

    def _slowly(self, line: int, cells: list[str]) -> list[float]:
        comma = self.delimiter.comma
        values = []
        for column, cell in enumerate(cells, self.label_count):
            try:
                values.append(parse_cell(cell, comma=comma))
            except ValueError as error:
                title = f" {met(self.header[column])}" if self.header and self.header[column] else ""
                raise self.error(line, f"column {column + 1}{title}: {met(cell.strip())} is {error}") from error
        return values

    def finish(self) -> tuple[tuple[str, ...], np.ndarray, tuple[str, ...]]:
        """Check what needs the whole file; return the column names, the values (rows, columns) and the labels."""
        count = self.width - self.label_count
        if not self.lines:
            raise DataError(f"{self.name}: no row of numbers met; allowed are tables with at least one")
        for column in self.commas.doubtful():
            place = f"column {column + self.label_count + 1}"
            raise self.error(self.lines[0], f"{place} holds numbers like 1,234 and like 567: decimal commas or "
                             "thousands separators? allowed are numbers like 1234.5")  # fmt: skip
        values = np.frombuffer(self.numbers, dtype=np.float64).reshape(-1, count)
        wrong = np.argwhere(np.isinf(values))
        if len(wrong):
            row, column = wrong[0]
            raise self.error(self.lines[row], f"column {column + self.label_count + 1}: infinite or beyond 1.8e308; "
                             "allowed are finite numbers and empty cells")  # fmt: skip
        names = _distinct(self.header or [""] * self.width)[self.label_count :]
        if not self.label_count and self.first_is_time and _increases(values[:, 0]):
            values, names = values[:, 1:], names[1:]
        elif not self.label_count:
            self.labels = []
        trailing = not self.header or not self.header[-1]
        if trailing and values.shape[1] > 1 and np.isnan(values[:, -1]).all():
            values, names = values[:, :-1], names[:-1]
        values = np.array(values, order="C")
        values.setflags(write=False)
        return names, values, tuple(self.labels)

    def error(self, line: int, message: str) -> DataError:
        """The error for a place in this file."""
        return DataError(f"{self.name}, line {line}: {message}")


class _Commas:
    """Weighs, column by column, whether commas are decimal commas or thousands separators."""

    def __init__(self) -> None:
        self.open: list[int] | None = None
        self.short: set[int] = set()
        self.grouped: set[int] = set()

    def see(self, cells: list[str]) -> None:
        """Note one row of cells; a column is settled by 1,5, and by 1234: who groups thousands groups them all."""
        if self.open is None:
            self.open = list(range(len(cells)))
        settled = []
        for column in self.open:
            cell = cells[column].strip()
            if GROUPED.fullmatch(cell):
                self.grouped.add(column)
            elif "," in cell or (cell.isdigit() and len(cell) > 3):
                settled.append(column)
            elif cell.isdigit():
                self.short.add(column)
        for column in settled:
            self.open.remove(column)

    def doubtful(self) -> list[int]:
        """The columns of numbers in which both readings are possible, from 0."""
        return sorted(self.grouped & self.short & set(self.open or ()))


def _increases(column: np.ndarray) -> bool:
    return bool((np.diff(column) > 0).all()) and not np.isnan(column).any()


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Names without gaps or repetition: empty ones become "column 3", repeated ones "power (2)"."""
    result: dict[str, None] = {}
    counts: Counter[str] = Counter()
    for place, name in enumerate(names, 1):
        title = wanted = one_line(name, limit=80) or f"column {place}"
        while title in result:
            counts[wanted] += 1
            title = f"{wanted} ({counts[wanted] + 1})"
        result[title] = None
    return tuple(result)
