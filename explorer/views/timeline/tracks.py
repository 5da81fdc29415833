"""Which quantities the timeline shows and in which order, told from the equations alone."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.checking.soundness import GATES
from engine.expression import Adjoint, Apply, Reference, Value, references
from engine.language.network import Network
from engine.notation.latex import latex
from engine.notation.plain import plain
from engine.notation.symbols import symbol_latex
from explorer.scene import Scene
from explorer.theme.scale import GATE_SCALE, Scale
from explorer.theme.tokens import Family
from explorer.views.timeline.memory import kept

Block = Literal["given", "value", "adjoint"]
_LARGEST_LIMIT = 1e300
LATER = 5
"""Tracks of this importance and beyond are shown where there is ample room, or when all are asked for."""
LAST = LATER + 2
"""The importance of what is computed for completeness only: the adjoints of inputs."""


@dataclass(frozen=True, slots=True)
class Track:
    """One strip: a value or an adjoint. `importance` 0 stays to the last where room is short.

    `block` is "given" for what goes in and is compared with targets, else "value" or "adjoint".
    """

    name: str
    adjoint: bool
    family: Family
    units: int
    block: Block
    importance: int


def tracks(scene: Scene) -> tuple[Track, ...]:
    """All tracks of a network over time from top to bottom: given ones, states, gates, other values, then adjoints.

    Adjoints are ordered upwards in the order in which they are computed.
    """
    return kept(scene.trace, "tracks", lambda: _tracks(scene))


def reference(scene: Scene, track: Track) -> Reference:
    """The quantity or its adjoint without a moment, to be written."""
    shape = scene.network.quantities[track.name].shape
    return Adjoint(track.name, None, shape) if track.adjoint else Value(track.name, None, shape)


def symbol(scene: Scene, track: Track) -> str:
    """The LaTeX of a track's name, on one line."""
    return kept(scene.trace, ("symbol", track.name, track.adjoint), lambda: _symbol(scene, track))


def _symbol(scene: Scene, track: Track) -> str:
    network = scene.network
    if track.adjoint and network.adjoint_name(track.name) is None:
        return rf"\partial {symbol_latex(network.objective, network)}/\partial {symbol_latex(track.name, network)}"
    return latex(reference(scene, track), network)


def words(scene: Scene, track: Track) -> str:
    """The name of a track in plain text."""
    return kept(
        scene.trace, ("words", track.name, track.adjoint), lambda: plain(reference(scene, track), scene.network)
    )


def scale_of(scene: Scene, track: Track) -> Scale:
    """The colour scale of a track, fixed over the whole trace."""
    if track.family == "gate":
        return GATE_SCALE
    if track.block == "given":
        return kept(scene.trace, ("scale", track.name), lambda: Scale(_own_limit(scene, track)))
    limit = kept(scene.trace, ("limit", track.adjoint), lambda: scene.family_limit(track.adjoint))
    return Scale(min(limit, _LARGEST_LIMIT), "root" if track.adjoint else "linear")


def _own_limit(scene: Scene, track: Track) -> float:
    """The limit of the values where what is given is of their size, else its own."""
    shared, own = scene.family_limit(False), scene.limit(track.name, False)
    return min(shared if own <= shared <= 8.0 * own else own, _LARGEST_LIMIT)


def _tracks(scene: Scene) -> tuple[Track, ...]:
    network = scene.network
    outputs = _outputs(network)
    itself, carried = _carried(network)
    states = itself or carried
    quantities = network.quantities
    lines = [line for line in scene.program.section("backward") if line.timed and scene.exists(line.name, True)]
    into_gates = {
        argument.name
        for equation in network.equations
        if isinstance(equation.expression, Apply) and equation.expression.op in GATES
        for argument in equation.expression.arguments
        if isinstance(argument, Value) and equation.name not in outputs
    }

    def track(name: str, adjoint: bool, block: Block, importance: int, family: Family | None = None) -> Track:
        units = int(np.prod(quantities[name].shape))
        return Track(name, adjoint, family or scene.family(name, adjoint), units, block, importance)

    given = [
        track(q.name, False, "given", 1 if q.role == "target" else 2, _given_family(scene, q.name))
        for q in network.having("input", "target", "mask")
        if q.timed
    ]
    given += [track(name, False, "given", 1) for name in outputs if quantities[name].timed]
    rest = [e.name for e in network.equations if e.timed and e.name not in outputs and _is_shown(network, e.name)]
    ordered = sorted(rest, key=lambda name: (name not in itself, name not in carried, not scene.is_gate(name)))
    values = [
        track(
            name,
            False,
            "value",
            0 if name in states else 4 if name in carried else 3 if scene.is_gate(name) else LATER + 1,
        )
        for name in ordered
    ]
    adjoints = [
        track(line.name, True, "adjoint", 0 if line.name in carried else 3 if line.name in into_gates else LATER)
        for line in lines
    ]
    adjoints += [
        track(line.name, True, "adjoint", LAST)
        for line in scene.program.section("inputs")
        if quantities[line.name].timed and quantities[line.name].role == "input" and scene.exists(line.name, True)
    ]
    return (*given, *values, *reversed(adjoints))


def _given_family(scene: Scene, name: str) -> Family:
    """What lies in 0…1 throughout is drawn like a gate, so that a target looks like the output it is compared with."""
    array = scene.trace.values[name]
    if scene.apart is not None:
        return "value"
    return "gate" if array.size and np.nanmin(array) >= 0.0 and np.nanmax(array) <= 1.0 else "value"


def _is_shown(network: Network, name: str) -> bool:
    """Not the objective itself, unless other equations read it."""
    return name != network.objective or any(
        part.name == name for equation in network.equations for part in references(equation.expression)
    )


def _outputs(network: Network) -> tuple[str, ...]:
    """What the objective compares with a target."""
    goal = next(equation for equation in network.equations if equation.name == network.objective)
    read = [network.quantities[part.name] for part in references(goal.expression)]
    compared = any(quantity.role == "target" for quantity in read)
    names = [quantity.name for quantity in read if quantity.role == "defined" and quantity.timed]
    return tuple(dict.fromkeys(names)) if compared else ()


def _carried(network: Network) -> tuple[set[str], set[str]]:
    """The quantities that read themselves at an earlier moment, and all that are read at an earlier moment."""
    itself: set[str] = set()
    carried: set[str] = set()
    for equation in network.equations:
        for part in references(equation.expression):
            earlier = part.offset is not None and (part.offset.constant < 0 or bool(part.offset.factors))
            if isinstance(part, Value) and earlier:
                carried.add(part.name)
                if part.name == equation.name:
                    itself.add(part.name)
    return itself, carried
