"""Hints: what can be told of a wrong answer without telling the right one: sign, moment, factor, transpose, slope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from engine.checking.typed_terms import product
from engine.expression import (
    Adjoint,
    Apply,
    Expression,
    Offset,
    Shape,
    Total,
    Value,
    children,
    references,
    transform,
    walk,
    with_children,
)
from engine.notation.lines import terms
from engine.notation.plain import plain
from engine.ops import ShapeError, apply, ops
from engine.trace import Trace

Array = np.ndarray[Any, Any]
NEAR = 1e-9
"""Two forms of one term differ by less, relative to the largest number of the term."""
FARTHEST_SHIFT = 2
IMAGE = 3
"""Axes of an image: rows, columns, channels."""


@dataclass(frozen=True)
class Trial:
    """Evaluates what is typed as the true term is summed: over moments and examples where it stands outside them."""

    true: Expression
    shape: Shape
    traces: tuple[Trace, ...]
    timed: bool

    @cached_property
    def right(self) -> tuple[Array | None, ...]:
        """The numbers of the true term on each trace."""
        return tuple(self.array(self.true, number) for number in range(len(self.traces)))

    def array(self, expression: Expression, number: int) -> Array | None:
        """The numbers on trace `number`; None where the shape does not fit or nothing can be computed."""
        whole, trace = self.collected(expression), self.traces[number]
        own = whole.shape or ()
        if squeezed(own) != squeezed(self.shape) and own:
            return None
        summed = isinstance(whole, Total) and whole.examples
        lead = (*((trace.moments or 1,) if self.timed else ()), *(() if summed else (trace.examples,)))
        try:
            return np.broadcast_to(np.asarray(trace.evaluate(whole)), lead + own).reshape((*lead, -1))
        except (IndexError, ValueError):
            return None

    def collected(self, expression: Expression) -> Expression:
        """The expression under the sum of the true term, where it has one."""
        if isinstance(self.true, Total) and not isinstance(expression, Total):
            return Total(expression, self.true.moments, self.true.examples)
        return expression

    def agrees(self, expression: Expression, number: int, true: Expression | None = None) -> bool | None:
        """Whether the expression has the numbers of the true term on a trace; None where those are no numbers."""
        right = self.right[number] if true is None else self.array(true, number)
        if right is None or not np.isfinite(right).all():
            return None
        met = self.array(expression, number)
        return met is not None and _near(met, right)

    def is_right(self, expression: Expression, true: Expression | None = None) -> bool:
        """Whether it has on every trace where there are any; the last trace is the smallest, and asked first."""
        some = False
        for number in reversed(range(len(self.traces))):
            try:
                found = self.agrees(expression, number, true)
            except ShapeError:
                return False
            if found is False:
                return False
            some = some or found is True
        return some


def _near(met: Array, right: Array) -> bool:
    scale = float(np.max(np.abs(right), initial=0.0))
    return met.shape == right.shape and bool(np.max(np.abs(met - right), initial=0.0) <= NEAR * max(scale, 1e-30))


def squeezed(shape: Shape) -> Shape:
    """The shape without axes of one entry."""
    return tuple(length for length in shape if length != 1)


def _sign(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    return "The sign is wrong; all else is right." if trial.is_right(apply("neg", typed)) else ""


def _moment(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    network = trial.traces[0].program.network
    for step in range(1, FARTHEST_SHIFT + 1):
        for way in (step, -step):
            if trial.is_right(_moved(typed, way)):
                return f"The moment is wrong: right if every t were {_t(way)}."
    wrong: list[str] = []
    for address, node in walk(typed):
        if isinstance(node, Value | Adjoint) and node.offset is not None:
            moved = (_put(typed, address, _moved(node, way)) for way in (1, -1, 2, -2))
            if any(trial.is_right(one) for one in moved):
                wrong.append(plain(node, network))
    return f"One moment is wrong: look at {' or '.join(dict.fromkeys(wrong))}." if wrong else ""


def _t(way: int) -> str:
    return f"t{'+' if way > 0 else '−'}{abs(way)}"


def _moved(node: Expression, way: int) -> Expression:
    def change(part: Expression) -> Expression:
        if isinstance(part, Value | Adjoint) and part.offset is not None:
            return replace(part, offset=part.offset.plus(Offset(way)))
        return part

    return transform(node, change)


def _put(node: Expression, address: Sequence[int], part: Expression) -> Expression:
    """The expression with `part` at an address."""
    if not address:
        return part
    below = list(children(node))
    below[address[0]] = _put(below[address[0]], address[1:], part)
    return with_children(node, tuple(below))


def _other_term(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    number = next((number for number, other in others.items() if trial.is_right(typed, other)), None)
    return f"That is term {number}." if number is not None else ""


def _some_terms(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    """Of a sum: how many of its terms are right, in whatever order."""
    wanted = [_signed(term.expression, term.negative) for term in terms(trial.true)]
    if len(wanted) < 2:
        return ""
    met = [_signed(term.expression, term.negative) for term in terms(typed)]
    right = [one for one in met if any(trial.is_right(one, true) for true in wanted)]
    if len(right) == len(met):
        missing = len(wanted) - len(right)
        return f"What is there is right; {missing} of {len(wanted)} terms {'is' if missing == 1 else 'are'} missing."
    wrong = next(one for one in met if one not in right)
    network = trial.traces[0].program.network
    are = "is" if len(right) == 1 else "are"
    return f"{len(right)} of {len(wanted)} terms {are} right; {plain(wrong, network)} is not." if len(met) > 1 else ""


def _signed(expression: Expression, negative: bool) -> Expression:
    return apply("neg", expression) if negative else expression


def _transposed(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    for address, node in walk(typed):
        if isinstance(node, Apply) and node.op == "matmul":
            left = node.arguments[0]
            turned = left.arguments[0] if isinstance(left, Apply) and left.op == "transpose" else None
            try:
                other = apply("matmul", apply("transpose", left) if turned is None else turned, node.arguments[1])
                if trial.is_right(_put(typed, address, other)):
                    return "A transpose is missing." if turned is None else "A transpose is too much."
            except ShapeError:
                continue
        if (
            isinstance(node, Apply)
            and node.op == "outer"
            and trial.is_right(_put(typed, address, apply("outer", *node.arguments[::-1])))
        ):
            return "The outer product is the wrong way round."
    return ""


def _turned(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    """An image or a kernel that is turned where it should not be, or not where it should."""
    for address, node in walk(typed):
        is_turned = isinstance(node, Apply) and node.op == "rot180"
        if is_turned and trial.is_right(_put(typed, address, children(node)[0])):
            return "A turn by 180° is too much."
        if len(node.shape or ()) >= IMAGE and trial.is_right(_put(typed, address, apply("rot180", node))):
            return "A turn by 180° is missing."
    return ""


def _slope(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    for address, node in walk(typed):
        if isinstance(node, Apply) and f"{node.op}_prime" in ops():
            prime = Apply(f"{node.op}_prime", node.arguments, (), node.shape)
            if trial.is_right(_put(typed, address, prime)):
                return f"Its slope belongs where {plain(node, trial.traces[0].program.network)} stands."
    return ""


def _constant(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    """A factor that is the same everywhere."""
    last = len(trial.traces) - 1
    right, met = trial.right[last], trial.array(typed, last)
    if right is None or met is None:
        return ""
    with np.errstate(all="ignore"):
        ratios = (met / right)[np.abs(right) > 0].ravel()
    if ratios.size and np.isfinite(ratios).all() and np.ptp(ratios) <= 1e-7 * abs(ratios[0]) and ratios[0]:
        return f"It is {float(ratios[0]):.6g} times the term everywhere."
    return ""


def _factor(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    """One factor too many, or one missing."""
    network = trial.traces[0].program.network
    for number, factor in enumerate(_factors(typed)):
        rest = [part for place, part in enumerate(_factors(typed)) if place != number]
        if rest and trial.is_right(product(rest)):
            return f"A factor is too much: {plain(factor, network)}."
    for candidate in _factors(trial.true.body if isinstance(trial.true, Total) else trial.true):
        try:
            if trial.is_right(product([candidate, typed])):
                return "A factor is missing."
        except ShapeError:
            continue
    return ""


def _factors(node: Expression) -> list[Expression]:
    return list(node.arguments) if isinstance(node, Apply) and node.op == "mul" else [node]


def _adjoint_missing(trial: Trial, typed: Expression, others: dict[int, Expression]) -> str:
    needed = any(isinstance(read, Adjoint) for read in references(trial.true))
    read = any(isinstance(read, Adjoint) for read in references(typed))
    return "It reads no adjoint; a term carries the adjoint of what uses the quantity." if needed and not read else ""


def where(trial: Trial, typed: Expression) -> str:
    """At how many moments of the run that is shown the numbers are wrong."""
    right, met = trial.right[0], trial.array(typed, 0)
    if right is None or met is None:
        return "It can not be compared with the term."
    if not trial.timed:
        return "The numbers differ."
    scale = float(np.max(np.abs(right), initial=0.0)) or 1.0
    wrong = np.abs(met - right).reshape(len(right), -1).max(axis=1) > NEAR * scale
    moments = np.flatnonzero(wrong)
    if not len(moments):
        return "The numbers differ on another run."
    return f"The numbers differ at {len(moments)} of {len(wrong)} moments, first at t = {moments[0] + 1}."


Hint = Callable[[Trial, Expression, dict[int, Expression]], str]
HINTS: tuple[Hint, ...] = (
    _sign, _moment, _other_term, _some_terms, _transposed, _turned, _slope, _constant, _factor, _adjoint_missing,
)  # fmt: skip
