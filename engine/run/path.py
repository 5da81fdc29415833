"""The path of an adjoint: of all ways from a number to the loss the one with the largest product, factor by factor."""

from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappop, heappush
from math import inf, isfinite, prod
from typing import Literal

from engine.ops import Unit
from engine.run.explanation import Source
from engine.run.links import Link, links_of, number_at, put_in
from engine.trace import Trace

WIDTH = 4
"""Of each quantity at each moment so many numbers are followed."""
MOST_LINKS = 64
"""So many contributions of a number are looked at, the largest."""
LONGEST, LONGEST_TURN = 4000, 4
"""Links of a path at most (four for each moment of a run of a thousand), and links that repeat."""
End = Literal["loss", "nothing", "put in", "spread"]


@dataclass(frozen=True, slots=True)
class Path:
    """The links from a number to the loss. `end` says where they end.

    "loss" is the rule; "nothing": no later line reads the number; "put in": a value put in by hand lets nothing flow
    back; "spread": what comes back is spread over more numbers than one, none of which can be followed.
    """

    links: tuple[Link, ...]
    number: float
    end: End

    @property
    def contribution(self) -> float:
        """The product of all factors: what this one path brings to the number; 0 where the loss is not reached."""
        return self.links[0].running if self.links and self.end == "loss" else 0.0

    @property
    def explained(self) -> float | None:
        """The path's part of the number; above 1, or negative, where other paths take away; None for 0 and NaN."""
        if not self.number or not isfinite(self.number) or not isfinite(self.contribution):
            return None
        return self.contribution / self.number


@dataclass(frozen=True, slots=True)
class Stretch:
    """Links that repeat: `turns` times the same `period` lines, one after another in time."""

    links: tuple[Link, ...]
    period: int

    @property
    def turns(self) -> int:
        """How many times the same lines follow one another."""
        return len(self.links) // self.period

    @property
    def factor(self) -> float:
        """The product of all factors in it."""
        return prod(link.factor for link in self.links)

    @property
    def turn_factors(self) -> tuple[float, ...]:
        """The product of each turn."""
        step = self.period
        return tuple(
            prod(link.factor for link in self.links[turn * step : (turn + 1) * step]) for turn in range(self.turns)
        )

    @property
    def smallest(self) -> Link:
        """The link with the factor nearest to zero."""
        return min(self.links, key=lambda link: abs(link.factor) if isfinite(link.factor) else inf)


def path_of(
    trace: Trace,
    name: str,
    *,
    moment: int | None,
    unit: Unit,
    example: int = 0,
    known: dict[Source, tuple[Link, ...]] | None = None,
) -> Path:
    """The path with the largest product from the adjoint of a quantity (moment from 0, unit, example) to the loss.

    By the chain rule a number is the sum over all paths of the product of their factors; this is the largest of these
    terms. Of each quantity at each moment only the `WIDTH` numbers that the largest products lead to are followed on,
    so that in a wide network it is the largest of those. A number that is not finite is followed to where that began.
    `known` keeps the links of numbers of this trace from one path to the next.
    """
    timed = trace.program.network.quantities[name].timed
    start = Source(name, True, moment if timed else None, unit, example)
    search = _Search(trace, {} if known is None else known)
    number = number_at(trace, start)
    links, end = search.largest(start) if isfinite(number) else search.unsound(start)
    return Path(_running(links, reached=end == "loss"), number, end)


