"""Conditions: `max(abs(d_W_h)) > 100`, `loss < 0.01`, `isnan(s)`: what training is to stop at, and where it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.expression import Adjoint, references
from engine.language.network import Network
from engine.trace import Trace
from engine.training.unsound import Spot, first_unsound
from engine.watching.numbers import numbers, surroundings, where_defined
from engine.watching.reading import read_holding
from engine.watching.tree import (
    Compared,
    Count,
    Everything,
    Fold,
    Formula,
    Joined,
    Last,
    Metric,
    Node,
    Opposite,
    expressions,
)

Array = np.ndarray[Any, Any]
METRICS = ("loss", "accuracy")
_TESTS = {"isnan": np.isnan, "isinf": np.isinf}


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that holds or not in an iteration: where it does for any moment, example and unit."""

    text: str
    node: Node | Everything

    def met(self, trace: Trace, metrics: Mapping[str, float]) -> Spot | None:
        """The first entry for which it holds, by moment, example and unit; None where it holds for none.

        `metrics` are those of the iteration by name.
        """
        if isinstance(self.node, Everything):
            return first_unsound(trace, _TESTS[self.node.test])
        with np.errstate(all="ignore"):
            holds = _numbers(self.node, trace, metrics)
            if not holds.any():
                return None
            place = tuple(int(number) for number in np.unravel_index(int(np.argmax(holds)), holds.shape))
            return _spot(self.node, place, trace, metrics)


def read_condition(text: str, network: Network) -> Condition:
    """The condition that a text means for a network, over values, adjoints, and the metrics loss and accuracy.

    max and min are those of all moments, examples and units of the iteration. Raises LanguageError, with line, column
    and caret, for what is no condition.
    """
    return Condition(text.strip(), read_holding(text, network, metrics=METRICS, whole=True))


def _numbers(node: Node, trace: Trace, metrics: Mapping[str, float]) -> Array:
    return where_defined(node, numbers(node, surroundings(node, trace, metrics=metrics)), trace.moments)


def _spot(node: Node, place: tuple[int, ...], trace: Trace, metrics: Mapping[str, float]) -> Spot:
    """The entry that tells why a condition holds at a place of its array, and the event that made what it reads."""
    side = _telling(node, trace, metrics)
    if isinstance(side, Fold) and side.whole:
        find = np.argmax if side.reduction == "max" else np.argmin
        side = side.body
        array = _numbers(side, trace, metrics)
        index = tuple(int(number) for number in np.unravel_index(int(find(array)), array.shape))
    else:
        array = _numbers(side, trace, metrics)
        index = _inside(place, node, side)
    lead, unit = index[: side.lead], index[side.lead :]
    moment = lead[0] if side.lead == 2 else None
    event = None
    for part in (part for expression in expressions(side) for part in references(expression)):
        line = trace.program.line_of.get((part.name, isinstance(part, Adjoint)))
        at = None if line is None else trace.schedule.position_of(line, moment)
        event = event or (None if at is None else trace.schedule.event(at))
    return Spot(_words(side), False, moment, lead[-1] if lead else None, unit, float(array[index]), event)


def _telling(node: Node, trace: Trace, metrics: Mapping[str, float]) -> Node:
    """The number that says most of why a condition holds: the larger side of the first comparison that does."""
    match node:
        case Compared(left=left, right=right):
            return max((left, right), key=lambda side: (_refers(side), _extent(side, trace, metrics)))
        case Joined(parts=parts):
            holding = (part for part in parts if _numbers(part, trace, metrics).any())
            return _telling(next(holding), trace, metrics)
        case Opposite(body=body) | Last(body=body):
            return _telling(body, trace, metrics)
        case Formula() | Metric() | Count() | Fold():
            return node
        case _:
            return _telling(node.body, trace, metrics)


def _extent(side: Node, trace: Trace, metrics: Mapping[str, float]) -> int:
    whole = side.body if isinstance(side, Fold) and side.whole else side
    return _numbers(whole, trace, metrics).size


def _refers(side: Node) -> bool:
    """Whether it depends on the iteration at all."""
    return isinstance(side, Metric | Count) or any(
        True for expression in expressions(side) for _ in references(expression)
    )


def _inside(place: tuple[int, ...], node: Node, side: Node) -> tuple[int, ...]:
    """The place in the array of a side that belongs to a place in that of the whole condition."""
    lead = place[: node.lead]
    units = place[node.lead :][len(node.shape) - len(side.shape) :] if side.shape else ()
    inside = tuple(number if length > 1 else 0 for number, length in zip(units, side.shape, strict=False))
    own = lead[len(lead) - side.lead :] if len(lead) >= side.lead else (0,) * side.lead
    return own + inside + (0,) * (len(side.shape) - len(inside))


def _words(side: Node) -> str:
    match side:
        case Formula(text=text) | Metric(text=text) | Count(text=text):
            return text
        case Fold(reduction=reduction, body=body):
            return f"{reduction}({_words(body)})"
        case Last(body=body):
            return f"last({_words(body)})"
        case _:
            return "it"
