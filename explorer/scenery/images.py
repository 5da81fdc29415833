"""Images among the quantities: which are pictures in colour, and which of their numbers are dark and bright."""

import numpy as np

from engine.language.network import Network
from explorer.scene import Scene
from explorer.scenery.memory import Memory

CHANNELS = ("R", "G", "B")
_kept = Memory(owners=3, things=12).kept


def image_inputs(network: Network) -> tuple[str, ...]:
    """The inputs of shape (rows, columns, channels), in the order of the text."""
    return tuple(
        quantity.name
        for quantity in network.having("input")
        if len(quantity.shape) == 3 and quantity.shape[0] * quantity.shape[1] > 1
    )


def is_coloured(network: Network, name: str) -> bool:
    """Whether a quantity is a colour picture: an input of three channels."""
    quantity = network.quantities[name]
    return quantity.role == "input" and len(quantity.shape) == 3 and quantity.shape[2] == len(CHANNELS)


def colour_range(scene: Scene, name: str) -> tuple[float, float]:
    """The numbers that are dark and bright in a picture: 0 and 1 where all given ones lie between, else the extremes.

    What is put in by hand does not change them.
    """

    def find() -> tuple[float, float]:
        array = np.asarray(scene.prepared.inputs[name])
        finite = array[np.isfinite(array)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        return (0.0, 1.0) if low >= 0.0 and high <= 1.0 else (low, high)

    return _kept(scene.prepared, ("colours", name), find)
