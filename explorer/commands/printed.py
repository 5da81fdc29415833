"""Printed against verified: which equation of the papers is looked at, and which seed its numbers are drawn from."""

from dataclasses import replace

from engine.errata.reading import entries
from explorer.command import Command, Outcome
from explorer.scene import Scene

CHOSEN, SEED = "printed:", "printed-seed:"
LARGEST_SEED = 2**31


def _put(scene: Scene, prefix: str, value: str) -> Outcome:
    """The state with one word of this prefix among what is folded, in place of any other."""
    kept = (word for word in scene.state.folded if not word.startswith(prefix))
    return replace(scene.state, folded=frozenset((*kept, f"{prefix}{value}")))


def _choose(scene: Scene, argument: object) -> Outcome:
    """An equation by its name, such as 000:43; unknown ones change nothing."""
    known = isinstance(argument, str) and any(entry.name == argument for entry in entries())
    return _put(scene, CHOSEN, str(argument)) if known else None


def _seed(scene: Scene, argument: object) -> Outcome:
    """The seed of the small networks, 0 or more."""
    inside = isinstance(argument, int) and 0 <= argument < LARGEST_SEED
    return _put(scene, SEED, str(argument)) if inside else None


PRINTED = (
    Command("choose-printed", "Choose a printed equation", _choose),
    Command("printed-seed", "Choose the seed of printed equations", _seed),
)
