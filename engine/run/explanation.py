"""Explains one number: the terms it is the sum of, each with its factors, its share, and where it came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

from engine.derivation.flows import Flow
from engine.derivation.program import Line
from engine.evaluation import Array, Surroundings, beyond_the_last, evaluate, put_in_at
from engine.expression import (
    Adjoint,
    Choice,
    Expression,
    Number,
    Reference,
    Taps,
    Total,
    Value,
    references,
    transform,
)
from engine.notation.lines import terms as sum_terms
from engine.ops import Part, Unit, own_unit
from engine.run.entries import factors, products, through
from engine.trace import Trace


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number came from: value or adjoint of a quantity, moment (from 0; None outside time), unit, example."""

    name: str
    adjoint: bool
    moment: int | None
    unit: Unit
    example: int = 0


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a term at the explained unit; `source` where it is a quantity itself, `unit` its place."""

    expression: Expression
    number: float
    source: Source | None
    unit: Unit = ()


@dataclass(frozen=True, slots=True)
class Product:
    """One product of a sum over units, examples or taps: its factors, what they come to, and where it mainly stands.

    Factors of 1 that are no quantities are left out.
    """

    factors: tuple[Factor, ...]
    number: float
    source: Source | None


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """One term with its signed number and its share of the sum of all magnitudes.

    `factors` are multiplied; `products` are added (matrix products, windows, sums over cells and examples), the largest
    first, without those that a factor of 0 which is no quantity shuts off. `exists` is False for a flow that would come
    from beyond the last moment. `moment` is set where terms differ by moment only.
    """

    expression: Expression
    negative: bool
    number: float
    share: float
    factors: tuple[Factor, ...]
    products: tuple[Product, ...]
    source: Source | None
    exists: bool = True
    moment: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All terms of one number, in the order in which its equation is written; given numbers have none."""

    target: Source
    example: int
    number: float
    terms: tuple[ExplainedTerm, ...]


def explain(trace: Trace, name: str, *, adjoint: bool, moment: int | None, unit: Unit, example: int = 0) -> Explanation:
    """Why the value (or adjoint) of a quantity is what it is, at one moment (from 0), unit and example."""
    network = trace.program.network
    quantity = network.quantities[name]
    array = trace.adjoint(name) if adjoint else trace.value(name)
    lead = () if not quantity.batched else ((moment, example) if quantity.timed else (example,))
    target = Source(name, adjoint, moment if quantity.timed else None, unit)
    reader = _Reader(trace, trace.at(target.moment), example)
    found: list[ExplainedTerm] = []
    if adjoint:
        equation = trace.program.adjoints[name]
        for flow in equation.with_altered(trace.altered):
            found.extend(reader.flow(flow, unit))
    elif quantity.role in ("defined", "updated"):
        found.extend(reader.value_terms(trace.program.line_of[name, False], unit))
    weight = sum(abs(term.number) for term in found if np.isfinite(term.number))
    shared = tuple(replace(term, share=abs(term.number) / weight if weight else 0.0) for term in found)
    return Explanation(target, example, float(array[(*lead, *unit)]), shared)


def opened(trace: Trace, factor: Factor, *, moment: int | None, example: int) -> tuple[Product, ...]:
    """The products that a factor is the sum of, the largest first; none where it is no such sum."""
    inner, place = through(factor.expression, factor.unit)
    return _Reader(trace, trace.at(moment), example).products(inner, place)


