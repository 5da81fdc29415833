"""The rows: one for each change, or one for all of a quantity where they are too many to be read."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from engine.run.intervention import Intervention
from explorer.scene import Scene
from explorer.state import State

MOST_EACH = 6
"""A quantity with more changes than that, an image that was painted on, is one row."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: whether it counts, and the number it replaced at its first entry, None where that is not known."""

    change: Intervention
    on: bool
    was: float | None
    several: bool


@dataclass(frozen=True, slots=True)
class Group:
    """All changes of one quantity."""

    name: str
    count: int
    on: bool


def rows_of(scene: Scene) -> tuple[Change | Group, ...]:
    """In the order in which they were put in; a group stands where its first change does."""
    counts = Counter(change.name for change in scene.state.interventions)
    found: list[Change | Group] = []
    grouped: set[str] = set()
    for change in scene.state.interventions:
        on = change not in scene.state.switched_off
        if counts[change.name] <= MOST_EACH:
            found.append(_change(scene, change, on=on))
        elif change.name not in grouped:
            grouped.add(change.name)
            found.append(Group(change.name, counts[change.name], _any_on(scene.state, change.name)))
    return tuple(found)


def _any_on(state: State, name: str) -> bool:
    return any(change.name == name for change in state.in_force)


def _change(scene: Scene, change: Intervention, *, on: bool) -> Change:
    other = scene.other.trace if scene.other is not None else scene.trace
    array = other.values.get(change.name)
    try:
        replaced = None if array is None else np.ravel(array[change.selection()])
    except IndexError:  # it is of another run, whose arrays were larger
        replaced = None
    known = replaced is not None and replaced.size > 0
    return Change(
        change,
        on,
        float(replaced[0]) if known and replaced is not None else None,
        known and replaced is not None and bool((replaced != replaced[0]).any()),
    )
