"""Failures: what SQLite reports about a recording, told in one line that says what it means and what is kept."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import DataError
from engine.exchange.wording import one_line, shown

_MEANINGS = {
    "SQLITE_NOTADB": "is no recording; allowed is a file that `chainrule train --record` wrote",
    "SQLITE_CORRUPT": "is damaged",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "cannot be written; the file or its folder is write-protected",
    "SQLITE_CANTOPEN": "cannot be opened; the folder is missing, or neither it nor the file may be used",
    "SQLITE_BUSY": "another window or command writes it",
    "SQLITE_LOCKED": "another window or command writes it",
    "SQLITE_IOERR": "reading or writing failed",
    "SQLITE_TOOBIG": "is damaged; it holds something too large to be part of a recording",
    "SQLITE_NOMEM": "there is not enough memory to read it",
}

_PASSING = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_CANTOPEN")


class NotWritable(DataError):
    """The recording cannot be written, now or here; it may still be read."""


@contextmanager
def told(path: str | os.PathLike[str], *, kept: str = "") -> Iterator[None]:
    """Raises DataError in the place of whatever SQLite raises inside; `kept` says what is safe in the file."""
    try:
        yield
    except sqlite3.Error as error:
        code = name_of(error)
        meaning = next((words for name, words in _MEANINGS.items() if code.startswith(name)), "")
        reason = meaning or f"is damaged, or no recording ({one_line(str(error), limit=80)})"
        kind = NotWritable if code.startswith(_PASSING) else DataError
        raise kind(f"{shown(path)}: {reason}{'; ' + kept if kept else ''}") from error
    except (OverflowError, UnicodeError) as error:  # numbers and texts that SQLite hands out as they are
        raise DataError(f"{shown(path)}: is damaged ({one_line(str(error), limit=80)})") from error


def name_of(error: sqlite3.Error) -> str:
    """The name SQLite has for an error, such as SQLITE_FULL; empty where it has none."""
    return getattr(error, "sqlite_errorname", None) or ""
