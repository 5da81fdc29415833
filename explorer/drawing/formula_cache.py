"""Typeset formulas kept on disk between runs, and those that are shipped; anything unreadable is set again."""

import contextlib
import hashlib
import io
import json
import os
import zipfile
from dataclasses import asdict
from functools import cache
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from explorer.drawing.typesetting import Setting, typesetter_version
from resources import resource

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


def _name(latex: str, size: float) -> str:
    key = hashlib.sha256(f"{_versions()}\n{float(size)!r}\n{latex}".encode()).hexdigest()
    return f"{key[:32]}.json"


@cache
def _archive() -> zipfile.ZipFile | None:
    try:
        return zipfile.ZipFile(io.BytesIO(resource("formulas", "shipped.zip").read_bytes()))
    except (OSError, zipfile.BadZipFile):
        return None


def _shipped(name: str) -> str | None:
    """A formula of the scenarios, set when the project was made, so that the first start waits for none."""
    archive = _archive()
    if archive is None:
        return None
    try:
        return archive.read(name).decode("utf-8")
    except (KeyError, zipfile.BadZipFile):
        return None


def read(latex: str, size: float) -> Setting | None:
    """The stored setting, None where there is none or it can not be trusted."""
    name = _name(latex, size)
    folder = _folder()
    try:
        text = _shipped(name)
        if text is None and folder is not None:
            text = (folder / name).read_text(encoding="utf-8")
        if text is None:
            return None
        stored = json.loads(text)
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
    folder = _folder()
    if folder is None:
        return
    file = folder / _name(latex, size)
    scratch = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_text(json.dumps({"latex": latex, **asdict(setting)}), encoding="utf-8")
        os.replace(scratch, file)
    except OSError:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
