"""The parts of a layer's kernels: the kernels, their gradients, and what the update adds to them."""

from dataclasses import dataclass

import numpy as np

from engine.expression import Value, references
from engine.language.network import Network
from engine.notation.plain import plain
from engine.notation.symbols import symbol_latex
from explorer.scene import Array, Family, Scene
from explorer.scenery.quantities import runs_next, short_latex
from explorer.scenery.ranking import norms_of, ranked
from explorer.theme.scale import Scale
from explorer.views.kernels.choices import APART, BY_NORM, LARGEST, OF_GRADIENTS
from explorer.views.kernels.memory import kept

COLOURS = 3
CHANNELS = ("R", "G", "B")


@dataclass(frozen=True, eq=False)
class Part:
    """One part: `numbers` (maps, rows, columns, channels) are None while not computed.

    `name` and `adjoint` say which number a click selects; `latex` and `word` are its symbol. `coloured` parts show
    three channels as one picture.
    """

    name: str
    adjoint: bool
    latex: str
    word: str
    what: str
    numbers: Array | None
    family: Family
    scale: Scale
    following: bool
    coloured: bool

    @property
    def is_hidden(self) -> bool:
        """Whether no number of it is shown yet."""
        return self.numbers is None or self.following


@dataclass(frozen=True, eq=False)
class Kernels:
    """The kernels of one layer, `shape` (maps, rows, columns, channels), and which maps are shown in which order."""

    name: str
    shape: tuple[int, int, int, int]
    parts: tuple[Part, ...]
    bias: str | None
    order: tuple[int, ...]


def kernel_names(network: Network) -> tuple[str, ...]:
    """The parameters of shape (maps, rows, columns, channels)."""
    return tuple(quantity.name for quantity in network.having("parameter") if len(quantity.shape) == 4)


def suits(scene: Scene) -> bool:
    """Networks with kernels."""
    return bool(kernel_names(scene.prepared.network))


def subtitle(scene: Scene) -> str:
    """What the rows and columns are."""
    return "rows: output maps · columns: input channels"


def bias_of(network: Network, name: str) -> str | None:
    """The parameter with one number for each map that is read together with the kernels."""
    maps = network.quantities[name].shape[0]
    for equation in network.equations:
        read = {part.name for part in references(equation.expression) if isinstance(part, Value)}
        if name in read:
            for other in sorted(read - {name}):
                quantity = network.quantities[other]
                if quantity.role == "parameter" and quantity.shape == (maps,):
                    return other
    return None


def reads_colours(network: Network, name: str) -> bool:
    """Whether kernels read three channels."""
    return network.quantities[name].shape[3] == COLOURS


def channel_word(network: Network, name: str, channel: int) -> str:
    """R, G or B where the kernels read a colour picture, else the number of the channel."""
    pictures = {
        part.name
        for equation in network.equations
        for part in references(equation.expression)
        if isinstance(part, Value) and name in {each.name for each in references(equation.expression)}
    }
    coloured = any(
        network.quantities[each].role == "input" and network.quantities[each].shape[2:] == (COLOURS,)
        for each in pictures
    )
    return CHANNELS[channel] if coloured else str(channel)


def updated_name(scene: Scene, name: str) -> str | None:
    """The quantity that holds the kernels after the update; None where nothing updates them."""
    update = scene.program.update
    found = None if update is None else update.following.get(name)
    return found if found is not None and found in scene.trace.values else None


def kernels_of(scene: Scene, name: str) -> Kernels:
    """All that is shown of one layer's kernels at the cursor."""
    maps, rows, columns, channels = scene.network.quantities[name].shape
    parts = [_values(scene, name)]
    if scene.exists(name, True):
        parts.append(_gradients(scene, name))
    made = updated_name(scene, name)
    if made is not None:
        parts.append(_update(scene, name, made))
    return Kernels(
        name, (maps, rows, columns, channels), tuple(parts), bias_of(scene.network, name), _order(scene, name)
    )


def _values(scene: Scene, name: str) -> Part:
    return Part(
        name,
        False,
        short_latex(scene.network, name, adjoint=False),
        plain(Value(name), scene.network),
        "kernel",
        scene.array(name, False, None),
        "value",
        Scale(scene.limit(name, False)),
        following=False,
        coloured=reads_colours(scene.network, name) and not APART.is_on(scene),
    )


def _gradients(scene: Scene, name: str) -> Part:
    following = runs_next(scene, name, adjoint=True, moment=None)
    word = f"∂{plain(Value(scene.network.objective), scene.network)}/∂{plain(Value(name), scene.network)}"
    return Part(
        name,
        True,
        short_latex(scene.network, name, adjoint=True),
        word,
        "gradient",
        scene.array(name, True, None, ahead=following and scene.state.preview),
        "adjoint",
        Scale(scene.limit(name, True), "root"),
        following,
        coloured=False,
    )


def _update(scene: Scene, name: str, made: str) -> Part:
    following = runs_next(scene, made, adjoint=False, moment=None)
    after = scene.array(made, False, None, ahead=following and scene.state.preview)
    steps = _steps(scene, name, made)
    finite = np.abs(steps[np.isfinite(steps)])
    largest = float(finite.max()) if finite.size else 0.0
    return Part(
        made,
        False,
        rf"\Delta {symbol_latex(name, scene.network)}",
        f"Δ{plain(Value(name), scene.network)}",
        "update",
        None if after is None else steps,
        "value",
        Scale(largest if largest > 0.0 else 1.0),
        following,
        coloured=False,
    )


def _steps(scene: Scene, name: str, made: str) -> Array:
    def subtract() -> Array:
        difference: Array = scene.trace.values[made] - scene.trace.values[name]
        return difference

    return kept(scene.trace, ("steps", name), subtract)


def norms(scene: Scene, part: Part) -> Array | None:
    """The norm of every map's kernel, all channels together; None while it is not shown."""
    numbers = part.numbers
    if numbers is None or part.following:
        return None
    return kept(scene.trace, ("norms", part.name, part.adjoint), lambda: norms_of(numbers))


def _order(scene: Scene, name: str) -> tuple[int, ...]:
    count = scene.network.quantities[name].shape[0]
    by_norm, largest = BY_NORM.is_on(scene), LARGEST.is_on(scene)
    if not (by_norm or largest):
        return tuple(range(count))
    by_gradient = OF_GRADIENTS.is_on(scene) and scene.exists(name, True)
    found = norms(scene, _gradients(scene, name) if by_gradient else _values(scene, name))
    return ranked(found, count, by_norm=by_norm, largest=largest)
