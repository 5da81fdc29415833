"""What the picture says: one short sentence for what is seen and one for what can be done, and tips."""

import numpy as np

from explorer.scene import Scene
from explorer.scenery.quantities import symbol_words
from explorer.theme.numbers import ABSENT, format_number
from explorer.views.picture.shown import Shown, channel_word, picture_name
from explorer.views.picture.through import Through, dense_layers

EXACT = 8
DRAW = "Drag over the picture to draw: everything is computed anew at once. Undo takes a stroke back."
CHOOSE = "Click a unit or a class to see what passes through it alone."
UNCHANGED = "Drag on the picture."
BACK = "The way back, from right to left: in every layer the part of its adjoint that passes through the unit."


def adjoint_symbol(scene: Scene, name: str) -> str:
    """Such as ∂E/∂X."""
    return symbol_words(scene, name, adjoint=True, moment=None)


def unit_words(scene: Scene, name: str, entry: tuple[int, ...]) -> str:
    """Such as z4[1] (trousers)."""
    return f"{symbol_words(scene, name, adjoint=False, moment=None)}{index_words(scene, name, entry)}"


def index_words(scene: Scene, name: str, entry: tuple[int, ...]) -> str:
    """The place of a unit, with the name of the class where it stands for one."""
    label = class_word(scene, name, entry)
    return f"{list(entry) if entry else ''}{f' ({label})' if label else ''}"


def class_word(scene: Scene, name: str, entry: tuple[int, ...]) -> str:
    """The name of the class that a unit of the last layer stands for; "" where none is known."""
    layers = dense_layers(scene, picture_name(scene))
    if not layers or name != layers[-1] or not entry:
        return ""
    shape = scene.network.quantities[name].shape
    for target in scene.network.having("target"):
        labels = scene.prepared.labels.get(target.name, ())
        if target.shape == shape == (len(labels),):
            return labels[entry[0]]
    return ""


def adjoint_note(scene: Scene, shown: Shown) -> str:
    """What the map of the adjoint is, exactly."""
    symbol = adjoint_symbol(scene, shown.name)
    if shown.adjoint is None:
        state = "runs next" if shown.following else "is not computed yet"
        return f"{symbol} {state}: the backward pass makes it last. Step on to see it."
    over = f" Shown: the sizes of its {len(shown.channels)} channels added up." if shown.summed else ""
    if shown.through is not None:
        return f"{through_note(scene, shown.name, shown.through)}{over}"
    return (
        f"{symbol} tells by how much {scene.network.objective} grows for each unit by which a pixel grows. "
        f"This saliency map is exactly the adjoint of the input, not an estimate.{over}"
    )


def through_note(scene: Scene, image: str, through: Through) -> str:
    """What a part is, and what all parts come to."""
    symbol = adjoint_symbol(scene, image)
    quantity = scene.network.quantities[through.name]
    unit = unit_words(scene, through.name, through.entry)
    first = f"Exactly the part of {symbol} that passes through {unit}."
    if not through.whole:
        return f"{first} Other parts go round this layer, or through it again at another moment."
    count = int(np.prod(quantity.shape, dtype=int))
    if count == 1:
        return f"{first} All of {symbol} passes through it." if through.moment is None else first
    moments = " at all moments" if through.moment is not None else ""
    word = "units" if len(quantity.shape) == 1 else "entries"
    return f"{first} The parts of all {count} {word} of this layer{moments} sum to {symbol}."


def back_words(count: int) -> str:
    """What takes back all entries that were put in by hand, and how many these are."""
    return f"take {count:,} back"


def changed_tip(shown: Shown) -> str:
    """The same in full."""
    if not shown.changed:
        return "Every entry of the picture is as it was given."
    are = "entry of the picture holds" if shown.changed == 1 else "entries of the picture hold"
    return f"{shown.changed:,} {are} a number put in by hand; such pixels carry a corner.\nClick takes all back."


def pixel_words(scene: Scene, shown: Shown, row: int, column: int, *, digits: int) -> str:
    """One pixel: its numbers and its adjoint."""
    many = scene.network.quantities[shown.name].shape[2] > 1
    parts = []
    for place, channel in enumerate(shown.channels):
        word = f"{channel_word(scene, shown.name, channel)} " if many else "value "
        signed = shown.low < 0.0
        parts.append(f"{word}{format_number(float(shown.values[row, column, place]), digits=digits, signed=signed)}")
    number = None if shown.adjoint is None else float(shown.adjoint[row, column])
    symbol = adjoint_symbol(scene, shown.name)
    text = ABSENT if number is None else format_number(number, digits=digits, signed=not shown.summed)
    what = "sum of sizes of " if shown.summed else ""
    what += "the part of " if shown.through is not None else ""
    return f"row {row}, column {column}: {', '.join(parts)} · {what}{symbol} {text}"


def pixel_tip(scene: Scene, shown: Shown, row: int, column: int) -> str:
    """One pixel, and what can be done with it."""
    return f"{pixel_words(scene, shown, row, column, digits=EXACT)}\nDrag draws with the brush below."


def unit_tip(scene: Scene, name: str, entry: tuple[int, ...], numbers: tuple[float | None, float | None]) -> str:
    """A unit: its value, its adjoint, and what a click does."""
    value, adjoint = (ABSENT if number is None else format_number(number, digits=EXACT) for number in numbers)
    return (
        f"{unit_words(scene, name, entry)}: value {value}, adjoint {adjoint}\n"
        "Click shows what passes through this unit alone on the way back to the picture."
    )
