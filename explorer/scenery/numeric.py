"""The numeric check of an adjoint, worked out once and only where that does not hold up the drawing, and its words."""

from dataclasses import dataclass
from typing import Literal

from engine.checking.number import check_number
from engine.checking.report import NumberCheck
from engine.run.entries import count
from explorer.scene import Focus, Scene
from explorer.scenery.memory import Memory
from explorer.theme.numbers import format_error, format_number

_memory = Memory(owners=3, things=128)
ABOUT = "Numeric check: the number itself is moved a little up and down, and the objective is computed again"
WAITING = "Numeric check: point here, it takes a moment"
STEPPING = "Numeric check …"
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
    if not insist and not _memory.is_kept(scene.trace, key) and effort(scene, focus) > most:
        return None
    return _memory.kept(
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found, in words: `said` the longest first, `inline` those beside other text, `tip` all of it."""

    icon: Literal["check", "cross", "triangle"]
    said: tuple[str, ...]
    inline: tuple[str, ...]
    tip: str


def outcome_of(found: NumberCheck, *, digits: int) -> Outcome:
    """The words of a check: it agrees, differs, or there is a kink and so no derivative."""
    passed, error = found.agrees(), format_error(found.relative_error)
    number = format_number(found.numeric, digits=max(6, digits))
    said: tuple[str, ...] = (f"{number} · rel. error {error}", f"{number} · {error}", number)
    inline: tuple[str, ...] = (f"checked, {error}" if passed else f"differs, {error}", error)
    if not found.smooth:
        said, inline = ("a kink: no derivative here",), ("a kink here", "kink")
    tip = (
        f"{ABOUT}\nnumeric {found.numeric:.10g}, derived {found.derived:.10g}: {'agrees' if passed else 'differs'}\n"
        f"relative error {error}, the numeric value is certain to ±{format_error(found.uncertainty)}"
    )
    return Outcome("triangle" if not found.smooth else "check" if passed else "cross", said, inline, tip)
