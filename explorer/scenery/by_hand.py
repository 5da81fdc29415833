"""Which numbers were put in by hand, and which entry of an array an intervention means."""

from typing import Any

import numpy as np

from engine.run.intervention import Intervention
from explorer.scene import Scene

Index = tuple[int, ...]


def full_index(scene: Scene, name: str, moment: int | None, unit: Index) -> Index:
    """An entry of the chosen example as arrays count it: (moment, example, unit…), as far as the quantity has them."""
    quantity = scene.network.quantities[name]
    if not quantity.batched:
        return unit
    return (*((moment,) if quantity.timed and moment is not None else ()), scene.state.example, *unit)


def put_in_at(scene: Scene, name: str, moment: int | None, unit: Index) -> Intervention | None:
    """The intervention that the number of an entry comes from, the last one where several cover it; else None."""
    state = scene.state
    if not state.interventions:
        return None
    index = full_index(scene, name, moment, unit)
    covering = (put for put in reversed(state.interventions) if put.covers(name, index))
    return next((put for put in covering if put not in state.switched_off), None)


def put_in_places(scene: Scene, name: str, moment: int | None) -> np.ndarray[Any, Any]:
    """Which units of a quantity were put in by hand at a moment: booleans of its shape."""
    marked = np.zeros(scene.network.quantities[name].shape, bool)
    lead = full_index(scene, name, moment, ())
    for put in scene.state.in_force:
        if put.covers(name, lead):
            marked[put.selection()[len(lead) :]] = True
    return marked
