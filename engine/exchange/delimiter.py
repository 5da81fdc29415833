"""Finds out what separates the cells of a numeric table, and whether its decimal sign is the comma."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.exchange.cells import is_missing, is_moment, looks_numeric

CANDIDATES = (";", "\t", ",", " ")
_SAMPLE_LINES = 20
_SAMPLE_CHARACTERS = 20_000
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Delimiter:
    """The sign between cells (a space stands for any run of spaces) and whether numbers have a decimal comma."""

    sign: str
    comma: bool


def split_rows(
    text: str, delimiter: str, *, check: Callable[[int, str], None] | None = None
) -> Iterator[tuple[int, list[str]]]:
    """The rows of the table as (number of the line where the row ends, cells), without blank lines.

    `check(line number, line)` sees each raw line before it is split. Raises `csv.Error` for unclosed quotes.
    """
    if delimiter == " ":
        for number, line in enumerate(_lines(text, check), 1):
            cells = line.split()
            if cells:
                yield number, cells
        return
    reader = csv.reader(_lines(text, check), delimiter=delimiter, strict=True, skipinitialspace=True)
    for cells in reader:
        if len(cells) > 1 or (cells and cells[0].strip()):
            yield reader.line_num, cells


def _lines(text: str, check: Callable[[int, str], None] | None) -> Iterator[str]:
    for number, found in enumerate(_LINE.finditer(text), 1):
        line = found[0]
        if check is not None:
            check(number, line)
        yield line


def find_delimiter(text: str) -> Delimiter:
    """The delimiter under which most cells of the first lines are numbers, missing or dates, in rows of one width.

    The first line may be a header and counts only when it is alone. Where no delimiter occurs (one column) the
    comma is named. A file "1,5" / "2,5" is two columns: with a comma as delimiter there is no decimal comma.
    """
    lines = []
    for line in _LINE.finditer(text):
        cut = line[0][:_SAMPLE_CHARACTERS]
        if cut.strip():
            # A cut line ends in the middle of a cell: leave that cell out.
            lines.append(cut if len(cut) == len(line[0]) else re.sub(r"[^;\t, ]*$", "", cut)[:-1])
        if len(lines) > _SAMPLE_LINES:
            break
    sample = lines[1:] or lines
    best = (0.0, ",")
    for sign in CANDIDATES:
        if sign == " " and any("\t" in line for line in sample):
            continue  # any run of blanks would be one delimiter, and missing cells between tabs would vanish
        if any(sign in line.strip(" \n") for line in sample):
            score = _score(sample, sign, comma=has_decimal_comma("".join(sample), sign))
            if score > best[0]:
                best = (score, sign)
    return Delimiter(best[1], has_decimal_comma(text, best[1]))


def has_decimal_comma(text: str, sign: str) -> bool:
    """Whether some whole cell anywhere in `text`, split at `sign`, is a number with one comma in it."""
    if sign == "," or "," not in text:
        return False
    cell = rf'(?:^|["{sign}])[ ]*[+\-\u2212]?\d*,\d+(?:[eE][+-]?\d+)?[ ]*(?=["{sign}]|$)'
    return re.search(cell, text, re.ASCII | re.MULTILINE) is not None


def _score(sample: list[str], sign: str, *, comma: bool) -> float:
    """How table-like the sample is, 0..1: the share of good cells times the share of rows of the commonest width."""
    try:
        rows = [cells for _, cells in split_rows("".join(line.rstrip("\n") + "\n" for line in sample), sign)]
    except csv.Error:
        return 0.0
    if not rows or max(len(cells) for cells in rows) < 2:
        return 0.0
    good = total = 0.0
    for cells in rows:
        for cell in cells:
            total += 1.0
            if looks_numeric(cell, comma=comma) or is_moment(cell):
                good += 1.0
            elif is_missing(cell):
                good += 0.9
    common = Counter(len(cells) for cells in rows).most_common(1)[0][1] / len(rows)
    # Where nothing is a number the file is refused anyway; the delimiter still decides which cell is named.
    return max(good / total, 0.01) * common
