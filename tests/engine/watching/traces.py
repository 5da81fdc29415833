"""Runs of several networks, small enough to be walked event by event, and texts over what is in them."""

from functools import cache

import numpy as np
from hypothesis import strategies as st

import engine
from engine.derivation.flows import reaching
from engine.exchange.example_inputs import example_inputs

NETWORKS = ("lstm_peephole", "rnn_mtap", "gru", "mlp", "cnn_small", "conv_lesson", "mlp_batch_norm", "lstm_adding")
MOMENTS, EXAMPLES = 7, 3


@cache
def trace_of(name: str) -> engine.Trace:
    """A run of a built-in network on seeded numbers."""
    network = engine.load(name)
    inputs = example_inputs(network, 3, moments=MOMENTS, examples=EXAMPLES)
    with np.errstate(all="ignore"):
        return engine.run(network.program, inputs, network.initialise(3), seed=3)


@st.composite
def read_quantities(draw, trace, *, timed=None):
    """A value or an adjoint as a text reads it: the text, and what it stands for (name, adjoint, offset or None)."""
    network = trace.program.network
    found = [name for name, quantity in network.quantities.items() if timed is None or quantity.timed == timed]
    name = draw(st.sampled_from(found))
    adjoint = draw(st.booleans()) if name in reaching(network) else False
    text = f"d_{name}" if adjoint else name
    if not network.quantities[name].timed:
        return text, (name, adjoint, None)
    offset = draw(st.sampled_from([0, 0, -1, 1, -2]))
    written = draw(st.sampled_from(["", "[t]"])) if offset == 0 else f"[t{offset:+d}]"
    return text + written, (name, adjoint, offset)


def array_of(trace, read):
    """The array behind it, (T, B, …), (B, …) or a parameter's own, moved by its offset with zeros beyond the ends."""
    name, adjoint, offset = read
    array = trace.adjoint(name) if adjoint else trace.value(name)
    if not offset:
        return array
    moved = np.zeros_like(array)
    for moment in range(len(array)):
        if 0 <= moment + offset < len(array):
            moved[moment] = array[moment + offset]
    return moved
