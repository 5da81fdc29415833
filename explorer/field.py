"""Fields: a text that a person may type, on a picture or in a small window, and the command that gets it."""

from collections.abc import Callable
from dataclasses import dataclass


def anything(text: str) -> str:
    """Refuses nothing but an empty line."""
    return "" if text.strip() else "nothing is typed yet"


@dataclass(frozen=True, slots=True)
class Field:
    """A text that can be typed: `command` is asked for with (`subject`, what was typed).

    `text` stands there at first, `hint` where nothing does; `check` says what is wrong with a text, or nothing. `width`
    is what the line takes at least, in px at 100 %.
    """

    command: str
    subject: object = None
    text: str = ""
    check: Callable[[str], str] = anything
    hint: str = ""
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Ask:
    """A small window with one field: its title, and the words above the line. The effect "ask" opens it."""

    title: str
    label: str
    field: Field
