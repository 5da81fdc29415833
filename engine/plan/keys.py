"""Keys: what a plan computes, by name."""

from typing import NamedTuple

from engine.expression import Adjoint, Reference


class Key(NamedTuple):
    """What is computed: the value of a quantity or of a part that the plan names itself, or an adjoint."""

    adjoint: bool
    name: str


def key_of(reference: Reference) -> Key:
    """The key of what a reference reads."""
    return Key(isinstance(reference, Adjoint), reference.name)


def distance(reference: Reference) -> int:
    """How many moments later than t a reference reads; 0 outside time."""
    return reference.offset.constant if reference.offset is not None else 0
