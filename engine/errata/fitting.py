"""Which printed equations can stand in the place of derived lines of a program, and a run made with one of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from engine.derivation.program import Program
from engine.errata.entry import Entry, Trial
from engine.errata.reading import entries
from engine.errata.recursion import backward
from engine.errors import ChainruleError
from engine.identity import Same
from engine.language.message import LanguageError
from engine.language.network import Network
from engine.language.watching import adjoint_names, read_assignment
from engine.trace import Trace


@dataclass(frozen=True, slots=True)
class Substitution:
    """A misprinted equation as formulas `delta_phi[t] = …` for adjoints of a network; `names` are those quantities."""

    entry: Entry
    formulas: tuple[str, ...]
    names: tuple[str, ...]


def substitutions(program: Program) -> tuple[Substitution, ...]:
    """The misprints whose formulas can be read in this network and whose shapes fit, one for each equation."""
    return _substitutions(Same(program))


def substitution(program: Program, name: str) -> Substitution:
    """That of the equation called `name`; raises ChainruleError where it does not fit the network."""
    for found in substitutions(program):
        if found.entry.name == name:
            return found
    raise ChainruleError(f"the equation {name} does not stand for an adjoint of {program.network.name}")


@lru_cache(maxsize=8)
def _substitutions(program: Same[Program]) -> tuple[Substitution, ...]:
    network = program.held.without_update.network
    found = (_of(entry, network) for entry in entries() if entry.verdict == "misprint")
    return tuple(each for each in found if each is not None)


def _of(entry: Entry, network: Network) -> Substitution | None:
    for formulas in _offered(entry, network):
        try:
            targets = [read_assignment(formula, network)[0] for formula in formulas]
        except LanguageError:
            continue
        return Substitution(entry, formulas, tuple(target.name for target in targets))
    return None


def _offered(entry: Entry, network: Network) -> Iterator[tuple[str, ...]]:
    """The printed formulas of its trials, and printed expressions for what is an adjoint at every moment."""
    for trial in entry.trials:
        if trial.kind == "recursion" and trial.printed:
            yield trial.printed
    for trial in entry.trials:
        if trial.kind == "line" and trial.printed and trial.collect == "each" and _is_adjoint(trial, network):
            yield tuple(f"{trial.against[0]} = {printed}" for printed in trial.printed[:1])


def _is_adjoint(trial: Trial, network: Network) -> bool:
    return trial.against[0].removesuffix("[t]") in adjoint_names(network)


def with_printed(trace: Trace, formulas: tuple[str, ...]) -> Trace:
    """The run with the adjoints that a backward pass makes which uses these formulas in the place of derived lines.

    Adjoints of inputs are left out. Raises ChainruleError where values were put in by hand: what flows back around
    them is not what the papers derive.
    """
    if trace.altered:
        raise ChainruleError("a printed equation is checked on a run into which no computed value was put by hand")
    with np.errstate(all="ignore"):
        made = backward(trace, formulas)
    adjoints = {name: made[name] for name in trace.adjoints if name in made and _is_made(trace, name)}
    for array in adjoints.values():
        array.flags.writeable = False
    return replace(trace, adjoints=adjoints)


def _is_made(trace: Trace, name: str) -> bool:
    return trace.program.network.quantities[name].role in ("defined", "parameter")
