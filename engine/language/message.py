"""What the language says of a text it cannot read: line, column, caret, what was met, what is allowed."""

from dataclasses import dataclass

from engine.errors import ChainruleError

MOST_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text something stands; both numbers count from 1."""

    line: int = 1
    column: int = 1


class LanguageError(ChainruleError):
    """An equation text cannot be used; `place` says where, the message shows the line with a caret."""

    def __init__(self, what: str, place: Place, text: str) -> None:
        self.what = what
        self.place = place
        lines = text.splitlines()
        shown = lines[place.line - 1] if place.line <= len(lines) else ""
        start = max(0, place.column - MOST_SHOWN // 2)
        cut = "".join(mark if mark.isprintable() else "�" for mark in shown[start : start + MOST_SHOWN])
        super().__init__(
            f"line {place.line}, column {place.column}: {what}\n    {cut}\n    {' ' * (place.column - 1 - start)}^"
        )
