"""Where a number goes: every line that reads one value or adjoint, and what it brings to the numbers made there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from engine.derivation.program import Line, Section
from engine.evaluation import Array, Surroundings, evaluate
from engine.expression import Adjoint, Expression, Reference, Value, references
from engine.run.explanation import ExplainedTerm, Source, explain
from engine.trace import Trace

MOST = 3
"""So many numbers of each line are told one by one."""
_SECTIONS: tuple[Section, ...] = ("forward", "backward", "parameters", "inputs")


@dataclass(frozen=True, slots=True)
class Consequence:
    """One number that reads another: `number` is what is made with it there, `share` its part of all magnitudes.

    A product that has it as a factor counts alone; where it stands inside a function the whole term counts.
    """

    target: Source
    number: float
    share: float


@dataclass(frozen=True, slots=True)
class Use:
    """One line that reads a number: its largest consequences, and how many `others` there are and what they sum to."""

    line: Line
    consequences: tuple[Consequence, ...]
    others: int
    others_sum: float


def uses_of(trace: Trace, source: Source, *, most: int = MOST) -> tuple[Use, ...]:
    """Every line that reads the number at `source`, in the order of the program, with the numbers it has part in.

    Sums are counted within the example of `source`: what stands outside time or examples adds this part to the others'.
    Which numbers read it is found by putting other numbers in its place; how large a part is, by the same explanation
    that is shown for them: if A is part of B's explanation with a product p, then B is a consequence of A with p.
    """
    probe = _Probe(trace, source)
    found: list[Use] = []
    for line in trace.program.section(*_SECTIONS):
        array = (trace.adjoints if line.adjoint else trace.values).get(line.name)
        if array is None or not any(probe.is_it(read) for read in _read_by(trace, line)):
            continue
        size, effect = probe.measured(line)
        places = [tuple(int(part) for part in place) for place in np.argwhere(size >= 0.0)]
        if not places:
            continue
        places.sort(key=lambda place: -float(size[place]) if np.isfinite(size[place]) else -np.inf)
        named = tuple(_consequence(trace, source, line, place) for place in places[:most])
        rest = places[most:]
        others = float(sum(effect[place] for place in rest))
        found.append(Use(line, tuple(sorted(named, key=lambda one: -abs(one.number))), len(rest), others))
    return tuple(found)


def reading_lines(trace: Trace, name: str, *, adjoint: bool) -> tuple[Line, ...]:
    """The lines that read any number of a quantity, found without computing."""
    kind = Adjoint if adjoint else Value
    return tuple(
        line
        for line in trace.program.section(*_SECTIONS)
        if any(isinstance(read, kind) and read.name == name for read in _read_by(trace, line))
    )


def _read_by(trace: Trace, line: Line) -> Iterator[Reference]:
    for expression in _expressions(trace, line):
        yield from references(expression)


def _expressions(trace: Trace, line: Line) -> tuple[Expression, ...]:
    """What a line adds up: its flows as they were run, or the whole of it."""
    if not line.adjoint:
        return (line.computed,)
    return tuple(flow.expression for flow in trace.program.adjoints[line.name].with_altered(trace.altered))


@dataclass(frozen=True)
class _Probe:
    """Evaluates lines with another number at one place, over all moments at once and for one example."""

    trace: Trace
    source: Source

    def is_it(self, read: Reference) -> bool:
        """Whether a reference is to the quantity's value or adjoint."""
        return read.name == self.source.name and isinstance(read, Adjoint) == self.source.adjoint

    def measured(self, line: Line) -> tuple[Array, Array]:
        """How large each number's loss is without the number (0 in its place), and the loss; size -1 where unread.

        To see what reads it, no number, its negative and 0 are put in its place: a slope of a rectifier notices only
        the sign. The arrays are shaped like the line's quantity for one example.
        """
        plain, without = self._evaluated(line, None), self._evaluated(line, 0.0)
        own = self._own
        reads = np.zeros(plain.shape, bool)
        for changed in (self._evaluated(line, np.nan), without, self._evaluated(line, -own if own else 1.0)):
            reads |= (changed != plain) & ~(np.isnan(changed) & np.isnan(plain))
        with np.errstate(all="ignore"):
            effect = plain - without
        size: Array = np.where(reads, np.where(np.isnan(effect), np.inf, np.abs(effect)), -1.0)
        return size, effect

    @property
    def _own(self) -> float:
        around = self._plain
        return float((around.adjoints if self.source.adjoint else around.values)[self.source.name][self._index])

    @property
    def _index(self) -> tuple[int, ...]:
        quantity = self.trace.program.network.quantities[self.source.name]
        lead = () if not quantity.batched else (self._example,)
        if quantity.timed and self.source.moment is not None:
            lead = (self.source.moment, *lead)
        return (*lead, *self.source.unit)

    @property
    def _example(self) -> int:
        return self.source.example if self.trace.program.mixes else 0

    def _cut(self, array: Array, name: str) -> Array:
        """The numbers of the one example, where examples do not depend on one another."""
        quantity = self.trace.program.network.quantities[name]
        if self.trace.program.mixes or not quantity.batched:
            return array
        example = slice(self.source.example, self.source.example + 1)
        return array[:, example] if quantity.timed else array[example]

    @cached_property
    def _plain(self) -> Surroundings:
        """The surroundings of the example, over all moments."""
        around = self.trace.surroundings

        def cut(arrays: Mapping[str, Array]) -> dict[str, Array]:
            return {name: self._cut(array, name) for name, array in arrays.items()}

        examples = self.trace.examples if self.trace.program.mixes else 1
        return replace(
            around, values=cut(around.values), adjoints=cut(around.adjoints), held=cut(around.held), examples=examples
        )

    def _around(self, number: float | None) -> Surroundings:
        """The same with `number` at the place; None leaves what is there."""
        if number is None:
            return self._plain
        held = self._plain.adjoints if self.source.adjoint else self._plain.values
        array = held[self.source.name].copy()
        array[self._index] = number
        changed = {**held, self.source.name: array}
        return replace(self._plain, adjoints=changed) if self.source.adjoint else replace(self._plain, values=changed)

    def _evaluated(self, line: Line, number: float | None) -> Array:
        """The line's numbers in the example, (T, …) where it is timed."""
        quantity = self.trace.program.network.quantities[line.name]
        around = self._around(number)
        lead = () if not quantity.batched else (around.examples,)
        lead = (self.trace.moments or 1, *lead) if quantity.timed else lead
        total = np.zeros((*lead, *quantity.shape))
        with np.errstate(all="ignore"):
            for expression in _expressions(self.trace, line):
                if any(self.is_it(read) for read in references(expression)):
                    part = np.asarray(evaluate(expression, around), np.float64)
                    total = total + _spread(part, total.ndim)
        if not quantity.batched:
            return total
        cut: Array = total[:, self._example] if quantity.timed else total[self._example]
        return cut


