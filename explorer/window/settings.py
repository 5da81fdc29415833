"""The look that a person chose, kept between sessions: theme, colours, zoom, digits, motion and the projector."""

from dataclasses import fields, replace
from typing import Any, get_args

from PySide6.QtCore import QSettings

from explorer.state import DIGITS, ZOOMS, Colours, State, ThemeName

KEPT = ("theme", "colours", "zoom", "digits", "steady", "preview")
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
