"""Sharing: what several equations compute alike gets a name of its own and is computed once."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

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
from engine.ops import ops
from engine.plan.definitions import Definition, beyond
from engine.plan.keys import Key
from engine.plan.rearranging import as_shape, bare

_CHEAP = frozenset({"add", "mul", "neg", "div"})


def shared(found: Mapping[Key, Definition], altered: Collection[str] = ()) -> dict[Key, Definition]:
    """The definitions with derivatives written by results, and every function that stands in two places named."""
    written = {key: replace(one, terms=tuple(_instead(term) for term in one.terms)) for key, one in found.items()}
    made = {
        _canonical(one.terms[0])[0]: one
        for one in written.values()
        if not one.key.adjoint and one.key.name not in altered and len(one.terms) == 1 and _worth(bare(one.terms[0]))
    }
    made |= {
        _canonical(bare(one.terms[0]))[0]: one
        for one in written.values()
        if not one.key.adjoint and one.key.name not in altered and len(one.terms) == 1 and _worth(bare(one.terms[0]))
    }
    uses = Counter(
        _canonical(part)[0]
        for one in written.values()
        for term in one.terms
        for _, part in walk(term)
        if _worth(part) and _inside(part, term)
    )
    named: dict[Expression, Definition] = dict(made)
    order: dict[Key, Definition] = {}
    for one in written.values():
        for term in one.terms:
            for _, part in walk(term):
                if (
                    _worth(part)
                    and _inside(part, term)
                    and uses[_canonical(part)[0]] > 1
                    and _canonical(part)[0] not in named
                ):
                    canonical = _canonical(part)[0]
                    key = Key(False, f"{part.op} {len(named)}")  # type: ignore[union-attr]
                    timed = any(inner.offset is not None for inner in references(canonical))
                    new = Definition(key, part.shape or (), (canonical,), one.line, timed)
                    named[canonical] = order[key] = new
    if not named:
        return written
    result: dict[Key, Definition] = {}
    for one in [*order.values(), *written.values()]:
        terms = tuple(_with_names(term, named, one, within=term) for term in one.terms)
        result[one.key] = replace(one, terms=terms)
    return result


def _instead(node: Expression) -> Expression:
    def change(part: Expression) -> Expression:
        fast = ops()[part.op].fast if isinstance(part, Apply) else None
        return fast.instead(part) if fast and fast.instead and isinstance(part, Apply) else part

    return transform(node, change)


def _worth(node: Expression) -> bool:
    """Whether it is a function of a value of each example, cheaper to keep than to compute twice."""
    if not isinstance(node, Apply) or node.op in _CHEAP:
        return False
    fast = ops()[node.op].fast
    inside = list(references(node))
    return (
        fast is not None
        and fast.write is not None
        and len(inside) == 1
        and isinstance(inside[0], Value)
        and inside[0].offset is not None
    )


def _canonical(node: Expression) -> tuple[Expression, Offset]:
    """The expression as it reads at its own moment, and how much later it is read."""
    offset = next((part.offset for part in references(node) if part.offset is not None), NOW)
    return shifted(node, offset, -1), offset


def _inside(part: Expression, term: Expression) -> bool:
    """Whether the term reads it within the sequence only: before and after, a function of zero need not be zero."""
    return 0 <= _canonical(part)[1].constant <= beyond(term)


def _with_names(
    term: Expression, named: Mapping[Expression, Definition], reader: Definition, *, within: Expression
) -> Expression:
    if _worth(term) and _inside(term, within):
        canonical, offset = _canonical(term)
        one = named.get(canonical)
        if one is not None and one.key != reader.key:
            return as_shape(Value(one.key.name, offset, one.shape), term.shape or ())
    below = children(term)
    return (
        with_children(term, tuple(_with_names(child, named, reader, within=within) for child in below))
        if below
        else term
    )
