"""Counterparts: which quantity of the other run stands against one of this run: the same name, else what is carried."""

from functools import lru_cache

from engine.expression import references
from engine.identity import Same
from engine.language.network import Network
from explorer.scene import Scene

PREFIX = "stands-against:"


def carried(network: Network) -> tuple[str, ...]:
    """What a network carries over moments, states first: those whose own equation reads them at an earlier moment."""
    return _carried(Same(network))


@lru_cache(maxsize=16)
def _carried(held: Same[Network]) -> tuple[str, ...]:
    network = held.held
    earlier: dict[str, bool] = {}
    for equation in network.equations:
        for part in references(equation.expression):
            offset = part.offset
            if offset is not None and (offset.constant < 0 or offset.factors):
                earlier[part.name] = earlier.get(part.name, False) or part.name == equation.name
    defined = [q.name for q in network.having("defined") if q.name in earlier]
    return tuple(sorted(defined, key=lambda name: not earlier[name]))


def candidates(network: Network, name: str) -> tuple[str, ...]:
    """What may stand against a quantity in this network: the same name where it is there, and what is carried."""
    same = (name,) if name in network.quantities else ()
    return tuple(dict.fromkeys((*same, *carried(network))))


def counterpart_of(scene: Scene, network: Network, name: str) -> str | None:
    """What stands against `name` in the other network: the one chosen, else the first candidate; None for nothing."""
    word = f"{PREFIX}{name}:"
    chosen = next((each.removeprefix(word) for each in sorted(scene.state.folded) if each.startswith(word)), "")
    if chosen in network.quantities:
        return chosen
    offered = candidates(network, name)
    if not offered or (offered[0] != name and not scene.network.quantities[name].timed):
        return None
    return offered[0]


def with_counterpart(folded: frozenset[str], name: str, counterpart: str) -> frozenset[str]:
    """The same words with this counterpart of the quantity in place of any other; none where it is the usual one."""
    word = f"{PREFIX}{name}:"
    kept = {each for each in folded if not each.startswith(word)}
    return frozenset(kept | {f"{word}{counterpart}"} if counterpart else kept)
