"""Opening: from what a person asks to look at, a scenario, a network or a data file, to all that a run needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.derivation.program import Program
from engine.errors import ChainruleError, DataError
from engine.exchange.characters import looks_like_prose, text_examples
from engine.exchange.datasets import Examples, datasets, draw_examples
from engine.exchange.example_inputs import MIXED_EXAMPLES, example_inputs
from engine.exchange.fitted_network import fitted_network
from engine.exchange.fitting_examples import network_for_examples
from engine.exchange.networks import SUFFIX, load, network_names
from engine.exchange.pool import HELD_BACK, pool_windows
from engine.exchange.scenario import OPTIMISER, Scenario, find_scenario, scenario_names
from engine.exchange.sequence import first_rows, windows
from engine.exchange.series import Series, channel_series, shipped_series, table_series
from engine.exchange.text_file import read_text
from engine.exchange.wording import met
from engine.language.formulas import nearest
from engine.language.network import Network
from engine.optimisers.attaching import with_update
from engine.optimisers.rule import parse_rules
from engine.run.arrays import DTYPES
from engine.run.interpreter import run
from engine.run.intervention import Intervention
from engine.trace import Trace

Array = np.ndarray[Any, Any]
TABLES = (".csv", ".tsv", ".txt", ".dat")
TEXT = ".txt"  # a table or, where it is none, characters
FILE_SIZES = {"H": 6, "C": 1}
TEXT_NETWORK, TEXT_SIZES = "lstm_symbols", {"H": 32}
TEXT_WINDOWS = 500
FILE_MOMENTS, FILE_EXAMPLES = 24, 4
NETWORK_MOMENTS = 12
MOST_NUMBERS = 1 << 26
LISTED = 6


@dataclass(frozen=True, slots=True)
class Opening:
    """What to open and how; every field but `source` may be left to the scenario.

    `source` is a scenario, a built-in network, or the path of a `.net`, data or text file; `threshold` is in dB;
    `inputs` and `targets` name columns of a data file; `optimiser` names the rules of the update with their settings.
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
    optimiser: str = ""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A program with inputs and parameters, ready to run, and what to tell the person about it.

    Where the inputs are cut from a series, `starts` holds the first row of each example, and `input_columns` and
    `target_columns` name the columns that x[t] takes from row starts[b] + t, and d[t] from the row after it.

    `pool` holds all examples that training may choose from, in the shapes of `inputs`, or nothing; the last
    round(share · count) of them are those to hold back. `labels` names the entries of a quantity, as in `Examples`.
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
    pool: Mapping[str, Array] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

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
            seed=self.seed,
            unwanted=unwanted,
        )


def prepare(opening: Opening) -> Prepared:
    """Reads and draws all that the run needs; raises ChainruleError with one line on what cannot be used."""
    _check(opening)
    try:
        return _updated(_prepare(opening))
    except ChainruleError as error:
        line, *excerpt = str(error).splitlines() or [""]
        if not excerpt:
            raise
        raise ChainruleError(line) from error


def _updated(prepared: Prepared) -> Prepared:
    """The same with an update at the end of its program, where there is a parameter to change."""
    source = prepared.opening.source
    scenario = find_scenario(source) if source in scenario_names() else None
    rules = parse_rules(prepared.opening.optimiser or (scenario.rules if scenario is not None else OPTIMISER))
    if not any(quantity.name in prepared.program.adjoints for quantity in prepared.network.having("parameter")):
        return prepared
    return replace(prepared, program=with_update(prepared.program, rules))


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
    _refuse(opening, "threshold", "inputs", "targets", "network", why="a scenario or a table; {} is a network")
    network = load(opening.source, **dict(opening.sizes))
    seed, moments = opening.seed or 0, opening.moments or NETWORK_MOMENTS
    examples = opening.examples or (MIXED_EXAMPLES if network.program.mixes else 1)
    size = sum(int(np.prod(quantity.shape)) for quantity in network.quantities.values() if quantity.batched)
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


