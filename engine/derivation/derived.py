"""A network that knows its program: what `engine.load` and `engine.parse` hand out."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import SupportsIndex

from engine.derivation.program import Program, derive
from engine.language.network import Network
from engine.language.parsing import parse_network


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

    Raises LanguageError, with line, column and caret, for whatever the language does not allow.
    """
    network = parse_network(text, sizes, name=name)
    return DerivedNetwork(**{field.name: getattr(network, field.name) for field in fields(network)})
