"""Opening: from what a person asks to look at, a scenario, a network or a data file, to all that a run needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.derivation.program import Program
from engine.errors import DataError
from engine.exchange.example_inputs import example_inputs
from engine.exchange.networks import load, network_names
from engine.exchange.scenario import Scenario, find_scenario, scenario_names
from engine.exchange.sequence import windows
from engine.exchange.series import Series, channel_series, shipped_series, table_series
from engine.language.formulas import nearest
from engine.language.network import Network
from engine.run.interpreter import run
from engine.run.intervention import Intervention
from engine.trace import Trace

Array = np.ndarray[Any, Any]
TABLES = (".csv", ".tsv", ".txt", ".dat")
FILE_SIZES = {"H": 6, "C": 1}
FILE_MOMENTS, FILE_EXAMPLES = 24, 4


@dataclass(frozen=True, slots=True)
class Opening:
    """What to open and how; every field but `source` may be left to the scenario.

    `source` is a scenario, a built-in network, or the path of a `.net` or data file; `threshold` is in dB; `inputs`
    and `targets` name columns of a data file.
    """

    source: str
    sizes: tuple[tuple[str, int], ...] = ()
    seed: int | None = None
    dtype: str = "float64"
    moments: int | None = None
    examples: int | None = None
    threshold: float | None = None
    as_power: bool | None = None
    inputs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    network: str = ""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A program with inputs and parameters, ready to run, and what to tell the person about it."""

    opening: Opening
    title: str
    story: str
    program: Program
    inputs: Mapping[str, Array]
    parameters: Mapping[str, Array]
    seed: int
    series: Series | None = None

    @property
    def network(self) -> Network:
        """The network of the program."""
        return self.program.network

    def run(self, interventions: tuple[Intervention, ...] = ()) -> Trace:
        """The trace of this run."""
        return run(self.program, self.inputs, self.parameters, dtype=self.opening.dtype, interventions=interventions)


def prepare(opening: Opening) -> Prepared:
    """Reads and draws all that the run needs; raises ChainruleError with one line on what cannot be used."""
    if opening.source in scenario_names():
        return _scenario(opening, find_scenario(opening.source))
    path = Path(opening.source)
    if path.suffix.lower() in TABLES:
        return _table(opening, path)
    if opening.source in network_names() or path.suffix == ".net":
        return _network(opening)
    known = (*scenario_names(), *network_names())
    raise DataError(
        f"{opening.source!r} is no scenario, no network and no file that can be opened"
        f"{nearest(opening.source, known)} (scenarios: {', '.join(scenario_names())}; networks: "
        f"{', '.join(network_names())}; files: .net {' '.join(TABLES)})"
    )


def _parameters(network: DerivedNetwork, seed: int, spread: float, dtype: str) -> dict[str, Array]:
    drawn = network.initialise(seed, dtype=dtype)
    given = {quantity.name for quantity in network.having("parameter") if quantity.given is not None}
    return {name: array if name in given else array * np.asarray(spread, array.dtype) for name, array in drawn.items()}


def _network(opening: Opening) -> Prepared:
    network = load(opening.source, **dict(opening.sizes))
    seed = opening.seed or 0
    inputs = example_inputs(network, seed=seed, moments=opening.moments or 12, examples=opening.examples or 1)
    title = network.title.splitlines()[0] if network.title else network.name
    return Prepared(
        opening,
        title,
        "Inputs and parameters are seeded random numbers.",
        network.program,
        inputs,
        _parameters(network, seed, 1.0, opening.dtype),
        seed,
    )


def _scenario(opening: Opening, scenario: Scenario) -> Prepared:
    settings = dict(scenario.data)
    kind, stride = settings.pop("kind"), settings.pop("stride", None)
    inputs, targets = tuple(settings.pop("inputs", ())), tuple(settings.pop("targets", ()))
    series = channel_series(settings, opening.threshold) if kind == "channel" else shipped_series(settings["file"])
    sizes = {**scenario.sizes, **dict(opening.sizes)}
    network = load(opening.network or scenario.network, **sizes)
    seed = scenario.seed if opening.seed is None else opening.seed
    x, d = windows(
        series.rows,
        length=opening.moments or scenario.moments,
        count=opening.examples or scenario.examples,
        inputs=opening.inputs or inputs or series.chosen,
        targets=opening.targets or targets or series.chosen,
        names=series.columns,
        stride=stride,
    )
    return Prepared(
        opening,
        scenario.title,
        scenario.story.strip(),
        network.program,
        {"x": x, "d": d},
        _parameters(network, seed, scenario.spread, opening.dtype),
        seed,
        series,
    )


def _table(opening: Opening, path: Path) -> Prepared:
    series = table_series(path, as_power=opening.as_power, threshold=opening.threshold)
    inputs = opening.inputs or series.chosen
    targets = opening.targets or inputs
    moments = opening.moments or min(FILE_MOMENTS, max(1, len(series.rows) - 1))
    examples = opening.examples or max(1, min(FILE_EXAMPLES, len(series.rows) - moments))
    x, d = windows(
        series.rows,
        length=moments,
        count=examples,
        inputs=inputs,
        targets=targets,
        names=series.columns,
        missing="last",
    )
    sizes = {**FILE_SIZES, **dict(opening.sizes), "I": x.shape[-1], "K": d.shape[-1]}
    network = load(opening.network or "lstm_peephole", **sizes)
    seed = opening.seed or 0
    story = (
        f"{series.note}. Inputs: {', '.join(inputs)}; targets: {', '.join(targets)} one row later. "
        "The parameters are seeded random numbers."
    )
    return Prepared(
        opening,
        path.name,
        story,
        network.program,
        {"x": x, "d": d},
        _parameters(network, seed, 2.0, opening.dtype),
        seed,
        series,
    )
