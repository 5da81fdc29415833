"""The connections of single units: weights, or what flows through them now; the strongest where there are many."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.expression import Value, references
from engine.language.network import Network
from explorer.scene import Scene
from explorer.scenery.flows import nice_limit
from explorer.scenery.quantities import runs_next
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family
from explorer.views.layers.box import kind_of
from explorer.views.layers.memory import kept
from explorer.views.layers.model import Link, drawn_shape, model_of, size_of

Array = np.ndarray[Any, Any]
FLOW = "layers-flow"
"""The name in `State.folded` by which connections show the flow instead of the weight."""
MOST = 360
"""Connections in the whole picture, and at least a part of it for each matrix."""
_LEAST = 40
_MOST_OF_IMAGE = 64
"""Connections of one matrix where a layer is drawn as a grid: more would be a wedge of one colour."""


@dataclass(frozen=True, eq=False)
class Connections:
    """The strongest connections of one matrix, weakest first: units of both layers, and numbers (None: not known).

    `drawn` keeps what they were last drawn with.
    """

    targets: Array
    sources: Array
    numbers: Array | None
    total: int
    drawn: dict[Hashable, Any] = field(default_factory=dict, repr=False)


def shows_flow(scene: Scene) -> bool:
    """Whether connections show the flow through them."""
    return FLOW in scene.state.folded


def is_backward(scene: Scene) -> bool:
    """Whether what flows are adjoints."""
    return scene.phase in ("BACKWARD", "END")


def family_of_lines(scene: Scene) -> Family:
    """Which map colours connections."""
    return "adjoint" if shows_flow(scene) and is_backward(scene) else "value"


def matrix(scene: Scene, link: Link) -> Array:
    """The weights of a link: a row for each unit of its target, a column for each of its source."""
    weights = scene.trace.values[link.weight]
    return weights.T if link.transposed else weights


def unit_links(network: Network) -> tuple[Link, ...]:
    """The links that are drawn unit by unit: matrices between neighbouring columns whose layers are no maps."""

    def find() -> tuple[Link, ...]:
        model = model_of(network)
        maps = {layer.key for layer in model.layers if kind_of(drawn_shape(network, layer)) == "maps"}
        return tuple(
            link
            for link in model.links
            if link.kind == "matrix" and not model.is_long(link) and not {link.source, link.target} & maps
        )

    return kept(network, "unit links", find)


def line_scale(scene: Scene) -> Scale:
    """One scale for all connections that are drawn, fixed over the whole trace."""
    links = unit_links(scene.network)
    if not shows_flow(scene):

        def largest() -> float:
            return max((_largest(matrix(scene, link)) for link in links), default=1.0)

        return Scale(nice_limit(kept(scene.trace, "weight limit", largest)))
    backward = is_backward(scene)

    def limit() -> float:
        return max((_largest_flow(scene, link, backward=backward) for link in links), default=1.0)

    return Scale(nice_limit(kept(scene.trace, ("flow limit", backward), limit)), "root" if backward else "linear")


def _largest(array: Array) -> float:
    finite = np.abs(array[np.isfinite(array)])
    return float(finite.max()) if finite.size else 0.0


def _largest_flow(scene: Scene, link: Link, *, backward: bool) -> float:
    """The largest |weight × number| over all moments and examples."""
    weights = np.abs(matrix(scene, link))
    if backward:
        if not scene.exists(link.made, True):
            return 0.0
        numbers = scene.trace.adjoints[link.made]
        return _largest(weights.max(axis=1) * np.abs(numbers.reshape(-1, len(weights))).max(axis=0))
    if link.factor is None:
        return 0.0
    numbers = np.asarray(scene.trace.evaluate(link.factor))
    return _largest(weights.max(axis=0) * np.abs(numbers.reshape(-1, weights.shape[1])).max(axis=0))


def flow_array(scene: Scene, link: Link, moment: int | None) -> Array | None:
    """Weight × adjoint of the reader in the backward phase, weight × what it multiplies before; None while unknown."""
    if is_backward(scene):
        adjoint = scene.array(link.made, True, moment) if link.sign else None
        if adjoint is None:
            return None
        passed = scene.trace.passed_on.get(link.made)
        if passed is not None:  # nothing flows back through an equation whose value was put in by hand
            adjoint = passed[moment, scene.state.example] if moment is not None else passed[scene.state.example]
        return link.sign * matrix(scene, link) * adjoint.ravel()[:, None]
    factor = factor_of(scene, link, moment)
    ready = scene.known(link.made, False, moment) or (
        scene.state.preview and runs_next(scene, link.made, adjoint=False, moment=moment)
    )
    return None if factor is None or not ready else matrix(scene, link) * factor[None, :]


def factor_of(scene: Scene, link: Link, moment: int | None) -> Array | None:
    """What the columns of a matrix are multiplied with; None while any of it is not computed."""
    if link.factor is None:
        return None
    for value in references(link.factor):
        assert isinstance(value, Value)
        back = 0 if value.offset is None else value.offset.constant
        if not scene.known(value.name, False, None if moment is None or value.offset is None else moment + back):
            return None
    made_timed = scene.network.quantities[link.made].timed
    array = np.asarray(scene.trace.evaluate(link.factor, moment if made_timed else None))
    columns = matrix(scene, link).shape[1]
    return array[scene.state.example] if array.ndim > 1 else np.broadcast_to(array, (columns,))


def connections_of(scene: Scene, link: Link, moment: int | None, share: int) -> Connections:
    """The strongest `share` connections of a link as they are shown now."""
    flow = shows_flow(scene)
    if not flow:
        key: tuple[object, ...] = ("weights", link.weight, link.transposed, share)
        return kept(scene.trace, key, lambda: _strongest(matrix(scene, link), share, known=True))
    key = ("flow", *_flow_key(scene, link, moment), share)
    return kept(scene.trace, key, lambda: _flowing(scene, link, moment, share))


def _flowing(scene: Scene, link: Link, moment: int | None, share: int) -> Connections:
    numbers = flow_array(scene, link, moment)
    return _strongest(matrix(scene, link) if numbers is None else numbers, share, known=numbers is not None)


def _flow_key(scene: Scene, link: Link, moment: int | None) -> tuple[object, ...]:
    backward = is_backward(scene)
    known = scene.known(link.made, backward, moment), runs_next(scene, link.made, adjoint=backward, moment=moment)
    return link.weight, link.read, link.made, moment, scene.state.example, backward, known, scene.state.preview


def _strongest(numbers: Array, share: int, *, known: bool) -> Connections:
    flat = numbers.ravel()
    size = np.nan_to_num(np.abs(flat), nan=np.inf)
    chosen = np.arange(flat.size)
    if flat.size > share:
        chosen = np.argpartition(size, flat.size - share)[-share:]
    chosen = chosen[np.argsort(size[chosen], kind="stable")]
    targets, sources = np.divmod(chosen, numbers.shape[1])
    return Connections(targets, sources, flat[chosen] if known else None, int(flat.size))


def shares(network: Network) -> dict[Link, int]:
    """How many connections of each matrix are drawn: all where that is not too many, else the strongest of each.

    Fewer where one of its layers is a grid of cells.
    """
    links = unit_links(network)
    sizes = {link: size_of(network, link.weight) for link in links}
    model = model_of(network)
    grids = {layer.key for layer in model.layers if kind_of(drawn_shape(network, layer)) == "grid"}
    each = MOST if sum(sizes.values()) <= MOST else max(_LEAST, MOST // max(len(links), 1))
    most = {link: min(each, _MOST_OF_IMAGE) if {link.source, link.target} & grids else each for link in links}
    return {link: min(size, most[link]) for link, size in sizes.items()}


def counted(network: Network) -> tuple[int, int]:
    """How many connections are drawn, and of how many."""
    return sum(shares(network).values()), sum(size_of(network, link.weight) for link in unit_links(network))
