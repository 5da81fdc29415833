"""The small seeded networks on which printed equations are tried, with lines of their text replaced where asked."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from engine.derivation.derived import DerivedNetwork, parse
from engine.errata.entry import Trial
from engine.errata.reading import find_paper
from engine.errors import DataError
from engine.run.fast import run_planned as run
from engine.trace import Trace
from resources import resource

Array = np.ndarray[Any, Any]
MOMENTS, EXAMPLES = 5, 2
_NAME = re.compile(r"\s*([A-Za-z]\w*)\s*(?:\[t\])?\s*[:=]")
_LONG = 40
"""Moments of a sequence of whole numbers: long enough that a counter has something to count."""


@lru_cache(maxsize=256)
def subject(paper: str, name: str, lines: tuple[str, ...] = ()) -> DerivedNetwork:
    """The text called `name`, one of the paper's own or a built-in network, at the sizes of the trials.

    Each of `lines` takes the place of the line of the text that defines the same name. Raises DataError where there is
    none, LanguageError where the text is wrong.
    """
    found = find_paper(paper)
    text = found.texts.get(name) or resource("networks", f"{name}.net").read_text(encoding="utf-8")
    for line in lines:
        text = replaced(text, line)
    return parse(text, name=name, **found.sizes.get(name, {}))


def replaced(text: str, line: str) -> str:
    """The text with `line` in place of the one that defines the same name; raises DataError where there is none."""
    rows = text.split("\n")
    wanted = _NAME.match(line)
    places = [number for number, row in enumerate(rows) if wanted and (own := _NAME.match(row)) and own[1] == wanted[1]]
    if len(places) != 1:
        raise DataError(f"{line!r} replaces {len(places)} lines of the text; it has to be one")
    rows[places[0]] = line
    return "\n".join(rows)


def start(network: DerivedNetwork, trial: Trial, paper: str, seed: int) -> tuple[dict[str, Array], dict[str, Array]]:
    """Inputs and parameters drawn from a seed: inputs normal, targets between 0.1 and 0.9; or whole numbers 0 to 3."""
    generator = np.random.default_rng((seed, 1))
    moments = MOMENTS if trial.draw == "real" else _LONG
    inputs: dict[str, Array] = {}
    for quantity in network.having("input", "target"):
        shape = ((moments,) if quantity.timed else ()) + (EXAMPLES, *quantity.shape)
        if trial.draw == "whole":
            inputs[quantity.name] = generator.integers(0, 4, shape).astype(float)
        elif quantity.role == "target":
            inputs[quantity.name] = generator.uniform(0.1, 0.9, shape)
        else:
            inputs[quantity.name] = generator.normal(size=shape)
    fixed = {name: np.array(rows, float) for name, rows in find_paper(paper).values.get(trial.on, {}).items()}
    drawn = {
        name: array if network.quantities[name].given is not None else trial.spread * array
        for name, array in network.initialise(seed).items()
    }
    return inputs, drawn | fixed


def sample(network: DerivedNetwork, trial: Trial, paper: str, seed: int) -> Trace:
    """The run of a trial's network on numbers drawn from a seed."""
    inputs, parameters = start(network, trial, paper, seed)
    return run(network.unfused, inputs, parameters, moments=None if _has_timed_inputs(network) else MOMENTS)


def rerun(network: DerivedNetwork, base: Trace) -> Trace:
    """The run of an altered network on the numbers of another run; values that its text sets are kept."""
    given: Mapping[str, Array] = base.values
    quantities = base.program.network.quantities
    parameters = {
        name: given[name] if name in quantities and network.quantities[name].given == quantities[name].given else array
        for name, array in network.initialise().items()
    }
    inputs = {quantity.name: given[quantity.name] for quantity in network.having("input", "target")}
    return run(network.unfused, inputs, parameters, moments=None if _has_timed_inputs(network) else base.moments)


def _has_timed_inputs(network: DerivedNetwork) -> bool:
    return not network.timed or any(quantity.timed for quantity in network.having("input", "target"))
