"""What is shown of a quantity at the cursor: its maps or their adjoints, in which order and on which scale."""

from dataclasses import dataclass

import numpy as np

from engine.language.network import Network
from explorer.scene import Array, Family, Scene
from explorer.scenery.images import is_coloured
from explorer.scenery.moments import shown_moment
from explorer.scenery.quantities import runs_next
from explorer.scenery.ranking import norms_of, ranked
from explorer.theme.scale import GATE_SCALE, Scale
from explorer.views.maps.choices import BY_NORM, LARGEST, OF_ADJOINTS, ONE_SCALE
from explorer.views.maps.memory import kept


@dataclass(frozen=True, eq=False)
class Side:
    """The values or the adjoints of one quantity at one moment.

    `numbers` (rows, columns, maps) are None while not computed; `order` says which maps are shown, one after the other.
    `coloured` sides show all channels together as one colour picture before them.
    """

    name: str
    adjoint: bool
    moment: int | None
    numbers: Array | None
    family: Family
    scale: Scale
    following: bool
    order: tuple[int, ...]
    coloured: bool

    def map_of(self, tile: int) -> int | None:
        """Which map a tile shows; None for the colour picture."""
        place = tile - int(self.coloured)
        return self.order[place] if place >= 0 else None

    def tile_of(self, number: int) -> int | None:
        """Which tile shows a map, None where it is left out."""
        return self.order.index(number) + int(self.coloured) if number in self.order else None

    @property
    def tiles(self) -> int:
        """How many tiles it has."""
        return len(self.order) + int(self.coloured)


def image_names(network: Network) -> tuple[str, ...]:
    """The quantities of shape (rows, columns, maps): inputs, then what is defined, in the order of the text."""
    return tuple(
        quantity.name
        for role in ("input", "defined")
        for quantity in network.having(role)
        if len(quantity.shape) == 3 and quantity.shape[0] * quantity.shape[1] > 1
    )


def suits(scene: Scene) -> bool:
    """Networks that make maps."""
    network = scene.prepared.network
    return any(network.quantities[name].role == "defined" for name in image_names(network))


def subtitle(scene: Scene) -> str:
    """Which example and moment are shown, and that scales do not change while stepping."""
    moment = shown_moment(scene)
    example = f"example {scene.state.example}" if scene.trace.examples > 1 else ""
    return " · ".join(filter(None, (example, "" if moment is None else f"t = {moment + 1}", "scales fixed")))


def moment_of(scene: Scene, name: str) -> int | None:
    """The moment at which a quantity is shown; None outside time."""
    return shown_moment(scene) if scene.network.quantities[name].timed else None


def side_of(scene: Scene, name: str, *, adjoint: bool) -> Side | None:
    """What is shown of a quantity; None for adjoints that do not exist."""
    if not scene.exists(name, adjoint):
        return None
    moment = moment_of(scene, name)
    following = runs_next(scene, name, adjoint=adjoint, moment=moment)
    numbers = scene.array(name, adjoint, moment, ahead=following and scene.state.preview)
    coloured = not adjoint and is_coloured(scene.network, name)
    return Side(
        name,
        adjoint,
        moment,
        numbers,
        scene.family(name, adjoint),
        side_scale(scene, name, adjoint=adjoint),
        following,
        _order(scene, name),
        coloured,
    )


def side_scale(scene: Scene, name: str, *, adjoint: bool) -> Scale:
    """The scale of a quantity over the whole trace, or the one that all maps of its family share."""
    family = scene.family(name, adjoint)
    if family == "gate":
        return GATE_SCALE
    names: tuple[str, ...] = (name,)
    if ONE_SCALE.is_on(scene):
        names = tuple(
            each
            for each in image_names(scene.network)
            if scene.exists(each, adjoint) and scene.family(each, adjoint) == family
        )
    return Scale(max(scene.limit(each, adjoint) for each in names), "root" if adjoint else "linear")


def norms(scene: Scene, name: str, *, adjoint: bool) -> Array | None:
    """The norm of every map; None while they are not computed."""
    moment = moment_of(scene, name)
    numbers = scene.array(name, adjoint, moment)
    if numbers is None:
        return None
    key = ("norms", name, adjoint, moment, scene.state.example)
    return kept(scene.trace, key, lambda: norms_of(np.moveaxis(numbers, -1, 0)))


def _order(scene: Scene, name: str) -> tuple[int, ...]:
    """Channels of inputs stand as they are; of maps those that the switches ask for."""
    count = scene.network.quantities[name].shape[2]
    by_norm, largest = BY_NORM.is_on(scene), LARGEST.is_on(scene)
    if scene.network.quantities[name].role == "input" or not (by_norm or largest):
        return tuple(range(count))
    found = norms(scene, name, adjoint=OF_ADJOINTS.is_on(scene))
    return ranked(found, count, by_norm=by_norm, largest=largest)
