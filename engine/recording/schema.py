"""Schema: the tables of a recording, the marks by which the file is known, and how older files become present ones."""

import json
import os
import sqlite3
from typing import Any

from engine.errors import DataError
from engine.exchange.wording import met, one_line, shown

APPLICATION = 0x43684E52  # "ChNR", so that `file` and other programs can tell what this is
FORMAT = 1
NEEDED = "0.1.0"
"""The oldest Chainrule that reads this format; a newer file says so in `about`, for the older one to tell."""

_ABOUT = {"about": "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"}
_NUMBERS = {
    "metrics": "CREATE TABLE metrics (first INTEGER PRIMARY KEY, numbers BLOB NOT NULL) STRICT",
    "checkpoints": (
        "CREATE TABLE checkpoints (iteration INTEGER PRIMARY KEY, digest TEXT NOT NULL, arrays BLOB NOT NULL) STRICT"
    ),
}
_ADDED_IN_1 = {
    "validations": (
        "CREATE TABLE validations (iteration INTEGER PRIMARY KEY, loss REAL, accuracy REAL) STRICT"  # NULL: no number
    ),
    "changes": (
        "CREATE TABLE changes (number INTEGER PRIMARY KEY, iteration INTEGER NOT NULL, setting TEXT NOT NULL,"
        " value REAL NOT NULL) STRICT"
    ),
    "notes": "CREATE TABLE notes (number INTEGER PRIMARY KEY, iteration INTEGER NOT NULL, text TEXT NOT NULL) STRICT",
    "kept": "CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
}
TABLES = {**_ABOUT, **_NUMBERS, **_ADDED_IN_1}
_ADDED = {1: _ADDED_IN_1}


def make(connection: sqlite3.Connection) -> None:
    """Makes the tables of an empty file, and its marks."""
    connection.execute(f"PRAGMA application_id={APPLICATION}")
    connection.execute(f"PRAGMA user_version={FORMAT}")
    for table in TABLES.values():
        connection.execute(table)


def format_of(connection: sqlite3.Connection, path: str | os.PathLike[str]) -> int:
    """The format a file has, 0 to FORMAT; raises DataError where it is no recording or a newer one."""
    if _number(connection, "application_id") != APPLICATION:
        raise DataError(
            f"{shown(path)}: is no recording, its mark is missing; allowed is a file that `chainrule train` wrote"
        )
    found = _number(connection, "user_version")
    if not 0 <= found <= FORMAT:
        needed = _needed(connection)
        raise DataError(
            f"{shown(path)}: was written by a newer Chainrule (format {found}, this one reads up to {FORMAT}); "
            f"open it with {needed}"
        )
    tables = {name: table for name, table in TABLES.items() if all(name not in _ADDED[n] for n in _later(found))}
    rows = connection.execute("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    if sorted(rows) != sorted(("table", table) for table in tables.values()):
        raise DataError(f"{shown(path)}: is damaged; its tables are not those of a recording of format {found}")
    return found


def migrate(connection: sqlite3.Connection, found: int) -> None:
    """Brings the tables of an older format up to the present one."""
    for number in _later(found):
        for table in _ADDED[number].values():
            connection.execute(table)
    connection.execute(f"PRAGMA user_version={FORMAT}")


def told_about(connection: sqlite3.Connection, path: str | os.PathLike[str], key: str) -> Any:
    """What the file says about itself under a key, from JSON; raises DataError where that is missing or damaged."""
    row = connection.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise DataError(f"{shown(path)}: is damaged; it says nothing about its {key}")
    return read_json(row[0], path)


def read_json(text: object, path: str | os.PathLike[str]) -> Any:
    """A value from JSON; raises DataError that names the file where it is none."""
    try:
        return json.loads(text) if isinstance(text, str) else _refuse(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{shown(path)}: is damaged; {met(text)} cannot be read") from error


def _refuse(value: object) -> None:
    raise ValueError(value)


def _later(found: int) -> range:
    return range(found + 1, FORMAT + 1)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _needed(connection: sqlite3.Connection) -> str:
    try:
        row = connection.execute("SELECT value FROM about WHERE key = 'needs'").fetchone()
        version = json.loads(row[0])
    except (sqlite3.Error, ValueError, TypeError):
        return "the version that wrote it"
    return f"Chainrule {one_line(str(version), limit=20)} or newer"
