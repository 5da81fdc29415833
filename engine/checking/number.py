"""The numeric check of one number: what the derivative of the objective by a single entry is, found by nudging it."""

from collections.abc import Iterable

import numpy as np

from engine.checking.differences import settle
from engine.checking.replay import recorded
from engine.checking.report import NumberCheck
from engine.checking.sampling import Entry, entry_probe, number_check
from engine.errors import ChainruleError
from engine.run.intervention import Intervention
from engine.trace import Trace


def check_number(
    trace: Trace,
    name: str,
    *,
    moment: int | None = None,
    example: int | None = 0,
    unit: tuple[int, ...] = (),
    interventions: Iterable[Intervention] = (),
) -> NumberCheck:
    """One adjoint of a trace beside its central difference; moment, example and unit count from 0.

    Parameters have neither moment nor example: `unit` is the entry of the parameter, and its derivative is that of the
    sum over all examples. `interventions` are those the trace was run with. Raises ChainruleError where there is no
    such entry, or no adjoint.
    """
    adjoint = trace.adjoint(name)
    quantity = trace.program.network.quantities[name]
    entry = Entry(moment if quantity.timed else None, None if not quantity.batched else example, tuple(unit))
    if len(entry.index) != adjoint.ndim or not all(
        0 <= part < length for part, length in zip(entry.index, adjoint.shape, strict=True)
    ):
        raise ChainruleError(f"{name}{list(entry.index)} does not exist: the array has shape {adjoint.shape}")
    derived = np.array([adjoint[entry.index]], float)
    base = recorded(trace, interventions)
    found = settle(base, name, [entry_probe(base, quantity, entry)], derived, np.abs(derived))
    return number_check(name, entry, found, derived, 0)
