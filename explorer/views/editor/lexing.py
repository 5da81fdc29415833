"""What each word of a text is: an op, a size, a parameter, a number, a comment; told line by line, errors or not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from engine.language.network import Network
from engine.ops import ops

Kind = Literal["comment", "text", "number", "op", "word", "size", "parameter", "defined"]
WORDS = ("sizes", "adjoints", "symbols", "input", "target", "parameter", "mask", "for", "in", "range")
QUOTES = '"""'
_TOKEN = re.compile(
    r"(?P<comment>#.*)|(?P<text>\"[^\"]*\"?|'[^']*'?)|(?P<name>[A-Za-z_]\w*)|(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Some letters of a line, and what they are."""

    start: int
    length: int
    kind: Kind


@cache
def op_names() -> tuple[str, ...]:
    """What an equation may call."""
    return tuple(op.name for op in ops().values() if op.callable)


def kinds_of(network: Network | None) -> Mapping[str, Kind]:
    """What each name is, as far as a network that was read tells."""
    found: dict[str, Kind] = dict.fromkeys(op_names(), "op")
    found |= dict.fromkeys(WORDS, "word")
    if network is not None:
        for name, quantity in network.quantities.items():
            found[name] = "parameter" if quantity.role == "parameter" else "defined"
        found |= dict.fromkeys(network.sizes, "size")
    return found


def spans(line: str, kinds: Mapping[str, Kind], *, inside: bool) -> tuple[list[Span], bool]:
    """The words of a line, and whether the next line begins inside a long text, as this one does where `inside`."""
    found: list[Span] = []
    start = 0
    while True:
        if inside:
            stop = line.find(QUOTES, start)
            end = len(line) if stop < 0 else stop + len(QUOTES)
            found.append(Span(start, end - start, "text"))
            if stop < 0:
                return found, True
            start, inside = end, False
        opening = _opening(line, start)
        until = len(line) if opening < 0 else opening
        found += _words(line, start, until, kinds)
        if opening < 0:
            return found, False
        found.append(Span(opening, len(QUOTES), "text"))
        start, inside = opening + len(QUOTES), True


def _opening(line: str, start: int) -> int:
    """Where a long text begins that is not inside a comment; -1 where none does."""
    place, comment = line.find(QUOTES, start), line.find("#", start)
    return -1 if 0 <= comment < place else place


def _words(line: str, start: int, stop: int, kinds: Mapping[str, Kind]) -> Iterator[Span]:
    for match in _TOKEN.finditer(line, start, stop):
        group = match.lastgroup
        if group == "name":
            kind = kinds.get(match[0])
            if kind is not None:
                yield Span(match.start(), len(match[0]), kind)
        elif group in ("comment", "text", "number"):
            yield Span(match.start(), len(match[0]), group)  # type: ignore[arg-type]
