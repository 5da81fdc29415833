"""Conditions: `max(abs(d_W_h)) > 100`, `loss < 0.01`, `isnan(s)`: what training is to stop at, and where it holds."""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.expression import Adjoint, Expression, references
from engine.language.limits import check_text
from engine.language.network import Network
from engine.language.watching import read_expression
from engine.trace import Trace
from engine.training.unsound import Spot, first_unsound

Array = np.ndarray[Any, Any]
SIGNS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
TESTS: dict[str, Callable[[Any], Any]] = {"isnan": np.isnan, "isinf": np.isinf}
FOLDS: dict[str, Callable[[Any], Any]] = {"max": np.argmax, "min": np.argmin}
ALL = ("isnan(*)", "isinf(*)")
METRICS = ("loss", "accuracy")
ALLOWED = "allowed are max(abs(d_W)) > 100, loss < 0.01, s[t] >= 3, isnan(s[t]), isinf(*) and the like"


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the metric called `text`, or an expression, whose largest or smallest entry `fold` finds."""

    text: str
    expression: Expression | None
    fold: Callable[[Any], Any] | None = None

    def numbers(self, trace: Trace, metrics: Mapping[str, float]) -> Array:
        """All its entries in an iteration."""
        if self.expression is None:
            return np.asarray(metrics[self.text])
        return np.asarray(trace.evaluate(self.expression))


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that holds or not in an iteration: a comparison, or a test of an expression (of all where it has none).

    A comparison of arrays holds where it does for any entry.
    """

    text: str
    test: Callable[..., Any]
    sides: tuple[Side, ...]

    def met(self, trace: Trace, metrics: Mapping[str, float]) -> Spot | None:
        """The first entry for which it holds, by moment, example and unit; None where it holds for none.

        `metrics` are those of the iteration by name. Raises DataError where the two sides cannot be compared.
        """
        if not self.sides:
            return first_unsound(trace, self.test)
        arrays = [side.numbers(trace, metrics) for side in self.sides]
        folded = [
            array.flat[side.fold(array)] if side.fold else array for side, array in zip(self.sides, arrays, strict=True)
        ]
        shapes = {np.shape(part) for part in folded if np.size(part) > 1}
        if len(shapes) > 1:
            raise DataError(f"condition {self.text!r}: its sides have shapes {sorted(shapes)}; compare with a number")
        with np.errstate(all="ignore"):
            holds = np.asarray(self.test(*(part if np.size(part) > 1 else np.ravel(part)[0] for part in folded)))
        if not holds.any():
            return None
        place = int(np.argmax(holds))
        side, array = max(zip(self.sides, arrays, strict=True), key=lambda pair: (_refers(pair[0]), pair[1].size))
        if side.fold is not None:
            place = int(side.fold(array))
        return _spot(side, array, place, trace)


def read_condition(text: str, network: Network) -> Condition:
    """The condition that a text means for a network, over values, adjoints, and the metrics loss and accuracy.

    Raises DataError for what is none, LanguageError for what is wrong in one of its expressions.
    """
    text = text.strip()
    check_text(text)
    if text.replace(" ", "") in ALL:
        return Condition(text, TESTS[text.partition("(")[0].strip()], ())
    try:
        body = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise DataError(f"condition {text!r} cannot be read; {ALLOWED}") from error
    match body:
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in TESTS:
            return Condition(text, TESTS[name], (_side(argument, text, network),))
        case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in SIGNS:
            sides = (_side(left, text, network), _side(right, text, network))
            return Condition(text, SIGNS[type(sign)], sides)
    raise DataError(f"condition {text!r} compares nothing; {ALLOWED}")


def _side(node: ast.expr, text: str, network: Network) -> Side:
    written = ast.get_source_segment(text, node) or ""
    if written in METRICS and written not in network.quantities:
        return Side(written, None)
    match node:
        case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in FOLDS:
            segment = ast.get_source_segment(text, inner) or ""
            return Side(segment, read_expression(segment, network), FOLDS[name])
    return Side(written, read_expression(written, network))


def _refers(side: Side) -> bool:
    """Whether it depends on the iteration at all."""
    return side.expression is None or any(True for _ in references(side.expression))


def _spot(side: Side, array: Array, place: int, trace: Trace) -> Spot:
    """The entry of a side at a place of its array, and the event that computed what the side reads."""
    read = tuple(references(side.expression)) if side.expression is not None else ()
    index = tuple(int(number) for number in np.unravel_index(place, array.shape))
    quantities = trace.program.network.quantities
    moment = example = None
    if any(part.offset is not None for part in read):
        moment, index = index[0], index[1:]
    if any(quantities[part.name].batched for part in read) and index:
        example, index = index[0], index[1:]
    event = None
    for part in read:
        line = trace.program.line_of.get((part.name, isinstance(part, Adjoint)))
        at = None if line is None else trace.schedule.position_of(line, moment)
        event = event or (None if at is None else trace.schedule.event(at))
    return Spot(side.text, False, moment, example, index, float(array.flat[place]), event)
