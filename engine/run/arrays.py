"""Checks the arrays a run is given: names, shapes, kinds, and one number of moments and examples for all."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from engine.derivation.program import Program
from engine.errors import DataError
from engine.language.formulas import nearest
from engine.language.network import Network, Quantity

Array = np.ndarray[Any, Any]
DTYPES = ("float64", "float32")


def as_dtype(dtype: str | np.dtype[Any] | type) -> np.dtype[Any]:
    """The floating-point kind a run computes in; float64 and float32 are allowed."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        raise DataError(f"dtype {dtype!r}: {' or '.join(DTYPES)} is allowed") from None
    if found.name not in DTYPES:
        raise DataError(f"dtype {found.name!r}: {' or '.join(DTYPES)} is allowed")
    return found


def _real(name: str, array: object, dtype: np.dtype[Any]) -> Array:
    found = np.asarray(array)
    if found.dtype.kind not in "fiub":
        raise DataError(f"array {name!r} holds {found.dtype}; real numbers are allowed")
    return found.astype(dtype)


def _check_names(given: Mapping[str, object], wanted: list[str], word: str) -> None:
    for name in wanted:
        if name not in given:
            raise DataError(f"{word} {name!r} is missing (given: {', '.join(given) or 'none'})")
    for name in given:
        if name not in wanted:
            raise DataError(
                f"{word} {name!r} is not one of this network ({', '.join(wanted) or 'it has none'})"
                f"{nearest(name, wanted)}"
            )


def check_inputs(
    network: Network, inputs: Mapping[str, object], dtype: np.dtype[Any], *, moments: int | None = None, seed: int = 0
) -> tuple[dict[str, Array], int | None, int]:
    """Inputs and targets with moment and example axes, the number of moments (None without time) and of examples.

    An array without the axis of examples is one example. `moments` counts where no input is timed. Masks that are not
    given are drawn with `seed`.
    """
    masks = network.having("mask")
    quantities = [*network.having("input", "target"), *(mask for mask in masks if mask.name in inputs)]
    _check_names(inputs, [quantity.name for quantity in quantities], "input")
    ready: dict[str, Array] = {}
    examples: int | None = None
    for quantity in quantities:
        array = _real(quantity.name, inputs[quantity.name], dtype)
        lead = 2 if quantity.timed else 1
        if array.ndim == lead - 1 + len(quantity.shape):
            array = np.expand_dims(array, lead - 1)
        pattern = ("T, " if quantity.timed else "") + "B" + "".join(f", {length}" for length in quantity.shape)
        if array.ndim != lead + len(quantity.shape) or array.shape[lead:] != quantity.shape:
            found = np.asarray(inputs[quantity.name]).shape
            raise DataError(
                f"input {quantity.name!r} needs shape ({pattern}), or without B for one example; met {found}"
            )
        if 0 in array.shape:
            raise DataError(f"input {quantity.name!r} is empty: its shape is {array.shape}")
        if examples is not None and array.shape[lead - 1] != examples:
            raise DataError(
                f"input {quantity.name!r} has {array.shape[lead - 1]} examples, another input has {examples}"
            )
        examples = array.shape[lead - 1]
        if quantity.timed:
            if moments is not None and len(array) != moments:
                raise DataError(f"input {quantity.name!r} has {len(array)} moments, another input has {moments}")
            moments = len(array)
        ready[quantity.name] = np.array(array)
    count, examples = (moments or 1) if network.timed else None, examples or 1
    drawn = draw_masks([mask for mask in masks if mask.name not in inputs], seed, moments=count, examples=examples)
    return ready | {name: np.asarray(mask, dtype) for name, mask in drawn.items()}, count, examples


def draw_masks(masks: Iterable[Quantity], seed: int, *, moments: int | None, examples: int) -> dict[str, Array]:
    """Seeded masks: 1/keep with probability `keep`, else 0, so that what passes keeps its mean (inverted dropout).

    Each mask has a stream of its own, told from its name, so that another mask beside it changes none of its numbers.
    """
    drawn: dict[str, Array] = {}
    for mask in masks:
        keep = mask.given if mask.given is not None else 1.0
        generator = np.random.default_rng((seed, *mask.name.encode()))
        lead = (moments or 1, examples) if mask.timed else (examples,)
        drawn[mask.name] = (generator.random(lead + mask.shape) < keep) / keep
    return drawn


def check_parameters(network: Network, parameters: Mapping[str, object], dtype: np.dtype[Any]) -> dict[str, Array]:
    """One array per parameter, of its shape; raises DataError naming the parameter, both shapes."""
    quantities = network.having("parameter")
    _check_names(parameters, [quantity.name for quantity in quantities], "parameter")
    ready: dict[str, Array] = {}
    for quantity in quantities:
        array = _real(quantity.name, parameters[quantity.name], dtype)
        if array.shape != quantity.shape:
            raise DataError(f"parameter {quantity.name!r} needs shape {quantity.shape}, met {array.shape}")
        ready[quantity.name] = np.array(array)
    return ready


def carried_values(
    program: Program, parameters: Mapping[str, Array], carried: Mapping[str, object] | None, dtype: np.dtype[Any]
) -> dict[str, Array]:
    """The settings of a program's update and the states it carries on; what is not given is as in the first iteration.

    Raises DataError for a name that the update does not know, or another shape than it has.
    """
    network, given = program.network, dict(carried or {})
    start: dict[str, object] = {quantity.name: quantity.given for quantity in network.having("setting")}
    for state in program.update.carried if program.update is not None else ():
        start[state.before] = (
            parameters[state.start] if state.start else np.zeros(network.quantities[state.before].shape)
        )
    ready: dict[str, Array] = {}
    for name in given:
        if name not in start:
            raise DataError(f"state {name!r} is not one that this update carries on{nearest(name, start)}")
    for name, first in start.items():
        array, shape = _real(name, given.get(name, first), dtype), network.quantities[name].shape
        if array.shape != shape:
            raise DataError(f"state {name!r} needs shape {shape}, met {array.shape}")
        ready[name] = np.array(array)
    return ready
