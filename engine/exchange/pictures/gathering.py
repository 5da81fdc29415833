"""Gathers pictures from whatever holds them: a folder, an IDX file, an .npz or a single picture."""

import os
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path

from engine.exchange.pictures.collection import Collection, collected, most_pictures
from engine.exchange.pictures.decoding import ENDINGS, read_picture
from engine.exchange.pictures.folder import Listing, list_folder, read_folder
from engine.exchange.pictures.idx import idx_pair, is_idx
from engine.exchange.pictures.stacks import ARRAYS, is_stack, read_idx_stack, read_npz_stack
from engine.exchange.wording import one_line


def holds_pictures(source: str) -> bool:
    """Whether something is opened as pictures, by its name or because it is a folder."""
    return source.lower().endswith(ENDINGS) or is_stack(Path(source)) or os.path.isdir(source)


def gather(path: Path, *, rows: int, columns: int, channels: int | None) -> Collection:
    """All pictures at one size, in grey (`channels` 1), in colour (3), or as they are (None). Raises DataError.

    What was read last is kept, for a person opens the same pictures again with another start, and read again where a
    file changed.
    """
    seen = list_folder(str(path)) if os.path.isdir(path) else _stamps(path)
    return _gathered(path, seen, rows, columns, channels)


@lru_cache(maxsize=2)
def _gathered(path: Path, seen: Hashable, rows: int, columns: int, channels: int | None) -> Collection:
    if isinstance(seen, Listing):
        return read_folder(seen, rows=rows, columns=columns, channels=channels)
    if is_idx(path):
        return read_idx_stack(path, rows=rows, columns=columns, channels=channels)
    if path.suffix.lower() == ARRAYS:
        return read_npz_stack(path, rows=rows, columns=columns, channels=channels)
    most_pictures(rows, columns)
    picture = read_picture(path, rows=rows, columns=columns)
    name = one_line(path.name, limit=60)
    return collected(
        [picture],
        [0],
        classes=(one_line(path.stem, limit=60),),
        names=[name],
        channels=channels,
        found=1,
        tried=1,
        paths=[str(path)],
    )


def _stamps(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and last change of each file that is read; nothing for one that is not there."""
    files = [file for file in (idx_pair(path) if is_idx(path) else (path,)) if file is not None]
    try:
        return tuple((str(file), (status := os.stat(file)).st_size, status.st_mtime_ns) for file in files)
    except (OSError, ValueError):
        return ()
