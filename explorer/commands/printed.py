"""Printed against verified: which equation of the papers is looked at, and which seed its numbers are drawn from."""

from dataclasses import replace

from engine.errata.reading import entries
from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.state import State

CHOSEN, SEED, STAGE = "printed:", "printed-seed:", "printed"
LARGEST_SEED = 2**31


def _put(scene: Scene, prefix: str, value: str) -> Outcome:
    """The state with one word of this prefix among what is folded, in place of any other."""
    kept = (word for word in scene.state.folded if not word.startswith(prefix))
    return replace(scene.state, folded=frozenset((*kept, f"{prefix}{value}")))


def _choose(scene: Scene, argument: object) -> Outcome:
    """An equation by its name, such as 000:43; unknown ones change nothing."""
    known = isinstance(argument, str) and any(entry.name == argument for entry in entries())
    return _put(scene, CHOSEN, str(argument)) if known else None


def _show(scene: Scene, argument: object) -> Outcome:
    """The same, with printed and verified side by side on the stage."""
    chosen = _choose(scene, argument)
    return replace(chosen, stage=STAGE) if isinstance(chosen, State) else None


def _seed(scene: Scene, argument: object) -> Outcome:
    """The seed of the small networks, 0 or more."""
    inside = isinstance(argument, int) and 0 <= argument < LARGEST_SEED
    return _put(scene, SEED, str(argument)) if inside else None


PRINTED = (
    Command("choose-printed", "Choose a printed equation", _choose),
    Command("show-printed", "Show a printed equation", _show),
    Command("printed-seed", "Choose the seed of printed equations", _seed),
)
