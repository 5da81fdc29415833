"""Runs a printed equation and its corrected form on a small seeded network and tells how far each is from right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.errata.descent import displacements
from engine.errata.entry import Collect, Entry, Trial
from engine.errata.recursion import backward
from engine.errata.subject import rerun, sample, subject
from engine.evaluation import evaluate
from engine.language.watching import PREFIX, adjoint_names, read_expression
from engine.trace import Trace

Array = np.ndarray[Any, Any]
GRADIENTS = "gradients"


@dataclass(frozen=True)
class Compared:
    """One array three ways; `printed` is None where what is printed has no value.

    With moments the arrays are (T, B, …), without (B, …); parameters and sums have neither.
    """

    name: str
    printed: Array | None
    corrected: Array
    right: Array

    @property
    def printed_difference(self) -> float | None:
        """max|printed − right| by max|right|."""
        return None if self.printed is None else difference(self.printed, self.right)

    @property
    def corrected_difference(self) -> float:
        """max|corrected − right| by max|right|."""
        return difference(self.corrected, self.right)


@dataclass(frozen=True)
class Result:
    """What one trial gave; of several arrays the largest difference counts."""

    trial: Trial
    parts: tuple[Compared, ...]

    @property
    def printed_difference(self) -> float | None:
        """The largest relative difference of the printed form; None where it has no value."""
        found = [part.printed_difference for part in self.parts]
        return max((value for value in found if value is not None), default=None)

    @property
    def corrected_difference(self) -> float:
        """The largest relative difference of the corrected form."""
        return max(part.corrected_difference for part in self.parts)


@dataclass(frozen=True)
class Comparison:
    """All trials of one equation at one seed; the first is the one that is meant where one number is shown."""

    entry: Entry
    seed: int
    results: tuple[Result, ...]

    @property
    def printed_difference(self) -> float | None:
        """That of the first trial; None where there is none, or where what is printed has no value."""
        return self.results[0].printed_difference if self.results else None

    @property
    def corrected_difference(self) -> float | None:
        """That of the first trial; None where there is none."""
        return self.results[0].corrected_difference if self.results else None


def compare(entry: Entry, seed: int = 0) -> Comparison:
    """The equation as printed and as corrected, each against what is derived, on a network drawn from `seed`."""
    with np.errstate(all="ignore"):
        return Comparison(entry, seed, tuple(_result(entry, trial, seed) for trial in entry.trials))


def measure(trial: Trial, trace: Trace) -> Result:
    """A trial of kind `line` or `recursion` on any run of its network, such as the one on the screen."""
    with np.errstate(all="ignore"):
        return Result(trial, _MEASURES[trial.kind](trial, trace))


def difference(met: Array, right: Array) -> float:
    """max|met − right| by max|right|; nothing by nothing is 0."""
    error = float(np.max(np.abs(met - right), initial=0.0))
    scale = float(np.max(np.abs(right), initial=0.0))
    return 0.0 if error == 0 else error / scale if scale else float("inf")


def _result(entry: Entry, trial: Trial, seed: int) -> Result:
    base = sample(subject(entry.paper, trial.on), trial, entry.paper, seed)
    if trial.kind in _MEASURES:
        return measure(trial, base)
    printed = rerun(subject(entry.paper, trial.on, trial.printed), base) if trial.printed else None
    corrected = rerun(subject(entry.paper, trial.on, trial.corrected), base) if trial.corrected else base
    right = rerun(subject(entry.paper, trial.reference), base) if trial.kind == "network" and trial.reference else base
    met = None if printed is None else _read(printed, trial, printed.adjoints)
    better, best = _read(corrected, trial, corrected.adjoints), _read(right, trial, right.adjoints)
    if trial.kind == "descent":
        best = {name: _descended(trial, base) for name in best}
    return Result(trial, _parts(met, better, best))


def _line(trial: Trial, trace: Trace) -> tuple[Compared, ...]:
    network = trace.program.network
    around = replace(trace.surroundings, adjoints={**trace.adjoints, **trace.passed_on})
    right = evaluate(read_expression(trial.against[0], network), around)

    def value(text: str, collect: Collect) -> Array:
        expression = read_expression(text, network)
        array = evaluate(expression, around)
        lead = array.ndim - len(expression.shape or ())
        if collect != "each" and lead:
            if collect != "sum" and lead > 1:
                array, lead = array[0 if collect == "first" else -1], lead - 1
            array = array.sum(axis=tuple(range(lead)))
        return np.asarray(np.broadcast_to(array, right.shape))

    printed = value(trial.printed[0], trial.collect) if trial.printed else None
    whole: Collect = "each" if trial.collect == "each" else "sum"
    corrected = value((trial.corrected or trial.printed)[0], whole)
    return (Compared(trial.against[0], printed, corrected, right),)


def _recursion(trial: Trial, trace: Trace) -> tuple[Compared, ...]:
    printed = _read(trace, trial, backward(trace, trial.printed)) if trial.printed else None
    corrected = _read(trace, trial, backward(trace, trial.corrected))
    return _parts(printed, corrected, _read(trace, trial, trace.adjoints))


_MEASURES: dict[str, Callable[[Trial, Trace], tuple[Compared, ...]]] = {"line": _line, "recursion": _recursion}


def _read(trace: Trace, trial: Trial, adjoints: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays a trial compares, by the names it gives."""
    network = trace.program.network
    named = adjoint_names(network)
    found: dict[str, Array] = {}
    for name in trial.against:
        if name == GRADIENTS:
            for quantity in network.having("parameter"):
                if quantity.name in adjoints:
                    found[f"{PREFIX}{quantity.name}"] = adjoints[quantity.name]
        else:
            found[name] = adjoints[named[name]] if name in named else trace.value(name)
    return found


def _parts(printed: dict[str, Array] | None, corrected: dict[str, Array], right: dict[str, Array]) -> Any:
    return tuple(
        Compared(name, None if printed is None else printed[name], corrected[name], array)
        for name, array in right.items()
    )


def _descended(trial: Trial, base: Trace) -> Array:
    """The path of the optimiser that the trial names, from the start and in the valley of the run."""
    slope, start = base.value("B"), base.value("w0")
    scale = base.program.network.quantities["scale"].given if "scale" in base.program.network.quantities else 1.0
    valley = float(scale or 1.0) * (slope.T @ slope + np.eye(len(start)))
    path = displacements(trial.reference, valley, start, base.moments or 0)
    return np.broadcast_to(path[:, None, :], (len(path), base.examples, len(start)))
