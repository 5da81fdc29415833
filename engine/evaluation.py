"""Evaluates one expression over recorded arrays, at one moment or over all moments at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from engine.expression import (
    Adjoint,
    Apply,
    Choice,
    Expression,
    Number,
    Offset,
    Reference,
    Size,
    Taps,
    Total,
    Value,
    references,
)
from engine.ops import ops

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an expression is read against: arrays by name, sizes, and the moment (counted from 0; None: all at once).

    Timed arrays have shape (moments, examples, …), others (examples, …), parameters their own shape. Values before
    the first moment and adjoints after the last are zero. `held` tells of computed quantities at which moments of which
    examples a value was put in by hand.
    """

    values: Mapping[str, Array]
    adjoints: Mapping[str, Array]
    sizes: Mapping[str, int]
    moments: int | None
    examples: int
    dtype: np.dtype[Any]
    moment: int | None = None
    indices: dict[str, int] = field(default_factory=dict)
    held: Mapping[str, Array] = field(default_factory=dict)


def evaluate(node: Expression, around: Surroundings) -> Array:
    """The expression's array, with a leading axis of examples (and moments) wherever it depends on them."""
    return _EVALUATE[type(node)](node, around)


def _number(node: Number, around: Surroundings) -> Array:
    return np.asarray(node.value, around.dtype)


def _size(node: Size, around: Surroundings) -> Array:
    value = (around.moments or 1) if node.name == "T" else around.sizes[node.name]
    return np.asarray(value, around.dtype)


def _value(node: Value, around: Surroundings) -> Array:
    return _read(around.values[node.name], node, around)


def _adjoint(node: Adjoint, around: Surroundings) -> Array:
    return _read(around.adjoints[node.name], node, around)


def _read(array: Array, node: Reference | Choice, around: Surroundings) -> Array:
    if node.offset is None:
        return array
    offset = node.offset.at(around.indices)
    if around.moment is None:
        return array if offset == 0 else _moved(array, offset)
    moment = around.moment + offset
    if 0 <= moment < len(array):
        result: Array = array[moment]
        return result
    return np.zeros(array.shape[1:], array.dtype)


def _moved(array: Array, offset: int) -> Array:
    result = np.zeros_like(array)
    if abs(offset) < len(array):
        if offset < 0:
            result[-offset:] = array[:offset]
        else:
            result[:-offset] = array[offset:]
    return result


def _apply(node: Apply, around: Surroundings) -> Array:
    arrays = [evaluate(argument, around) for argument in node.arguments]
    extra: list[int] = []
    for _, setting in node.attributes:
        if isinstance(setting, Offset):
            extra.append(setting.at(around.indices))
    result: Array = ops()[node.op].forward(node, *arrays, *extra)
    return result


def _taps(node: Taps, around: Surroundings) -> Array:
    total = np.zeros(node.shape or (), around.dtype)
    for index in range(node.start, node.stop):
        inside = replace(around, indices={**around.indices, node.index: index})
        if not beyond_the_last(node.body, inside):
            total = total + evaluate(node.body, inside)
    return total


def put_in_at(node: Choice, around: Surroundings) -> Array | None:
    """Whether a value was put into the quantity the choice depends on, per example (and moment); None: nowhere."""
    rows = around.held.get(node.name)
    return None if rows is None else _read(rows, node, around)


def _choice(node: Choice, around: Surroundings) -> Array:
    rows, body = put_in_at(node, around), evaluate(node.body, around)
    if rows is None or not rows.any():
        return body
    wide = rows.reshape(rows.shape + (1,) * len(node.shape or ()))
    return np.where(wide, evaluate(node.otherwise, around), body)


@lru_cache(maxsize=4096)
def _adjoint_offsets(node: Expression) -> tuple[Offset, ...]:
    return tuple(
        reference.offset
        for reference in references(node)
        if isinstance(reference, Adjoint) and reference.offset is not None
    )


def beyond_the_last(node: Expression, around: Surroundings) -> bool:
    """Whether the expression reads an adjoint after the last moment, so that it is zero without being computed."""
    if around.moment is None or around.moments is None:
        return False
    return any(
        around.moment + offset.at(around.indices) >= around.moments
        for offset in _adjoint_offsets(node)
        if not offset.factors or all(index in around.indices for index, _ in offset.factors)
    )


def _total(node: Total, around: Surroundings) -> Array:
    """The sum over moments and examples; an op that can sum without building every term does so."""
    whole = replace(around, moment=None) if node.moments else around
    lead = (around.moments or 1, around.examples) if node.moments else (around.examples,)
    shape = node.shape or ()
    body = node.body
    if isinstance(body, Apply) and node.examples and (summed := ops()[body.op].total):
        arrays = [evaluate(argument, whole) for argument in body.arguments]
        ranks = [array.ndim - len(argument.shape or ()) for array, argument in zip(arrays, body.arguments, strict=True)]
        if len(lead) in ranks:
            result: Array = summed(body, *arrays)
            return result
    array = evaluate(body, whole)
    array = np.broadcast_to(array, lead + shape) if array.ndim < len(lead) + len(shape) else array
    axes = tuple(
        axis
        for axis, wanted in enumerate((node.moments, node.examples) if node.moments else (node.examples,))
        if wanted
    )
    total: Array = array.sum(axis=axes)
    return total


_EVALUATE: dict[type, Callable[[Any, Surroundings], Array]] = {
    Number: _number, Size: _size, Value: _value, Adjoint: _adjoint, Apply: _apply, Taps: _taps, Total: _total,
    Choice: _choice,
}  # fmt: skip
