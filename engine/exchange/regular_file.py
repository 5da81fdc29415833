"""Reads regular files, and only those, without ever waiting and without ever reading more than a limit."""

from __future__ import annotations

import os
import stat

from engine.errors import DataError
from engine.exchange.wording import one_line, shown

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(path: str | os.PathLike[str], *, limit: int) -> bytes:
    """The whole content of the regular file at `path`, at most `limit` bytes.

    Raises `DataError` for a missing file, a folder, pipe, socket or device, a file without permission, one larger
    than `limit` (before reading it), and for errors while reading.
    """
    try:
        _refuse_irregular(path, os.stat(path))  # before opening: opening a device may already do something
        descriptor = os.open(path, _FLAGS)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(stream.fileno())
            _refuse_irregular(path, status)
            if status.st_size > limit:
                raise DataError(f"{shown(path)}: {status.st_size:,} bytes met, at most {limit:,} are allowed")
            # The size may be stale or (under /proc) zero: read one byte past the limit to notice.
            data = stream.read(min(status.st_size, limit) + 1)
            if len(data) > status.st_size:
                data += stream.read(limit + 1 - len(data))
    except FileNotFoundError as error:
        raise DataError(f"{shown(path)}: no such file; allowed is the path of an existing file") from error
    except PermissionError as error:
        raise DataError(f"{shown(path)}: no permission to read it; allowed are files you may read") from error
    except (OSError, ValueError) as error:
        reason = one_line(getattr(error, "strerror", None) or str(error))
        raise DataError(f"{shown(path)}: cannot be read, {reason}; allowed is a readable regular file") from error
    if len(data) > limit:
        raise DataError(f"{shown(path)}: more than {limit:,} bytes met, at most {limit:,} are allowed")
    return data


def _refuse_irregular(path: str | os.PathLike[str], status: os.stat_result) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    kind = next((name for test, name in _KINDS if test(status.st_mode)), "something else")
    raise DataError(f"{shown(path)}: {kind} met, only a regular file is allowed")
