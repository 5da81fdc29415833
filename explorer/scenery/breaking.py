"""Breakpoints in words and marks: what each is, with the letters of the papers, and why it cannot be in a network."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from engine.derivation.program import Line
from engine.errors import ChainruleError
from engine.expression import Adjoint
from engine.identity import Same
from engine.language.network import Network
from engine.language.watching import adjoint_names
from engine.notation.plain import quantity_text
from engine.notation.symbols import symbol_text
from engine.stepping.breakpoint import Breakpoint, check_breakpoint
from engine.watching.condition import Condition, read_condition
from explorer.scene import Scene

Kind = Literal["on", "condition", "change", "off", "log"]
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\[t\])?")
_CHANGE = re.compile(r"abs\((.+) - last\(\1\)\) > (\S+)")
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}


def kind_of(breakpoint: Breakpoint) -> Kind:
    """Which mark it has."""
    if not breakpoint.enabled:
        return "off"
    if breakpoint.log:
        return "log"
    if is_change(breakpoint):
        return "change"
    return "condition" if breakpoint.condition.strip() else "on"


def refusal(network: Network, breakpoint: Breakpoint) -> str:
    """Why it cannot be in a network, in one line, or nothing."""
    return _refusal(Same(network), replace(breakpoint, enabled=True))


@lru_cache(maxsize=1024)
def _refusal(same: Same[Network], breakpoint: Breakpoint) -> str:
    try:
        check_breakpoint(breakpoint, same.held)
    except ChainruleError as error:
        return str(error)
    return ""


def is_change(breakpoint: Breakpoint) -> bool:
    """Whether it halts where a number changes by more than so much."""
    return _CHANGE.fullmatch(breakpoint.condition.strip()) is not None


def symbols(network: Network, text: str, shape: tuple[int, ...] = (), unit: tuple[int, ...] = ()) -> str:
    """An expression with the letters of the papers in place of names: `abs(ε_s) < 1e-6`.

    With a `unit`, quantities of that `shape` get it behind them, where they do not name an entry themselves.
    """
    return _symbols(Same(network), text, shape, unit)


@lru_cache(maxsize=1024)
def _symbols(same: Same[Network], text: str, shape: tuple[int, ...], unit: tuple[int, ...]) -> str:
    network = same.held
    adjoints = adjoint_names(network)
    places = [str(place) for place, length in zip(unit, shape, strict=True) if length > 1]

    def written(found: re.Match[str]) -> str:
        name, _, when = found[0].partition("[")
        meant = adjoints.get(name, name)
        if meant not in network.quantities:
            return found[0]
        if name in network.quantities:
            symbol = symbol_text(name, network)
        else:
            symbol = quantity_text(network, Adjoint(meant), "")
        alone = not text[found.end() :].startswith("[")
        entry = f"[{', '.join(places)}]" if places and alone and network.quantities[meant].shape == shape else ""
        return symbol + ("[" + when if when else "") + entry

    result = _NAME.sub(written, text.strip())
    for sign, typed in _SIGNS.items():
        result = result.replace(sign, typed)
    return result


def condition_words(network: Network, condition: str) -> str:
    """A condition as it is read on the screen."""
    change = _CHANGE.fullmatch(condition.strip())
    if change is not None:
        return f"{symbols(network, change[1])} changes by > {change[2]}"
    return symbols(network, condition)


def title(scene: Scene, breakpoint: Breakpoint) -> str:
    """What it is: a line with its symbol, or a condition."""
    if not breakpoint.name:
        return condition_words(scene.network, breakpoint.condition)
    line = scene.program.line_of.get((breakpoint.name, breakpoint.adjoint))
    return breakpoint.name if line is None else line_words(scene, line)


def line_words(scene: Scene, line: Line, *, number: bool = True) -> str:
    """A line by its number and what it makes: `line 17  ε_s`."""
    if line.adjoint:
        symbol = quantity_text(scene.network, Adjoint(line.name), "")
    else:
        symbol = symbol_text(line.name, scene.network)
    return f"line {line.number}  {symbol}" if number else symbol


def words(scene: Scene, breakpoint: Breakpoint) -> str:
    """All of it in one line."""
    parts = [title(scene, breakpoint)]
    if breakpoint.name and breakpoint.condition.strip():
        parts.append(f"where {condition_words(scene.network, breakpoint.condition)}")
    if breakpoint.hits.strip():
        parts.append(hits_words(breakpoint.hits))
    if breakpoint.log:
        parts.append(f"logs “{breakpoint.log}”")
    return ", ".join(parts) + ("" if breakpoint.enabled else " (off)")


def hits_words(text: str) -> str:
    """Which hits count, in words."""
    text = text.strip().replace(" ", "")
    if not text:
        return "every hit"
    number = text.lstrip(">=%")
    return {"%": f"every {_ordinal(number)} hit", "=": f"only hit {number}"}.get(text[0], f"from hit {number} on")


def _ordinal(number: str) -> str:
    ending = "th" if number[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1:], "th")
    return number + ending


def condition_of(network: Network, breakpoint: Breakpoint) -> Condition | None:
    """The condition of a breakpoint; None where it has none, or none that can be read."""
    try:
        return read_condition(breakpoint.condition, network)
    except ChainruleError:
        return None
