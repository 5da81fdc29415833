"""The user's own folders: where recordings, networks and drafts are kept that nobody gave another place."""

import os
import sys
from pathlib import Path

from engine.errors import DataError


def user_folder(kind: str) -> Path:
    """The folder of one kind of files: what CHAINRULE_KIND says, else one in the platform's place for data."""
    chosen = os.environ.get(f"CHAINRULE_{kind.upper()}")
    return Path(chosen) if chosen else _data_place() / "chainrule" / kind


def made_folder(kind: str) -> Path:
    """The same, made where it is missing; raises DataError where it cannot be."""
    folder = user_folder(kind)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: {kind} cannot be kept here ({error.strerror})") from error
    return folder


def _data_place() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    given = os.environ.get("XDG_DATA_HOME", "")
    return Path(given) if os.path.isabs(given) else Path.home() / ".local" / "share"
