"""Long terms cut at their products, so that a narrow panel breaks a line instead of writing it small."""

import re
from collections.abc import Callable, Collection

_TOKEN = re.compile(r"\\class\{\w+\}\{|\\(?:[A-Za-z]+|.)|[{}()\[\]]|[^\\{}()\[\]]+")
_SILENT = r"\,"
_SIGNS = (r"\odot", r"\otimes", r"\cdot", r"\ast", _SILENT)
_NOTHING = re.compile(r"\\class\{\w+\}\{|_\{\\mathrm\{\w+\}\}|[{}\s]")
"""What a sign may stand behind and still be the first of its factor: marks, and the index of the sign before."""


def factors(latex: str, cuts: Collection[int] | None = None) -> list[str]:
    r"""The LaTeX cut before each sign of a product outside of brackets and braces, or before those numbered in `cuts`.

    A mark (`\class{name}{…}`) that is cut stands around each of its parts; a product without a sign gets a dot where
    it is cut. What has no product stays whole.
    """
    found: list[str] = []
    written = factor = ""
    marks, opened, number = list[str](), list[str](), -1
    for token in _TOKEN.findall(latex):
        if token in _SIGNS and opened == marks and _NOTHING.sub("", factor):
            factor = ""
            number += 1
            if cuts is None or number in cuts:
                found.append(written + "}" * len(marks))
                written = "".join(marks) + "{}" + (r"\cdot " if token == _SILENT else token)
                continue
        elif token not in _SIGNS:
            factor += token
        if token.startswith(r"\class"):
            marks.append(token)
        if token.startswith(r"\class") or token in ("{", "(", "["):
            opened.append(token)
        elif opened and token in ("}", ")", "]") and opened.pop().startswith(r"\class"):
            marks.pop()
        written += token
    return [*found, written]


def broken(latex: str, rooms: tuple[float, float], width: Callable[[str], float]) -> list[str]:
    """The LaTeX in as few parts as fit: `rooms` is that of the first and of each later one, in the unit of `width`.

    A single factor that is wider than its room is a part of its own.
    """
    made: list[int] = []
    for number in range(len(factors(latex)) - 1):
        running = factors(latex, (*made, number + 1))[len(made)]
        if width(running) > rooms[min(len(made), 1)]:
            made.append(number)
    return factors(latex, made)
