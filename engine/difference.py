"""The difference of two runs of one program, read as if it were the trace of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.expression import Expression
from engine.trace import FlowValue, Trace

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Difference(Trace):
    """Every number of `ours` less that of `theirs`: values, adjoints, expressions over them, and flows.

    What an expression makes of differences is not the difference of what it makes; so each is evaluated in both runs.
    """

    ours: Trace = field(kw_only=True)
    theirs: Trace = field(kw_only=True)

    def evaluate(self, expression: Expression, moment: int | None = None) -> Array:
        """The expression in one run less that in the other."""
        return less(self.ours.evaluate(expression, moment), self.theirs.evaluate(expression, moment))

    def flows(self, name: str, t: int | None = None, example: int = 0) -> list[FlowValue]:
        """Flow by flow, what one run sends more than the other."""
        ours, theirs = self.ours.flows(name, t, example), self.theirs.flows(name, t, example)
        if len(ours) != len(theirs):  # values that fused costs pass by were put in: other terms make the same sum
            return ours
        return [one._replace(array=less(one.array, other.array)) for one, other in zip(ours, theirs, strict=True)]


def difference(ours: Trace, theirs: Trace) -> Difference:
    """Of two runs of the same program, with as many moments and examples; arrays are read-only."""
    return Difference(
        ours.program,
        _all_less(ours.values, theirs.values),
        _all_less(ours.adjoints, theirs.adjoints),
        ours.moments,
        ours.examples,
        ours.dtype,
        ours.altered,
        ours=ours,
        theirs=theirs,
    )


def less(ours: Array, theirs: Array) -> Array:
    """One less the other; what is the same in both, NaN and infinities included, differs by 0."""
    with np.errstate(all="ignore"):
        found = np.asarray(ours - theirs)
    same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    return np.where(same, np.zeros((), found.dtype), found)


def _all_less(ours: Mapping[str, Array], theirs: Mapping[str, Array]) -> dict[str, Array]:
    found = {name: less(array, theirs[name]) for name, array in ours.items()}
    for array in found.values():
        array.flags.writeable = False
    return found
