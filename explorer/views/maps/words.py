"""What maps and their entries are in words."""

import numpy as np

from explorer.scene import Scene
from explorer.scenery.images import CHANNELS, is_coloured
from explorer.scenery.quantities import symbol_words
from explorer.theme.numbers import ABSENT, format_number
from explorer.views.maps.sides import Side, norms

_EXACT = 8
Entry = tuple[int, int, int]


def map_word(scene: Scene, name: str, number: int) -> str:
    """Map 3, or channel G of a colour picture."""
    if is_coloured(scene.network, name):
        return f"channel {CHANNELS[number]}"
    role = scene.network.quantities[name].role
    return f"{'channel' if role == 'input' else 'map'} {number}"


def number_at(scene: Scene, side: Side, entry: Entry, *, adjoint: bool) -> float | None:
    """The value or the adjoint of one entry; None while it is not computed."""
    if not scene.exists(side.name, adjoint):
        return None
    same = adjoint == side.adjoint
    array = side.numbers if same else scene.array(side.name, adjoint, side.moment)
    return None if array is None else float(array[entry])


def number_words(scene: Scene, side: Side, entry: Entry, *, adjoint: bool, digits: int) -> str:
    """The value or the adjoint of one entry; what runs next is told to be a preview."""
    number = number_at(scene, side, entry, adjoint=adjoint)
    text = format_number(number, digits=digits, signed=scene.family(side.name, adjoint) != "gate")
    if not (side.following and adjoint == side.adjoint):
        return text
    return "runs next" if number is None else f"runs next: {text}"


def place_words(scene: Scene, name: str, entry: Entry) -> str:
    """Row 4, column 5, map 3."""
    row, column, number = entry
    return f"row {row}, column {column}, {map_word(scene, name, number)}"


def entry_tip(scene: Scene, side: Side, entry: Entry) -> str:
    """One entry: where it stands, its value and its adjoint."""
    symbol = symbol_words(scene, side.name, adjoint=False, moment=side.moment)
    lines = [f"{symbol}: {place_words(scene, side.name, entry)}"]
    for adjoint in (False, True):
        if scene.exists(side.name, adjoint):
            number = number_words(scene, side, entry, adjoint=adjoint, digits=_EXACT)
            word = "adjoint" if adjoint else "value"
            lines.append(f"{word} {'— not computed yet' if number == ABSENT else number}")
    return "\n".join([*lines, "Click selects it; the Inspector explains it."])


def colour_tip(scene: Scene, side: Side, row: int, column: int) -> str:
    """One pixel of a colour picture."""
    if side.numbers is None:
        return f"{side.name}: not computed yet"
    parts = [
        f"{channel} {format_number(float(number))}"
        for channel, number in zip(CHANNELS, side.numbers[row, column], strict=True)
    ]
    return f"{side.name}: row {row}, column {column}\n{', '.join(parts)}\nClick selects channel {CHANNELS[0]}."


def map_tip(scene: Scene, side: Side, number: int) -> str:
    """One map: its norm and what a click does."""
    symbol = symbol_words(scene, side.name, adjoint=side.adjoint, moment=side.moment)
    found = norms(scene, side.name, adjoint=side.adjoint)
    words = f"{symbol}: {map_word(scene, side.name, number)}"
    norm = "not computed yet" if found is None else f"norm {format_number(float(found[number]), signed=False)}"
    return f"{words}\n{norm}\nClick opens it large."


def map_summary(scene: Scene, side: Side, number: int) -> str:
    """The norm of a map and between which numbers it lies."""
    if side.numbers is None or side.following:
        return "runs next" if side.following else "not computed yet"
    numbers = side.numbers[:, :, number]
    digits = scene.state.digits
    low, high = (format_number(float(part), digits=digits) for part in (numbers.min(), numbers.max()))
    norm = format_number(float(np.sqrt((numbers.astype(np.float64) ** 2).sum())), digits=digits, signed=False)
    return f"norm {norm}, from {low} to {high}"
