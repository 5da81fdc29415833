"""Reads a numeric table (CSV and its relatives) into named columns of float64."""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass

import numpy as np

from engine.errors import DataError
from engine.exchange.delimiter import Delimiter, find_delimiter, has_decimal_comma, split_rows
from engine.exchange.rows import MAX_CELLS, RowReader
from engine.exchange.text_file import read_text
from engine.exchange.wording import met, shown


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
    more than 64 MB, 2 million lines, 10,000 columns or 10 million cells.
    """
    name = shown(path)
    text, skipped, comment = _without_comments(read_text(path))
    declared = re.match(r"sep=([;,\t])\n", text, re.IGNORECASE)  # a spreadsheet's way of naming the delimiter
    if declared:
        text, skipped = text[declared.end() :], skipped + 1
    delimiter = find_delimiter(text)
    if declared:
        delimiter = Delimiter(declared[1], has_decimal_comma(text, declared[1]))
    plain = text.isascii() and "_" not in text
    if delimiter.sign != " " and text.count(delimiter.sign) > MAX_CELLS:
        raise DataError(f"{name}: more than {MAX_CELLS:,} cells met, so many are allowed")
    reader = RowReader(name, delimiter=delimiter, skipped=skipped, comment=comment, plain=plain)
    try:
        for number, cells in split_rows(text, delimiter.sign, check=reader.check_line):
            reader.take(number + skipped, cells)
    except csv.Error as error:
        raise DataError(f"{name}: unreadable row ({met(error)}); allowed are short cells, quoted or not") from error
    columns, values, labels = reader.finish()
    return Table(columns, values, name, labels)


def _without_comments(text: str) -> tuple[str, int, str]:
    """The text after its leading comment lines, how many lines went, and the last of them (it may be the header)."""
    skipped, position, last = 0, 0, ""
    while text.startswith("#", position):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        last = text[position + 1 : end].strip()
        position, skipped = end + 1, skipped + 1
    return text[position:], skipped, last
