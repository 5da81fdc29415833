"""Typeset formulas kept on disk between runs; anything unreadable is set again."""

import contextlib
import hashlib
import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from explorer.drawing.typesetting import Setting, typesetter_version

_LAYOUT = 1
"""Raised whenever what is stored changes its meaning."""


class _Folder:
    """Where the cache lives; chosen at the first use, because the application's name must be set by then."""

    path: Path | None = None
    chosen = False


def set_cache_folder(path: Path | None) -> None:
    """Keep formulas in `path` from now on; None keeps them in memory only."""
    _Folder.path, _Folder.chosen = path, True


def _folder() -> Path | None:
    if not _Folder.chosen:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
        set_cache_folder(Path(place) / "formulas" if place else None)
    return _Folder.path


@cache
def _versions() -> str:
    return f"{_LAYOUT}/{typesetter_version()}"


def _file(latex: str, size: float) -> Path | None:
    folder = _folder()
    if folder is None:
        return None
    key = hashlib.sha256(f"{_versions()}\n{float(size)!r}\n{latex}".encode()).hexdigest()
    return folder / f"{key[:32]}.json"


def read(latex: str, size: float) -> Setting | None:
    """The stored setting, None where there is none or it can not be trusted."""
    file = _file(latex, size)
    if file is None:
        return None
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        if stored.pop("latex") != latex:
            return None
        boxes = tuple((str(name), _box(box)) for name, box in stored.pop("boxes"))
        setting = Setting(boxes=boxes, **stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    numbers = (setting.shift, setting.width, setting.height, setting.ascent)
    sound = all(isinstance(number, float) for number in numbers) and isinstance(setting.outline, str)
    return setting if sound else None


def _box(box: list[float]) -> tuple[float, float, float, float]:
    left, top, width, height = (float(number) for number in box)
    return left, top, width, height


def write(latex: str, size: float, setting: Setting) -> None:
    """Store a setting; a full or read-only disk is no reason to stop drawing."""
    file = _file(latex, size)
    if file is None:
        return
    scratch = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_text(json.dumps({"latex": latex, **asdict(setting)}), encoding="utf-8")
        os.replace(scratch, file)
    except OSError:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
