"""Explains one number: the terms it is the sum of, each with its factors, its share, and where it came from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine.derivation.flows import Flow
from engine.derivation.program import Line
from engine.evaluation import Surroundings, beyond_the_last, evaluate, put_in_at
from engine.expression import (
    Adjoint,
    Apply,
    Choice,
    Expression,
    Reference,
    Taps,
    Total,
    Value,
    references,
    transform,
)
from engine.notation.lines import terms as sum_terms
from engine.run.entries import Unit, through
from engine.trace import Trace


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number came from: a quantity's value or adjoint, its moment (from 0; None outside time), its unit."""

    name: str
    adjoint: bool
    moment: int | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a term at the explained unit; `source` where it is a quantity itself."""

    expression: Expression
    number: float
    source: Source | None


@dataclass(frozen=True, slots=True)
class Product:
    """One product of a sum over units: a weight, the number it multiplies, and where that number stands."""

    weight: float
    number: float
    product: float
    source: Source | None


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """One term with its signed number and its share of the sum of all magnitudes.

    `factors` are multiplied; `products` are added (matrix products, sums over cells), the largest first. `exists` is
    False for a flow that would come from beyond the last moment. `moment` is set where terms differ by moment only.
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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads single numbers of expressions at one moment and example."""

    trace: Trace
    around: Surroundings
    example: int

    def flow(self, flow: Flow, unit: Unit) -> Iterator[ExplainedTerm]:
        """The terms of one flow: one, or one per moment where the flow is a sum over moments."""
        expression = flow.expression
        if isinstance(expression, Total):
            for moment in range(self.trace.moments or 1) if expression.moments else (None,):
                number = 0.0
                for example in range(self.trace.examples) if expression.examples else (self.example,):
                    there = _Reader(self.trace, self.trace.at(moment), example)
                    number += there.number(expression.body, unit)
                inside = _Reader(self.trace, self.trace.at(moment), self.example).term(expression.body, unit)
                yield replace(inside, number=number, moment=moment)
            return
        if beyond_the_last(expression, self.around):
            yield ExplainedTerm(expression, False, 0.0, 0.0, (), (), None, exists=False)
            return
        for term in sum_terms(expression):
            yield self.term(term.expression, unit, negative=term.negative)

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
        unit = _own(node, unit)
        array = evaluate(node, self.around)
        if array.ndim > len(node.shape or ()):
            array = array[self.example]
        return float(array[unit])

    def term(self, node: Expression, unit: Unit, *, negative: bool = False) -> ExplainedTerm:
        """A term with its factors or products at a unit."""
        number = -self.number(node, unit) if negative else self.number(node, unit)
        node = self.settled(node)
        inner, place = through(node, _own(node, unit))
        factors: tuple[Factor, ...] = ()
        if isinstance(inner, Apply) and inner.op in ("mul", "outer"):
            factors = tuple(self._factor(part, where) for part, where in _factor_places(inner, place))
        products = tuple(sorted(self._products(inner, place), key=lambda product: -abs(product.product)))
        source = products[0].source if products else self._source(inner, place)
        if negative:
            products = tuple(replace(part, weight=-part.weight, product=-part.product) for part in products)
        return ExplainedTerm(node, negative, number, 0.0, factors, products, source)

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
        return Factor(node, self.number(node, unit), source)

    def _products(self, node: Expression, unit: Unit) -> Iterator[Product]:
        if isinstance(node, Taps):
            for index in range(node.start, node.stop):
                inside = replace(self.around, indices={**self.around.indices, node.index: index})
                if not beyond_the_last(node.body, inside):
                    reader = _Reader(self.trace, inside, self.example)
                    term = reader.term(node.body, unit)
                    numbers = [factor.number for factor in term.factors] or [1.0, term.number]
                    yield Product(numbers[0], float(np.prod(numbers[1:])), term.number, term.source)
        elif isinstance(node, Apply) and node.op == "matmul" and len(node.arguments[1].shape or ()) == 1:
            weights, vector = node.arguments
            for column in range((vector.shape or (0,))[0]):
                weight, number = self.number(weights, (*unit, column)), self.number(vector, (column,))
                yield Product(weight, number, weight * number, self._source(*through(vector, (column,))))
        elif (
            isinstance(node, Apply) and node.op == "sum" and isinstance(axis := dict(node.attributes).get("axis"), int)
        ):
            body = node.arguments[0]
            for entry in range((body.shape or ())[axis]):
                where = (*unit[:axis], entry, *unit[axis:])
                term = self.term(body, where)
                numbers = [factor.number for factor in term.factors] or [1.0, term.number]
                yield Product(numbers[0], float(np.prod(numbers[1:])), term.number, term.source)

    def _source(self, node: Expression, unit: Unit) -> Source | None:
        """Where a term mainly comes from: its adjoint if it has one, else the first quantity that is no parameter."""
        if isinstance(node, Value | Adjoint):
            return self._reference(node, unit)
        network = self.trace.program.network
        found = [part for part in references(node) if network.quantities[part.name].batched]
        chosen = next((part for part in found if isinstance(part, Adjoint)), found[0] if found else None)
        if chosen is None:
            chosen = next(references(node), None)
        if chosen is None:
            return None
        shape = network.quantities[chosen.name].shape
        fits = len(unit) >= len(shape) and all(u < length for u, length in zip(unit, shape, strict=False))
        return self._reference(chosen, unit[: len(shape)] if fits else (0,) * len(shape))

    def _reference(self, node: Reference, unit: Unit) -> Source | None:
        moment: int | None = None
        if node.offset is not None:
            if self.around.moment is None:
                return None
            if any(index not in self.around.indices for index, _ in node.offset.factors):
                return None
            moment = self.around.moment + node.offset.at(self.around.indices)
        return Source(node.name, isinstance(node, Adjoint), moment, unit)


def _own(node: Expression, unit: Unit) -> Unit:
    """The place in what is repeated along axes put in front of its own: that of a bias in all places of a map."""
    return unit[max(0, len(unit) - len(node.shape or ())) :]


def _factor_places(node: Apply, unit: Unit) -> Iterator[tuple[Expression, Unit]]:
    """The factors of a product with the place of the entry in each."""
    if node.op == "outer":
        yield node.arguments[0], unit[:1]
        yield node.arguments[1], unit[1:]
        return
    for part in node.arguments:
        yield part, unit[len(unit) - len(part.shape or ()) :]
