"""The numbers of a watch in one run: of all moments at once by array operations, or of a single moment."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.evaluation import Surroundings, evaluate
from engine.expression import Adjoint, Apply, Shape, references, walk
from engine.ops import ops
from engine.trace import Trace
from engine.watching.axes import spread
from engine.watching.tree import (
    Compared,
    Count,
    Fold,
    Formula,
    Joined,
    Last,
    Metric,
    Node,
    Opposite,
    Sign,
    Tested,
    below,
    expressions,
    is_condition,
)

Array = np.ndarray[Any, Any]
_COMPARE: dict[Sign, Callable[[Any, Any], Any]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
NOTHING: Mapping[str, float] = MappingProxyType({})


def surroundings(
    node: Node, trace: Trace, *, example: int | None = None, metrics: Mapping[str, float] = NOTHING
) -> Surroundings:
    """What a node is read against: the arrays that it reads, of one example or of all."""
    single = example is not None and not _mixes(node)
    around = trace.surroundings
    values: dict[str, Array] = {name: np.asarray(number) for name, number in metrics.items()}
    adjoints: dict[str, Array] = {}
    for expression in expressions(node):
        for part in references(expression):
            quantity = trace.program.network.quantities.get(part.name)
            if quantity is None:
                continue
            is_adjoint = isinstance(part, Adjoint)
            array = trace.adjoint(part.name) if is_adjoint else trace.value(part.name)
            if single and example is not None and quantity.batched:
                array = array[:, example : example + 1] if quantity.timed else array[example : example + 1]
            (adjoints if is_adjoint else values)[part.name] = array
    return replace(around, values=values, adjoints=adjoints, examples=1 if single else around.examples)


def of_example(node: Node, trace: Trace, example: int, moment: int | None = None) -> Array:
    """Its numbers for one example: (T, …) where it has moments, or at one moment; where there is no last they are NaN.

    A condition gives booleans, False where there is no last.
    """
    around = replace(surroundings(node, trace, example=example), moment=moment)
    with np.errstate(all="ignore"):
        array = numbers(node, around)
    if node.lead:
        array = np.take(
            array, 0 if around.examples == 1 else example, axis=node.lead - 1 - (moment is not None and node.lead == 2)
        )
    return where_defined(node, array, trace.moments, moment)


def where_defined(node: Node, array: Array, moments: int | None, moment: int | None = None) -> Array:
    """The array with nothing, or False, at the moments at which there is no last."""
    if node.lead < 2 or not _looks_back(node):
        return array
    there = defined(node, moments or 0)
    mask = there[moment] if moment is not None else there.reshape(there.shape + (1,) * (array.ndim - 1))
    return array & mask if array.dtype == np.bool_ else np.where(mask, array, np.nan).astype(array.dtype)


def defined(node: Node, moments: int) -> Array:
    """At which moments there is everything that it reads: a last is missing where something is computed first."""
    there = np.ones(moments, np.bool_)
    for part in below(node):
        there &= defined(part, moments)
    return _moved(there, node.by) if isinstance(node, Last) else there


def numbers(node: Node, around: Surroundings) -> Array:
    """Its array: the leading axes that it says, then the units; without moments where `around` is at one."""
    array = np.asarray(_COMPUTE[type(node)](node, around))
    lead = (around.moments or 1, around.examples)[2 - node.lead :] if around.moment is None else (around.examples,)
    return np.broadcast_to(array, (lead if node.lead else ()) + node.shape)


def _lined_up(node: Node, whole: Shape, around: Surroundings) -> Array:
    """The numbers of a part, so that NumPy lines its units up with those of the whole."""
    array = numbers(node, around)
    return array.reshape(array.shape[: array.ndim - len(node.shape)] + spread(node.shape, whole))


def _formula(node: Formula, around: Surroundings) -> Array:
    parts = {name: numbers(part, around) for name, part in node.parts}
    parts = {name: array.astype(around.dtype) if array.dtype == np.bool_ else array for name, array in parts.items()}
    return evaluate(node.expression, replace(around, values={**around.values, **parts}) if parts else around)


def _metric(node: Metric, around: Surroundings) -> Array:
    return around.values[node.text]


def _count(node: Count, around: Surroundings) -> Array:
    if around.moment is not None:
        return np.asarray(around.moment + 1, around.dtype)
    return np.arange(1, (around.moments or 0) + 1, dtype=around.dtype)[:, None]


def _fold(node: Fold, around: Surroundings) -> Array:
    array = numbers(node.body, around)
    units = len(node.body.shape)
    axes = tuple(range(0 if node.whole else array.ndim - units, array.ndim))
    if not axes:
        return np.abs(array) if node.reduction == "norm" else array
    match node.reduction:
        case "max":
            result: Array = array.max(axis=axes)
        case "min":
            result = array.min(axis=axes)
        case "mean":
            result = array.mean(axis=axes)
        case "norm":
            result = _norm(array, axes)
    return result


def _norm(array: Array, axes: tuple[int, ...]) -> Array:
    """The Euclidean norm; numbers whose squares are too small or too large for their type are scaled before."""
    norm: Array = np.sqrt(np.square(array).sum(axis=axes))
    exact = np.sqrt(np.finfo(norm.dtype).tiny) / np.finfo(norm.dtype).eps
    if ((norm > exact) & np.isfinite(norm)).all():
        return norm
    largest = np.abs(array).max(axis=axes, keepdims=True)
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1)
    result: Array = scale * np.sqrt(np.square(array / scale).sum(axis=axes, keepdims=True))
    return result.squeeze(axis=axes)


def _last(node: Last, around: Surroundings) -> Array:
    if around.moment is None:
        return _moved(numbers(node.body, around), node.by)
    moment = around.moment + node.by
    if 0 <= moment < (around.moments or 0):
        return numbers(node.body, replace(around, moment=moment))
    return np.zeros((), np.bool_) if is_condition(node.body) else np.full((), np.nan, around.dtype)


def _moved(array: Array, by: int) -> Array:
    """The array as it is `by` moments later; beyond the ends is nothing."""
    result = np.zeros_like(array) if array.dtype == np.bool_ else np.full_like(array, np.nan)
    if by < 0:
        result[-by:] = array[:by]
    else:
        result[:-by] = array[by:]
    return result


def _compared(node: Compared, around: Surroundings) -> Array:
    whole = node.shape
    left, right = (_lined_up(side, whole, around) for side in (node.left, node.right))
    return np.asarray(_COMPARE[node.sign](left, right))


def _tested(node: Tested, around: Surroundings) -> Array:
    array = numbers(node.body, around)
    return np.isnan(array) if node.test == "isnan" else np.isinf(array)


def _joined(node: Joined, around: Surroundings) -> Array:
    whole = node.shape
    parts = [_lined_up(part, whole, around) for part in node.parts]
    result = parts[0]
    for part in parts[1:]:
        result = result & part if node.every else result | part
    return result


def _opposite(node: Opposite, around: Surroundings) -> Array:
    return ~numbers(node.body, around)


def _looks_back(node: Node) -> bool:
    return isinstance(node, Last) or any(_looks_back(part) for part in below(node))


def _mixes(node: Node) -> bool:
    """Whether an example's number depends on the others."""
    return any(
        isinstance(part, Apply) and ops()[part.op].mixes
        for expression in expressions(node)
        for _, part in walk(expression)
    )


_COMPUTE: dict[type, Callable[[Any, Surroundings], Array]] = {
    Formula: _formula, Metric: _metric, Count: _count, Fold: _fold, Last: _last, Compared: _compared, Tested: _tested,
    Joined: _joined, Opposite: _opposite,
}  # fmt: skip
