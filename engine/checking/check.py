"""Checks every derived adjoint of a program against central differences of its objective."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from engine.checking.differences import Settled, settle
from engine.checking.locate import first_wrong
from engine.checking.replay import Array, Recorded, recorded
from engine.checking.report import Report, Row, Verdict, relative, worst_first
from engine.checking.sampling import along, direction_probe, entry_probe, number_check, sampled_entries, some_of
from engine.derivation.program import Program
from engine.language.network import Quantity
from engine.run.fast import run_planned as run
from engine.run.intervention import Intervention
from engine.trace import Trace


def check(
    program: Program,
    inputs: Mapping[str, object],
    parameters: Mapping[str, object],
    *,
    tolerance: float = 1e-6,
    dtype: str | np.dtype[Any] | type = "float64",
    most: int = 64,
    seed: int = 0,
    interventions: Iterable[Intervention] = (),
    moments: int | None = None,
) -> Report:
    """Runs the program in `dtype` and holds its adjoints against central differences, always made in float64.

    Of every quantity that the objective depends on, parameters, inputs, targets and all in between at every moment,
    all entries are checked where there are at most `most`, else a sample drawn with `seed` and one random direction
    over all of them per example. Errors are measured by the largest number of the adjoint. Raises DataError for
    arrays that do not fit.
    """
    interventions = tuple(interventions)
    trace = run(program, inputs, parameters, dtype=dtype, interventions=interventions, moments=moments)
    return check_trace(trace, tolerance=tolerance, most=most, seed=seed, interventions=interventions)


def check_trace(
    trace: Trace,
    *,
    tolerance: float = 1e-6,
    most: int = 64,
    seed: int = 0,
    interventions: Iterable[Intervention] = (),
    go_on: Callable[[], None] = lambda: None,
    told: Callable[[Row], None] = lambda row: None,
) -> Report:
    """The check of a run that is there already; `interventions` are those it was run with.

    `told` gets every row as soon as it is made; `go_on` is called before every replay, and raises to give up.
    """
    base = recorded(trace, interventions, go_on=go_on)
    generator = np.random.default_rng(seed)
    rows: list[Row] = []
    for name, quantity in trace.program.network.quantities.items():
        if name in trace.adjoints:
            found = _row(base, quantity, trace.adjoints[name], tolerance=tolerance, most=most, generator=generator)
            rows.append(found)
            told(found)
    report = Report(worst_first(rows), tolerance, seed)
    if report.passed:
        return report
    failed = [row for row in report.rows if row.verdict == "failed"]
    return Report(report.rows, tolerance, seed, first_wrong(base, trace, failed, tolerance=tolerance, seed=seed))


def _row(
    base: Recorded, quantity: Quantity, adjoint: Array, *, tolerance: float, most: int, generator: np.random.Generator
) -> Row:
    name = quantity.name
    entries = sampled_entries(quantity, adjoint.shape, most=most, generator=generator)
    derived = np.array([adjoint[entry.index] for entry in entries], float)
    scale = float(np.abs(adjoint).max())
    found = settle(
        base, name, [entry_probe(base, quantity, entry) for entry in entries], derived, np.full(len(entries), scale)
    )
    sizes = np.abs(found.numeric[found.smooth])
    scale = max(scale, float(sizes.max(initial=0.0)))
    errors = _errors(found, derived, tolerance * scale)
    wrong = ~(errors <= tolerance * scale)
    rank = np.where(np.isnan(errors), np.inf, errors)
    at = int(np.argmax(np.where(wrong.any() & ~wrong, -1.0, rank)))
    worst = number_check(name, entries[at], found, derived, at)
    error, direction_error, failed = relative(float(rank[at]), scale), None, bool(wrong.any())
    if len(entries) < adjoint.size:
        direction_error, failed_too = _directions(
            base, quantity, adjoint, tolerance=tolerance, most=most, generator=generator
        )
        failed, error = failed or failed_too, max(error, direction_error)
    verdict: Verdict = "failed" if failed else "ok" if found.smooth.any() else "not smooth"
    kinks = int((~found.smooth).sum())
    return Row(name, quantity.role, error, len(entries), adjoint.size, kinks, worst, direction_error, verdict)


def _directions(
    base: Recorded, quantity: Quantity, adjoint: Array, *, tolerance: float, most: int, generator: np.random.Generator
) -> tuple[float, bool]:
    """The largest relative error along a random direction of each example, and whether one is too large."""
    examples: list[int | None] = [None]
    if quantity.batched:
        examples = list(some_of(base.examples, most=most, generator=generator))
    probes = [direction_probe(base, quantity, example=example, generator=generator) for example in examples]
    derived, sizes = np.array([along(probe, quantity, adjoint) for probe in probes]).T
    found = settle(base, quantity.name, probes, derived, np.maximum(np.abs(derived), sizes))
    scale = np.maximum(np.maximum(np.abs(derived), np.abs(found.numeric)), sizes)
    errors = _errors(found, derived, tolerance * scale)
    worst = max(relative(float(error), float(size)) for error, size in zip(errors, scale, strict=True))
    return worst, bool((~(errors <= tolerance * scale)).any())


def _errors(found: Settled, derived: Array, allowed: Array | float) -> Array:
    """How far each number is off; beyond what is allowed only what rounding of the estimate does not explain counts."""
    errors = np.abs(found.numeric - derived)
    beyond = ~(errors <= allowed)
    errors = np.where(beyond, np.maximum(errors - found.uncertainty, 0.0), errors)
    return np.where(found.smooth, errors, 0.0)