@dataclass(frozen=True)
class _Search:
    """Goes from a number towards the loss, always to what was computed before it."""

    trace: Trace
    known: dict[Source, tuple[Link, ...]]

    def largest(self, start: Source) -> tuple[list[Link], End]:
        """The links with the largest product: what is reached first in the order of computing is opened last."""
        reached: dict[Source, tuple[float, Link | None]] = {start: (1.0, None)}
        waiting = {self._order(start): [start]}
        orders = list(waiting)
        best: tuple[float, Link] | None = None
        stops: list[tuple[Link | None, End]] = []
        while orders:
            for at in self._widest(waiting.pop(heappop(orders)), reached):
                before, came = reached[at]
                links = self.links(at)
                if not links:
                    stops.append((came, "loss" if at.name == self.trace.program.network.objective else "nothing"))
                for link in links:
                    product = before * link.factor
                    if link.to is None:
                        if best is None or abs(product) > abs(best[0]):
                            best = (product, link)
                    elif put_in(self.trace, link.to):
                        stops.append((link, "put in"))
                    elif link.to not in reached:
                        order = self._order(link.to)
                        if order not in waiting:
                            heappush(orders, order)
                        waiting.setdefault(order, []).append(link.to)
                        reached[link.to] = (product, link)
                    elif abs(product) > abs(reached[link.to][0]):
                        reached[link.to] = (product, link)
        held = [stop for stop in stops if stop[1] == "put in"]
        if best is not None and (best[0] or not held):
            return self._back(best[1], reached), "loss"
        last, end = (held or stops or [(None, "spread")])[0]
        return ([] if last is None else self._back(last, reached)), end

    def unsound(self, start: Source) -> tuple[list[Link], End]:
        """The links through what is not finite, to the first that came from finite numbers."""
        found: list[Link] = []
        here: Source | None = start
        while here is not None and len(found) < LONGEST:
            links = self.links(here)
            bad = [link for link in links if not isfinite(link.contribution)]
            if not links:
                return found, "nothing"
            further = [link for link in bad if link.to is not None and not isfinite(number_at(self.trace, link.to))]
            found.append((further or bad or links)[0])
            here = found[-1].to
        return found, "loss"

    def links(self, at: Source) -> tuple[Link, ...]:
        """The largest contributions to a number, each with its share of all of them."""
        if at not in self.known:
            self.known[at] = links_of(self.trace, at)[:MOST_LINKS]
        return self.known[at]

    def _order(self, at: Source) -> tuple[int, int]:
        """What is computed last comes first; of what is computed along with another, what is made of it."""
        line = self.trace.program.line_of.get((at.name, True))
        position = None if line is None else self.trace.schedule.position_of(line, at.moment)
        return -(-1 if position is None else position), self._places.get(at.name, -1)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {equation.name: number for number, equation in enumerate(self.trace.program.network.equations)}

    def _widest(self, here: list[Source], reached: dict[Source, tuple[float, Link | None]]) -> list[Source]:
        """Those to go on from: half for the products that lead to them, half for what comes through them in all."""
        if len(here) <= WIDTH:
            return here
        through = {at: abs(reached[at][0] * number_at(self.trace, at)) for at in here}
        widest = sorted(here, key=lambda at: (-abs(reached[at][0]), -through[at]))[: WIDTH // 2]
        others = sorted((at for at in here if at not in widest), key=lambda at: -through[at])
        return widest + others[: WIDTH - len(widest)]

    @staticmethod
    def _back(last: Link, reached: dict[Source, tuple[float, Link | None]]) -> list[Link]:
        found = [last]
        while (came := reached[found[-1].at][1]) is not None:
            found.append(came)
        return found[::-1]


def stretches(path: Path) -> tuple[Stretch, ...]:
    """The links in order, those that repeat put together."""
    links, kinds = path.links, [_kind(link) for link in path.links]
    found: list[Stretch] = []
    start = 0
    while start < len(links):
        period, turns = max(
            ((period, _turns(kinds, start, period)) for period in range(1, LONGEST_TURN + 1)),
            key=lambda pair: (pair[0] * pair[1] if pair[1] > 1 else 1, -pair[0]),
        )
        stop = start + (period * turns if turns > 1 else 1)
        found.append(Stretch(links[start:stop], period if turns > 1 else 1))
        start = stop
    return tuple(found)


def _kind(link: Link) -> tuple[object, ...]:
    """What links have in common that are the same line, moments apart; units may differ."""
    to = link.to
    later = None if to is None or to.moment is None or link.at.moment is None else to.moment - link.at.moment
    return (link.at.name, None if to is None else to.name, later, tuple(factor.expression for factor in link.factors))


def _turns(kinds: list[tuple[object, ...]], start: int, period: int) -> int:
    """How often the kinds of `period` links follow one another from `start` on."""
    first = kinds[start : start + period]
    turns = 0
    while len(first) == period and kinds[start + turns * period : start + (turns + 1) * period] == first:
        turns += 1
    return turns


def _running(links: list[Link], *, reached: bool) -> tuple[Link, ...]:
    """The links with the product of the factors from the loss on; 0 where the loss is not reached."""
    product = 1.0 if reached else 0.0
    made: list[Link] = []
    for link in reversed(links):
        product *= link.factor
        made.append(replace(link, running=product))
    return tuple(reversed(made))
