"""Scenarios of one's own: what is open, what was changed and noted, and where one stands, in one file with a story."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import DataError
from engine.exchange.own_scenarios import SUFFIX, VERSION, read_own_scenario
from engine.exchange.safe_write import safe_write
from explorer.figure.recipe import public_source, recipe
from explorer.figure.reopening import reopened
from explorer.scene import Scene
from explorer.state import State

PATHS = ("source", "network", "recording")


def save_scenario(scene: Scene, path: str | Path, *, title: str, story: str) -> Path:
    """Writes what is on the screen, in one go, and gives the path, which ends in `.scenario`.

    Data files are not copied: they are looked for beside the scenario, then where they were. Raises OSError.
    """
    path = Path(path)
    path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    named = replace(scene, state=replace(scene.state, title=title, story=story))
    made = {"scenario": VERSION, "title": title, "recipe": recipe(named, None), "paths": _paths(scene.state)}
    safe_write(path, json.dumps(made, sort_keys=True, indent=1).encode("ascii"))
    return path


def _paths(state: State) -> dict[str, str]:
    """Where the files lie that are not built in."""
    files = {"source": state.opening.source, "network": state.opening.network, "recording": state.recording}
    return {name: str(Path(path).resolve()) for name, path in files.items() if path and public_source(path) != path}


def scenario_state(path: str | Path) -> State:
    """The state that a scenario of one's own holds. Raises DataError that says what cannot be used."""
    made = read_own_scenario(path)
    table, paths = made.get("recipe"), made.get("paths", {})
    if not isinstance(table, dict) or not isinstance(paths, dict):
        raise DataError(f"{Path(path).name}: holds no scenario; allowed are files that Chainrule wrote")
    state = reopened(table, folder=Path(path).parent)
    found = {name: _found(name, state, paths) for name in PATHS}
    opening = replace(state.opening, source=found["source"], network=found["network"])
    return replace(state, opening=opening, recording=found["recording"])


def _found(name: str, state: State, paths: Mapping[str, Any]) -> str:
    """The file beside the scenario if there is one, else the one at the place where it was."""
    beside = state.recording if name == "recording" else getattr(state.opening, name)
    there = paths.get(name)
    if not beside or not isinstance(there, str) or Path(beside).exists() or Path(there).name != Path(beside).name:
        return beside
    return there
