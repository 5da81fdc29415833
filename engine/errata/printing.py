"""From a line of a program to the papers: which printed equations say how a value or an adjoint is made."""

from functools import cache

from engine.errata.entry import Entry
from engine.errata.reading import entries
from engine.language.network import Network
from engine.language.watching import adjoint_names
from resources import listing

_SUFFIX = ".net"


def printing(network: Network, name: str, *, adjoint: bool) -> tuple[Entry, ...]:
    """The printed equations of the value or the adjoint of a quantity, in the order of the papers.

    A network whose text is not that of the built-in one of its name has none: its lines are its author's own.
    """
    if network.text != _built_in(network.name):
        return ()
    adjoints = adjoint_names(network)
    return tuple(
        entry
        for entry in _of_network(network.name)
        if (entry.line not in network.quantities) == adjoint and adjoints.get(entry.line, entry.line) == name
    )


@cache
def _of_network(name: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries() if name in (entry.network, entry.variant))


@cache
def _built_in(name: str) -> str | None:
    """The text of a built-in network; None where there is none of this name."""
    found = {entry.name: entry for entry in listing("networks", suffix=_SUFFIX)}.get(name + _SUFFIX)
    return None if found is None else found.read_text(encoding="utf-8")
