"""What the language says of a text it cannot read: line, column, caret, what was met, what is allowed."""

from dataclasses import dataclass

from engine.errors import ChainruleError

MOST_SHOWN = 160
_PLAIN = {
    "invalid syntax": "something is missing here, or too much",
    "invalid decimal literal": "a number goes over into letters; write * between them",
    "unterminated triple-quoted string": 'the description that begins with """ is never closed',
    "unexpected EOF while parsing": "the text ends too early",
    "unexpected indent": "a line begins with spaces",
}
"""What Python says of a text, and the same in words that need no Python."""


def plain_words(message: object) -> str:
    """What is wrong with a text, from what Python's parser says of it."""
    said = str(message)
    return next((words for start, words in _PLAIN.items() if said.startswith(start)), said)


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
