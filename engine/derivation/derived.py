"""A network that knows its program: what `engine.load` and `engine.parse` hand out."""

from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import SupportsIndex

from engine.derivation.program import Program, derive
from engine.language.network import Network
from engine.language.parsing import parse_network

KEPT = 64
"""Networks that are kept ready: opening the same again, for another number somewhere, derives nothing anew."""


@dataclass(frozen=True)
class DerivedNetwork(Network):
    """A network whose backward equations are derived when they are first asked for."""

    @cached_property
    def program(self) -> Program:
        """Forward and backward equations, in the order in which they run."""
        return derive(self)

    @cached_property
    def unfused(self) -> Program:
        """The program in which every cost and its derivative are run as the textbook writes them."""
        return derive(self, fused=False)


def parse(text: str, *, name: str = "network", **sizes: SupportsIndex) -> DerivedNetwork:
    """The network that an equation text defines; sizes by name replace the declared defaults.

    The same text with the same sizes gives the same network, with its program and its plans, while it is kept. Raises
    LanguageError, with line, column and caret, for whatever the language does not allow.
    """
    given = tuple(sizes.items())
    try:
        return _parsed(text, name, given)
    except TypeError:  # a size that cannot be hashed is refused in words where it is read
        return _parsed.__wrapped__(text, name, given)


@lru_cache(maxsize=KEPT)
def _parsed(text: str, name: str, sizes: tuple[tuple[str, SupportsIndex], ...]) -> DerivedNetwork:
    network = parse_network(text, dict(sizes), name=name)
    return DerivedNetwork(**{field.name: getattr(network, field.name) for field in fields(network)})
