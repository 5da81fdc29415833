"""Which numbers of a quantity were put in by hand."""

import numpy as np

from explorer.scene import Array, Scene


def put_in_by_hand(scene: Scene, name: str, moment: int | None) -> Array | None:
    """True at the entries of the chosen example that hold a value put in; None where there is none."""
    quantity = scene.network.quantities[name]
    lead = () if not quantity.batched else (*((moment,) if quantity.timed else ()), scene.state.example)
    marked = np.zeros(quantity.shape, bool)
    for item in scene.state.interventions:
        if item.name == name and all(a is None or a == b for a, b in zip(item.index, lead, strict=False)):
            marked[tuple(slice(None) if part is None else part for part in item.index[len(lead) :])] = True
    return marked if marked.any() else None