def _refuse(opening: Opening, *names: str, why: str) -> None:
    """An option that would be left out without a word is an error."""
    for name in names:
        value = getattr(opening, name)
        if value not in (None, (), ""):
            raise DataError(f"{name} {met(value)} counts for {why.format(opening.source)}")


def _scenario(opening: Opening, scenario: Scenario) -> Prepared:
    settings = dict(scenario.data)
    kind, stride = settings.pop("kind"), settings.pop("stride", None)
    if kind in datasets():
        return _dataset(opening, scenario, kind, settings)
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
        held_back=scenario.training.get("validation", HELD_BACK),
    )


def _dataset(opening: Opening, scenario: Scenario, kind: str, settings: dict[str, Any]) -> Prepared:
    _refuse(opening, "threshold", "inputs", "targets", why="a series; the scenario {} is none")
    drawn = draw_examples(
        kind,
        seed=settings.pop("seed", 0),
        count=settings.pop("count", opening.examples or scenario.examples),
        moments=opening.moments or scenario.moments,
        settings=settings,
    )
    return _drawn(
        opening,
        drawn,
        title=scenario.title,
        story=f"{scenario.story.strip()}\n\n{drawn.note}",
        network=opening.network or scenario.network,
        sizes=scenario.sizes,
        seed=scenario.seed if opening.seed is None else opening.seed,
        spread=scenario.spread,
        examples=opening.examples or scenario.examples,
    )


def _table(opening: Opening, path: Path) -> Prepared:
    try:
        series = table_series(path, as_power=opening.as_power, threshold=opening.threshold)
    except DataError:
        if path.suffix.lower() != TEXT or not looks_like_prose(text := read_text(path)):
            raise
        return _text(opening, text, path.name)
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


def _text(opening: Opening, text: str, name: str) -> Prepared:
    """A text file that is no table, read character by character."""
    _refuse(opening, "threshold", "inputs", "targets", why="a table; {} is a text")
    moments = opening.moments or min(FILE_MOMENTS, max(1, len(text) - 1))
    drawn = text_examples(text, source=name, count=TEXT_WINDOWS, moments=moments, held_back=HELD_BACK)
    story = f"{drawn.note} One character is read a moment, and the next one predicted, from seeded random parameters."
    return _drawn(
        opening,
        drawn,
        title=name,
        story=story,
        network=opening.network or TEXT_NETWORK,
        sizes=TEXT_SIZES,
        seed=opening.seed or 0,
        spread=1.0,
        examples=opening.examples or min(FILE_EXAMPLES, drawn.count),
    )


def _drawn(
    opening: Opening,
    drawn: Examples,
    *,
    title: str,
    story: str,
    network: str,
    sizes: Mapping[str, int],
    seed: int,
    spread: float,
    examples: int,
) -> Prepared:
    """The first examples of a pool, and a network that fits them."""
    if examples > drawn.count:
        raise DataError(f"{title}: {examples:,} examples asked for; there are {drawn.count:,}")
    fitted, pool = network_for_examples(network, asked=dict(opening.sizes), usual=sizes, arrays=drawn.inputs)
    timed = {quantity.name: quantity.timed for quantity in fitted.having("input", "target")}
    return Prepared(
        opening,
        title,
        story,
        fitted.program,
        {name: array[:, :examples] if timed[name] else array[:examples] for name, array in pool.items()},
        _parameters(fitted, seed, spread, opening.dtype),
        seed,
        pool=pool,
        labels=drawn.labels,
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
    held_back: float = HELD_BACK,
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
        pool = pool_windows(
            series.rows, length=moments, inputs=inputs, targets=targets, names=series.columns, held_back=held_back
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
        pool={name: array.reshape(len(array), -1, *arrays[name].shape[2:]) for name, array in pool.items()},
    )


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(columns[:LISTED]) + (f" and {len(columns) - LISTED} more" if len(columns) > LISTED else "")
