"""What layers, units and parameters are in words: tips, the line under the picture, counts and shapes."""

import math
from dataclasses import replace

import numpy as np

from engine.expression import NOW, Value
from engine.language.network import Network
from engine.notation.plain import plain
from explorer.scene import Scene
from explorer.scenery.quantities import quantity_tip, symbol_words
from explorer.theme.numbers import format_number
from explorer.views.layers.connections import factor_of, matrix
from explorer.views.layers.model import Layer, Link, parameters_of, size_of
from explorer.views.layers.shown import Side

_LISTED = 4


def times(shape: tuple[int, ...]) -> str:
    """A shape as it is read aloud: 24×24×64."""
    return "×".join(map(str, shape)) or "1"


def parameter_word(network: Network, name: str) -> str:
    """A parameter with its shape, such as K₁ (64, 5, 5, 3)."""
    shape = network.quantities[name].shape
    symbol = plain(Value(name), network)
    return f"{symbol} ({', '.join(map(str, shape))})" if shape else symbol


def parameter_count(network: Network, layer: Layer) -> int:
    """How many numbers the parameters of a layer hold."""
    return sum(size_of(network, name) for name in parameters_of(network, layer))


def parameter_sentence(network: Network, layer: Layer) -> str:
    """K₁ (64, 5, 5, 3) + θ₁ (64): 4,800 + 64 = 4,864 parameters."""
    names = parameters_of(network, layer)
    if not names:
        return "no parameters"
    sizes = [f"{size_of(network, name):,}" for name in names]
    total = parameter_count(network, layer)
    made = f"{' + '.join(sizes)} = {total:,}" if len(sizes) > 1 else f"{total:,}"
    return f"{' + '.join(parameter_word(network, name) for name in names)}: {made} parameters"


def layer_sentence(scene: Scene, layer: Layer) -> str:
    """The symbols of a layer's quantities."""
    return ", ".join(symbol_words(scene, name, adjoint=False, moment=None) for name in layer.names)


def unit_for(scene: Scene, shape: tuple[int, ...], index: int) -> int:
    """The number of the unit strip that stands for entry `index` of a quantity of this shape."""
    full = scene.unit_shape
    if shape and shape == full[: len(shape)]:
        return index * math.prod(full[len(shape) :])
    return index


def at_unit(scene: Scene, side: Side, index: int) -> Scene:
    """The same scene with entry `index` of a side as the chosen unit."""
    return Scene(
        replace(scene.state, unit=unit_for(scene, side.shape, index)), scene.prepared, scene.trace, scene.stale
    )


def entry_tip(scene: Scene, side: Side, index: int, links: tuple[Link, ...], moment: int | None) -> str:
    """One number of a layer: what the inspector would say of it, and the connections it comes from most."""
    lines = quantity_tip(at_unit(scene, side, index), side.name, adjoint=side.adjoint, moment=side.moment).splitlines()
    for link in links:
        lines.insert(-1, _incoming(scene, link, index, moment))
    lines[-1] = f"{lines[-1].removesuffix('.')}; again, or a double click, chooses the unit."
    return "\n".join(lines)


def _incoming(scene: Scene, link: Link, unit: int, moment: int | None) -> str:
    weights = matrix(scene, link)[unit]
    factor = factor_of(scene, link, moment)
    products = weights if factor is None else weights * factor
    strongest = np.argsort(-np.abs(products), kind="stable")[:_LISTED]
    symbol, read = plain(Value(link.weight), scene.network), plain(Value(link.read), scene.network)
    parts = []
    for column in strongest.tolist():
        weight = format_number(float(weights[column]))
        number = "" if factor is None else f" × {format_number(float(factor[column]))}"
        parts.append(f"{weight}{number} from {read} {column}")
    return f"Strongest of {len(weights)} in {symbol}: {'; '.join(parts)}"


def link_tip(scene: Scene, link: Link) -> str:
    """What joins two layers."""
    name = parameter_word(scene.network, link.weight)
    read, made = (plain(Value(each, NOW if scene.network.quantities[each].timed else None), scene.network)
                  for each in (link.read, link.made))  # fmt: skip
    kind = "kernels" if link.kind == "kernel" else "weights"
    return f"{name}: {size_of(scene.network, link.weight):,} {kind} from {read} to {made}\nClick selects them."


def remarks(scene: Scene, layer: Layer | None) -> tuple[str, ...]:
    """The line under the picture, the longest first: the parameters of the layer that is looked at, and of all."""
    total = scene.network.parameter_count
    if layer is None or not parameters_of(scene.network, layer):
        return (f"{total:,} parameters in all layers",)
    full = parameter_sentence(scene.network, layer)
    names = " + ".join(parameter_word(scene.network, name) for name in parameters_of(scene.network, layer))
    count = f"{parameter_count(scene.network, layer):,} of {total:,} parameters"
    return f"{layer_sentence(scene, layer)}: {full} of {total:,}", f"{full} of {total:,}", f"{names}: {count}", count
