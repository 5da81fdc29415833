"""Entries: which single numbers of quantities one number of an expression is made of, as every op states it."""

from itertools import islice

import numpy as np

from engine.expression import Apply, Expression, Shape
from engine.ops import Part, Unit, ops

Product = tuple[Part, ...]


def count(shape: Shape | None) -> int:
    """How many numbers an array of that shape holds."""
    return int(np.prod(shape or (), dtype=int))


def unit_within(shape: Shape | None, unit: Unit, whole: Shape) -> Unit:
    """Where the entry `unit` of an array of shape `whole` stands in one of another shape with as many numbers."""
    own = shape or ()
    if len(own) == len(unit) or count(own) != count(whole) or not whole:
        return unit[: len(own)]
    return tuple(int(part) for part in np.unravel_index(int(np.ravel_multi_index(unit, whole)), own))


def through(node: Expression, unit: Unit) -> Part:
    """Down through ops that only rearrange entries, to what the entry really is and where it stands there."""
    while (only := _only_product(node, unit)) and len(only) == 1:
        node, unit = only[0]
    return node, unit


def factors(node: Expression, unit: Unit) -> Product:
    """The factors of a product with their places, products inside products opened; one for anything else."""
    inner, place = through(node, unit)
    only = _only_product(inner, place)
    return tuple(factor for part in only for factor in factors(*part)) if only else ((inner, place),)


def products(node: Expression, unit: Unit) -> tuple[Product, ...]:
    """The products that a number is the sum of, each as its factors; none where it is a single product or no sum."""
    inner, place = through(node, unit)
    if _only_product(inner, place):
        return ()
    return tuple(tuple(factor for part in found for factor in factors(*part)) for found in _stated(inner, place))


def _stated(node: Expression, unit: Unit) -> tuple[Product, ...]:
    """The products that the op of a node states, all of them."""
    state = ops()[node.op].products if isinstance(node, Apply) else None
    return tuple(state(node, unit)) if state and isinstance(node, Apply) else ()


def _only_product(node: Expression, unit: Unit) -> Product:
    """The product that the op of a node states where it is the only one; empty otherwise."""
    state = ops()[node.op].products if isinstance(node, Apply) else None
    if state is None or not isinstance(node, Apply):
        return ()
    first = tuple(islice(state(node, unit), 2))
    return first[0] if len(first) == 1 else ()
