"""Opening: from what a person asks to look at, a scenario, a network or a data file, to all that a run needs."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.derivation.derived import parse
from engine.errors import ChainruleError, DataError
from engine.exchange.arrays import read_arrays
from engine.exchange.networks import SUFFIX, network_names
from engine.exchange.opening.asked import Opening, Prepared
from engine.exchange.opening.network import open_network
from engine.exchange.opening.pictures import open_pictures
from engine.exchange.opening.scenario import open_scenario
from engine.exchange.opening.series import TABLES, open_table
from engine.exchange.opening.written import prepare_written
from engine.exchange.own_networks import known_networks
from engine.exchange.pictures.gathering import holds_pictures
from engine.exchange.scenario import OPTIMISER, find_scenario, scenario_names
from engine.exchange.typed_sequence import LONGEST_SEQUENCE
from engine.exchange.wording import met, shown
from engine.language.formulas import nearest
from engine.language.network import Network
from engine.language.turning import sliding_ops, turned_text
from engine.optimisers.attaching import with_update
from engine.optimisers.rule import parse_rules
from engine.run.arrays import DTYPES, check_parameters

__all__ = ["Opening", "Prepared", "prepare", "rules_of"]

SLIDING_OPTIMISER = f"{OPTIMISER} eta=0.01"


def prepare(opening: Opening) -> Prepared:
    """Reads and draws all that the run needs; raises ChainruleError with one line on what cannot be used."""
    _check(opening)
    try:
        prepared = _turned(prepare_written(opening, _prepare) if opening.text else _prepare(opening))
        return _updated(_with_parameters(prepared))
    except ChainruleError as error:
        line, *excerpt = str(error).splitlines() or [""]
        if not excerpt:
            raise
        raise ChainruleError(line) from error


def _turned(prepared: Prepared) -> Prepared:
    """The same inputs and parameters in the network whose kernels slide as was asked for."""
    correlate, network = prepared.opening.correlate, prepared.network
    if correlate is None:
        return prepared
    if not sliding_ops(network):
        raise DataError(f"correlate counts for networks with conv or xcorr; {network.name} has neither")
    text = turned_text(network.text, correlate=correlate)
    return replace(prepared, program=parse(text, name=network.name, **network.sizes).program)


def _with_parameters(prepared: Prepared) -> Prepared:
    """The same with the parameters of a file, where one was named. Raises DataError that names the file."""
    path = prepared.opening.parameters
    if not path:
        return prepared
    try:
        read = check_parameters(prepared.network, read_arrays(path), np.dtype(prepared.opening.dtype))
    except DataError as error:
        told = str(error)
        raise DataError(told if told.startswith(shown(path)) else f"{shown(path)}: {told}") from None
    return replace(prepared, parameters=read)


def _updated(prepared: Prepared) -> Prepared:
    """The same with an update at the end of its program, where there is a parameter to change."""
    rules = parse_rules(rules_of(prepared.opening, prepared.network))
    if not any(quantity.name in prepared.program.adjoints for quantity in prepared.network.having("parameter")):
        return prepared
    return replace(prepared, program=with_update(prepared.program, rules))


def rules_of(opening: Opening, network: Network) -> str:
    """The rules of the update: those asked for, else those of the scenario, else plain descent.

    A kernel's gradient is a sum over all places it slides to: at the usual rate descent would run away from there.
    """
    scenario = find_scenario(opening.source) if opening.source in scenario_names() else None
    usual = SLIDING_OPTIMISER if sliding_ops(network) else OPTIMISER
    return opening.optimiser or (scenario.rules if scenario is not None else usual)


def _check(opening: Opening) -> None:
    least_of = {"seed": (opening.seed, 0), "moments": (opening.moments, 1), "examples": (opening.examples, 1)}
    for name, (value, least) in least_of.items():
        if value is not None and value < least:
            raise DataError(f"{name} is {value}; allowed is at least {least}")
    if opening.dtype not in DTYPES:
        raise DataError(f"dtype {met(opening.dtype)}: {' or '.join(DTYPES)} is allowed")
    if opening.threshold is not None and not np.isfinite(opening.threshold):
        raise DataError(f"threshold is {opening.threshold}; allowed is a finite number of dB")
    if opening.sequence and (opening.moments or opening.examples):
        raise DataError("a typed sequence is one example with a moment for each number; leave moments and examples out")
    if len(opening.sequence) > LONGEST_SEQUENCE or not np.isfinite(opening.sequence).all():
        raise DataError(f"sequence: allowed are at most {LONGEST_SEQUENCE:,} finite numbers")


def _prepare(opening: Opening) -> Prepared:
    if opening.source in scenario_names():
        return open_scenario(opening, find_scenario(opening.source))
    path = Path(opening.source)
    if path.suffix.lower() in TABLES:
        return open_table(opening, path)
    if opening.source in known_networks() or path.suffix.lower() == SUFFIX:
        return open_network(opening)
    if holds_pictures(opening.source):
        return open_pictures(opening, path)
    known = (*scenario_names(), *known_networks())
    raise DataError(
        f"{met(opening.source)} is no scenario, no network and no file that can be opened"
        f"{nearest(opening.source, known)} (scenarios: {', '.join(scenario_names())}; networks: "
        f"{', '.join(network_names())}; files: .net {' '.join(TABLES)}, pictures, folders of them, IDX and .npz)"
    )
