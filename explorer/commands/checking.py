"""Checking: all derived adjoints against central differences, and printed equations in the place of derived lines."""

from dataclasses import replace

from engine.errata.fitting import substitutions
from explorer.checks import TOLERANCES, USUAL, Wish
from explorer.command import Command, Effect, Outcome
from explorer.scene import Scene

STAGE, UNFOLDED = "check", "check-printed"


def _tolerance(scene: Scene) -> float:
    """That of the last check, else the usual one of the precision."""
    return scene.checks.wish.tolerance if scene.checks is not None else USUAL[scene.trace.dtype.name]


def _check_all(scene: Scene, argument: object) -> Outcome:
    """With another tolerance where one is given."""
    chosen = argument if isinstance(argument, float) and argument in TOLERANCES else _tolerance(scene)
    return Effect("check", Wish(chosen))


def _check_printed(scene: Scene, argument: object) -> Outcome:
    """By the name of the equation, such as 000:43; what does not fit the open network changes nothing."""
    fits = any(found.entry.name == argument for found in substitutions(scene.program))
    return Effect("check", Wish(_tolerance(scene), str(argument))) if fits else None


def _show(scene: Scene, argument: object) -> Outcome:
    """The view of the check on the stage, with the printed equations where one is being checked."""
    folded = scene.state.folded | {UNFOLDED} if argument == UNFOLDED else scene.state.folded
    return replace(scene.state, stage=STAGE, folded=folded)


def _is_running(scene: Scene) -> bool:
    return any(checks is not None and checks.running for checks in (scene.checks, *scene.tried))


CHECKING = (
    Command(
        "check-all",
        "Check all adjoints",
        _check_all,
        ("Ctrl+K",),
        "Debug",
        "Every parameter and every intermediate against central differences of the objective, worst first",
        group=7,
    ),
    Command("check-printed", "Check a printed equation", _check_printed),
    Command("show-check", "Show the numeric check", _show),
    Command(
        "stop-check",
        "Stop checking",
        lambda scene, argument: Effect("stop-check"),
        (),
        "Debug",
        "Keeps what was checked by now",
        enabled=_is_running,
        group=7,
    ),
)
