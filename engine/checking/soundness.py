"""What a sound number is: when a gate is saturated, a unit dead, a norm vanished or exploded; one rule for all."""

from typing import Any

import numpy as np

from engine.expression import Adjoint, Apply, references
from engine.language.network import Network
from engine.trace import Trace

Array = np.ndarray[Any, Any]
SHUT, OPEN = 0.05, 0.95
"""A gate below or above these hardly moves when what feeds it moves."""
FLAT = 0.97
"""A tanh beyond ± this: its slope is below 0.06."""
MUCH = 0.5
"""A quantity is saturated where more than this part of its numbers is."""
FADED = 1e-6
"""An adjoint has vanished where its norm is below this part of the largest."""
GROWN = 1e3
"""An adjoint explodes where its norm is above this many times that of the moments it began at."""
LARGE = 1e3
"""A gradient explodes where its norm is above this."""
GATES, RECTIFIERS = ("sigmoid", "crelu"), ("relu", "crelu")


def made_by(network: Network, name: str) -> str:
    """The op whose result a quantity is; "" where it is a sum, a product, or not made at all."""
    for equation in network.equations:
        if equation.name == name and isinstance(equation.expression, Apply):
            return equation.expression.op
    return ""


def saturated(array: Array, op: str) -> Array | None:
    """Which numbers of the result of an op are saturated; None for an op that never is."""
    if op in GATES:
        found: Array = np.isfinite(array) & ((array < SHUT) | (array > OPEN))
        return found
    if op == "tanh":
        beyond: Array = np.isfinite(array) & (np.abs(array) > FLAT)
        return beyond
    return None


def fired(array: Array, rows: int, shape: tuple[int, ...]) -> Array:
    """Where a unit is not zero in any example, (rows, units); the units of feature maps are whole maps."""
    units = shape[-1] if len(shape) == 3 else int(np.prod(shape))
    found: Array = (array.reshape(rows, -1, units) != 0.0).any(axis=1)
    return found


def norms(array: Array, *, timed: bool) -> Array:
    """The Euclidean norm over units and examples at each moment, one number without time; NaN where one is NaN."""
    table = np.asarray(array, np.float64).reshape(len(array) if timed else 1, -1)
    with np.errstate(all="ignore"):
        found: Array = np.sqrt((table * table).sum(axis=1))
    return found


def carried(trace: Trace) -> frozenset[str]:
    """The quantities that later moments depend on: their adjoints come from later moments, in one step or several."""
    reads = {
        name: {
            (part.name, part.offset is not None and bool(part.offset.constant > 0 or part.offset.factors))
            for flow in equation.flows
            for part in references(flow.expression)
            if isinstance(part, Adjoint)
        }
        for name, equation in trace.program.adjoints.items()
        if equation.timed
    }
    found = {name for name, parts in reads.items() if any(later for _, later in parts)}
    while more := {name for name, parts in reads.items() if name not in found and {part for part, _ in parts} & found}:
        found |= more
    return frozenset(found)


def vanished(found: Array) -> Array:
    """At which moments a norm has vanished: before the moment of the largest, below `FADED` of it.

    A zero at the first moment alone is none: before it every state is zero, so that a gate on it counts for nothing.
    """
    peak = float(np.max(found, initial=0.0, where=np.isfinite(found)))
    gone: Array = np.zeros(found.shape, bool)
    if peak > 0.0:
        last = int(np.flatnonzero(found == peak)[-1])
        gone[:last] = found[:last] < FADED * peak
        if gone.sum() == 1 and gone[0] and found[0] == 0.0:
            gone[0] = False
    return gone


def exploded(found: Array) -> Array:
    """At which moments a norm is above `GROWN` times the largest of the last quarter, where the way back begins."""
    begun = found[len(found) - max(1, len(found) // 4) :]
    begin = float(np.max(begun, initial=0.0, where=np.isfinite(begun)))
    grown: Array = np.isfinite(found) & (found > GROWN * begin) & (begin > 0.0)
    return grown
