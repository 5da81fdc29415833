"""A condition over a run: where it holds, at every moment and unit, and from when on that is known."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.language.network import Network
from engine.stepping.schedule import Positions, Schedule
from engine.trace import Trace
from engine.watching.knowing import known_positions
from engine.watching.numbers import of_example
from engine.watching.reading import read_holding
from engine.watching.tree import Everything, Node

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """What a text means for a network; `timed` where it holds or not at every moment."""

    text: str
    node: Node | Everything
    timed: bool

    def holds(self, trace: Trace, example: int = 0) -> Array:
        """Where it holds for one example: booleans (T, …) with moments, else (…), the units last.

        isnan(*) and isinf(*) hold at a moment where any value or adjoint of it is such a number: (T,), or ().
        """
        if not isinstance(self.node, Everything):
            return of_example(self.node, trace, example)
        lines = {(line.name, line.adjoint) for line in trace.program.lines if line.section != "loss"}
        found = np.zeros((trace.moments,) if self.timed and trace.moments else (), np.bool_)
        for name, adjoint in lines:
            array = of_quantity(trace, name, example, adjoint=adjoint)
            quantity = trace.program.network.quantities[name]
            if array is not None and quantity.timed == self.timed:
                found = found | bad_moments(self.node, array, timed=quantity.timed)
        return found

    def known_at(self, schedule: Schedule) -> Positions:
        """The position from which it is known whether it holds, at every moment (T,), or one of shape ().

        isnan(*) and isinf(*) are asked of every line, and known of all of a moment only at the end.
        """
        if isinstance(self.node, Everything):
            return np.full((schedule.moments,) if self.timed and schedule.moments else (), schedule.length)
        return known_positions(self.node, schedule)


def of_quantity(trace: Trace, name: str, example: int, *, adjoint: bool) -> Array | None:
    """The value or adjoint of a quantity for one example; None where there is none."""
    array = (trace.adjoints if adjoint else trace.values).get(name)
    quantity = trace.program.network.quantities[name]
    if array is None or not quantity.batched:
        return array
    return array[:, example] if quantity.timed else array[example]


def bad_moments(node: Everything, array: Array, *, timed: bool) -> Array:
    """At which moments (or whether, outside time) a number of the array is such as the node looks for."""
    bad: Array = np.isnan(array) if node.test == "isnan" else np.isinf(array)
    return np.asarray(bad.any(axis=tuple(range(1 if timed else 0, bad.ndim))))


def read_condition(text: str, network: Network) -> Condition:
    """The condition that a text means for a network: `abs(eps_s) < 1e-6`, `b_phi > 0.99 and s > last(s)`, `isnan(*)`.

    Names without [t] are read at t. Raises LanguageError, with line, column and caret, for what is no condition.
    """
    node = read_holding(text, network)
    timed = network.timed if isinstance(node, Everything) else node.lead == 2
    return Condition(text.strip(), node, timed)