def _spread(part: Array, rank: int) -> Array:
    """With axes of length 1 in front where an expression depends on neither moments nor examples."""
    return part.reshape((1,) * max(rank - part.ndim, 0) + part.shape)


def _consequence(trace: Trace, source: Source, line: Line, place: tuple[int, ...]) -> Consequence:
    quantity = trace.program.network.quantities[line.name]
    moment, unit = (place[0], place[1:]) if quantity.timed else (None, place)
    explanation = explain(trace, line.name, adjoint=line.adjoint, moment=moment, unit=unit, example=source.example)
    target = replace(explanation.target, example=source.example)
    number, weight = 0.0, 0.0
    for term in explanation.terms:
        weight += sum(abs(product.number) for product in term.products) if term.products else abs(term.number)
        number += _part(trace, term, source, moment)
    share = abs(number) / weight if weight else 0.0
    return Consequence(target, number, min(share, 1.0) if np.isfinite(share) else 0.0)


def _part(trace: Trace, term: ExplainedTerm, source: Source, moment: int | None) -> float:
    """What of a term is made with the number: the products that have it, or all of it."""
    if term.products:
        having = [
            product
            for product in term.products
            if product.source == source or any(_is_same(trace, part.source, source) for part in product.factors)
        ]
        if having:
            return sum(product.number for product in having)
    return term.number if _term_reads(trace, term, source, moment) else 0.0


def _is_same(trace: Trace, found: Source | None, source: Source) -> bool:
    if found is None:
        return False
    batched = trace.program.network.quantities[source.name].batched
    return found == (source if batched else replace(source, example=found.example))


def _term_reads(trace: Trace, term: ExplainedTerm, source: Source, moment: int | None) -> bool:
    """Whether a term reads the quantity at the source's moment."""
    here = moment if term.moment is None else term.moment
    kind = Adjoint if source.adjoint else Value
    for read in references(term.expression):
        if not isinstance(read, kind) or read.name != source.name:
            continue
        if read.offset is None or read.offset.factors or here is None or source.moment is None:
            return True
        if here + read.offset.constant == source.moment:
            return True
    return False
