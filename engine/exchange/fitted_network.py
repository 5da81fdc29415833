"""Fits a network to a sequence: its sizes follow the columns that it reads and is asked for."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.errors import ChainruleError, DataError
from engine.exchange.fitting_sizes import fitting_sizes
from engine.exchange.networks import Written, load

Array = np.ndarray[Any, Any]


def fitted_network(
    name: str | Written, *, asked: Mapping[str, int], usual: Mapping[str, int], arrays: Mapping[str, Array]
) -> tuple[DerivedNetwork, dict[str, Array]]:
    """The network `name` with sizes for `arrays` {"x": (T, B, I), "d": (T, B, K)}, and the arrays in its shapes.

    Sizes `asked` for win, then those that the arrays tell, then the `usual` ones that the network declares, then its
    own. An input of one column loses its last axis where the network reads a single number. Raises DataError where
    the network reads something else than a sequence, or another number of columns.
    """
    declared = load(name)
    reads = declared.having("input", "target")
    if {quantity.name for quantity in reads if quantity.timed} != set(arrays) or len(reads) != len(arrays):
        met = ", ".join(quantity.name + ("[t]" if quantity.timed else "") for quantity in reads) or "nothing"
        raise DataError(f"network {name} reads {met}; a sequence can be read by one with inputs x[t] and targets d[t]")
    shaped = {
        quantity.name: arrays[quantity.name][..., 0]
        if quantity.shape == () and arrays[quantity.name].shape[-1] == 1
        else arrays[quantity.name]
        for quantity in reads
    }
    fallback = {size: number for size, number in usual.items() if size in declared.sizes}
    columns = {"I": arrays["x"].shape[-1], "K": arrays["d"].shape[-1]}
    told = {size: number for size, number in columns.items() if size in declared.sizes}
    network = load(name, **{**fallback, **told, **asked})
    if not _fits(network, shaped):  # sizes under other names, such as one size for the targets and the hidden units
        told = fitting_sizes(lambda sizes: load(name, **sizes), asked, shaped)
        try:
            network = load(name, **{**fallback, **told, **asked})
        except ChainruleError:
            network = load(name, **{**told, **asked})
    for quantity in reads:
        wanted, found = network.quantities[quantity.name].shape, shaped[quantity.name].shape[2:]
        if wanted != found:
            number = wanted[0] if wanted else 1
            count = f"{number} column" if number == 1 else f"{number} columns"
            raise DataError(f"network {name} takes {count} as {quantity.name}; chosen are {found[0] if found else 1}")
    return network, shaped


def _fits(network: DerivedNetwork, arrays: Mapping[str, Array]) -> bool:
    return all(network.quantities[name].shape == array.shape[2:] for name, array in arrays.items())
