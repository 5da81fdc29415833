"""Recorded: the state that shows a recording, at its newest iteration or at another, and how far it has come."""

from dataclasses import replace
from typing import Any

from engine.errors import DataError
from engine.exchange.recipes import opening_of
from engine.exchange.wording import shown
from engine.recording.recording import Recording
from explorer.progress import Progress, Still, Stop, Validation
from explorer.session import KEY, with_session
from explorer.state import State

SUFFIX = ".chainrule"
MOST_ROWS = 4000


def recorded_state(path: str, iteration: int | None = None) -> State:
    """What was opened when the recording was begun, after so many iterations, with what a person made of it since.

    Raises DataError where the recording cannot be read or has not come so far.
    """
    with Recording.open(path, read_only=True) as recording:
        opening, length, session = opening_of(recording), recording.length, recording.kept(KEY)
    if iteration is not None and not 0 <= iteration <= length:
        raise DataError(f"{shown(path)}: iteration {iteration:,} is not there; 0 to {length:,} are")
    state = with_session(State(opening), session).untouched
    return replace(state, iteration=length if iteration is None else iteration, recording=path)


def progress_of(
    recording: Recording, *, running: bool = False, message: str = "", stills: tuple[Still, ...] = ()
) -> Progress:
    """What is known of a training run by now; of many iterations those with the smallest and largest loss."""
    length = recording.length
    iterations, metrics = recording.metrics(0, length, most=MOST_ROWS)
    recipe: Any = recording.recipe
    goal = recipe.get("goal")
    whole = isinstance(goal, dict) and {"measure", "bound", "at_least"} <= goal.keys()
    return Progress(
        recording.columns,
        iterations,
        metrics,
        length,
        stated(recording, "an_epoch", 1),
        tuple(Validation(*row) for row in recording.validations()),
        tuple(recording.changes()),
        {"measure": goal["measure"], "at_least" if goal["at_least"] else "at_most": goal["bound"]} if whole else {},
        running,
        recording.path,
        message,
        _stop(recording.kept("stopped")),
        stills,
    )


def _stop(kept: Any) -> Stop | None:
    """Where training stopped; None where it did not, or where what is kept cannot be that."""
    try:
        return Stop(**{**kept, "unit": tuple(map(int, kept["unit"]))}) if kept else None
    except (TypeError, KeyError, ValueError):
        return None


def stated(recording: Recording, name: str, otherwise: int) -> int:
    """A whole number from 1 that the recipe states; the file may have been written by anybody."""
    found = recording.recipe.get(name, otherwise)
    return found if type(found) is int and found > 0 else otherwise
