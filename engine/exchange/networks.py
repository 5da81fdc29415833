"""Finds networks: the built-in texts by name, a user's own `.net` files by name or path, and texts just typed."""

from dataclasses import dataclass
from pathlib import Path
from typing import SupportsIndex

from engine.derivation.derived import DerivedNetwork, parse
from engine.errors import ChainruleError, DataError
from engine.exchange.regular_file import read_bytes
from engine.exchange.user_folder import user_folder
from engine.language.formulas import nearest
from engine.language.limits import LONGEST_TEXT
from engine.language.message import LanguageError
from resources import listing

SUFFIX = ".net"


@dataclass(frozen=True, slots=True)
class Written:
    """A network whose text a person typed, in place of the one that is called so."""

    name: str
    text: str

    def __str__(self) -> str:
        return self.name


def network_names() -> tuple[str, ...]:
    """The names of the built-in networks, in alphabetical order."""
    return tuple(entry.name.removesuffix(SUFFIX) for entry in listing("networks", suffix=SUFFIX))


def own_network_files() -> dict[str, Path]:
    """The user's own networks by name, in alphabetical order; a folder that cannot be read holds none."""
    try:
        found = sorted(path for path in user_folder("networks").iterdir() if path.suffix == SUFFIX)
    except OSError:
        return {}
    return {path.stem: path for path in found}


def network_text(name_or_path: str) -> str:
    """The text of a built-in network, of one of the user's or of a file; raises DataError where there is none."""
    for entry in listing("networks", suffix=SUFFIX):
        if entry.name == name_or_path + SUFFIX:
            return entry.read_text(encoding="utf-8")
    own = own_network_files()
    path = own.get(name_or_path, Path(name_or_path))
    if path.suffix != SUFFIX and not path.exists():
        raise DataError(
            f"no network is called {name_or_path!r}{nearest(name_or_path, (*network_names(), *own))} "
            f"(built in: {', '.join(network_names())}; or the path of a {SUFFIX} file)"
        )
    data = read_bytes(path, limit=4 * LONGEST_TEXT)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: byte {error.start} is not UTF-8; a network is a plain text") from None


def load(name_or_path: str | Written, **sizes: SupportsIndex) -> DerivedNetwork:
    """A network by name, a network file by path, or a text that was typed; sizes by name replace its defaults.

    Raises DataError where nothing is found, ChainruleError with line, column and caret where the text is wrong.
    """
    text = name_or_path.text if isinstance(name_or_path, Written) else network_text(name_or_path)
    try:
        return parse(text, name=Path(str(name_or_path)).stem, **sizes)
    except LanguageError as error:
        raise ChainruleError(f"{name_or_path}: {error}") from error
