"""The words of the editor: what is edited, what is derived from it, how large it is, and what is wrong."""

from engine.language.network import Network
from explorer.scene import Scene
from explorer.views.editor.reading import Reading, Wrong

SHOWN = 36
"""Letters of a line that are shown around an error."""


def head_words(scene: Scene, reading: Reading, *, modified: bool, edited: bool) -> str:
    """What the text is of; a dot where it is not what runs."""
    name = scene.prepared.network.name
    if scene.state.opening.source != name:
        name = f"{name} on {scene.state.opening.source}"
    if modified:
        return f"• {name}: not run yet"
    if scene.prepared.unfit:
        return f"{name}: runs on random numbers, for the data do not fit"
    declared = reading.network.sizes if reading.network is not None else {}
    sizes = [f"{size} = {number}" for size, number in scene.network.sizes.items() if declared.get(size) != number]
    if sizes:
        return f"{name}: runs with {', '.join(sizes)}, as the data are"
    return f"{name}: runs as edited" if edited else name


def derived_words(reading: Reading, *, stale: bool) -> str:
    """How many lines are derived; of an older text where the newest cannot be read."""
    program = reading.program
    if program is None:
        return "Derived: nothing yet"
    backward = len(program.section("backward", "parameters", "inputs"))
    count = f"{backward} line{'' if backward == 1 else 's'}"
    return f"Stale: of the last text without an error, {count}" if stale else f"Derived as you type: {count}"


def count_words(network: Network | None) -> str:
    """How many numbers training could change."""
    if network is None:
        return ""
    count = network.parameter_count
    return f"{count:,} parameter{'' if count == 1 else 's'} in {len(network.having('parameter'))} quantities"


def wrong_words(wrong: Wrong) -> str:
    """Where, what was met, and what is allowed."""
    return f"line {wrong.place.line}, column {wrong.place.column}: {wrong.words}"


def caret_words(wrong: Wrong, text: str) -> str:
    """The letters around the place, and a caret below it."""
    lines = text.split("\n")
    line = lines[min(wrong.place.line, len(lines)) - 1].replace("\t", " ")
    column = len(line.encode("utf-8", "surrogatepass")[: max(0, wrong.place.column - 1)].decode("utf-8", "ignore"))
    start = max(0, column - SHOWN // 2)
    shown = line[start : start + SHOWN]
    left = len(shown) - len(shown.lstrip())
    return f"{shown.lstrip()}\n{' ' * max(0, column - start - left)}^"
