"""Two runs in words: what is compared with what, and what it does to the objective."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from engine.exchange.opening import Prepared
from engine.trace import Trace
from explorer.scene import Scene
from explorer.scenery.changes import change_words
from explorer.state import Run
from explorer.theme.numbers import format_number

MOST_LISTED = 3


def comparison_words(scene: Scene) -> str:
    """What is compared with what, in one line."""
    run, other = scene.state.compared, scene.other
    if run is None or other is None:
        return ""
    if scene.state.against is None:
        changes = scene.state.in_force
        counts = Counter(change.name for change in changes)
        listed = list(dict.fromkeys(
            change_words(scene, change) if counts[change.name] <= MOST_LISTED else many_words(change.name, counts)
            for change in changes
        ))  # fmt: skip
        more = f" and {len(listed) - MOST_LISTED} more" if len(listed) > MOST_LISTED else ""
        return f"What if: {' · '.join(listed[:MOST_LISTED])}{more}"
    return f"Compared with {run_names(scene)[1]}"


def run_names(scene: Scene) -> tuple[str, str]:
    """What tells this run from the one it is compared with, in a few words for each; "the same" where nothing does."""
    other = scene.other
    run = None if other is None else other.run or scene.state.compared
    if other is None or run is None:
        return "this run", "the other run"
    ours = _facts(scene.state.run, scene.prepared, scene.trace)
    theirs = _facts(run, other.prepared, other.trace)
    if ours[0] != theirs[0]:  # the network tells more than the title of what it was opened from
        ours, theirs = (ours[0], "", *ours[2:]), (theirs[0], "", *theirs[2:])
    told = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    mine, their = (", ".join(filter(None, side)) for side in zip(*told, strict=True)) if told else ("", "")
    named = ours[:2] != theirs[:2]
    return mine or "as computed", their if named else ", ".join(filter(None, ("the same", their)))


def _facts(run: Run, prepared: Prepared, trace: Trace) -> tuple[str, ...]:
    """Network, title, seed, precision, moments, iteration and values by hand, in words."""
    by_hand = len(run.interventions)
    return (
        trace.program.network.name,
        prepared.title.rstrip("."),
        "its text as typed" if run.opening.text else "",
        f"parameters of {Path(run.opening.parameters).name}" if run.opening.parameters else f"seed {prepared.seed}",
        trace.dtype.name,
        f"T = {trace.moments}" if trace.moments else "",
        f"iteration {run.iteration:,}" if run.recording or run.iteration else "untrained",
        f"{by_hand} value{'s' if by_hand > 1 else ''} by hand" if by_hand else "",
    )


def many_words(name: str, counts: Mapping[str, int]) -> str:
    """Many changes of one quantity, such as a drawing, which would say little one by one."""
    return f"{counts[name]:,} entries of {name}"


def loss_words(scene: Scene) -> str:
    """The objective of the chosen example in the other run, and in this one."""
    other, digits = scene.other, scene.state.digits
    if other is None:
        return ""
    before = other.trace.example_loss(min(scene.state.example, other.trace.examples - 1))
    after = scene.trace.example_loss(scene.state.example)
    names = [run.program.network.objective for run in (other.trace, scene.trace)]
    numbers = [format_number(number, digits=digits, signed=False) for number in (before, after)]
    if names[0] != names[1]:
        return f"{names[1]} {numbers[1]} here, {names[0]} {numbers[0]} there"
    return f"{names[0]} {numbers[0]} \N{RIGHTWARDS ARROW} {numbers[1]} ({format_number(after - before, digits=digits)})"
