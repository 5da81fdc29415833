"""What a trace file holds: every value and every adjoint by key."""

from engine.trace import Array, Trace


def trace_arrays(trace: Trace, *, update: bool = True) -> dict[str, Array]:
    """The arrays of a trace, as `value/NAME` and `adjoint/NAME`; `update` says whether what an update reads and makes.

    Masks count as values, as they do in a run without an update.
    """
    quantities = trace.program.network.quantities
    left_out = () if update else ("setting", "state", "updated")
    return {
        **{f"value/{name}": array for name, array in trace.values.items() if quantities[name].role not in left_out},
        **{f"adjoint/{name}": array for name, array in trace.adjoints.items()},
    }
