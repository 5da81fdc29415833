"""The numeric check of the number in focus, worked out once and only where that does not hold up the drawing."""

from engine.checking.number import check_number
from engine.checking.report import NumberCheck
from engine.run.entries import count
from explorer.scene import Focus, Scene
from explorer.views.inspector.keeping import is_kept, kept

_MOST_WHILE_STEPPING = 500
_MOST_NUMBERS = 60_000
"""Up to so many recomputed numbers a check takes 20 ms at the most (H = 32, T = 100: 16 ms for a state at t = 1)."""


def effort(scene: Scene, focus: Focus) -> int:
    """How many numbers one central difference recomputes: all later ones, those of every example for parameters."""
    defined = scene.network.having("defined")
    per_moment = sum(count(quantity.shape) for quantity in defined)
    moments = (scene.trace.moments or 1) - (focus.moment or 0)
    quantity = scene.network.quantities[focus.name]
    return per_moment * moments * (scene.trace.examples if quantity.role == "parameter" else 1)


def number_check(scene: Scene, focus: Focus, *, insist: bool, settled: bool = True) -> NumberCheck | None:
    """The check of an adjoint; None where it would take long and was neither made before nor insisted on.

    While steps follow one another (`settled` False) only a check of a millisecond or two is made.
    """
    key = ("check", focus, scene.state.example, scene.state.in_force)
    most = _MOST_NUMBERS if settled else _MOST_WHILE_STEPPING
    if not insist and not is_kept(scene.trace, key) and effort(scene, focus) > most:
        return None
    return kept(
        scene.trace,
        key,
        lambda: check_number(
            scene.trace,
            focus.name,
            moment=focus.moment,
            example=scene.state.example,
            unit=focus.unit,
            interventions=scene.state.in_force,
        ),
    )
