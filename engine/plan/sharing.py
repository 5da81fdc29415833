"""Sharing: what several equations compute alike gets a name of its own and is computed once."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.expression import (
    NOW,
    Apply,
    Expression,
    Offset,
    Value,
    children,
    references,
    shifted,
    transform,
    walk,
    with_children,
)
from engine.language.network import Network
from engine.ops import ops
from engine.plan.definitions import Definition, beyond
from engine.plan.keys import Key
from engine.plan.rearranging import as_shape, bare, by_entry

_CHEAP = frozenset({"add", "mul", "neg", "div"})


def shared(network: Network, found: Mapping[Key, Definition], altered: Collection[str] = ()) -> dict[Key, Definition]:
    """The definitions with derivatives written by results, and every function that stands in two places named.

    A function that a quantity is defined to be is read by its name, unless values of it are put in by hand.
    """
    parameters = frozenset(quantity.name for quantity in network.having("parameter"))
    written = {key: replace(one, terms=tuple(_instead(term) for term in one.terms)) for key, one in found.items()}
    named: dict[Expression, Definition] = {}
    for one in written.values():
        made = bare(one.terms[0]) if len(one.terms) == 1 else None
        if made is not None and not one.key.adjoint and one.key.name not in altered and _worth(made, parameters):
            named.setdefault(_canonical(made)[0], one)
    uses: Counter[Expression] = Counter()
    first: dict[Expression, Definition] = {}
    for one in written.values():
        for canonical in _functions(one, parameters):
            uses[canonical] += 1
            first.setdefault(canonical, one)
    order: dict[Key, Definition] = {}
    for canonical, one in first.items():
        if uses[canonical] > 1 and canonical not in named and isinstance(canonical, Apply):
            key = Key(False, f"{canonical.op} {len(named)}")
            timed = any(part.offset is not None for part in references(canonical))
            named[canonical] = order[key] = Definition(key, canonical.shape or (), (canonical,), one.line, timed)
    return {
        one.key: replace(one, terms=tuple(_Naming(named, one, term, parameters).of(term) for term in one.terms))
        for one in [*order.values(), *written.values()]
    }


def _functions(one: Definition, parameters: Collection[str]) -> Iterator[Expression]:
    """The functions in the terms of a definition, as they read at their own moment."""
    for term in one.terms:
        for _, part in walk(term):
            if _worth(part, parameters) and _inside(part, term):
                yield _canonical(part)[0]


def _instead(node: Expression) -> Expression:
    def change(part: Expression) -> Expression:
        fast = ops()[part.op].fast if isinstance(part, Apply) else None
        return fast.instead(part) if fast and fast.instead and isinstance(part, Apply) else part

    return transform(node, change)


def _worth(node: Expression, parameters: Collection[str]) -> bool:
    """Whether it is a function of a value of each example, cheaper to keep than to compute twice."""
    if not isinstance(node, Apply) or node.op in _CHEAP or not by_entry(node):
        return False
    inside = list(references(node))
    return len(inside) == 1 and isinstance(inside[0], Value) and inside[0].name not in parameters


def _canonical(node: Expression) -> tuple[Expression, Offset]:
    """The expression as it reads at its own moment, and how much later it is read."""
    offset = next((part.offset for part in references(node) if part.offset is not None), NOW)
    return shifted(node, offset, -1), offset


def _inside(part: Expression, term: Expression) -> bool:
    """Whether the term reads it within the sequence only: before and after, a function of zero need not be zero."""
    return 0 <= _canonical(part)[1].constant <= beyond(term)


@dataclass(frozen=True, slots=True)
class _Naming:
    """Puts names in the place of functions, in one term of one definition."""

    named: Mapping[Expression, Definition]
    reader: Definition
    term: Expression
    parameters: Collection[str]

    def of(self, node: Expression) -> Expression:
        """The node with names for functions."""
        if _worth(node, self.parameters) and _inside(node, self.term):
            canonical, offset = _canonical(node)
            one = self.named.get(canonical)
            if one is not None and one.key != self.reader.key:
                return as_shape(Value(one.key.name, offset if one.timed else None, one.shape), node.shape or ())
        below = children(node)
        return with_children(node, tuple(self.of(child) for child in below)) if below else node
