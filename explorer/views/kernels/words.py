"""What kernels, their entries and their rows are in words."""

import numpy as np

from explorer.scene import Array, Scene
from explorer.scenery.quantities import symbol_words
from explorer.theme.numbers import ABSENT, format_number
from explorer.views.kernels.parts import Kernels, Part, channel_word, norms

Entry = tuple[int, int, int, int]
_EXACT, _NORM_DIGITS = 8, 4


def place_words(scene: Scene, kernels: Kernels, entry: Entry) -> str:
    """Row 1, column 2, map 3, channel R."""
    number, row, column, channel = entry
    return f"row {row}, column {column}, map {number}, channel {channel_word(scene.network, kernels.name, channel)}"


def number_words(part: Part, entry: Entry, *, digits: int) -> str:
    """One number of a part; what runs next is told to be a preview."""
    number = None if part.numbers is None else float(part.numbers[entry])
    text = format_number(number, digits=digits)
    if not part.following:
        return text
    return "runs next" if number is None else f"runs next: {text}"


def entry_tip(scene: Scene, kernels: Kernels, entry: Entry) -> str:
    """One entry of a kernel with its gradient and its update."""
    lines = [f"{symbol_words(scene, kernels.name, adjoint=False, moment=None)}: {place_words(scene, kernels, entry)}"]
    for part in kernels.parts:
        text = number_words(part, entry, digits=_EXACT)
        lines.append(f"{part.what} {'— not computed yet' if text == ABSENT else text}")
    return "\n".join([*lines, "Click selects it; the Inspector explains it."])


def colour_tip(scene: Scene, kernels: Kernels, number: int, row: int, column: int) -> str:
    """One pixel of a kernel in colour: its three numbers."""
    part = kernels.parts[0]
    numbers = [
        f"{channel_word(scene.network, kernels.name, channel)} "
        f"{number_words(part, (number, row, column, channel), digits=_EXACT)}"
        for channel in range(kernels.shape[3])
    ]
    return f"{part.word}: row {row}, column {column}, map {number}\n{', '.join(numbers)}\nClick opens it large."


def sizes_of(scene: Scene, kernels: Kernels, part: Part) -> Array | None:
    """The norm of every map's kernel; of an update its share of the kernel's norm, NaN where that is zero."""
    found = norms(scene, part)
    whole = norms(scene, kernels.parts[0])
    if found is None or whole is None or part.what != "update":
        return found
    with np.errstate(invalid="ignore"):
        return found / np.where(whole > 0.0, whole, np.nan)


def norm_text(scene: Scene, kernels: Kernels, part: Part, number: int) -> str:
    """The norm of one map's kernel; of an update its share of the kernel's norm."""
    found = sizes_of(scene, kernels, part)
    own = None if found is None or np.isnan(found[number]) else float(found[number])
    return format_number(own, digits=_NORM_DIGITS, signed=False)


def norm_tip(scene: Scene, kernels: Kernels, part: Part, number: int) -> str:
    """What stands in the column of norms."""
    text = norm_text(scene, kernels, part, number)
    what = f"norm of the {part.what} of map {number}, all channels together"
    if part.what == "update":
        what += ", divided by the norm of the kernel; a healthy step is about 1e−3"
    return f"{what[0].upper()}{what[1:]}\n{text if text != ABSENT else 'not computed yet'}"


def norm_heading(part: Part) -> str:
    """The name of the column of norms."""
    return "share" if part.what == "update" else "norm"


def bias_tip(scene: Scene, bias: str, number: int) -> str:
    """One bias with its adjoint."""
    symbol = symbol_words(scene, bias, adjoint=False, moment=None)
    lines = [
        f"{symbol}: bias of map {number}",
        f"value {format_number(scene.number(bias, False, None, (number,)), digits=8)}",
    ]
    if scene.exists(bias, True):
        found = scene.number(bias, True, None, (number,))
        lines.append(f"gradient {'— not computed yet' if found is None else format_number(found, digits=_EXACT)}")
    return "\n".join([*lines, "Click selects it."])
