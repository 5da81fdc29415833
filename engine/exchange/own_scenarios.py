"""A user's own scenarios: the `.scenario` files of one folder, opened by name beside the built-in ones."""

import json
import re
from pathlib import Path
from typing import Any

from engine.errors import DataError
from engine.exchange.own_networks import known_networks
from engine.exchange.regular_file import read_bytes
from engine.exchange.scenario import scenario_names
from engine.exchange.user_folder import user_folder
from engine.exchange.wording import met, shown

SUFFIX, VERSION = ".scenario", 1
LARGEST_FILE, LONGEST_TITLE = 4 << 20, 200
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")


def read_own_scenario(path: str | Path) -> dict[str, Any]:
    """What a scenario file holds, as plain data. Raises DataError where it is none."""
    data = read_bytes(path, limit=LARGEST_FILE)
    try:
        made = json.loads(data)
    except (ValueError, RecursionError):
        made = None
    if not isinstance(made, dict) or "scenario" not in made:
        raise DataError(f"{shown(path)}: holds no scenario; allowed are files that Chainrule wrote")
    if made["scenario"] != VERSION:
        raise DataError(f"{shown(path)}: scenario of version {met(made['scenario'])}, allowed is {VERSION}")
    return made


def own_scenarios() -> dict[str, Path]:
    """The user's scenarios by name, in alphabetical order; what is built in keeps its name."""
    taken = {*scenario_names(), *known_networks()}
    try:
        found = sorted(path for path in user_folder("scenarios").iterdir() if path.suffix == SUFFIX)
    except OSError:
        return {}
    return {path.stem: path for path in found if path.stem not in taken}


def own_title(path: Path) -> str:
    """The title of a scenario file; what is wrong with it where it cannot be read."""
    try:
        title = read_own_scenario(path).get("title")
    except DataError as error:
        return f"unreadable: {error}"
    return title[:LONGEST_TITLE] if isinstance(title, str) and title.strip() else path.stem


def file_name(title: str) -> str:
    """A name for the file of a scenario of this title that nothing else in the folder has, nor what is built in."""
    stem = _NOT_IN_NAMES.sub("_", title).strip("_").lower()[:60] or "scenario"
    taken = {*scenario_names(), *known_networks(), *own_scenarios()}
    numbers = (f"{stem}{f'_{number}' if number else ''}" for number in range(10_000))
    return next(name for name in numbers if name not in taken)
