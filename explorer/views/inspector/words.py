"""How the inspector names things in words: a place in an array, a shape, a kind of number, a moment."""

from engine.expression import NOW, Adjoint, Value
from engine.language.network import Network
from engine.notation.plain import plain
from engine.run.explanation import Source
from explorer.scene import Focus, Scene
from explorer.scenery.units import unit_words

KINDS = {
    "input": "input", "target": "target", "mask": "mask", "parameter": "parameter", "defined": "value",
    "setting": "setting", "state": "state", "updated": "after the update",
}  # fmt: skip


def kind_of(network: Network, focus: Focus) -> str:
    """Adjoint, value, parameter, input or target."""
    return "adjoint" if focus.adjoint else KINDS[network.quantities[focus.name].role]


def shape_words(shape: tuple[int, ...]) -> str:
    """The shape of an array; a single number has none."""
    return f"shape ({', '.join(map(str, shape))})" if shape else "one number"


def symbol_words(network: Network, name: str, *, adjoint: bool, moment: int | None) -> str:
    """The symbol as text with its moment as the window counts it, from 1: "ε_s[12]"."""
    offset = NOW if moment is not None else None
    shape = network.quantities[name].shape
    node = Adjoint(name, offset, shape) if adjoint else Value(name, offset, shape)
    return plain(node, network, moment=None if moment is None else moment + 1)


def source_words(network: Network, source: Source) -> str:
    """One number a number came from, with its entry: "K1, map 0, row 2, column 1, channel 0"."""
    symbol = symbol_words(network, source.name, adjoint=source.adjoint, moment=source.moment)
    return f"{symbol}, {unit_words(network, source.name, source.unit)}".removesuffix(", ")


def moment_words(scene: Scene, moment: int | None) -> str:
    """What a number at this moment is when the moment is not one of the run; empty for those that are."""
    if moment is None or scene.trace.moments is None or 0 <= moment < scene.trace.moments:
        return ""
    return "before the first moment" if moment < 0 else f"no moment {moment + 1}"


def drawn_from(scene: Scene, focus: Focus) -> str:
    """Where a given number was given."""
    quantity = scene.network.quantities[focus.name]
    if quantity.role == "parameter":
        if quantity.given is not None:
            return f"Parameter, stated in the text of the network as {quantity.given:g}."
        return f"Parameter, drawn at random with seed {scene.prepared.seed}."
    if quantity.role == "mask":
        return f"Mask, drawn at random with seed {scene.prepared.seed}: {quantity.given:g} of the units are kept."
    if quantity.role == "setting":
        return "Setting of the update."
    if quantity.role == "state":
        return "State of the update, as the iteration before left it: zero before the first."
    if scene.prepared.typed and quantity.role == "input":
        return "Input, as it was typed."
    source = scene.prepared.series.note if scene.prepared.series is not None else scene.prepared.title
    return f"{KINDS[quantity.role].capitalize()}, from {source.rstrip('.')}, example {scene.state.example}."
