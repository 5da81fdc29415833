"""Through one unit: which units can be chosen, the part of every adjoint that passes one, and the way it goes back."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.expression import Apply, Value, walk
from engine.language.network import Network
from engine.run.spread import spread
from explorer.scene import Array, Scene
from explorer.scenery.moments import shown_moment
from explorer.views.picture.memory import kept, of_network


@dataclass(frozen=True, eq=False)
class Through:
    """One entry of a quantity after the image; `whole` says that all that reaches the image passes its layer."""

    name: str
    entry: tuple[int, ...]
    moment: int | None
    parts: Mapping[str, Array]
    whole: bool
    timed: frozenset[str]

    def part(self, name: str, moment: int | None) -> Array:
        """The part of the adjoint of a quantity, at a moment where it is timed."""
        array = self.parts[name]
        return array[moment or 0] if name in self.timed else array


def dense_layers(scene: Scene, image: str) -> tuple[str, ...]:
    """The pre-activations of units that depend on the image, in the order of the text."""
    network = scene.network

    def find() -> tuple[str, ...]:
        return tuple(
            equation.name
            for equation in network.equations
            if len(network.quantities[equation.name].shape) == 1
            and scene.exists(equation.name, True)
            and any(isinstance(part, Apply) and part.op == "matmul" for _, part in walk(equation.expression))
            and image in before(network, equation.name)
        )

    return of_network(network, ("dense", image), find)


def chosen_unit(scene: Scene, image: str) -> tuple[str, tuple[int, ...]] | None:
    """The number that a person chose, where the image reaches it; else the unit of the last layer with most value."""
    selection = scene.state.selection
    if selection is not None and selection.name != image:
        quantity = scene.network.quantities.get(selection.name)
        if (
            quantity is not None
            and scene.exists(selection.name, True)
            and image in before(scene.network, quantity.name)
        ):
            return quantity.name, scene.unit_of(quantity.name)
    layers = dense_layers(scene, image)
    if not layers:
        return None
    values = scene.array(layers[-1], False, moment_of(scene, layers[-1]))
    return layers[-1], (0 if values is None else int(np.nan_to_num(values).argmax()),)


def through_of(scene: Scene, image: str) -> Through | None:
    """What passes through the chosen unit; None where there is no unit to choose."""
    chosen = chosen_unit(scene, image)
    if chosen is None:
        return None
    name, entry = chosen
    moment, example = moment_of(scene, name), scene.state.example

    def find() -> Through:
        parts = _parts(scene, name, entry, moment)
        timed = frozenset(each for each in parts if scene.network.quantities[each].timed)
        return Through(name, entry, moment, parts, passes_all(scene.network, image, name), timed)

    return kept(scene.trace, ("through", image, name, entry, moment, example), find)


def _parts(scene: Scene, name: str, entry: tuple[int, ...], moment: int | None) -> Mapping[str, Array]:
    """The parts of this run; where two runs are subtracted, those of this one less those of the other."""
    example = scene.state.example
    if scene.apart is None or scene.other is None:
        return spread(scene.trace, name, entry, moment=moment, example=example)
    ours, theirs = (
        spread(trace, name, entry, moment=moment, example=example) for trace in (scene.apart, scene.other.trace)
    )
    return {each: part - theirs[each] for each, part in ours.items()}


def moment_of(scene: Scene, name: str) -> int | None:
    """The moment at which a quantity is shown; None outside time."""
    return shown_moment(scene) if scene.network.quantities[name].timed else None


def way_back(scene: Scene, image: str, name: str) -> tuple[str, ...]:
    """The quantities between a unit and the image, the image first: of those of one size the one nearest to it."""
    network = scene.network
    own = {line.name for line in scene.program.lines if line.adjoint}
    between = [
        equation.name
        for equation in network.equations
        if equation.name != name
        and equation.name in own
        and equation.name in before(network, name)
        and image in before(network, equation.name)
    ]
    found, size = [image], 0
    for each in between:
        count = math.prod(network.quantities[each].shape)
        if count != size and network.quantities[each].shape:
            found.append(each)
            size = count
    return (*found, name)


def before(network: Network, name: str) -> frozenset[str]:
    """All quantities on which one depends, itself included."""
    return of_network(network, ("before", name), lambda: _reach(network, name, ""))


def passes_all(network: Network, image: str, name: str) -> bool:
    """Whether all goes through a quantity, and once: no way goes round it, nor comes to it again a moment later."""

    def find() -> bool:
        again = any(name in before(network, read) for read in _reads(network).get(name, ()))
        return not again and image not in _reach(network, network.objective, name)

    return of_network(network, ("passes", image, name), find)


def _reads(network: Network) -> dict[str, set[str]]:
    return {
        equation.name: {part.name for _, part in walk(equation.expression) if isinstance(part, Value)}
        for equation in network.equations
    }


def _reach(network: Network, name: str, closed: str) -> frozenset[str]:
    """What one quantity depends on, going through no quantity called `closed`."""
    reads = _reads(network)
    reached, waiting = set[str](), [name] if name != closed else []
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(each for each in reads.get(one, ()) if each != closed)
    return frozenset(reached)
