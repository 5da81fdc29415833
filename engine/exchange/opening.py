"""Opening: from what a person asks to look at, a scenario, a network or a data file, to all that a run needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.derivation.program import Program
from engine.errors import ChainruleError, DataError
from engine.exchange.example_inputs import example_inputs
from engine.exchange.fitted_network import fitted_network
from engine.exchange.networks import SUFFIX, load, network_names
from engine.exchange.scenario import Scenario, find_scenario, scenario_names
from engine.exchange.sequence import first_rows, windows
from engine.exchange.series import Series, channel_series, shipped_series, table_series
from engine.exchange.wording import met
from engine.language.formulas import nearest
from engine.language.network import Network
from engine.run.arrays import DTYPES
from engine.run.fast import run_planned as run
from engine.run.intervention import Intervention
from engine.trace import Trace

Array = np.ndarray[Any, Any]
TABLES = (".csv", ".tsv", ".txt", ".dat")
FILE_SIZES = {"H": 6, "C": 1}
FILE_MOMENTS, FILE_EXAMPLES = 24, 4
NETWORK_MOMENTS = 12
MOST_NUMBERS = 1 << 26
LISTED = 6


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
    """A program with inputs and parameters, ready to run, and what to tell the person about it.

    Where the inputs are cut from a series, `starts` holds the first row of each example, and `input_columns` and
    `target_columns` name the columns that x[t] takes from row starts[b] + t, and d[t] from the row after it.
    """

    opening: Opening
    title: str
    story: str
    program: Program
    inputs: Mapping[str, Array]
    parameters: Mapping[str, Array]
    seed: int
    series: Series | None = None
    starts: tuple[int, ...] = ()
    input_columns: tuple[str, ...] = ()
    target_columns: tuple[str, ...] = ()

    @property
    def network(self) -> Network:
        """The network of the program."""
        return self.program.network

    def run(self, interventions: tuple[Intervention, ...] = (), *, unwanted: Callable[[], bool] | None = None) -> Trace:
        """The trace of this run; `unwanted` is asked at every moment whether it is given up."""
        return run(
            self.program,
            self.inputs,
            self.parameters,
            dtype=self.opening.dtype,
            interventions=interventions,
            unwanted=unwanted,
        )


def prepare(opening: Opening) -> Prepared:
    """Reads and draws all that the run needs; raises ChainruleError with one line on what cannot be used."""
    _check(opening)
    try:
        return _prepare(opening)
    except ChainruleError as error:
        line, *excerpt = str(error).splitlines() or [""]
        if not excerpt:
            raise
        raise ChainruleError(line) from error


def _check(opening: Opening) -> None:
    least_of = {"seed": (opening.seed, 0), "moments": (opening.moments, 1), "examples": (opening.examples, 1)}
    for name, (value, least) in least_of.items():
        if value is not None and value < least:
            raise DataError(f"{name} is {value}; allowed is at least {least}")
    if opening.dtype not in DTYPES:
        raise DataError(f"dtype {met(opening.dtype)}: {' or '.join(DTYPES)} is allowed")
    if opening.threshold is not None and not np.isfinite(opening.threshold):
        raise DataError(f"threshold is {opening.threshold}; allowed is a finite number of dB")


def _prepare(opening: Opening) -> Prepared:
    if opening.source in scenario_names():
        return _scenario(opening, find_scenario(opening.source))
    path = Path(opening.source)
    if path.suffix.lower() in TABLES:
        return _table(opening, path)
    if opening.source in network_names() or path.suffix.lower() == SUFFIX:
        return _network(opening)
    known = (*scenario_names(), *network_names())
    raise DataError(
        f"{met(opening.source)} is no scenario, no network and no file that can be opened"
        f"{nearest(opening.source, known)} (scenarios: {', '.join(scenario_names())}; networks: "
        f"{', '.join(network_names())}; files: .net {' '.join(TABLES)})"
    )


def _parameters(network: DerivedNetwork, seed: int, spread: float, dtype: str) -> dict[str, Array]:
    drawn = network.initialise(seed, dtype=dtype)
    given = {quantity.name for quantity in network.having("parameter") if quantity.given is not None}
    return {name: array if name in given else array * np.asarray(spread, array.dtype) for name, array in drawn.items()}


def _network(opening: Opening) -> Prepared:
    for_tables = {"threshold": opening.threshold, "inputs": opening.inputs, "targets": opening.targets,
                  "network": opening.network}  # fmt: skip
    for name, value in for_tables.items():
        if value not in (None, (), ""):
            raise DataError(f"{name} {met(value)} counts for a scenario or a table; {opening.source} is a network")
    network = load(opening.source, **dict(opening.sizes))
    seed, moments, examples = opening.seed or 0, opening.moments or NETWORK_MOMENTS, opening.examples or 1
    size = sum(int(np.prod(quantity.shape)) for quantity in network.quantities.values() if quantity.role != "parameter")
    if size * moments * examples > MOST_NUMBERS:
        raise DataError(
            f"network {network.name}: {moments:,} moments of {examples:,} examples have {size * moments * examples:,} "
            f"values; at most {MOST_NUMBERS:,} are allowed"
        )
    inputs = example_inputs(network, seed=seed, moments=moments, examples=examples)
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
    return _sequence(
        opening,
        series,
        title=scenario.title,
        story=scenario.story.strip(),
        network=opening.network or scenario.network,
        sizes=scenario.sizes,
        seed=scenario.seed if opening.seed is None else opening.seed,
        spread=scenario.spread,
        inputs=opening.inputs or inputs or series.chosen,
        targets=opening.targets or targets or series.chosen,
        moments=opening.moments or scenario.moments,
        examples=opening.examples or scenario.examples,
        stride=stride,
    )


def _table(opening: Opening, path: Path) -> Prepared:
    series = table_series(path, as_power=opening.as_power, threshold=opening.threshold)
    inputs = opening.inputs or series.chosen
    targets = opening.targets or inputs
    moments = opening.moments or min(FILE_MOMENTS, max(1, len(series.rows) - 1))
    use = f"Inputs: {_listed(inputs)}; targets: {_listed(targets)} one row later"
    if targets == inputs:
        use = f"Inputs, and one row later targets: {_listed(inputs)}"
    story = f"{series.note}. {use}. The parameters are seeded random numbers."
    return _sequence(
        opening,
        series,
        title=path.name,
        story=story,
        network=opening.network or "lstm_peephole",
        sizes=FILE_SIZES,
        seed=opening.seed or 0,
        spread=2.0,
        inputs=inputs,
        targets=targets,
        moments=moments,
        examples=opening.examples or max(1, min(FILE_EXAMPLES, len(series.rows) - moments)),
    )


def _sequence(
    opening: Opening,
    series: Series,
    *,
    title: str,
    story: str,
    network: str,
    sizes: Mapping[str, int],
    seed: int,
    spread: float,
    inputs: tuple[str, ...],
    targets: tuple[str, ...],
    moments: int,
    examples: int,
    stride: int | None = None,
) -> Prepared:
    """Examples cut from a series, and a network that fits them."""
    try:
        starts = first_rows(len(series.rows), length=moments, count=examples, stride=stride)
        x, d = windows(
            series.rows,
            length=moments,
            count=examples,
            inputs=inputs,
            targets=targets,
            names=series.columns,
            stride=stride,
            missing="last",
        )
    except DataError as error:
        raise DataError(f"{title}: {error}") from error
    fitted, arrays = fitted_network(network, asked=dict(opening.sizes), usual=sizes, arrays={"x": x, "d": d})
    return Prepared(
        opening,
        title,
        story,
        fitted.program,
        arrays,
        _parameters(fitted, seed, spread, opening.dtype),
        seed,
        series,
        tuple(int(row) for row in starts),
        inputs,
        targets,
    )


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(columns[:LISTED]) + (f" and {len(columns) - LISTED} more" if len(columns) > LISTED else "")
