"""The adjoint whose derivation is shown: that of the quantity in focus, and its steps, kept."""

from functools import lru_cache

from engine.derivation.program import Program
from engine.derivation.steps import Derivation, derivation
from engine.identity import Same
from explorer.scene import Scene

STAGE = "derivation"
WORKSHEET = "worksheet"
"""Folded where the right sides are blanks to fill in."""
NUMBERS = "worksheet: numbers"
"""Folded where the numbers of the terms are blanks as well."""


def derived_names(scene: Scene) -> tuple[str, ...]:
    """The quantities that have an adjoint, those with a line of their own first, in the order of the lines."""
    lines = [line.name for line in scene.program.section("backward", "parameters", "inputs")]
    return tuple(dict.fromkeys((*lines, *(name for name in scene.program.adjoints))))


def derived_name(scene: Scene) -> str:
    """The quantity in focus, or the parameter that is updated to it; the adjoint that is made first for others."""
    names, focus = derived_names(scene), scene.focus
    wanted = "" if focus is None else focus.name.rstrip("'")
    return wanted if wanted in scene.program.adjoints and wanted != scene.network.objective else _made(scene, names)


def _made(scene: Scene, names: tuple[str, ...]) -> str:
    """For the objective itself, unless its adjoint was chosen: the first line of the backward pass."""
    chosen = scene.state.selection
    objective = scene.network.objective
    return objective if chosen is not None and (chosen.name, chosen.adjoint) == (objective, True) else names[0]


def derivation_of(scene: Scene) -> Derivation:
    """The steps of the adjoint that is shown."""
    return _derived(Same(scene.program), derived_name(scene))


@lru_cache(maxsize=128)
def _derived(program: Same[Program], name: str) -> Derivation:
    return derivation(program.held, name)


def term_key(name: str, number: int) -> str:
    """The key of the blank of a term; number 0 is that of the sum."""
    return f"{name}/{number}"


def number_key(scene: Scene, name: str, number: int, moment: int | None) -> str:
    """The key of the blank of a term's number, for what is chosen now."""
    place = ".".join(map(str, (scene.state.example, "" if moment is None else moment + 1, *scene.unit_of(name))))
    return f"{name}/{number}@{place}"
