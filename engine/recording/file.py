"""The file of a recording while it is open: what is read from it, what is written as a whole, and what went wrong."""

import os
import sqlite3
from contextlib import AbstractContextManager
from typing import Any

from engine.errors import DataError
from engine.exchange.wording import shown
from engine.recording.connecting import close, writing
from engine.recording.failures import told
from engine.recording.schema import told_about


class File:
    """An open recording; `notice` says why one that was to be written can only be read, `written` how much is safe."""

    def __init__(
        self, path: str | os.PathLike[str], connection: sqlite3.Connection, *, read_only: bool, notice: str = ""
    ) -> None:
        self.path, self.read_only, self.notice = os.fspath(path), read_only, notice
        self.written = 0
        self._connection: sqlite3.Connection | None = connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection; raises DataError once the recording is closed."""
        if self._connection is None:
            raise DataError(f"{shown(self.path)}: is closed")
        return self._connection

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._connection is None

    def shut(self) -> None:
        """Closes the connection, and leaves one file where this was the writer."""
        connection, self._connection = self._connection, None
        if connection is not None:
            close(connection, leave_one=not self.read_only)

    def rows(self, statement: str, *values: object, kinds: tuple[type, ...]) -> list[tuple[Any, ...]]:
        """All rows a statement finds, with columns of these kinds, or None in any.

        Raises DataError where the file is damaged: in such a file a column may hold what its table does not allow.
        """
        with told(self.path):
            found = self.connection.execute(statement, values).fetchall()
        for row in found:
            if any(value is not None and type(value) is not kind for value, kind in zip(row, kinds, strict=True)):
                raise self.damaged("a column holds something of another kind")
        return found

    def about(self, key: str, kind: type) -> Any:
        """What the file says about itself, of the kind that this is."""
        with told(self.path):
            found = told_about(self.connection, self.path, key)
        if type(found) is not kind:
            raise self.damaged(f"its {key}")
        return found

    def write(self, statement: str, *values: object) -> None:
        """Carries out a statement and makes it last."""
        with self.writing():
            self.connection.execute(statement, values)

    def writing(self) -> AbstractContextManager[None]:
        """What is written inside lasts as a whole or not at all; raises DataError where the file cannot be written."""
        self.check_writable()
        return writing(self.connection, self.path, f"the first {self.written} iterations are kept")

    def check_writable(self) -> None:
        """Raises DataError where the recording was opened for reading."""
        if self.read_only:
            raise DataError(self.notice or f"{shown(self.path)}: was opened for reading; it cannot be written")

    def damaged(self, what: str) -> DataError:
        """The error that says what in the file is damaged."""
        return DataError(f"{shown(self.path)}: is damaged ({what})")
