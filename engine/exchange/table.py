"""Reads a numeric table (CSV and its relatives) into named columns of float64."""

from __future__ import annotations

import csv
import os
import re
from array import array
from collections import Counter
from dataclasses import dataclass

import numpy as np

from engine.errors import DataError
from engine.exchange.cells import GROUPED, is_missing, is_moment, looks_numeric, parse_cell
from engine.exchange.delimiter import Delimiter, find_delimiter, split_rows
from engine.exchange.text_file import read_text
from engine.exchange.wording import met, one_line, shown

MAX_COLUMNS = 10_000
MAX_CELLS = 10_000_000
LABEL_NAMES = frozenset({"", "t", "time", "date", "datetime", "timestamp", "year", "slot", "index"})
_ALLOWED_ROW = "allowed is the same number in every row"


@dataclass(frozen=True, eq=False)
class Table:
    """A numeric table: column names, values (rows, columns) float64 with NaN for missing, and where it came from.

    `labels` holds the text of the leading time column, one per row, or nothing where there is none.
    """

    columns: tuple[str, ...]
    values: np.ndarray
    source: str
    labels: tuple[str, ...] = ()


def read_table(path: str | os.PathLike[str]) -> Table:
    """The numeric table in the text file at `path`.

    Cells are separated by comma, semicolon, tab or spaces (found out); the decimal comma is understood where the
    comma is not the delimiter. A header is optional: the first row is one if any of its cells is neither number,
    missing nor date; else columns are called "column 1", … Missing cells (empty, NaN, NA, -) become NaN. Leading date
    and time columns, and a first column called like time, year or index that only increases, become `labels`.
    Lines that begin with # before the table, blank lines, and an empty column after a trailing delimiter are
    left out. The values are read-only.

    Raises `DataError` naming the line for ragged rows, text, infinities, thousands separators and formulas, and for
    more than 64 MB, 10,000 columns or 10 million cells.
    """
    name = shown(path)
    text, skipped, comment = _without_comments(read_text(path))
    declared = re.match(r"sep=([;,\t])\n", text, re.IGNORECASE)  # a spreadsheet's way of naming the delimiter
    if declared:
        text, skipped = text[declared.end() :], skipped + 1
    delimiter = find_delimiter(text)
    if declared:
        delimiter = Delimiter(declared[1], declared[1] != "," and delimiter.comma)
    plain = text.isascii() and "_" not in text
    reader = _Reader(name, delimiter=delimiter, skipped=skipped, comment=comment, plain=plain)
    try:
        for number, cells in split_rows(text, delimiter.sign, check=reader.check_line):
            reader.take(number + skipped, cells)
    except csv.Error as error:
        raise DataError(f"{name}: unreadable row ({met(error)}); allowed are short cells, quoted or not") from error
    return reader.finish()


def _without_comments(text: str) -> tuple[str, int, str]:
    """The text after its leading comment lines, how many lines went, and the last of them (it may be the header)."""
    skipped, position, last = 0, 0, ""
    while text.startswith("#", position):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        last = text[position + 1 : end].strip()
        position, skipped = end + 1, skipped + 1
    return text[position:], skipped, last


class _Reader:
    """Takes the rows of one file one by one, so that no more than a row of text cells exists at a time."""

    def __init__(self, name: str, *, delimiter: Delimiter, skipped: int, comment: str, plain: bool) -> None:
        self.name = name
        self.delimiter = delimiter
        self.skipped = skipped
        self.comment = comment
        self.plain = plain  # then Python's float() accepts nothing that we would refuse
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
            self._begin(cells)
        if self.label_count:
            self.labels.append(" ".join(cell.strip() for cell in cells[: self.label_count]))
        elif self.first_is_time:
            self.labels.append(cells[0].strip())
        values = self._quickly(cells[self.label_count :])
        self.numbers.extend(self._slowly(line, cells[self.label_count :]) if values is None else values)
        self.lines.append(line)
        if len(self.numbers) > MAX_CELLS:
            raise self.error(line, f"more than {MAX_CELLS:,} cells met, so many are allowed")

    def _begin(self, cells: list[str]) -> None:
        """Settle at the first row of numbers what the columns are called and which of them are labels."""
        while self.label_count < min(2, self.width) and is_moment(cells[self.label_count]):
            self.label_count += 1
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
            if len(self.commas.settled) < len(cells):
                return None
            joined = "\n".join(cells)
            if "." in joined:
                return None
            cells = joined.replace(",", ".").split("\n")
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
            if comma:
                self.commas.see(column, cell.strip())
        return values

    def finish(self) -> Table:
        """Check what needs the whole file, and make the table."""
        count = self.width - self.label_count
        if not self.lines or not count:
            what = "only dates" if self.lines else "no row of numbers"
            raise DataError(f"{self.name}: {what} met; allowed is a table with at least one row and column of numbers")
        for column in self.commas.doubtful():
            raise self.error(self.lines[0], f"column {column + 1} holds numbers like 1,234 and like 567: "
                             "decimal commas or thousands? allowed are numbers like 1234.5")  # fmt: skip
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
        return Table(names, values, self.name, tuple(self.labels))

    def error(self, line: int, message: str) -> DataError:
        """The error for a place in this file."""
        return DataError(f"{self.name}, line {line}: {message}")


class _Commas:
    """Weighs, column by column, whether commas are decimal commas or thousands separators."""

    def __init__(self) -> None:
        self.short: set[int] = set()
        self.grouped: set[int] = set()
        self.settled: set[int] = set()

    def see(self, column: int, cell: str) -> None:
        """Note one cell."""
        if column in self.settled:
            return
        if GROUPED.fullmatch(cell):
            self.grouped.add(column)
        elif cell.isdigit() and len(cell) <= 3:
            self.short.add(column)
        elif "," in cell or cell.isdigit():  # 1,5 is decimal; 1234 beside 1,234: who groups thousands groups them all
            self.settled.add(column)

    def doubtful(self) -> list[int]:
        """The columns in which both readings are possible."""
        return sorted((self.grouped & self.short) - self.settled)


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
