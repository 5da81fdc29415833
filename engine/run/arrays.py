"""Checks the arrays a run is given: names, shapes, kinds, and one number of moments and examples for all."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.language.formulas import nearest
from engine.language.network import Network

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
    network: Network, inputs: Mapping[str, object], dtype: np.dtype[Any], *, moments: int | None = None
) -> tuple[dict[str, Array], int | None, int]:
    """Inputs and targets with moment and example axes, the number of moments (None without time) and of examples.

    An array without the axis of examples is one example. `moments` counts where no input is timed.
    """
    quantities = network.having("input", "target")
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
    return ready, (moments or 1) if network.timed else None, examples or 1


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
