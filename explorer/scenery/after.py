"""The objective after the update: what the same examples cost with the parameters that the update made."""

import numpy as np

from engine.optimisers.following import following
from engine.run.interpreter import forward
from explorer.scene import Array, Scene
from explorer.scenery.memory import Memory

_kept = Memory(owners=3, things=1).kept


def update_is_done(scene: Scene) -> bool:
    """Whether every parameter has been updated at the cursor."""
    return scene.program.update is not None and scene.position >= scene.schedule.phase_bounds("update")[1]


def cost_after(scene: Scene) -> float:
    """The objective of the chosen example, summed over its moments, with the parameters after the update."""
    array = _kept(scene.trace, "objective", lambda: _objective(scene))
    return float(array[..., scene.state.example].sum())


def _objective(scene: Scene) -> Array:
    trace = scene.trace
    given = {q.name: trace.values[q.name] for q in scene.network.having("input", "target", "mask")}
    parameters, _ = following(trace)
    with np.errstate(all="ignore"):
        values = forward(scene.program, given, parameters, dtype=trace.dtype, moments=trace.moments)
    return values[scene.network.objective]
