"""The session: what a person made while looking at a run, kept in the recording of it, or in a file of its own."""

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any, get_type_hints

from engine.errors import DataError
from engine.exchange.user_folder import user_folder
from explorer.records import plain_of, record_of
from explorer.state import State

FIELDS = ("interventions", "switched_off", "breakpoints", "watches", "notes", "blanks", "title", "story")
KEY = "session"
"""The name under which a recording keeps it."""
LEFT = "left.scenario"
"""The file, in the user's folder, of the session that was left last."""
_HINTS = get_type_hints(State)


def left_session() -> Path | None:
    """The session of the window that was open before, if something was made in it."""
    path = user_folder("sessions") / LEFT
    return path if path.is_file() else None


def made_in(state: State) -> tuple[Any, ...]:
    """What was made, as it is: two of them tell at once whether anything is new."""
    return tuple(getattr(state, name) for name in FIELDS)


def session_of(state: State) -> dict[str, Any]:
    """What was made, as plain data; what is as it is at first is left out."""
    named = zip(FIELDS, made_in(state), made_in(State(state.opening)), strict=True)
    return {name: plain_of(made) for name, made, usual in named if made != usual}


def with_session(state: State, kept: Any) -> State:
    """The state with what was kept; a part that cannot be read is left out, the rest counts."""
    found: dict[str, Any] = {}
    for name in FIELDS if isinstance(kept, dict) else ():
        if name in kept:
            with contextlib.suppress(DataError):
                found[name] = record_of(_HINTS[name], kept[name], name)
    return replace(state, **found)
