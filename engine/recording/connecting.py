"""Connecting: how the SQLite file of a recording is made, opened for writing, or opened for reading alone."""

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.errors import DataError
from engine.exchange.wording import one_line, shown
from engine.recording.failures import NotWritable, told
from engine.recording.schema import FORMAT, format_of, make, migrate

LARGEST_PART = 1 << 30
LARGEST_COPY = 4 << 30
WAITING = 0.5


def make_file(path: str | os.PathLike[str], fill: Callable[[sqlite3.Connection], None]) -> None:
    """Puts a new recording at a path, whole or not at all; raises DataError where something is there already."""
    target = Path(path)
    if target.exists():
        raise DataError(f"{shown(path)}: exists already; choose another name, or resume it")
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=".chainrule-", suffix=".part", dir=target.parent)
        os.close(descriptor)
    except OSError as error:
        raise DataError(f"{shown(path)}: cannot be made, {one_line(error.strerror or str(error))}") from error
    try:
        with told(path, kept="nothing was written"):
            connection = sqlite3.connect(temporary, isolation_level=None)
            try:
                connection.execute("BEGIN")
                make(connection)
                fill(connection)
                connection.execute("COMMIT")
            finally:
                connection.close()
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        _put(temporary, target)
    except OSError as error:
        raise DataError(f"{shown(path)}: cannot be made, {one_line(error.strerror or str(error))}") from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def _put(temporary: str, target: Path) -> None:
    """Gives a whole file its name, never in the place of another file."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # some file systems have no second names
        os.replace(temporary, target)


def open_to_write(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """A connection that holds the right to write until it is closed; others may read meanwhile.

    Raises NotWritable where another one holds it or the file is protected, DataError where it is no recording.
    """
    check_file(path)
    if not os.access(path, os.W_OK) or not os.access(Path(path).resolve().parent, os.W_OK):
        raise NotWritable(f"{shown(path)}: the file or its folder is write-protected")
    with told(path):
        connection = _connect(path, "rw")
        try:
            found = format_of(connection, path)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            if found < FORMAT:
                migrate(connection, found)
                commit(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def commit(connection: sqlite3.Connection) -> None:
    """Makes all that was written last, and takes the right to write again at once.

    Nobody else can write in between but for a moment; whoever does so then makes the next BEGIN fail as busy.
    """
    connection.execute("COMMIT")
    connection.execute("BEGIN IMMEDIATE")


def open_to_read(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """A connection that cannot write; it sees what a writer elsewhere has finished.

    A file that was left in the middle of a run, in a folder where nothing may be written, is read from a copy; one of
    an older format from a copy in memory.
    """
    check_file(path)
    with told(path):
        try:
            connection = _connect(path, "ro")
        except sqlite3.OperationalError:
            connection = _copied(path)
        try:
            found = format_of(connection, path)
            return connection if found == FORMAT else _migrated(connection, found)
        except BaseException:
            connection.close()
            raise


def check_file(path: str | os.PathLike[str]) -> None:
    """Raises DataError where no regular file stands at the path.

    It is not opened to look: closing it again would take away the locks that SQLite holds on it in this process.
    """
    try:
        regular = stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"{shown(path)}: cannot be read, {one_line(reason)}; allowed is a recording") from error
    if not regular:
        raise DataError(f"{shown(path)}: is no regular file; allowed is a recording")
    if not os.access(path, os.R_OK):
        raise DataError(f"{shown(path)}: cannot be read, there is no permission")


def _connect(path: str | os.PathLike[str], mode: str) -> sqlite3.Connection:
    address = f"{Path(path).resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=WAITING, isolation_level=None, check_same_thread=False)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_PART)
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # only now is the file opened
    except BaseException:
        connection.close()
        raise
    return connection


def _copied(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """The recording with what a writer left beside it, copied to where the left-over part can be worked in."""
    source = Path(path).resolve()
    parts = [part for part in (source, Path(f"{source}-wal")) if part.exists()]
    if sum(part.stat().st_size for part in parts) > LARGEST_COPY:
        raise DataError(f"{shown(path)}: was not closed and its folder is write-protected; copy it elsewhere first")
    try:
        with tempfile.TemporaryDirectory(prefix="chainrule-") as folder:
            for part in parts:
                shutil.copyfile(part, Path(folder) / part.name)
            return _in_memory(_connect(Path(folder) / source.name, "rw"))
    except OSError as error:
        reason = one_line(error.strerror or str(error))
        raise DataError(f"{shown(path)}: was not closed, and cannot be copied to be read, {reason}") from error


def _migrated(connection: sqlite3.Connection, found: int) -> sqlite3.Connection:
    memory = _in_memory(connection)
    migrate(memory, found)
    return memory


def _in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.backup(memory)
    connection.close()
    return memory


@contextlib.contextmanager
def writing(connection: sqlite3.Connection, path: str | os.PathLike[str], kept: str) -> Iterator[None]:
    """All that is written inside is made last as a whole, or nothing of it; `kept` says what is safe in any case."""
    try:
        with told(path, kept=kept):
            yield
            commit(connection)
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.execute("BEGIN IMMEDIATE")
        raise


def close(connection: sqlite3.Connection, *, leave_one: bool) -> None:
    """Closes a connection; what a writer leaves is one file, unless somebody still reads it."""
    with contextlib.suppress(sqlite3.Error):
        if leave_one:
            connection.execute("ROLLBACK")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
