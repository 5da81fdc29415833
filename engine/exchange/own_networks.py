"""A user's own networks: the `.net` files of one folder, opened by name beside the built-in ones."""

import re
from pathlib import Path

from engine.errors import DataError
from engine.exchange.networks import SUFFIX, network_names, own_network_files
from engine.exchange.safe_write import safe_write
from engine.exchange.scenario import scenario_names
from engine.exchange.user_folder import made_folder
from engine.exchange.wording import met
from engine.language.limits import LONGEST_NAME

_NAME = re.compile(rf"[A-Za-z][A-Za-z0-9_-]{{0,{LONGEST_NAME - 1}}}")


def own_network_names() -> tuple[str, ...]:
    """The names of the user's networks, in alphabetical order; a built-in name is never theirs."""
    taken = {*network_names(), *scenario_names()}
    return tuple(name for name in own_network_files() if name not in taken)


def known_networks() -> tuple[str, ...]:
    """All that can be opened as a network by name: the built-in ones, then the user's."""
    return (*network_names(), *own_network_names())


def check_own_name(name: str) -> str:
    """What is wrong with a name for a network of one's own; empty where nothing is."""
    if not _NAME.fullmatch(name):
        return f"{met(name)} is no name for a network; allowed are letters, digits, _ and -, a letter first"
    if name in network_names() or name in scenario_names():
        kind = "network" if name in network_names() else "scenario"
        return f"{met(name)} is a built-in {kind}, which a file of your own never hides; take another name"
    return ""


def save_own_network(name: str, text: str) -> Path:
    """Writes a text into the user's folder, in one go. Raises DataError for a name that cannot be used."""
    wrong = check_own_name(name)
    if wrong:
        raise DataError(wrong)
    path = made_folder("networks") / f"{name}{SUFFIX}"
    safe_write(path, text.encode("utf-8", "replace"))
    return path
