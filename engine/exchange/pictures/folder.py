"""Folders of pictures: a folder for each class, or one folder of one class; what is broken is skipped and listed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.errors import DataError
from engine.exchange.pictures.collection import Collection, Skipped, collected, most_pictures, thinned
from engine.exchange.pictures.decoding import ALLOWED, ENDINGS, read_picture
from engine.exchange.pictures.picture import Picture
from engine.exchange.pictures.stacks import is_stack
from engine.exchange.wording import met, one_line, shown

MOST_FILES = 200_000
MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Found:
    """One file: its name within the opened folder, the number of its class, its bytes and its last change."""

    name: str
    number: int
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The pictures of a folder, by class and name, before any is read; `others` are its other files, with a reason."""

    path: str
    classes: tuple[str, ...]
    files: tuple[Found, ...]
    others: tuple[Skipped, ...]


def list_folder(path: str) -> Listing:
    """What a folder holds: the folders in it are classes where any of them holds pictures, else it is one class.

    Hidden files are left out. Raises DataError for a folder that cannot be read, holds more than MOST_FILES files, or
    no picture.
    """
    if Path(path).resolve().parent == Path(path).resolve():
        raise DataError(f"{shown(path)}: the whole disk met; allowed is a folder of pictures, or of one for each class")
    try:
        entries = _entries(path)
    except OSError as error:
        reason = one_line(error.strerror or str(error))
        raise DataError(f"{shown(path)}: cannot be read, {reason}; allowed is a folder you may read") from error
    folders = [entry.name for entry in entries if entry.is_dir()]
    loose = [entry for entry in entries if not entry.is_dir()]
    others: list[Skipped] = []
    by_class: dict[str, list[os.DirEntry[str]]] = {}
    count = len(entries)
    for name in folders:
        try:
            inside = _entries(os.path.join(path, name))
        except OSError as error:
            others.append(Skipped(_label(name), one_line(error.strerror or str(error))))
            continue
        count += len(inside)
        if count > MOST_FILES:
            break
        if any(_is_picture(entry) for entry in inside):
            by_class[name] = inside
    if count > MOST_FILES:
        raise DataError(f"{shown(path)}: more than {MOST_FILES:,} files met; at most {MOST_FILES:,} are allowed")
    if by_class:
        others += [Skipped(_label(entry.name), "outside the folders of the classes") for entry in loose]
    elif any(_is_picture(entry) for entry in entries):
        by_class = {"": loose}
    else:
        arrays = next((f", but {_label(each.name)}: open that file" for each in loose if is_stack(Path(each.name))), "")
        raise DataError(
            f"{shown(path)}: no picture met{arrays}; allowed is a folder of pictures, or of one for each class "
            f"(files that end in {' '.join(ENDINGS)})"
        )
    files = tuple(_files(by_class, others))
    own = Path(os.path.abspath(path)).name
    return Listing(path, tuple(_label(name or own) for name in by_class), files, tuple(others))


def read_folder(listing: Listing, *, rows: int, columns: int, channels: int | None) -> Collection:
    """The pictures of a folder; where there are too many, or too many bytes of them, they are thinned out evenly.

    Raises DataError where none can be read.
    """
    files, total = listing.files, sum(found.size for found in listing.files)
    affordable = len(files) * MOST_BYTES // max(total, MOST_BYTES)
    taken = thinned(len(files), max(1, min(most_pictures(rows, columns), affordable)))
    pictures: list[Picture] = []
    read: list[Found] = []
    skipped: list[Skipped] = []
    for place in taken:
        found = files[place]
        path = os.path.join(listing.path, found.name)
        try:
            pictures.append(read_picture(path, rows=rows, columns=columns))
        except DataError as error:
            reason = str(error).removeprefix(f"{shown(path)}: ").partition("; ")[0]
            skipped.append(Skipped(_label(found.name), reason))
        else:
            read.append(found)
    if not pictures:
        raise DataError(
            f"{shown(listing.path)}: none of {len(taken):,} pictures can be read, {skipped[0].words}; {ALLOWED}"
        )
    return collected(
        pictures,
        [found.number for found in read],
        classes=listing.classes,
        names=[_label(found.name) for found in read],
        channels=channels,
        found=len(files),
        tried=len(taken),
        skipped=[*skipped, *listing.others],
        paths=[os.path.join(listing.path, found.name) for found in read],
    )


def _files(by_class: dict[str, list[os.DirEntry[str]]], others: list[Skipped]) -> Iterator[Found]:
    """The pictures by class and name; what else lies there goes to `others`."""
    for number, (folder, entries) in enumerate(by_class.items()):
        for entry in entries:
            name = os.path.join(folder, entry.name)
            if not _is_picture(entry):
                what = "a folder within a class" if entry.is_dir() else f"its ending {met(Path(name).suffix)}"
                others.append(Skipped(_label(name), what))
                continue
            try:
                status = entry.stat()
            except OSError as error:
                others.append(Skipped(_label(name), one_line(error.strerror or str(error))))
                continue
            yield Found(name, number, status.st_size, status.st_mtime_ns)


def _entries(path: str) -> list[os.DirEntry[str]]:
    """What lies in a folder, sorted by name, without what is hidden."""
    with os.scandir(path) as found:
        visible = (entry for entry in found if not entry.name.startswith("."))
        return sorted(islice(visible, MOST_FILES + 1), key=lambda entry: entry.name)


def _is_picture(entry: os.DirEntry[str]) -> bool:
    return entry.name.lower().endswith(ENDINGS)


def _label(name: str) -> str:
    return one_line(name, limit=60)
