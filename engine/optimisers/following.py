"""The iteration that follows: parameters and states as an update left them."""

from typing import Any

import numpy as np

from engine.trace import Trace

Array = np.ndarray[Any, Any]


def following(trace: Trace) -> tuple[dict[str, Array], dict[str, Array]]:
    """The parameters that the next forward pass runs with, and what its update carries on, settings included.

    Parameters that the objective does not depend on stay as they are, and so they do without an update.
    """
    network, update = trace.program.network, trace.program.update
    parameters = {quantity.name: trace.values[quantity.name] for quantity in network.having("parameter")}
    if update is None:
        return parameters, {}
    parameters |= {name: trace.values[made] for name, made in update.following.items()}
    carried = {setting.name: trace.values[setting.name] for setting in network.having("setting")}
    return parameters, carried | {state.before: trace.values[state.after] for state in update.carried}


def learnt(trace: Trace) -> dict[str, Array]:
    """The weights after the update: what is used and saved, also where a rule looks ahead of it."""
    parameters, _ = following(trace)
    update = trace.program.update
    return parameters | ({name: trace.values[made] for name, made in update.weights.items()} if update else {})
