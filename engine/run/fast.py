"""The fast run: what the interpreter records, computed by a plan; where none fits, the interpreter itself."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.derivation.program import Program
from engine.errors import DataError
from engine.evaluation import Surroundings
from engine.plan.arrays import Extent
from engine.plan.definitions import NotPlanned, kept_name, passed_name
from engine.plan.planning import Plan, Storage, plan
from engine.run.arrays import as_dtype, carried_values, check_inputs, check_parameters
from engine.run.interpreter import GivenUp, run
from engine.run.intervention import Intervention, check_interventions, put_in
from engine.run.updating import updated
from engine.trace import Trace

Array = np.ndarray[Any, Any]
SECTIONS = ("forward", "loss", "backward", "parameters", "inputs")


def run_planned(
    program: Program,
    inputs: Mapping[str, object],
    parameters: Mapping[str, object],
    *,
    dtype: str | np.dtype[Any] | type = "float64",
    interventions: Iterable[Intervention] = (),
    moments: int | None = None,
    seed: int = 0,
    carried: Mapping[str, object] | None = None,
    unwanted: Callable[[], bool] | None = None,
    memory: int | None = None,
) -> Trace:
    """Runs forward and backward, and the update, keeping every value and adjoint: the interpreter's, to rounding.

    Arguments and errors are those of `engine.run.interpreter.run`, which runs what no plan has a form for. Raises
    DataError, before anything is laid out, where the run would take more than `memory` bytes.
    """
    interventions, kind = tuple(interventions), as_dtype(dtype)
    network = program.network
    ready, length, examples = check_inputs(network, inputs, kind, moments=moments, seed=seed)
    given = {**ready, **check_parameters(network, parameters, kind)}
    update = carried_values(program, given, carried, kind)
    base = program.without_update
    check_interventions(interventions, _shapes(base, Extent(length, examples, kind)))
    by_name: defaultdict[str, list[Intervention]] = defaultdict(list)
    for intervention in interventions:
        by_name[intervention.name].append(intervention)
    altered = frozenset(name for name in by_name if name not in given)
    planned = _plan(base, Extent(length, examples, kind), altered)
    if memory is not None:
        _check_memory(base, Extent(length, examples, kind), planned, memory)
    if planned is None:
        return run(
            program,
            inputs,
            parameters,
            dtype=kind,
            interventions=interventions,
            moments=moments,
            seed=seed,
            carried=carried,
            unwanted=unwanted,
        )
    storage = planned.storage()
    put_at = _put_by_hand(program, storage, given, by_name)
    planned.run(
        storage,
        given,
        go_on=_asking(unwanted),
        put=lambda name, moment: put_in(storage.values[name], by_name[name], moment),
    )
    planned.put_by(storage)
    values = {name: storage.values[name] for name in network.quantities if name in storage.values} | update
    adjoints = {name: storage.adjoints[name] for name in program.adjoints}
    passed_on = {name: storage.adjoints.get(passed_name(name), array) for name, array in adjoints.items()}
    around = Surroundings(values, passed_on, network.sizes, length, examples, kind, held=put_at)
    values |= updated(program, around)
    for array in (*values.values(), *adjoints.values(), *passed_on.values()):
        array.flags.writeable = False
    if not altered:
        return Trace(program, values, adjoints, length, examples, kind)
    return Trace(program, values, adjoints, length, examples, kind, altered, passed_on, put_at)


def _put_by_hand(
    program: Program,
    storage: Storage,
    given: Mapping[str, Array],
    by_name: Mapping[str, list[Intervention]],
) -> dict[str, Array]:
    """Puts values into what is given, and marks where they stand in what is computed: these rows, by quantity."""
    rows: dict[str, Array] = {}
    for name, held in by_name.items():
        if name in given:
            put_in(given[name], held, None)
        else:
            kept = storage.values[kept_name(name)]
            kept[...] = 1
            put_in(kept, [replace(intervention, value=0.0) for intervention in held], None)
            rows[name] = _rows_held(program, name, kept)
    storage.held.update(rows)
    return rows


def _rows_held(program: Program, name: str, kept: Array) -> Array:
    """At which moments of which examples a value is put in."""
    lead = 2 if program.network.quantities[name].timed else 1
    held: Array = (kept == 0).any(axis=tuple(range(lead, kept.ndim)))
    return held


def _shapes(program: Program, extent: Extent) -> dict[str, tuple[int, ...]]:
    """The shapes of all values of a run."""
    return {
        name: quantity.shape
        if not quantity.batched
        else (*((extent.length,) if quantity.timed else ()), extent.examples, *quantity.shape)
        for name, quantity in program.network.quantities.items()
    }


def _plan(program: Program, extent: Extent, altered: frozenset[str]) -> Plan | None:
    """The plan of a program; None where the interpreter has to run it."""
    if any(line.section not in SECTIONS for line in program.lines):
        return None
    try:
        return plan(program, extent, altered=altered)
    except NotPlanned:
        return None


def _asking(unwanted: Callable[[], bool] | None) -> Callable[[], None] | None:
    def go_on() -> None:
        if unwanted is not None and unwanted():
            raise GivenUp("the run was given up")

    return None if unwanted is None else go_on


def _check_memory(program: Program, extent: Extent, planned: Plan | None, memory: int) -> None:
    """Raises DataError that says how much a run needs and what to reduce."""
    needed = planned.bytes if planned else recorded_bytes(program, extent)
    if needed > memory:
        long = f"fewer moments (met T = {extent.moments:,}), " if extent.moments else ""
        half = " or float32" if extent.dtype.itemsize > 4 else ""
        raise DataError(
            f"the run needs {_megabytes(needed)}, allowed are {_megabytes(memory)}: "
            f"take {long}fewer examples (met B = {extent.examples:,}), smaller sizes{half}"
        )


def recorded_bytes(program: Program, extent: Extent) -> int:
    """The memory of a trace: all values and adjoints, the padding of a plan not counted."""
    total = 0
    for name, quantity in program.network.quantities.items():
        numbers = int(np.prod(quantity.shape, dtype=int))
        if quantity.batched:
            numbers *= extent.examples * (extent.length if quantity.timed else 1)
        total += numbers * (1 + (name in program.adjoints))
    return total * extent.dtype.itemsize


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
