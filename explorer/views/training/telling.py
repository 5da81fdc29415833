"""Which parameters are drawn where there are many: a few that stand for the others."""

import re

import numpy as np

from engine.language.network import Network
from explorer.progress import Progress

MOST = 6
_HEAD = re.compile(r"[A-Za-z]+")


def parameters_of(progress: Progress) -> tuple[str, ...]:
    """The parameters whose norms are kept, in the order of the columns."""
    return tuple(column.removeprefix("gradient ") for column in progress.columns if column.startswith("gradient "))


def telling(progress: Progress, network: Network, *, chosen: str | None = None) -> tuple[str, ...]:
    """At most six parameters in the order of the columns, `chosen` among them where it is one.

    Parameters of one letter and one shape are a group; each group sends the one with the largest gradient first, and
    matrices go before vectors.
    """
    names = parameters_of(progress)
    if len(names) <= MOST:
        return names
    groups: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for name in names:
        groups.setdefault(_group(name, network), []).append(name)
    ranked = [sorted(group, key=lambda name: -_loudness(progress, name)) for group in groups.values()]
    ranked.sort(key=lambda group: len(network.quantities[group[0]].shape) < 2)
    longest = max(len(group) for group in ranked)
    found = [group[turn] for turn in range(longest) for group in ranked if turn < len(group)][:MOST]
    if chosen in names and chosen not in found:
        found[-1] = str(chosen)
    return tuple(name for name in names if name in found)


def _group(name: str, network: Network) -> tuple[str, tuple[int, ...]]:
    head = _HEAD.match(name)
    return head.group() if head else name, network.quantities[name].shape


def _loudness(progress: Progress, name: str) -> float:
    """The median length of a gradient; 0 where none is a number."""
    lengths = progress.column(f"gradient {name}")
    finite = lengths[np.isfinite(lengths)]
    return float(np.median(finite)) if finite.size else 0.0
