"""Scenarios: a network, its data, its start and a story of what to look at, one text file each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import DataError
from engine.language.formulas import nearest
from resources import listing

SUFFIX = ".toml"
OPTIMISER = "sgd"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a scenario file says; `spread` scales the initial parameters, `data` says where the examples come from.

    `data` has a `kind`, a dataset's name or "channel" or "table", and the settings of it. `training` says how it is
    trained, or nothing: `optimiser` and its `settings`, `iterations` of `examples` each, `validation`, the share of
    the pool that is held back, and the `goal`: a `measure`, and `at_most` or `at_least` what it shall be there.
    """

    name: str
    title: str
    story: str
    network: str
    data: Mapping[str, Any]
    sizes: Mapping[str, int] = field(default_factory=dict)
    seed: int = 0
    moments: int = 24
    examples: int = 1
    spread: float = 1.0
    training: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rules(self) -> str:
        """The rules of its update, with their settings, as they are asked for: `adam eta=0.01`."""
        settings = self.training.get("settings", {})
        return " ".join(
            [self.training.get("optimiser", OPTIMISER), *(f"{name}={value:g}" for name, value in settings.items())]
        )


def scenario_names() -> tuple[str, ...]:
    """The names of the built-in scenarios, in alphabetical order."""
    return tuple(entry.name.removesuffix(SUFFIX) for entry in listing("scenarios", suffix=SUFFIX))


def find_scenario(name: str) -> Scenario:
    """The built-in scenario called `name`; raises DataError that names the nearest."""
    for entry in listing("scenarios", suffix=SUFFIX):
        if entry.name == name + SUFFIX:
            return Scenario(name=name, **tomllib.loads(entry.read_text(encoding="utf-8")))
    known = scenario_names()
    raise DataError(f"no scenario is called {name!r}{nearest(name, known)} (built in: {', '.join(known)})")
