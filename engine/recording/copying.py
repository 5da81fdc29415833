"""Copying: a recording as another file, whole, whatever is still in the journal of the one it comes from."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from engine.errors import DataError
from engine.exchange.wording import shown


def copy_recording(source: str, target: str) -> None:
    """Writes all that is finished into `target`, which appears whole or not at all.

    Raises DataError, naming the target, where it cannot be written.
    """
    place = Path(target)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with (
            closing(sqlite3.connect(f"{Path(source).resolve().as_uri()}?mode=ro", uri=True)) as held,
            closing(sqlite3.connect(beside)) as copy,
        ):
            held.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        os.replace(beside, place)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            beside.unlink()
        raise DataError(f"{shown(target)}: the recording was not saved here ({error})") from None
