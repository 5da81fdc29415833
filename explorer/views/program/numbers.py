"""The numbers beside the lines: what is known of each at the cursor, with its family and colour scale."""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod

import numpy as np

from engine.checking.soundness import GATES
from engine.derivation.program import Line, Program
from engine.expression import Adjoint, Apply, Expression, Shape, references
from engine.identity import Same
from explorer.drawing.badge import PLAIN, BadgeState
from explorer.scene import Family, Scene
from explorer.scenery.by_hand import put_in_at
from explorer.scenery.memory import Memory
from explorer.theme.scale import GATE_SCALE, Scale


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as its badge shows it; None is not computed yet. `coming`: what running the line would give."""

    number: float | None
    kind: Family
    scale: Scale
    state: BadgeState
    coming: float | None = None

    @property
    def hovered_state(self) -> BadgeState:
        """The state while the mouse is over it."""
        return replace(self.state, hovered=True)


@lru_cache(maxsize=32)
def _indices(same: Same[Program], unit: int) -> dict[str, tuple[int, ...]]:
    """Where the chosen unit is found in each quantity; filled as it is asked for."""
    return {}


def unit_index(scene: Scene, name: str) -> tuple[int, ...]:
    """The index whose number is shown of a quantity, as the scene finds it."""
    selection = scene.state.selection
    if selection is not None and selection.entry is not None:
        return scene.unit_of(name)
    known = _indices(Same(scene.program), scene.state.unit)
    if name not in known:
        known[name] = scene.unit_of(name)
    return known[name]


_kept = Memory(owners=2, things=1).kept


def _scales(scene: Scene) -> dict[tuple[str, bool], Scale]:
    """The colour scales of a trace, beside the one it is compared with; filled as they are asked for."""
    beside = None if scene.other is None else Same(scene.other.trace)
    return _kept(scene.trace, beside, dict)


class Scales:
    """The colour scales of one scene: fixed over the whole trace, and shared within a family."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._found = _scales(scene)

    def of(self, name: str, adjoint: bool) -> Scale:
        """Of a quantity's value or adjoint: gates 0…1, adjoints on a root scale.

        What is defined shares a scale. So do the adjoints of parameters, which are sums over all moments and larger.
        What an update carries on and makes has a scale each: squares of gradients are far smaller than weights.
        """
        found = self._found.get((name, adjoint))
        if found is None:
            gate = self.scene.family(name, adjoint) == "gate"
            found = GATE_SCALE if gate else Scale(self._limit(name, adjoint), "root" if adjoint else "linear")
            self._found[name, adjoint] = found
        return found

    def _limit(self, name: str, adjoint: bool) -> float:
        scene = self.scene
        role = scene.network.quantities[name].role
        alike = [q.name for q in scene.network.having(role) if scene.exists(q.name, adjoint)]
        if name == scene.network.objective:
            return max(scene.family_limit(adjoint), scene.limit(name, adjoint))
        match role:
            case "parameter":
                return max((scene.limit(other, adjoint) for other in alike), default=1.0)
            case "setting" | "state" | "updated":
                return scene.limit(name, adjoint)
            case "defined":
                return scene.family_limit(adjoint)
            case _:
                return max([scene.family_limit(adjoint), *(scene.limit(other, adjoint) for other in alike)])


def line_number(scene: Scene, line: Line, *, ahead: bool = False) -> float | None:
    """What a line has made at the cursor's moment for the chosen example and unit; None while it has not run there.

    The cost line makes one number for all: the sum over moments and examples.
    """
    if line.section != "loss":
        if not scene.exists(line.name, line.adjoint):
            return None
        return scene.number(line.name, line.adjoint, scene.moment, unit_index(scene, line.name), ahead=ahead)
    position = scene.schedule.position_of(line, None)
    if not ahead and (position is None or scene.position <= position):
        return None
    return scene.trace.loss


def shown_number(scene: Scene, line: Line, scales: Scales, *, selected: bool = False) -> Shown:
    """The number of a line with all its badge needs."""
    number = line_number(scene, line)
    runs = scene.event is not None and scene.event.line.number == line.number
    coming = line_number(scene, line, ahead=True) if runs and scene.state.preview else None
    if line.section == "loss":
        whole = line_number(scene, line, ahead=True) or 0.0
        limit = max(scene.family_limit(False), abs(whole) if np.isfinite(whole) else 0.0)
        return Shown(number, "value", Scale(limit), BadgeState(stale=scene.stale, selected=selected), coming)
    by_hand = number is not None and not line.adjoint and _put_in(scene, line.name)
    stale = scene.stale and number is not None
    state = BadgeState(stale=stale, by_hand=by_hand, selected=selected) if stale or by_hand or selected else PLAIN
    return Shown(number, scene.family(line.name, line.adjoint), scales.of(line.name, line.adjoint), state, coming)


def _put_in(scene: Scene, name: str) -> bool:
    """Whether a person put this number in."""
    return put_in_at(scene, name, scene.moment, unit_index(scene, name)) is not None


def part_number(scene: Scene, part: Expression) -> Shown:
    """The value of a sub-expression of the next line, for the chosen example and unit."""
    event = scene.event
    array = scene.trace.evaluate(part, event.moment if event else None)
    shape = part.shape or ()
    if array.ndim > len(shape):
        array = array[min(scene.state.example, len(array) - 1)]
    number = float(array[_entry(scene, shape)]) if array.shape == shape else float(np.ravel(array)[0])
    adjoint = any(isinstance(reference, Adjoint) for reference in references(part))
    if isinstance(part, Apply) and part.op in GATES:
        return Shown(number, "gate", GATE_SCALE, BadgeState())
    limit = scene.family_limit(adjoint)
    return Shown(number, "adjoint" if adjoint else "value", Scale(limit, "root" if adjoint else "linear"), BadgeState())


def _entry(scene: Scene, shape: Shape) -> tuple[int, ...]:
    """The chosen unit in an array of this shape, found as for quantities."""
    full = np.unravel_index(min(scene.state.unit, scene.units - 1), scene.unit_shape)
    if shape == scene.unit_shape[: len(shape)]:
        return tuple(int(part) for part in full[: len(shape)])
    return tuple(int(part) for part in np.unravel_index(min(scene.state.unit, prod(shape) - 1), shape)) if shape else ()
