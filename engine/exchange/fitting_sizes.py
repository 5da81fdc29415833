"""Tells the sizes of a network from the arrays a user has for it."""

from collections.abc import Callable, Mapping

from engine.errors import ChainruleError
from engine.expression import Shape
from engine.language.network import Array, Network, Quantity

Maker = Callable[[dict[str, int]], Network]


def fitting_sizes(make: Maker, fixed: Mapping[str, int], arrays: Mapping[str, Array]) -> dict[str, int]:
    """The sizes, other than those `fixed`, with which the network's inputs and parameters get the arrays' shapes.

    `make` builds the network for given sizes. How a shape depends on each size is found by trying: an axis that
    follows one size alone (`H`, `M - 1`, `2 * H`) tells it; the first array that does decides. Sizes that no array
    tells are left out.
    """
    start = make(dict(fixed))
    told: dict[str, int] = {}
    slopes = {name: _slopes(make, fixed, start, name) for name in start.sizes if name not in fixed}
    for quantity in start.having("input", "target", "parameter"):
        found = own_shape(quantity, arrays.get(quantity.name))
        for axis, length in enumerate(found if found is not None else ()):
            moving = [name for name in slopes if slopes[name].get((quantity.name, axis))]
            if len(moving) != 1 or moving[0] in told:
                continue
            slope = slopes[moving[0]][quantity.name, axis]
            size = start.sizes[moving[0]] + (length - quantity.shape[axis]) / slope
            if size >= 1 and size == int(size):
                told[moving[0]] = int(size)
    return told


def own_shape(quantity: Quantity, array: Array | None) -> Shape | None:
    """The part of an array's shape that is the quantity's own, without moments and examples; None if unclear."""
    if array is None:
        return None
    lead = 0 if quantity.role == "parameter" else 2 if quantity.timed else 1
    rank = len(quantity.shape)
    allowed = (rank,) if lead == 0 else (rank + lead - 1, rank + lead)
    return array.shape[array.ndim - rank :] if array.ndim in allowed else None


def _slopes(make: Maker, fixed: Mapping[str, int], start: Network, name: str) -> dict[tuple[str, int], float]:
    """How many entries each axis gains for one more of a size; axes that do not follow it are left out."""
    base = start.sizes[name]
    for other in (base + 1, base * 2, max(1, base - 1)):  # pooling and the like may not allow every size
        try:
            tried = make({**fixed, name: other})
        except ChainruleError:
            continue
        if other == base:
            break
        return {
            (quantity.name, axis): (after - before) / (other - base)
            for quantity in start.having("input", "target", "parameter")
            for axis, (before, after) in enumerate(
                zip(quantity.shape, tried.quantities[quantity.name].shape, strict=False)
            )
            if after != before
        }
    return {}
