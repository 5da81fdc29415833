"""The look that a person chose, kept between sessions: theme, colours, zoom, digits, motion, and the panes' sizes."""

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, get_args

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QSplitter

from explorer.state import DIGITS, ZOOMS, Colours, State, ThemeName

KEPT = ("theme", "colours", "zoom", "digits", "steady", "preview")
WIDEST = 100_000
_USUAL = {field.name: field.default for field in fields(State)}


def keep_look(settings: QSettings, state: State) -> None:
    """Writes how it looks now; while the projector is on, how it looks on the desk."""
    if state.desk is not None:
        state = replace(state, zoom=state.desk[0], digits=state.desk[1])
    for name in KEPT:
        settings.setValue(f"look/{name}", str(getattr(state, name)))


def with_kept_look(state: State, settings: QSettings) -> State:
    """The state as this person likes it; what is not as usual was asked for and stays, such as that of a figure."""
    kept = {name: _read(name, str(settings.value(f"look/{name}", ""))) for name in KEPT}
    wanted = {name: value for name, value in kept.items() if value is not None and getattr(state, name) == _USUAL[name]}
    return replace(state, **wanted)


def _read(name: str, text: str) -> Any:
    """A value that was written; None where nothing was, or what no longer exists."""
    allowed: dict[str, tuple[Any, ...]] = {
        "theme": get_args(ThemeName),
        "colours": get_args(Colours),
        "zoom": ZOOMS,
        "digits": tuple(DIGITS),
        "steady": (True, False),
        "preview": (True, False),
    }
    return next((value for value in allowed[name] if str(value) == text), None)


def keep_panes(settings: QSettings, arrangement: str, splitters: Sequence[QSplitter]) -> None:
    """Writes how the room is shared among the panes, for one arrangement of them."""
    settings.setValue(f"window/panes/{arrangement}", json.dumps([splitter.sizes() for splitter in splitters]))


def share_as_kept(settings: QSettings, arrangement: str, splitters: Sequence[QSplitter]) -> None:
    """Shares the room as it was in that arrangement; what was never kept, or cannot be, stays as it is."""
    try:
        kept = json.loads(str(settings.value(f"window/panes/{arrangement}", "[]")))
    except (ValueError, RecursionError):
        return
    if not isinstance(kept, list) or len(kept) != len(splitters):
        return
    for splitter, sizes in zip(splitters, kept, strict=True):
        usable = isinstance(sizes, list) and len(sizes) == splitter.count()
        if usable and sizes and all(type(size) is int and 0 <= size <= WIDEST for size in sizes) and any(sizes):
            splitter.setSizes(sizes)
