"""Scenarios of one's own: what is open, what was changed and noted, and where one stands, in one file with a story."""

import json
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

AGAINST = "against "
"""Before the names of the files of the run that is compared with."""


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
    named = {name: path for name, path in _files(state).items() if path and public_source(path) != path}
    return {name: str(Path(path).resolve()) for name, path in named.items()}


def _files(state: State) -> dict[str, str]:
    """Those of the run, and those of the one that it is compared with."""
    against = {} if state.against is None else state.against.files
    return {**state.run.files, **{AGAINST + name: path for name, path in against.items()}}


def scenario_state(path: str | Path) -> State:
    """The state that a scenario of one's own holds. Raises DataError that says what cannot be used."""
    made = read_own_scenario(path)
    table, paths = made.get("recipe"), made.get("paths", {})
    if not isinstance(table, dict) or not isinstance(paths, dict):
        raise DataError(f"{Path(path).name}: holds no scenario; allowed are files that Chainrule wrote")
    try:
        state = reopened(table, folder=Path(path).parent)
    except DataError as error:
        raise DataError(f"{Path(path).name}: {error}") from error
    found = {name: _found(beside, paths.get(name)) for name, beside in _files(state).items()}
    run, against = state.run.with_files(found), state.against
    if against is not None:
        against = against.with_files({name: found[AGAINST + name] for name in against.files})
    return replace(state, opening=run.opening, recording=run.recording, against=against)


def _found(beside: str, there: Any) -> str:
    """The file beside the scenario if there is one, else the one at the place where it was."""
    if not beside or not isinstance(there, str) or Path(beside).exists() or Path(there).name != Path(beside).name:
        return beside
    return there
