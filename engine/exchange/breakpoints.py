"""Breakpoints as a file of their own: JSON text, read strictly."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from engine.errors import DataError
from engine.exchange.safe_write import safe_write
from engine.exchange.strict_json import parse_json
from engine.exchange.text_file import read_text
from engine.exchange.wording import met, nearest, one_line, shown
from engine.language.limits import LONGEST_LINE
from engine.stepping.breakpoint import Breakpoint

KIND, VERSION = "breakpoints", 1
MOST = 1000
LARGEST_FILE = 16 << 20
_TOP = ("chainrule", "version", "breakpoints")
_DEFAULTS: dict[str, object] = asdict(Breakpoint())


def breakpoints_text(breakpoints: Iterable[Breakpoint]) -> str:
    """The text of a file that holds them; what is as usual is left out."""
    records = [
        {name: value for name, value in asdict(breakpoint).items() if value != _DEFAULTS[name]}
        for breakpoint in breakpoints
    ]
    return json.dumps({"chainrule": KIND, "version": VERSION, "breakpoints": records}, indent=2) + "\n"


def parse_breakpoints(text: str, source: str = "the text") -> tuple[Breakpoint, ...]:
    """The breakpoints that a text holds; whether they can be in a network is not asked here.

    Raises DataError, in one line that begins with `source`, for anything that `breakpoints_text` would not write.
    """
    try:
        held = parse_json(text)
    except ValueError as error:
        raise DataError(f"{source}: cannot be read as JSON ({one_line(str(error))})") from error
    if not isinstance(held, dict) or held.get("chainrule") != KIND:
        raise DataError(f'{source}: holds no breakpoints; allowed is an object with "chainrule": "{KIND}"')
    if unknown := [name for name in held if name not in _TOP]:
        raise DataError(f"{source}: {met(unknown[0])} is not known here; allowed are {', '.join(_TOP)}")
    version = held.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version != VERSION:
        raise DataError(f"{source}: has version {met(version)}; this Chainrule reads version {VERSION}")
    records = held.get("breakpoints")
    if not isinstance(records, list) or len(records) > MOST:
        raise DataError(f"{source}: breakpoints must be a list of at most {MOST}")
    return tuple(_breakpoint(record, f"{source}, breakpoint {number}") for number, record in enumerate(records, 1))


def write_breakpoints(path: str | os.PathLike[str], breakpoints: Iterable[Breakpoint]) -> None:
    """Puts them into a file, in one go; raises DataError where it cannot be written."""
    safe_write(path, breakpoints_text(breakpoints).encode())


def read_breakpoints(path: str | os.PathLike[str]) -> tuple[Breakpoint, ...]:
    """The breakpoints of a file; raises DataError where it cannot be read or holds anything else."""
    return parse_breakpoints(read_text(path, limit=LARGEST_FILE), shown(path))


def _breakpoint(record: Any, where: str) -> Breakpoint:
    if not isinstance(record, dict):
        raise DataError(f"{where}: allowed is an object, met {met(record)}")
    for name, value in record.items():
        if name not in _DEFAULTS:
            raise DataError(f"{where}: nothing is called {met(name)}; {nearest(name, _DEFAULTS)}")
        wanted = type(_DEFAULTS[name])
        if type(value) is not wanted:
            raise DataError(
                f"{where}: {name} must be {'a text' if wanted is str else 'true or false'}, met {met(value)}"
            )
        if isinstance(value, str):
            _check_text(value, f"{where}: {name}")
    return Breakpoint(**{field.name: record.get(field.name, field.default) for field in fields(Breakpoint)})


def _check_text(text: str, where: str) -> None:
    if len(text) > LONGEST_LINE:
        raise DataError(f"{where} has {len(text)} characters; at most {LONGEST_LINE} are allowed")
    if odd := [mark for mark in text if not mark.isprintable()]:
        raise DataError(f"{where} holds the character U+{ord(odd[0]):04X}; allowed is one line of plain text")
