"""Rules of an update: what a person asks for, `clip_norm limit=1 + adam eta=0.01`, and the texts behind the names."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from engine.errors import DataError
from engine.language.formulas import nearest
from engine.language.network import Network
from engine.language.parsing import parse_network
from resources import listing, resource

FOLDER, SUFFIX = "optimisers", ".net"
WEIGHTS, RATE = "W", "eta"
_SETTING = re.compile(r"([A-Za-z]\w*)=(\S+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by name, with the settings that differ from those its text states."""

    name: str
    settings: tuple[tuple[str, float], ...] = ()

    @property
    def network(self) -> Network:
        """The equations of the rule."""
        return rule_text(self.name)

    @property
    def values(self) -> Mapping[str, float]:
        """Every setting with its number."""
        stated = {quantity.name: quantity.given or 0.0 for quantity in self.network.having("parameter")}
        return stated | dict(self.settings)

    @property
    def words(self) -> str:
        """How the rule is asked for."""
        return " ".join([self.name, *(f"{name}={_text(value)}" for name, value in self.settings)])


@cache
def rule_names(*, optimisers: bool | None = None) -> tuple[str, ...]:
    """The rules there are: optimisers, which make the weights, adjustments of gradient or rate before them, or all."""
    names = (entry.name.removesuffix(SUFFIX) for entry in listing(FOLDER, suffix=SUFFIX))
    return tuple(name for name in names if optimisers is None or is_optimiser(rule_text(name)) == optimisers)


def is_optimiser(network: Network) -> bool:
    """Whether a rule makes weights, rather than adjusting what the next rule reads."""
    return WEIGHTS in network.quantities and network.quantities[WEIGHTS].role == "defined"


@cache
def rule_text(name: str) -> Network:
    """The rule's equations for one weight; raises DataError that names the nearest."""
    if name not in rule_names():
        known = rule_names()
        raise DataError(f"no rule of an update is called {name!r}{nearest(name, known)} (known: {', '.join(known)})")
    return parse_network(resource(FOLDER, name + SUFFIX).read_text(encoding="utf-8"), {}, name=name)


@lru_cache(maxsize=256)
def parse_rules(text: str) -> tuple[Rule, ...]:
    """Reads `clip_norm limit=1 + adam eta=0.01`: adjustments first, one optimiser last.

    Raises DataError that says what was met and what is allowed.
    """
    rules = tuple(_rule(part, text) for part in text.split(" + "))
    for place, rule in enumerate(rules):
        last = place == len(rules) - 1
        if is_optimiser(rule.network) != last:
            wanted = rule_names(optimisers=last)
            raise DataError(
                f"optimiser {text!r}: {rule.name!r} cannot stand {'last' if last else 'before another rule'}; "
                f"allowed there: {', '.join(wanted)}"
            )
    return rules


def _rule(part: str, text: str) -> Rule:
    name, *words = part.split() or [""]
    network = rule_text(name)
    known = [quantity.name for quantity in network.having("parameter")]
    settings: list[tuple[str, float]] = []
    for word in words:
        found = _SETTING.fullmatch(word)
        number = _number(found[2]) if found else None
        if found is None or number is None:
            raise DataError(f"optimiser {text!r}: a setting is NAME=NUMBER, met {word!r}")
        if found[1] not in known:
            raise DataError(
                f"optimiser {text!r}: {name} has no setting {found[1]!r}{nearest(found[1], known)} "
                f"(known: {', '.join(known)})"
            )
        settings.append((found[1], number))
    return Rule(name, tuple(settings))


def _text(value: float) -> str:
    """All digits of a number, so that it is read again as the same one."""
    return repr(float(value)).removesuffix(".0")


def _number(word: str) -> float | None:
    try:
        value = float(word)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
