"""Writes a file so that a crash, an I/O error or a power cut leaves either the old file or the whole new one."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

from engine.errors import DataError
from engine.exchange.wording import one_line, shown

# Some file systems (and Windows) cannot sync a folder at all; that is no failure of this write.
_FOLDER_SYNC_UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM}


def safe_write(path: str | os.PathLike[str], data: bytes) -> None:
    """Put `data` into the file at `path`, replacing it in one go.

    Temporary file in the same folder, fsync, rename over the old file, fsync of the folder. A symbolic link is
    followed, so the file it points to is replaced and the link stays. The old file's permissions are kept.

    Raises `DataError` naming the path. The old file is then untouched and no temporary file is left; only when the
    very last call (the fsync of the folder) fails is the complete new file already in place, and the message says so.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_of(target, path)
        folder = _open_folder(target.parent)
    except (OSError, ValueError) as error:
        raise DataError(f"{shown(path)}: cannot be written, {_reason(error)}; the old file is untouched") from error
    try:
        try:
            _write_and_rename(target, data, mode)
        except OSError as error:
            raise DataError(f"{shown(path)}: cannot be written, {_reason(error)}; the old file is untouched") from error
        try:
            if folder is not None:
                os.fsync(folder)
        except OSError as error:
            if error.errno not in _FOLDER_SYNC_UNSUPPORTED:
                raise DataError(
                    f"{shown(path)}: the new content is in place, but the disk did not confirm it "
                    f"({_reason(error)}); save again to be sure"
                ) from error
    finally:
        if folder is not None:
            os.close(folder)


def _mode_of(target: Path, path: str | os.PathLike[str]) -> int:
    """Permissions for the new file: those of the old one, else what the process would give a new file."""
    try:
        status = os.stat(target)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        raise DataError(f"{shown(path)}: cannot be written, it is {kind}; allowed is a new or a regular file")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is write-protected")
    return stat.S_IMODE(status.st_mode)


def _open_folder(folder: Path) -> int | None:
    """A descriptor to sync the folder with, opened before anything changes; None where folders cannot be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return None
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        return None  # a folder may be writable without being readable


def _write_and_rename(target: Path, data: bytes, mode: int) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=".chainrule-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _reason(error: Exception) -> str:
    return one_line(getattr(error, "strerror", None) or str(error))
