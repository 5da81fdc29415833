"""Fits a network to examples: its sizes follow the arrays that it reads of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.errors import ChainruleError, DataError
from engine.exchange.fitting_sizes import fitting_sizes
from engine.exchange.networks import Written, load
from engine.language.network import Quantity

Array = np.ndarray[Any, Any]


def network_for_examples(
    name: str | Written, *, asked: Mapping[str, int], usual: Mapping[str, int], arrays: Mapping[str, Array]
) -> tuple[DerivedNetwork, dict[str, Array]]:
    """The network `name` with sizes for the arrays, (T, B, …) or (B, …) each, and those of them that it reads.

    Sizes `asked` for win, then those that the arrays tell, then the `usual` ones that the network declares, then its
    own. A last axis of length one goes where the network reads a single number. Raises DataError where the network
    reads what the examples do not hold, or in another shape.
    """
    declared = load(name)
    reads = declared.having("input", "target")
    for quantity in reads:
        if quantity.name not in arrays:
            listed = ", ".join(_written(known) for known in reads)
            raise DataError(f"network {name} reads {listed}; these examples hold {', '.join(arrays)}")
    shaped = {quantity.name: _own_axes(quantity, arrays[quantity.name]) for quantity in reads}
    start = {size: number for size, number in usual.items() if size in declared.sizes}
    told = fitting_sizes(lambda sizes: load(name, **{**start, **sizes}), asked, shaped)
    try:
        network = load(name, **{**start, **told, **asked})
    except ChainruleError:
        network = load(name, **{**start, **asked})
    for quantity in reads:
        lead, wanted = 2 if quantity.timed else 1, network.quantities[quantity.name].shape
        if shaped[quantity.name].shape[lead:] != wanted or shaped[quantity.name].ndim != lead + len(wanted):
            raise DataError(
                f"network {name} takes {_written(quantity)} of shape {wanted} for each example"
                f"{' and moment' if quantity.timed else ''}; these examples hold it as {arrays[quantity.name].shape}"
            )
    return network, shaped


def _written(quantity: Quantity) -> str:
    return f"{quantity.name}[t]" if quantity.timed else quantity.name


def _own_axes(quantity: Quantity, array: Array) -> Array:
    lead = 2 if quantity.timed else 1
    return array[..., 0] if quantity.shape == () and array.ndim == lead + 1 and array.shape[-1] == 1 else array
