"""Random inputs, targets and parameters of a small size for any built-in network."""

from typing import Any

import numpy as np

import engine
from engine.language.network import Network

Array = np.ndarray[Any, Any]
SMALL = {"I": 2, "H": 3, "C": 2, "K": 2, "M": 4, "H1": 3, "H2": 4, "H3": 2}
LARGEST = 50_000


def small(name: str) -> engine.DerivedNetwork:
    """The network at a size at which every number can be checked; one H and one C each, as far as it declares them."""
    declared = engine.load(name).sizes
    if "rows" in declared or "maps" in declared:  # images keep the sizes that fit each other
        return engine.load(name)
    return engine.load(name, **{size: value for size, value in SMALL.items() if size in declared})


def draw_inputs(network: Network, *, moments: int, examples: int, seed: int = 0) -> dict[str, Array]:
    """Inputs around zero, targets inside 0 to 1, where every cost is defined; masks like inputs, so that all flows."""
    generator = np.random.default_rng(seed)
    drawn: dict[str, Array] = {}
    for quantity in network.having("input", "target", "mask"):
        lead = (moments, examples) if quantity.timed else (examples,)
        low, high = (-1.5, 1.5) if quantity.role != "target" else (0.1, 0.9)
        drawn[quantity.name] = generator.uniform(low, high, lead + quantity.shape)
    return drawn


def draw_parameters(network: Network, seed: int = 0) -> dict[str, Array]:
    """Parameters drawn at random, also where the text gives values: the counter's stand at the kinks of its gates."""
    return network.initialise(seed, given=False)


def one_example(network: Network, inputs: dict[str, Array], example: int) -> dict[str, Array]:
    """The inputs of one example of a batch, the axis of examples kept."""
    return {
        name: array[:, example : example + 1] if network.quantities[name].timed else array[example : example + 1]
        for name, array in inputs.items()
    }
