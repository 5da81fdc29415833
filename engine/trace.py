"""The trace: every value and every adjoint of one run, read-only, with the flows of any adjoint made on demand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from engine.derivation.program import Program
from engine.errors import ChainruleError
from engine.evaluation import Surroundings, beyond_the_last, evaluate
from engine.expression import Expression, Number
from engine.stepping.cursor import Cursor
from engine.stepping.schedule import Schedule

Array = np.ndarray[Any, Any]


class FlowValue(NamedTuple):
    """One term of an adjoint: the equation that makes it, at which moment (from 0), what it sends, and the numbers."""

    source: str
    moment: int | None
    expression: Expression
    array: Array


@dataclass(frozen=True)
class Trace:
    """One run of a program. Timed arrays have shape (T, B, …), others (B, …), parameters and their adjoints neither.

    `altered` names the computed quantities of which some values were put in by hand; `passed_on` holds the adjoints as
    equations read them: zero where a value was put in, because nothing flows back through the equation it replaced.
    `held` tells of each altered quantity at which moments of which examples a value was put in.
    """

    program: Program
    values: Mapping[str, Array]
    adjoints: Mapping[str, Array]
    moments: int | None
    examples: int
    dtype: np.dtype[Any]
    altered: frozenset[str] = frozenset()
    passed_on: Mapping[str, Array] = field(default_factory=dict)
    held: Mapping[str, Array] = field(default_factory=dict)

    def value(self, name: str) -> Array:
        """The value of a quantity, read-only."""
        return self._find(self.values, name, "value")

    def adjoint(self, name: str) -> Array:
        """The adjoint dE/dq of a quantity, of the value's shape, read-only."""
        return self._find(self.adjoints, name, "adjoint")

    def _find(self, arrays: Mapping[str, Array], name: str, word: str) -> Array:
        if name in arrays:
            return arrays[name]
        if name in self.program.network.quantities:
            raise ChainruleError(f"{name!r} has no {word}: the objective does not depend on it")
        known = ", ".join(self.program.network.quantities)
        raise ChainruleError(f"no quantity is called {name!r} (known: {known})")

    @cached_property
    def surroundings(self) -> Surroundings:
        """What expressions over this trace are evaluated against."""
        network = self.program.network
        return Surroundings(
            self.values,
            self.passed_on or self.adjoints,
            network.sizes,
            self.moments,
            self.examples,
            self.dtype,
            held=self.held,
        )

    def at(self, moment: int | None) -> Surroundings:
        """The surroundings of one moment, counted from 0."""
        return replace(self.surroundings, moment=moment)

    def evaluate(self, expression: Expression, moment: int | None = None) -> Array:
        """An expression over the trace: (B, …) at a moment; over all moments (T, B, …) where it is timed."""
        with np.errstate(all="ignore"):  # what overflows is told by its number, as in the run itself
            return evaluate(expression, self.at(moment))

    @cached_property
    def schedule(self) -> Schedule:
        """All events of this run in order."""
        return Schedule(self.program, self.moments)

    @cached_property
    def found(self) -> dict[object, Any]:
        """What was looked for in this run and found, by question; it goes when the run does."""
        return {}

    def cursor(self) -> Cursor:
        """A cursor before the first event."""
        return Cursor(self.schedule)

    @cached_property
    def loss(self) -> float:
        """The sum of the objective over moments and examples."""
        return float(self.values[self.program.network.objective].sum())

    def example_loss(self, example: int) -> float:
        """The sum of the objective over the moments of one example."""
        return float(self.values[self.program.network.objective][..., example].sum())

    def flows(self, name: str, t: int | None = None, example: int = 0) -> list[FlowValue]:
        """The terms of an adjoint at moment t (from 0) for one example; they sum to it.

        Terms that would come from beyond the last moment are listed with zeros; the adjoint of the objective starts
        from the term 1. For parameters, whose terms are sums over all moments and examples, `t` and `example` do not
        count.
        """
        self.adjoint(name)
        quantity = self.program.network.quantities[name]
        if quantity.timed and (t is None or not 0 <= t < (self.moments or 0)):
            raise ChainruleError(f"{name!r} has flows at moments t = 0 to {(self.moments or 0) - 1}, met {t!r}")
        if quantity.batched and not 0 <= example < self.examples:
            raise ChainruleError(f"{name!r} has flows for examples 0 to {self.examples - 1}, met {example!r}")
        equation = self.program.adjoints[name]
        found: list[FlowValue] = []
        if equation.seeded:
            found.append(FlowValue(name, t if quantity.timed else None, Number(1.0), np.ones((), self.dtype)))
        for flow in equation.with_altered(self.altered):
            moment = None if t is None or flow.delay.factors else t + flow.delay.constant
            around = self.at(t if quantity.timed else None)
            array = np.zeros(quantity.shape, self.dtype)
            if not beyond_the_last(flow.expression, around):
                with np.errstate(all="ignore"):
                    computed = evaluate(flow.expression, around)
                if quantity.batched and computed.ndim > len(quantity.shape):
                    computed = computed[example]
                array = np.broadcast_to(computed, quantity.shape)
            found.append(FlowValue(flow.source, moment if quantity.timed else None, flow.expression, array))
        return found
