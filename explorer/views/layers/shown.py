"""What a layer shows at the cursor: which of its quantities, their numbers, and whether they run next."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.expression import Apply, walk
from engine.language.network import Network
from explorer.scene import Family, Scene
from explorer.scenery.by_hand import put_in_places
from explorer.scenery.quantities import runs_next, scale_of
from explorer.theme.scale import Scale
from explorer.views.layers.memory import kept
from explorer.views.layers.model import Layer, drawn_shape

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Side:
    """One side of a layer: the value or the adjoint of one of its quantities, at one moment.

    `numbers`, in the shape in which the layer is drawn, are None while not computed, unless they are previewed;
    `indices` gives the place of each in the quantity itself, flattened, `by_hand` the places of those put in by hand.
    """

    name: str
    adjoint: bool
    moment: int | None
    numbers: Array | None
    family: Family
    scale: Scale
    following: bool
    shape: tuple[int, ...]
    indices: Array
    by_hand: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)


def adjoint_names(scene: Scene, layer: Layer) -> tuple[str, ...]:
    """The quantities of a layer whose adjoints can be shown: those with a line of their own where there are any."""
    quantities = scene.network.quantities
    existing = tuple(
        name for name in layer.names if scene.exists(name, True) and quantities[name].role in ("defined", "input")
    )
    own = {line.name for line in scene.program.lines if line.adjoint}
    return tuple(name for name in existing if name in own) or existing


def value_side(scene: Scene, layer: Layer, moment: int | None) -> Side:
    """What is looked at or runs next, else the last quantity of the layer that has been computed."""
    at = _moment_of(scene, layer.names[0], layer, moment)
    name = _wanted(scene, layer, layer.names, adjoint=False)
    if name is None:
        known = [each for each in layer.names if scene.known(each, False, at)]
        drawn = drawn_shape(scene.network, layer)
        known = [each for each in known if scene.network.quantities[each].shape == drawn] or known
        name = (known or layer.names)[-1]
    return _side(scene, layer, name, adjoint=False, moment=_moment_of(scene, name, layer, moment))


def adjoint_side(scene: Scene, layer: Layer, moment: int | None) -> Side | None:
    """The same for adjoints, of which the one nearest to the layer's sum is the last one made."""
    names = adjoint_names(scene, layer)
    if not names:
        return None
    name = _wanted(scene, layer, names, adjoint=True)
    if name is None:
        known = [each for each in names if scene.known(each, True, _moment_of(scene, each, layer, moment))]
        name = (known or names)[0]
    return _side(scene, layer, name, adjoint=True, moment=_moment_of(scene, name, layer, moment))


def _moment_of(scene: Scene, name: str, layer: Layer, moment: int | None) -> int | None:
    return moment + layer.back if moment is not None and scene.network.quantities[name].timed else None


def _wanted(scene: Scene, layer: Layer, names: tuple[str, ...], *, adjoint: bool) -> str | None:
    """The quantity a person chose, else the one that runs next, where it is one of these."""
    if layer.back:
        return None
    chosen = scene.state.selection
    if chosen is not None and chosen.adjoint == adjoint and chosen.name in names:
        return chosen.name
    line = scene.event.line if scene.event is not None else None
    return line.name if line is not None and line.adjoint == adjoint and line.name in names else None


def _side(scene: Scene, layer: Layer, name: str, *, adjoint: bool, moment: int | None) -> Side:
    following = runs_next(scene, name, adjoint=adjoint, moment=moment)
    numbers = scene.array(name, adjoint, moment, ahead=following and scene.state.preview)
    indices = kept(scene.network, ("indices", layer.key, name), lambda: _indices(scene.network, layer, name))
    if numbers is not None:
        numbers = numbers if numbers.shape == indices.shape else numbers.ravel()[indices]
    return Side(
        name,
        adjoint,
        moment,
        numbers,
        scene.family(name, adjoint),
        scale_of(scene, name, adjoint=adjoint),
        following,
        scene.network.quantities[name].shape,
        indices,
        frozenset() if adjoint else _by_hand(scene, name, moment),
    )


def _by_hand(scene: Scene, name: str, moment: int | None) -> frozenset[int]:
    """Which numbers of a quantity were put in by hand."""
    if not scene.state.interventions:
        return frozenset()
    return frozenset(np.flatnonzero(put_in_places(scene, name, moment)).tolist())


def _indices(network: Network, layer: Layer, name: str) -> Array:
    """Where each number of the picture stands in a quantity: maps come first where they were flattened so."""
    drawn, own = drawn_shape(network, layer), network.quantities[name].shape
    count = np.arange(math.prod(own))
    by_maps = any(
        isinstance(part, Apply) and part.op == "flatten_maps"
        for equation in network.equations
        if equation.name in layer.names[: layer.names.index(name) + 1]
        for _, part in walk(equation.expression)
    )
    if len(own) < len(drawn) and len(drawn) == 3 and by_maps:
        return np.ascontiguousarray(np.moveaxis(count.reshape(drawn[2], *drawn[:2]), 0, 2))
    return count.reshape(drawn)
