"""Two runs in words: what is compared with what, and what it does to the objective."""

from collections import Counter
from collections.abc import Mapping

from explorer.scene import Scene
from explorer.scenery.changes import change_words
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
    named = other.prepared.title.rstrip(".")
    parts = [named if named != scene.prepared.title.rstrip(".") else "the same"]
    if run.opening.seed != scene.state.opening.seed or other.prepared.seed != scene.prepared.seed:
        parts.append(f"seed {other.prepared.seed}")
    if run.recording or scene.state.recording:
        parts.append(f"iteration {run.iteration:,}")
    if run.interventions:
        parts.append(f"{len(run.interventions)} values by hand")
    return f"Compared with {', '.join(parts)}"


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
