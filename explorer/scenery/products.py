"""Which product of a sum is stepped to: counted along all products of whatever cell is shown, kept in the state."""

import re

from explorer.state import State

STAGE = "convolution"
"""The view in which a product is seen, and stepping into a cell goes on with the product after it."""
PREFIX = "product-in-sum:"
_COUNTED = re.compile(re.escape(PREFIX) + r"(-?\d{1,7})", re.ASCII)


def chosen_product(state: State) -> int | None:
    """The number of the product; whoever shows it begins again after the last one. None where none is stepped to."""
    found = next((met for each in sorted(state.folded) if (met := _COUNTED.fullmatch(each))), None)
    return None if found is None else int(found[1])


def with_product(folded: frozenset[str], number: int | None) -> frozenset[str]:
    """The same words with this product stepped to, in place of any other."""
    others = {each for each in folded if not each.startswith(PREFIX)}
    return frozenset(others if number is None else {*others, f"{PREFIX}{number}"})


def is_inside_cell(state: State) -> bool:
    """Whether a product is stepped to in the view that shows it."""
    return state.stage == STAGE and chosen_product(state) is not None


def with_next_product(state: State, by: int) -> frozenset[str]:
    """To the product so many further on; the first step on begins with the first, the first back with the last."""
    now = chosen_product(state)
    if now is None:
        now = -1 if by > 0 else 0
    return with_product(state.folded, now + by)
