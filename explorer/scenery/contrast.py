"""Contrast: the scene as it is drawn where two runs are compared: this run, the other one, or their difference."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.identity import Same
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.scene import Other, Scene
from explorer.scenery.memory import Memory

Array = np.ndarray[Any, Any]
_kept = Memory(owners=2, things=4).kept


def contrasted(scene: Scene) -> Scene:
    """What is drawn: the scene itself, or the contrast that its state asks for, as far as there is one."""
    contrast, other = scene.state.contrast, scene.other
    if other is None or contrast == "after":
        return scene
    if contrast == "difference":
        return _difference(scene, other) if comparable(scene) else scene
    run = scene.state.compared
    if run is None:
        return scene
    state = replace(
        scene.state,
        opening=run.opening,
        interventions=run.interventions,
        switched_off=frozenset(),
        iteration=run.iteration,
        recording=run.recording,
        place=counterpart(scene),
        example=min(scene.state.example, other.trace.examples - 1),
    )
    mirrored = Other(scene.prepared, scene.trace)
    return replace(scene, state=state, prepared=other.prepared, trace=other.trace, other=mirrored)


def comparable(scene: Scene) -> bool:
    """Whether every number of this run has its counterpart in the other: the same lines, shapes and extent."""
    other = scene.other
    if other is None:
        return False
    ours, theirs = scene.trace, other.trace
    alike = _shapes(ours.values) == _shapes(theirs.values) and _shapes(ours.adjoints) == _shapes(theirs.adjoints)
    return alike and (ours.program is theirs.program or ours.program.lines == theirs.program.lines)


def _shapes(arrays: Mapping[str, Array]) -> dict[str, tuple[int, ...]]:
    return {name: array.shape for name, array in arrays.items()}


def counterpart(scene: Scene) -> Place:
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
        ours, theirs = scene.trace, other.trace
        values, adjoints = _less(ours.values, theirs.values), _less(ours.adjoints, theirs.adjoints)
        return replace(ours, values=values, adjoints=adjoints, passed_on={}), {}

    trace, limits = _kept(scene.trace, Same(other.trace), make)
    return replace(scene, trace=trace, apart=scene.trace, limits=limits)


def _less(ours: Mapping[str, Array], theirs: Mapping[str, Array]) -> dict[str, Array]:
    """Differences by name, read-only; what is the same in both, NaN and infinities included, differs by 0."""
    found: dict[str, Array] = {}
    for name, array in ours.items():
        with np.errstate(all="ignore"):
            difference = array - theirs[name]
        same = (array == theirs[name]) | (np.isnan(array) & np.isnan(theirs[name]))
        difference = np.where(same, np.zeros((), array.dtype), difference)
        difference.flags.writeable = False
        found[name] = difference
    return found
