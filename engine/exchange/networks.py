"""Finds networks: the built-in texts by name, and a user's own `.net` files by path."""

from pathlib import Path
from typing import SupportsIndex

from engine.derivation.derived import DerivedNetwork, parse
from engine.errors import ChainruleError, DataError
from engine.exchange.regular_file import read_bytes
from engine.language.formulas import nearest
from engine.language.limits import LONGEST_TEXT
from engine.language.message import LanguageError
from resources import listing

SUFFIX = ".net"


def network_names() -> tuple[str, ...]:
    """The names of the built-in networks, in alphabetical order."""
    return tuple(entry.name.removesuffix(SUFFIX) for entry in listing("networks", suffix=SUFFIX))


def network_text(name_or_path: str) -> str:
    """The text of a built-in network or of a file; raises DataError where there is neither."""
    for entry in listing("networks", suffix=SUFFIX):
        if entry.name == name_or_path + SUFFIX:
            return entry.read_text(encoding="utf-8")
    path = Path(name_or_path)
    if path.suffix != SUFFIX and not path.exists():
        raise DataError(
            f"no network is called {name_or_path!r}{nearest(name_or_path, network_names())} "
            f"(built in: {', '.join(network_names())}; or the path of a {SUFFIX} file)"
        )
    data = read_bytes(path, limit=4 * LONGEST_TEXT)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: byte {error.start} is not UTF-8; a network is a plain text") from None


def load(name_or_path: str, **sizes: SupportsIndex) -> DerivedNetwork:
    """A built-in network by name, or a network file by path; sizes by name replace its defaults.

    Raises DataError where nothing is found, ChainruleError with line, column and caret where the text is wrong.
    """
    text = network_text(name_or_path)
    try:
        return parse(text, name=Path(name_or_path).stem, **sizes)
    except LanguageError as error:
        raise ChainruleError(f"{name_or_path}: {error}") from error
