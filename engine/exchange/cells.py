"""What one cell of a numeric table says: a number, nothing, a date or time, or something that is refused."""

from __future__ import annotations

import math
import re

MISSING = frozenset({"", "nan", "-nan", "+nan", "na", "n/a", "null", "none", "-", "--", "–", "—"})
_EXPONENT = r"(?:[eE][+-]?\d{1,5})?"
_POINT = re.compile(rf"[+-]?(?:\d+\.?\d*|\.\d+){_EXPONENT}", re.ASCII)
_COMMA = re.compile(rf"[+-]?(?:\d+,?\d*|,\d+){_EXPONENT}", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:([ ,.'’_\u00a0\u202f\u2009])\d{3})(?:\1\d{3})*(?:[.,]\d*)?", re.ASCII)
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_DATE = r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{2,4}|\d{8}(?=T))"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AaPp]\.?[Mm]\.?)?(?:Z| ?[+-]\d{2}:?\d{2}| UTC| GMT)?"
_MOMENT = re.compile(rf"{_DATE}(?:[T ] ?(?:{_CLOCK}|\d{{4,6}}Z?))?|{_CLOCK}", re.ASCII)


def is_missing(cell: str) -> bool:
    """Whether the cell stands for a value that was not measured."""
    return cell.strip().lower() in MISSING


def is_moment(cell: str) -> bool:
    """Whether the cell is a date, a time of day, or both."""
    return len(cell) < 60 and _MOMENT.fullmatch(cell.strip()) is not None


def looks_numeric(cell: str, *, comma: bool) -> bool:
    """Whether the cell is a number, or one with thousands separators; with `comma`, the decimal sign is a comma."""
    text = cell.strip().replace("\u2212", "-")
    return len(text) < 400 and ((_COMMA if comma else _POINT).fullmatch(text) or _THOUSANDS.fullmatch(text)) is not None


def parse_cell(cell: str, *, comma: bool) -> float:
    """The cell's number, NaN when missing; `comma` says that the comma is the decimal sign.

    Raises `ValueError` whose text says what is wrong and what is allowed.
    """
    text = cell.strip().replace("\u2212", "-")
    if len(text) < 400 and (_COMMA if comma else _POINT).fullmatch(text):
        value = float(text.replace(",", "."))
        if math.isinf(value):
            raise ValueError("too large for a number, allowed are magnitudes up to 1.8e308")
        return value
    if text.lower() in MISSING:
        return math.nan
    if text.lower().lstrip("+-") in {"inf", "infinity"}:
        raise ValueError("infinite, allowed are finite numbers and empty cells")
    if len(text) < 400 and _THOUSANDS.fullmatch(text):
        raise ValueError("a thousands separator or a mixed decimal sign, allowed are numbers like 1234.5")
    if text.startswith("="):
        raise ValueError("a formula, allowed are numbers and empty cells")
    raise ValueError("not a number, allowed are numbers and empty cells")
