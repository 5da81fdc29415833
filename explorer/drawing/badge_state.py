"""What can be true of a number besides its size, and what its badge therefore says."""

import math
from dataclasses import dataclass

from explorer.theme.numbers import format_number, format_short
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family

ARROW = "\N{RIGHTWARDS ARROW}"
SATURATED_BELOW, SATURATED_ABOVE = 0.02, 0.98
_NARROW = 40.0
"""Cells narrower than this (px) show one decimal and no leading zero."""


@dataclass(frozen=True)
class BadgeState:
    """What the number alone does not tell.

    `preview`: what the next step will give, not in the trace yet; `cursor` sets it on amber, as the stage does.
    `was`: the computed number that one put in by hand replaced.
    """

    preview: bool = False
    cursor: bool = False
    stale: bool = False
    by_hand: bool = False
    was: float | None = None
    stopped: bool = False
    selected: bool = False
    hovered: bool = False


PLAIN = BadgeState()


def is_saturated(number: float | None, kind: Family) -> bool:
    """Whether a gate is as good as shut or open, so that hardly any adjoint passes it."""
    return (
        kind == "gate"
        and number is not None
        and math.isfinite(number)
        and not SATURATED_BELOW <= number <= SATURATED_ABOVE
    )


def is_clipped(number: float | None, scale: Scale | None) -> bool:
    """Whether the number lies outside its scale."""
    return number is not None and scale is not None and scale.clips(number)


def badge_text(number: float | None, *, kind: Family, state: BadgeState = PLAIN, digits: int = 4) -> str:
    """The text of a badge; "—" and no digit for an absent number."""
    text = format_number(number, digits=digits, signed=kind != "gate")
    return f"{ARROW} {text}" if state.preview and number is not None else text


def narrow_text(number: float | None, *, kind: Family, width: float) -> str | None:
    """The shortened text where a badge is `width` px wide, None where the full one belongs."""
    return format_short(number, signed=kind != "gate") if width < _NARROW else None
