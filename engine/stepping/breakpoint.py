"""A breakpoint: where a run is to halt, at a line, where a condition begins to hold, or what it logs there instead."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.derivation.program import Program, derive
from engine.errors import ChainruleError
from engine.identity import Same
from engine.language.formulas import nearest
from engine.language.limits import LONGEST_LINE
from engine.language.message import LanguageError
from engine.language.network import Network
from engine.language.watching import PREFIX
from engine.stepping.schedule import Schedule
from engine.watching.condition import Condition, read_condition
from engine.watching.tree import Everything
from engine.watching.watch import Watch, read_watch

MOST_LOGGED = 20
_HITS = re.compile(r"(>=|=|%)\s*([1-9]\d{0,8})", re.ASCII)
_PART = re.compile(r"\{([^{}]*)\}")
_TRIED = 65


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """Where to halt.

    With `name`: before the line that makes that value (or `adjoint`) runs, at every moment. With `condition` alone:
    after the event that makes it hold, at the first of each run of consecutive moments, in the order in which they are
    computed. With both: before that line, at the moments at which the condition holds and is known by then.

    `hits` says which of these count: ">=3" from the third on, "=3" the third only, "%3" every third, "" all. With `log`
    it never halts: a message is logged at each hit, with the numbers of its {expressions}; on a line that is once the
    line has run, so that what it makes can be logged.
    """

    name: str = ""
    adjoint: bool = False
    condition: str = ""
    hits: str = ""
    enabled: bool = True
    log: str = ""


def changing(name: str, adjoint: bool, unit: tuple[int, ...], by: float) -> Breakpoint:
    """The breakpoint that halts where a number changes by more than `by` from one moment to the next computed one.

    Raises ChainruleError for a change that is no finite number from 0.
    """
    if not (isfinite(by) and by >= 0):
        raise ChainruleError(f"a change by {by} cannot be met; allowed is a finite number from 0")
    entry = f"[{', '.join(map(str, unit))}]" if unit else ""
    number = f"{PREFIX if adjoint else ''}{name}{entry}"
    return Breakpoint(condition=f"abs({number} - last({number})) > {float(by)!r}")


def counted(hits: str, positions: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of so many hits count; raises ChainruleError where the text says nothing of the kind."""
    if not hits.strip():
        return np.ones(positions, np.bool_)
    found = _HITS.fullmatch(hits.strip())
    if found is None:
        raise ChainruleError(f"hits {hits[:40]!r}: allowed are '>=3', '=3', '%3' (from, only, every third), or nothing")
    numbers, wanted = np.arange(1, positions + 1), int(found[2])
    match found[1]:
        case ">=":
            return numbers >= wanted
        case "=":
            return numbers == wanted
        case _:
            return numbers % wanted == 0


def logged(log: str, network: Network) -> tuple[tuple[str, Watch | None], ...]:
    """The parts of a message in order: words, with no watch, and expressions; raises ChainruleError for a wrong one."""
    found: list[tuple[str, Watch | None]] = []
    for number, part in enumerate(_PART.split(log)):
        if number % 2:
            found.append((part.strip(), read_watch(part, network)))
        elif "{" in part or "}" in part:
            raise ChainruleError(
                f"log {log[:40]!r}: braces stand around an expression, as in 'norm is {{norm(eps_s)}}'"
            )
        elif part:
            found.append((part, None))
    if sum(watch is not None for _, watch in found) > MOST_LOGGED:
        raise ChainruleError(f"log {log[:40]!r}: at most {MOST_LOGGED} expressions are logged")
    return tuple(found)


def check_breakpoint(breakpoint: Breakpoint, network: Network) -> None:
    """Raises ChainruleError, in one line, for a breakpoint that cannot be: unknown names, wrong texts, never known."""
    if not breakpoint.name and not breakpoint.condition.strip():
        raise ChainruleError("a breakpoint names a quantity whose line it stands at, or has a condition")
    if len(breakpoint.log) > LONGEST_LINE or len(breakpoint.condition) > LONGEST_LINE:
        raise ChainruleError(f"a breakpoint's texts have at most {LONGEST_LINE} characters")
    counted(breakpoint.hits, 0)
    schedule = Schedule(_program(Same(network)), _TRIED if network.timed else None)
    line_timed = _check_line(breakpoint, schedule, network) if breakpoint.name else None
    try:
        condition = read_condition(breakpoint.condition, network) if breakpoint.condition.strip() else None
        parts = logged(breakpoint.log, network)
    except LanguageError as error:
        raise ChainruleError(f"column {error.place.column}: {error.what}") from error
    if condition is not None and line_timed is None and not condition.timed and not condition.known_at(schedule).any():
        raise ChainruleError(f"{condition.text!r} reads nothing that is computed: it holds from the start, or never")
    if condition is not None and line_timed is not None:
        _check_both(breakpoint, condition, schedule, timed=line_timed)
    moments = line_timed if line_timed is not None else condition is not None and condition.timed
    for text, watch in parts:
        if watch is not None and watch.timed and not moments:
            raise ChainruleError(f"log {text!r}: has moments, but is logged where there are none")
        if watch is not None and line_timed is not None and not _known_by(watch, breakpoint, schedule):
            raise ChainruleError(
                f"log {text!r}: is known only after the line of {breakpoint.name!r} has run; log it at a later line, "
                "or read an earlier moment"
            )


@lru_cache(maxsize=64)
def _program(network: Same[Network]) -> Program:
    held = network.held
    return held.program if isinstance(held, DerivedNetwork) else derive(held)


def _check_line(breakpoint: Breakpoint, schedule: Schedule, network: Network) -> bool:
    """Whether the line that it names runs at moments; raises ChainruleError where there is none."""
    name, word = breakpoint.name, "adjoint" if breakpoint.adjoint else "value"
    quantity = network.quantities.get(name)
    if quantity is None:
        raise ChainruleError(f"no quantity is called {name[:80]!r}{nearest(name, network.quantities)}")
    if quantity.role == "updated" and not breakpoint.adjoint:
        return False
    line = schedule.program.line_of.get((name, breakpoint.adjoint))
    if line is None:
        raise ChainruleError(f"no line makes the {word} of {name!r}, so nothing can halt there")
    return line.timed


def _check_both(breakpoint: Breakpoint, condition: Condition, schedule: Schedule, *, timed: bool) -> None:
    """A condition on a line must be able to hold before the line runs."""
    text = condition.text
    if isinstance(condition.node, Everything):
        raise ChainruleError(
            f"{text} is asked of every line; leave the name out, or write {text[:5]}({breakpoint.name})"
        )
    if condition.timed and not timed:
        raise ChainruleError(f"the line of {breakpoint.name!r} runs once, outside time, but {text!r} has moments")
    if not _known_by(condition, breakpoint, schedule):
        raise ChainruleError(
            f"{text!r} is known only after the line of {breakpoint.name!r} has run; leave the name out, "
            "or read an earlier moment"
        )


def _known_by(what: Condition | Watch, breakpoint: Breakpoint, schedule: Schedule) -> bool:
    """Whether a thing is known when the line of a breakpoint is about to run, or has run where it logs.

    Tried in the middle of a run, where nothing ends.
    """
    line = schedule.program.line_of.get((breakpoint.name, breakpoint.adjoint))
    if line is None:
        return True
    known = np.broadcast_to(what.known_at(schedule), (_TRIED,))[_TRIED // 2]
    at = np.broadcast_to(schedule.positions_of(line), (_TRIED,))[_TRIED // 2]
    return bool(known <= at + bool(breakpoint.log))
