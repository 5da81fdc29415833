"""Links: everything that one adjoint is the sum of, each as a factor times one adjoint that was computed before it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf, isfinite, prod

import numpy as np

from engine.evaluation import Array, evaluate
from engine.expression import Adjoint, Expression, Number, references
from engine.run.explanation import ExplainedTerm, Factor, Product, Source, explain, opened
from engine.trace import Trace


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a path: the adjoint `at` has `factor` times the adjoint `to` among its contributions.

    `factors` are what `factor` is made of, but for the sign of a term that is taken away. `to` is None where the loss
    itself is reached, whose adjoint is 1. `share` is the contribution's part of all magnitudes at `at`, `running` the
    product of all factors from the loss to here: what this path alone brings to `at`, whose number is `number`.
    """

    at: Source
    number: float
    expression: Expression
    factors: tuple[Factor, ...]
    factor: float
    to: Source | None
    contribution: float
    share: float
    running: float = 1.0


def links_of(trace: Trace, at: Source) -> tuple[Link, ...]:
    """The contributions to an adjoint, what is not finite first, then by size; they sum to its number."""
    explanation = explain(trace, at.name, adjoint=True, moment=at.moment, unit=at.unit, example=at.example)
    found = list(_contributions(trace, explanation.terms, at))
    weight = sum(abs(link.contribution) for link in found if isfinite(link.contribution))
    found.sort(key=lambda link: -abs(link.contribution) if isfinite(link.contribution) else -inf)

    def share(link: Link) -> float:
        return abs(link.contribution) / weight if weight and isfinite(link.contribution) else 0.0

    return tuple(replace(link, number=explanation.number, share=share(link)) for link in found)


def _contributions(trace: Trace, terms: tuple[ExplainedTerm, ...], at: Source) -> Iterator[Link]:
    """Every contribution to a number as a link; what the loss sends straight is one, however many terms it has."""
    straight: list[ExplainedTerm] = []
    if trace.program.adjoints[at.name].seeded and not (len(terms) == 1 and isinstance(terms[0].expression, Number)):
        straight.append(ExplainedTerm(Number(1.0), False, 1.0, 0.0, (), (), None))
    for term in terms:
        if not term.exists:
            continue
        if not any(isinstance(part, Adjoint) for part in references(term.expression)):
            straight.append(term)
            continue
        sloped = set[Source]()
        for product in term.products or (Product(term.factors, term.number, term.source),):
            if product.factors or product.source not in sloped:
                yield from _opened(trace, product, term, at)
            if not product.factors and product.source is not None:
                sloped.add(product.source)  # its slope is that of the whole term
    if straight:
        number = sum(term.number for term in straight)
        # One term is told by its factors, several by what they come to.
        factors = straight[0].factors if len(straight) == 1 else ()
        yield Link(at, 0.0, straight[0].expression, factors, number, None, number, 0.0)


def _opened(trace: Trace, product: Product, term: ExplainedTerm, at: Source) -> Iterator[Link]:
    """The links of one product: several where a factor of it is itself a sum that reads adjoints."""
    moment = at.moment if term.moment is None else term.moment
    source = product.source
    example = source.example if source is not None else at.example
    direct = [part for part in product.factors if part.source is not None and part.source.adjoint]
    if direct:
        others = tuple(part for part in product.factors if part is not direct[0])
        # The sign of a term that is taken away stands in its number.
        sign = -1.0 if term.negative and not term.products else 1.0
        factor = sign * prod(part.number for part in others)
        yield Link(at, 0.0, term.expression, others, factor, direct[0].source, product.number, 0.0)
        return
    for part in product.factors:
        if any(isinstance(read, Adjoint) for read in references(part.expression)):
            inner = opened(trace, part, moment=moment, example=example)
            rest = tuple(other for other in product.factors if other is not part)
            outer = prod(other.number for other in rest) * (-1.0 if term.negative and not term.products else 1.0)
            if inner:
                for found in inner:
                    for link in _opened(trace, found, replace(term, negative=False, products=(found,)), at):
                        yield replace(
                            link,
                            factors=(*rest, *link.factors),
                            factor=outer * link.factor,
                            contribution=outer * link.contribution,
                        )
                return
    yield from _alone(trace, product, term, at, moment)


def _alone(trace: Trace, product: Product, term: ExplainedTerm, at: Source, moment: int | None) -> Iterator[Link]:
    """The link of a term whose adjoint is no factor: passed on as it is, or the slope of an op by its linearity."""
    source = product.source
    if source is None or not source.adjoint:
        return
    upstream = _read(trace, source)
    if abs(product.number) == abs(upstream) and not product.factors and upstream:
        yield Link(at, 0.0, term.expression, (), product.number / upstream, source, product.number, 0.0)
        return
    slope = _slope(trace, term.expression, source, at, moment) * (-1.0 if term.negative else 1.0)
    yield Link(at, 0.0, term.expression, (), slope, source, slope * upstream, 0.0)


def _slope(trace: Trace, node: Expression, source: Source, at: Source, moment: int | None) -> float:
    """By how much a term changes when one adjoint that it reads grows by 1: it is linear in all of them."""
    around = trace.at(moment)
    lead = (source.moment, source.example) if source.moment is not None else (source.example,)
    grown = np.zeros_like(around.adjoints[source.name])
    if source.moment is not None and not 0 <= source.moment < len(grown):
        return 0.0
    grown[(*lead, *source.unit)] = 1.0
    # Adjoints but for this one are zero: what is left is the part that comes from it.
    alone = {name: np.zeros_like(array) for name, array in around.adjoints.items()} | {source.name: grown}
    with np.errstate(all="ignore"):
        array = evaluate(node, replace(around, adjoints=alone))
    shape = node.shape or ()
    if array.ndim > len(shape):
        array = array[source.example]
    return float(np.broadcast_to(array, trace.program.network.quantities[at.name].shape)[at.unit])


def put_in(trace: Trace, source: Source) -> bool:
    """Whether nothing flows back through a number because its value was put in by hand."""
    rows = trace.held.get(source.name)
    if rows is None:
        return False
    return bool(rows[source.moment, source.example] if source.moment is not None else rows[source.example])


def number_at(trace: Trace, source: Source) -> float:
    """The adjoint of the trace at the place a source names; 0 beyond the last moment."""
    return float(_entry(trace.adjoints[source.name], trace, source))


def _read(trace: Trace, source: Source) -> float:
    """The number as equations read it."""
    return float(_entry(trace.surroundings.adjoints[source.name], trace, source))


def _entry(array: Array, trace: Trace, source: Source) -> float:
    quantity = trace.program.network.quantities[source.name]
    if not quantity.batched:
        return float(array[source.unit])
    if not quantity.timed:
        return float(array[(source.example, *source.unit)])
    inside = source.moment is not None and 0 <= source.moment < len(array)
    return float(array[(source.moment, source.example, *source.unit)]) if inside else 0.0
