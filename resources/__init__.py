"""Networks, scenarios, data, icons and fonts, found in a checkout, a wheel or a frozen application."""

from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

__all__ = ["listing", "resource", "resource_path"]


def resource(*parts: str) -> Traversable:
    """Return the resource at this place, e.g. ``resource("networks", "lstm.net").read_text("utf-8")``.

    Raises FileNotFoundError, naming what the folder does hold, where there is none.
    """
    found = _place(parts)
    if found.is_file() or found.is_dir():
        return found
    folder = _place(parts[:-1])
    held = ", ".join(sorted(_names(folder))) if folder.is_dir() else "no such folder"
    raise FileNotFoundError(f"no resource {'/'.join(parts)!r}; {'/'.join(('resources', *parts[:-1]))} holds: {held}")


def resource_path(*parts: str) -> AbstractContextManager[Path]:
    """Lend the resource as a real file, for libraries that read only files (Qt's fonts): ``with ... as path``.

    Inside an archive the file is unpacked for as long as the block lasts. Raises FileNotFoundError as `resource` does.
    """
    return as_file(resource(*parts))


def listing(*folder: str, suffix: str = "") -> tuple[Traversable, ...]:
    """Return what this folder holds whose names end with the suffix, ordered by name; nothing where there is no folder.

    Python files and names with a leading dot or underscore are not resources and are left out.
    """
    place = _place(folder)
    if not place.is_dir():
        return ()
    names = _names(place)
    return tuple(place.joinpath(name) for name in sorted(names) if name.endswith(suffix))


def _place(parts: tuple[str, ...]) -> Traversable:
    """Join the parts below this package; a part that climbs out of its folder is refused with ValueError."""
    for part in parts:
        if not part or part in {".", ".."} or "/" in part or "\\" in part or "\0" in part:
            raise ValueError(f"resource name {part!r}: one plain file or folder name is allowed")
    return files(__name__).joinpath(*parts)


def _names(folder: Traversable) -> list[str]:
    """Return the names of the resources in a folder, in no particular order."""
    return [entry.name for entry in folder.iterdir() if entry.name[0] not in "._" and not entry.name.endswith(".py")]