@dataclass(frozen=True)
class _Reader:
    """Reads single numbers of expressions at one moment and example; every array is worked out once."""

    trace: Trace
    around: Surroundings
    example: int
    arrays: dict[Expression, Array] = field(default_factory=dict)

    def flow(self, flow: Flow, unit: Unit) -> Iterator[ExplainedTerm]:
        """The terms of one flow: one, or one per moment where the flow is a sum over moments."""
        expression = flow.expression
        if isinstance(expression, Total):
            for moment in range(self.trace.moments or 1) if expression.moments else (None,):
                yield _Reader(self.trace, self.trace.at(moment), self.example).total(expression, unit, moment)
            return
        if beyond_the_last(expression, self.around):
            yield ExplainedTerm(expression, False, 0.0, 0.0, (), (), None, exists=False)
            return
        for term in sum_terms(expression):
            yield self.term(term.expression, unit, negative=term.negative)

    def total(self, node: Total, unit: Unit, moment: int | None) -> ExplainedTerm:
        """One moment of a sum over moments or examples; with several examples its products are those of all."""
        inside = self.term(node.body, unit)
        if not node.examples or self.trace.examples == 1:
            return replace(inside, moment=moment)
        found: list[Product] = []
        for example in range(self.trace.examples):
            term = inside if example == self.example else replace(self, example=example).term(node.body, unit)
            found.extend(term.products or (Product(term.factors, term.number, term.source),))
        number = sum(part.number for part in found)
        return replace(inside, number=number, factors=(), products=_largest_first(found), moment=moment)

    def value_terms(self, line: Line, unit: Unit) -> Iterator[ExplainedTerm]:
        """The terms of a forward line as it is written, with the numbers of its fused form where it has one."""
        inner, place = through(line.expression, unit)
        run, _ = through(line.computed, unit) if line.fused is not None else (inner, place)
        shown, computed = sum_terms(inner), sum_terms(run)
        for number, term in enumerate(shown):
            found = self.term(term.expression, place, negative=term.negative)
            if line.fused is not None and len(computed) == len(shown):
                part = self.number(computed[number].expression, place)
                found = replace(found, number=-part if term.negative else part)
            yield found

    def number(self, node: Expression, unit: Unit) -> float:
        """The expression's number at a unit of its shape, or of one that repeats it along axes put in front."""
        if node not in self.arrays:
            with np.errstate(all="ignore"):
                self.arrays[node] = evaluate(node, self.around)
        array = self.arrays[node]
        if array.ndim > len(node.shape or ()):
            array = array[self.example]
        return float(array[own_unit(node, unit)])

    def term(self, node: Expression, unit: Unit, *, negative: bool = False) -> ExplainedTerm:
        """A term with its factors or products at a unit."""
        sign = -1.0 if negative else 1.0
        number = sign * self.number(node, unit)
        node = self.settled(node)
        inner, place = through(node, own_unit(node, unit))
        parts = factors(inner, place)
        found = self.products(inner, place)
        multiplied = tuple(self._factor(*part) for part in parts) if len(parts) > 1 else ()
        shut = any(_shuts_off(factor) for factor in multiplied)
        source = found[0].source if found else None if shut else self._main_source(parts)
        if negative:
            found = tuple(_negated(part) for part in found)
        return ExplainedTerm(node, negative, number, 0.0, multiplied, found, source)

    def settled(self, node: Expression) -> Expression:
        """The node with the alternative that counts here in place of every choice that can be settled."""

        def settle(part: Expression) -> Expression:
            if not isinstance(part, Choice):
                return part
            if part.offset is not None and any(index not in self.around.indices for index, _ in part.offset.factors):
                return part
            rows = put_in_at(part, self.around)
            return part.otherwise if rows is not None and rows[..., self.example].any() else part.body

        return transform(node, settle)

    def _factor(self, node: Expression, unit: Unit) -> Factor:
        inner, place = through(node, unit)
        source = self._reference(inner, place) if isinstance(inner, Value | Adjoint) else None
        return Factor(node, self.number(node, unit), source, unit)

    def products(self, node: Expression, unit: Unit) -> tuple[Product, ...]:
        """The products that a node is the sum of, the largest first; none where it is no such sum."""
        if isinstance(node, Taps):
            return _largest_first(list(self._taps(node, unit)))
        found = []
        for parts in products(node, unit):
            multiplied = tuple(self._factor(*part) for part in parts)
            if not any(_shuts_off(factor) for factor in multiplied):
                number = prod(factor.number for factor in multiplied)
                counting = tuple(factor for factor in multiplied if factor.source or factor.number != 1.0)
                found.append(Product(counting, number, self._main_source(parts)))
        return _largest_first(found)

    def _taps(self, node: Taps, unit: Unit) -> Iterator[Product]:
        for index in range(node.start, node.stop):
            inside = replace(self.around, indices={**self.around.indices, node.index: index})
            if not beyond_the_last(node.body, inside):
                term = _Reader(self.trace, inside, self.example).term(node.body, unit)
                yield Product(term.factors, term.number, term.source)

    def _main_source(self, parts: tuple[Part, ...]) -> Source | None:
        """Where a product mainly comes from: its adjoint if it has one, else the first that is no parameter."""
        quantities = self.trace.program.network.quantities
        read = [(reference, unit, node) for node, unit in parts for reference in references(node)]
        if not read:
            return None
        given = [found for found in read if quantities[found[0].name].batched]
        adjoints = [found for found in given if isinstance(found[0], Adjoint)]
        reference, unit, node = (adjoints or given or read)[0]
        if node == reference:
            return self._reference(reference, unit)
        shape = quantities[reference.name].shape
        fits = len(unit) >= len(shape) and all(u < length for u, length in zip(unit, shape, strict=False))
        return self._reference(reference, unit[: len(shape)] if fits else (0,) * len(shape))

    def _reference(self, node: Reference, unit: Unit) -> Source | None:
        moment: int | None = None
        if node.offset is not None:
            if self.around.moment is None:
                return None
            if any(index not in self.around.indices for index, _ in node.offset.factors):
                return None
            moment = self.around.moment + node.offset.at(self.around.indices)
        return Source(node.name, isinstance(node, Adjoint), moment, unit, self.example)


def _largest_first(found: list[Product]) -> tuple[Product, ...]:
    return tuple(sorted(found, key=lambda product: -abs(product.number)))


def _shuts_off(factor: Factor) -> bool:
    """Whether the factor is 0 and no quantity: the slope of a maximum that another entry was, for one."""
    return factor.source is None and factor.number == 0.0 and not isinstance(factor.expression, Number)


def _negated(product: Product) -> Product:
    """The product taken away instead of added: its first factor with the other sign."""
    first, *others = product.factors or (Factor(Number(product.number), product.number, None),)
    return Product((replace(first, number=-first.number), *others), -product.number, product.source)
