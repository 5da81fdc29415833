"""The text that runs, and its lines broken to a width."""

from dataclasses import dataclass

from engine.language.sizes_line import with_sizes
from explorer.scene import Scene

INDENT = 4
"""Letters by which what does not fit on a row stands further right below."""


def running_text(scene: Scene) -> str:
    """The text that runs, with the sizes that it runs with; what a person typed stands as it was typed."""
    typed, text = scene.state.opening.text, scene.network.text
    text = text if typed else with_sizes(text, scene.network.sizes)
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of a line: its number from 1, the letters from `start` to `stop`, and how far it is indented."""

    number: int
    start: int
    stop: int
    indent: int = 0


def wrapped(lines: list[str], room: int) -> list[Row]:
    """The lines in rows of at most `room` letters, broken at spaces where there are any."""
    rows: list[Row] = []
    for number, line in enumerate(lines, start=1):
        start, indent = 0, 0
        while len(line) - start > room - indent:
            cut = line.rfind(" ", start + room // 2, start + room - indent)
            cut = start + room - indent if cut < 0 else cut + 1
            rows.append(Row(number, start, cut, indent))
            start, indent = cut, INDENT
        rows.append(Row(number, start, len(line), indent))
    return rows
