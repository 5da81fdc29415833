"""What an update is to a program: the quantities it carries on from one iteration to the next, and where they go."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Carried:
    """A state of an optimiser: read as `before`, made as `after`, which is what is read in the next iteration.

    It starts at the value of the parameter `start`, or at zero where that is empty.
    """

    before: str
    after: str
    start: str = ""


@dataclass(frozen=True)
class Update:
    """How parameters become those of the next iteration.

    `words` names the rules and their settings. `following` says which quantity holds the next value of a parameter,
    with which the next forward pass runs; `weights` the one that holds what is learnt, where a rule looks ahead of it.
    """

    words: str
    carried: tuple[Carried, ...]
    following: Mapping[str, str]
    weights: Mapping[str, str]
