"""Contrast: the scene as it is drawn where two runs are compared: this run, the other one, or their difference."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.difference import difference
from engine.identity import Same
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.scene import Other, Scene
from explorer.scenery.memory import Memory

_kept = Memory(owners=2, things=1).kept


def contrasted(scene: Scene, *, of_one_run: bool = False) -> Scene:
    """What is drawn: the scene itself, or the contrast that its state asks for, as far as there is one.

    Pictures `of_one_run`, whose numbers are made of one another, show this run where the difference is asked for.
    """
    contrast, other = scene.state.contrast, scene.other
    if other is None or contrast == "after" or (of_one_run and contrast == "difference"):
        return scene
    if contrast == "difference":
        return _difference(scene, other) if comparable(scene) else scene
    return twin(scene) or scene


def twin(scene: Scene) -> Scene | None:
    """The other run as a scene of its own, with the cursor at the same line; None where nothing is compared."""
    other = scene.other
    run = None if other is None else other.run or scene.state.compared
    if other is None or run is None:
        return None
    state = replace(
        scene.state,
        opening=run.opening,
        interventions=run.interventions,
        switched_off=frozenset(),
        iteration=run.iteration,
        recording=run.recording,
        place=place_there(scene),
        example=min(scene.state.example, other.trace.examples - 1),
    )
    mirrored = Other(scene.prepared, scene.trace, scene.state.run)
    return replace(scene, state=state, prepared=other.prepared, trace=other.trace, other=mirrored)


def comparable(scene: Scene) -> bool:
    """Whether every number of this run has its counterpart in the other: the same lines, shapes and extent."""
    other = scene.other
    if other is None:
        return False
    ours, theirs = scene.trace, other.trace
    alike = _shapes(ours.values) == _shapes(theirs.values) and _shapes(ours.adjoints) == _shapes(theirs.adjoints)
    return alike and (ours.program is theirs.program or ours.program.lines == theirs.program.lines)


def _shapes(arrays: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    return {name: array.shape for name, array in arrays.items()}


def place_there(scene: Scene) -> Place:
    """Where the cursor stands in the other run: before the line that makes the same quantity, at the same moment.

    Where the other program has no such line, before the line after the last one that both have.
    """
    other, place = scene.other, scene.state.place
    if other is None or other.trace.program.lines == scene.program.lines:
        return place
    schedule, lines = other.trace.schedule, other.trace.program.line_of
    position = place.position
    while (event := scene.schedule.event(position)) is not None:
        line = lines.get((event.line.name, event.line.adjoint))
        found = None if line is None else schedule.position_of(line, event.moment)
        if found is not None and line is not None and line.section == event.line.section:
            return Place(found)
        position += 1
    return Place(schedule.length)


def _difference(scene: Scene, other: Other) -> Scene:
    """This run less the other one, in place of its numbers."""

    def make() -> tuple[Trace, dict[tuple[str, bool], float]]:
        return difference(scene.trace, other.trace), {}

    trace, limits = _kept(scene.trace, Same(other.trace), make)
    return replace(scene, trace=trace, apart=scene.trace, limits=limits)
