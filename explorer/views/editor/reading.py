"""Reading what is typed: the network and program of a text, or where and why there is none."""

from dataclasses import dataclass

from engine.derivation.program import Program, derive
from engine.errors import ChainruleError
from engine.language.message import LanguageError, Place
from engine.language.network import Network
from engine.language.parsing import parse_network

TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a text has no program: where, both numbers counting from 1, and what was met and is allowed."""

    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was read as: a network and its program, or what is wrong with it."""

    text: str
    network: Network | None = None
    program: Program | None = None
    wrong: Wrong | None = None


def read(text: str) -> Reading:
    """Reads any text; nothing is raised, and nothing kept, for most texts here live for one key press."""
    try:
        network = parse_network(text, name=TYPED)
        return Reading(text, network, derive(network))
    except LanguageError as error:
        return Reading(text, wrong=Wrong(error.place, error.what))
    except (ChainruleError, RecursionError) as error:
        words = str(error).partition("\n")[0] or "this is nested too deep"
        return Reading(text, wrong=Wrong(Place(), words))
