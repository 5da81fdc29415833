"""What a person asks to look at, and all that a run of it needs once it has been read and drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.derivation.program import Program
from engine.errors import DataError
from engine.exchange.networks import Written
from engine.exchange.pictures.collection import Skipped
from engine.exchange.pictures.original import Original
from engine.exchange.series import Series
from engine.exchange.wording import met
from engine.language.network import Network
from engine.run.fast import run_planned
from engine.run.intervention import Intervention
from engine.trace import Trace

Array = np.ndarray[Any, Any]
MOST_MEMORY = 4 << 30
"""Bytes that one run may take: a run that needs more is refused in words before anything is laid out."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What to open and how; every field but `source` may be left to the scenario.

    `source` is a scenario, a built-in network, or the path of a `.net`, data or text file; `threshold` is in dB;
    `inputs` and `targets` name columns of a data file; `optimiser` names the rules of the update with their settings;
    `sequence` is what the only input reads, one number at each moment; `correlate` says whether kernels slide as they
    stand (`xcorr`) or turned by 180° (`conv`), whatever the text of the network says.
    `text` stands in place of the text of the network, while `source` still says where the data come from; the sizes
    that it declares count, where no data do. `parameters` is the path of a file with one array for each parameter, in
    the place of those that are drawn.
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
    sequence: tuple[float, ...] = ()
    correlate: bool | None = None
    text: str = ""
    parameters: str = ""

    @property
    def files(self) -> dict[str, str]:
        """The fields that may name a file, each with what it holds."""
        return {"source": self.source, "network": self.network, "parameters": self.parameters}

    def with_files(self, files: Mapping[str, str]) -> "Opening":
        """The same with other files in these fields."""
        source, network = files.get("source", self.source), files.get("network", self.network)
        return replace(self, source=source, network=network, parameters=files.get("parameters", self.parameters))

    def network_or(self, usual: str) -> str | Written:
        """The network that is asked for: the text typed, the one named, or else the `usual` one."""
        name = self.network or usual
        return Written(Path(name).stem, self.text) if self.text else name


@dataclass(frozen=True, eq=False)
class Prepared:
    """A program with inputs and parameters, ready to run, and what to tell the person about it.

    Where the inputs are cut from a series, `starts` holds the first row of each example, and `input_columns` and
    `target_columns` name the columns that x[t] takes from row starts[b] + t, and d[t] from the row after it.

    `pool` holds all examples that training may choose from, in the shapes of `inputs`, or nothing; the last
    round(share · count) of them are those to hold back. `labels` names the entries of a quantity, as in `Examples`.
    `origins` says of each example of the pool what it was made of, where that is a picture or the like, `originals` are
    those of the first few of the pool, and `skipped` the first of the `left_out` files that are not in it.
    `picked` says which of the pool the examples are; they are its first ones where it is empty.
    `typed` are the numbers that the only input reads, where a person wrote them down. `unfit` says why the data of the
    source are not read by the text that stands in place of its network: inputs and targets are seeded then.
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
    typed: tuple[float, ...] = ()
    origins: tuple[str, ...] = ()
    originals: tuple[Original | None, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    left_out: int = 0
    picked: tuple[int, ...] = ()
    unfit: str = ""

    @property
    def network(self) -> Network:
        """The network of the program."""
        return self.program.network

    def origin(self, example: int) -> str:
        """What an example was made of, in words; nothing where that is not known."""
        place = self._place(example)
        return self.origins[place] if place < len(self.origins) else ""

    def original(self, example: int) -> Original | None:
        """The picture that an example was made of, where it is at hand."""
        place = self._place(example)
        return self.originals[place] if place < len(self.originals) else None

    def _place(self, example: int) -> int:
        return self.picked[example] if self.picked else example

    def run(self, interventions: tuple[Intervention, ...] = (), *, unwanted: Callable[[], bool] | None = None) -> Trace:
        """The trace of this run; `unwanted` is asked at every moment whether it is given up."""
        return run_planned(
            self.program,
            self.inputs,
            self.parameters,
            dtype=self.opening.dtype,
            interventions=interventions,
            seed=self.seed,
            unwanted=unwanted,
            memory=MOST_MEMORY,
        )


def refuse(opening: Opening, *names: str, why: str) -> None:
    """An option that would be left out without a word is an error."""
    for name in names:
        value = getattr(opening, name)
        if value not in (None, (), ""):
            raise DataError(f"{name} {met(value)} counts for {why.format(opening.source)}")


def drawn_parameters(network: DerivedNetwork, seed: int, spread: float, dtype: str) -> dict[str, Array]:
    """Parameters drawn by the seed, `spread` times as far from zero as usual; what the text states stays."""
    drawn = network.initialise(seed, dtype=dtype)
    given = {quantity.name for quantity in network.having("parameter") if quantity.given is not None}
    return {name: array if name in given else array * np.asarray(spread, array.dtype) for name, array in drawn.items()}
