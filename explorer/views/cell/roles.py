"""Roles: which quantity of a network plays which part in a memory block, from a table of known vocabularies."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from engine.identity import Same
from engine.language.network import Network
from explorer.theme.tokens import Gate, GateStyle, Theme

GATES: tuple[Gate, ...] = ("iota", "phi", "omega")


@dataclass(frozen=True)
class Roles:
    """The names of the parts of a memory block.

    `sums` are what goes into the gates and the cell input, `gates` what the gates let pass (a number in 0…1),
    `squashed` the squashed cell input where the text names it, `peepholes` those that the network has.
    `outside` is what reads the block's output at the same moment: the output layer, or the objective itself.
    """

    sums: Mapping[str, str]
    gates: Mapping[str, str]
    squashed: str
    state: str
    output: str
    peepholes: Mapping[str, str]
    letters: Mapping[str, str]
    outside: tuple[str, ...] = ()

    def part(self, name: str) -> str:
        """The part a quantity plays, such as "sum iota", "gate phi", "state" or "outside"; "" where it plays none."""
        for gate, own in self.sums.items():
            if name == own:
                return f"sum {gate}"
        for gate, own in self.gates.items():
            if name == own:
                return f"gate {gate}"
        if name == self.squashed:
            return "squashed"
        if name in self.outside:
            return "outside"
        return {self.state: "state", self.output: "output"}.get(name, "")


VOCABULARIES: tuple[Roles, ...] = (
    Roles(
        sums=MappingProxyType({"iota": "a_iota", "phi": "a_phi", "omega": "a_omega", "c": "a_c"}),
        gates=MappingProxyType({"iota": "b_iota", "phi": "b_phi", "omega": "b_omega"}),
        squashed="",
        state="s",
        output="b_c",
        peepholes=MappingProxyType({"iota": "p_iota", "phi": "p_phi", "omega": "p_omega"}),
        letters=MappingProxyType({}),
    ),
    Roles(
        sums=MappingProxyType({"iota": "z_i", "phi": "z_f", "omega": "z_o", "c": "z_g"}),
        gates=MappingProxyType({"iota": "i", "phi": "f", "omega": "o"}),
        squashed="g",
        state="c",
        output="h",
        peepholes=MappingProxyType({"iota": "p_i", "phi": "p_f", "omega": "p_o"}),
        letters=MappingProxyType({"iota": "i", "phi": "f", "omega": "o"}),
    ),
)


def roles_of(network: Network) -> Roles | None:
    """The roles of a network that speaks one of the known vocabularies; None for all others."""
    return _roles_of(Same(network))


@lru_cache(maxsize=16)
def _roles_of(same: Same[Network]) -> Roles | None:
    network = same.held
    defined = {quantity.name for quantity in network.having("defined")}
    timed = {quantity.name for quantity in network.having("defined") if quantity.timed}
    for known in VOCABULARIES:
        needed = {*known.sums.values(), *known.gates.values(), known.state, known.output}
        if known.squashed:
            needed.add(known.squashed)
        if not (needed <= defined and needed <= timed):
            continue
        peepholes = {gate: name for gate, name in known.peepholes.items() if name in network.quantities}
        return replace(known, peepholes=MappingProxyType(peepholes), outside=_outside(network, known, needed))
    return None


def _outside(network: Network, known: Roles, block: set[str]) -> tuple[str, ...]:
    """What stands after the block at the same moment, nearest first."""
    order = [equation.name for equation in network.equations if equation.timed]
    return tuple(name for name in order[order.index(known.output) + 1 :] if name not in block)


@lru_cache(maxsize=8)
def _lettered(theme: Theme, letters: tuple[tuple[str, str], ...]) -> Theme:
    own = dict(letters)
    styles = {
        gate: GateStyle(style.colour, style.dash, own.get(gate, style.letter), own.get(gate, style.latex))
        for gate, style in theme.gates.items()
    }
    return replace(theme, gates=MappingProxyType(styles))


def lettered(theme: Theme, roles: Roles) -> Theme:
    """The theme with the network's own letters in the gates."""
    return _lettered(theme, tuple(sorted(roles.letters.items()))) if roles.letters else theme
