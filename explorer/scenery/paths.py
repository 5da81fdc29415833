"""The path of the adjoint that is looked at: which number it is, whether it is known, and the path, made once."""

from dataclasses import dataclass

from engine.checking.soundness import carried
from engine.expression import Adjoint, references
from engine.run.explanation import Source
from engine.run.links import Link
from engine.run.path import Path, path_of
from explorer.scene import Scene
from explorer.scenery.memory import Memory
from explorer.scenery.quantities import runs_next

_memory = Memory(owners=2, things=400)


@dataclass(frozen=True, slots=True)
class Asked:
    """The number whose path is drawn."""

    name: str
    moment: int | None
    unit: tuple[int, ...]


def asked_for(scene: Scene) -> Asked | None:
    """The adjoint looked at, or that of the value looked at; at the end, with nothing chosen, one with a long way."""
    focus = scene.focus
    follows = scene.state.selection is None
    if follows and (scene.event is None or scene.event.phase != "backward"):
        return _long_way(scene)
    if focus is None or not scene.exists(focus.name, True):
        return None
    if focus.moment is not None and not 0 <= focus.moment < (scene.trace.moments or 0):
        return None
    return Asked(focus.name, focus.moment, focus.unit)


def _long_way(scene: Scene) -> Asked | None:
    """A state at the first moment: what carries itself on, else what is carried on; without time the first layer."""
    names = [quantity.name for quantity in scene.network.having("defined") if scene.exists(quantity.name, True)]
    later = carried(scene.trace)
    timed = [name for name in names if name in later]
    own = [name for name in timed if any(flow.source == name for flow in scene.program.adjoints[name].flows)]
    name = next(iter(own or timed or names), None)
    if name is None:
        return None
    moment = 0 if scene.network.quantities[name].timed else None
    return Asked(name, moment, scene.unit_of(name))


def is_known(scene: Scene, asked: Asked) -> bool:
    """Whether the number may be shown: it is computed, or runs next and is previewed."""
    if scene.known(asked.name, True, asked.moment):
        return True
    return scene.state.preview and runs_next(scene, asked.name, adjoint=True, moment=asked.moment)


def is_made(scene: Scene, asked: Asked) -> bool:
    """Whether `path` returns at once."""
    return _memory.is_kept(scene.trace, (asked.name, asked.moment, asked.unit, scene.state.example))


def path(scene: Scene, asked: Asked) -> Path:
    """The path of the number; the links of the numbers on the way are kept for the next one."""
    known: dict[Source, tuple[Link, ...]] = _memory.kept(scene.trace, "links", dict)
    example = scene.state.example
    return _memory.kept(
        scene.trace,
        (asked.name, asked.moment, asked.unit, example),
        lambda: path_of(scene.trace, asked.name, moment=asked.moment, unit=asked.unit, example=example, known=known),
    )


def straight_only(scene: Scene, name: str) -> bool:
    """Whether an adjoint comes from the loss alone, by no other adjoint."""
    flows = scene.program.adjoints[name].with_altered(scene.trace.altered)
    return not any(isinstance(part, Adjoint) for flow in flows for part in references(flow.expression))
