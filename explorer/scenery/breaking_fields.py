"""The lines in which a breakpoint's texts are typed: its condition, which hits count, and what it logs."""

from dataclasses import replace
from functools import partial

from engine.language.network import Network
from engine.stepping.breakpoint import Breakpoint
from explorer.field import Field
from explorer.scene import Scene
from explorer.scenery.breaking import refusal
from explorer.scenery.watching import text_of


def condition_field(network: Network, breakpoint: Breakpoint) -> Field:
    """The line for its condition; on a line of the program none may be left there."""
    check = partial(_check, network, breakpoint, "condition")
    return Field("change-condition", breakpoint, breakpoint.condition, check, "a condition, as abs(x) > 0.5", 260.0)


def hits_field(network: Network, breakpoint: Breakpoint) -> Field:
    """The line for which hits count; an empty one means all."""
    check = partial(_check, network, breakpoint, "hits")
    return Field("change-hits", breakpoint, breakpoint.hits, check, ">=3, =3 or %3; empty: every hit", 230.0)


def log_field(scene: Scene, breakpoint: Breakpoint) -> Field:
    """The line for what it logs; where there is nothing yet, a message with the number that its line makes."""
    text = breakpoint.log
    if not text and breakpoint.name:
        number = text_of(scene.network, breakpoint.name, (), adjoint=breakpoint.adjoint)
        many = bool(scene.network.quantities[breakpoint.name].shape)
        text = f"norm is {{norm({number})}}" if many else f"{breakpoint.name} is {{{number}}}"
        if refusal(scene.network, replace(breakpoint, log=text)):  # what an update makes has no name to read it by
            text = ""
    check = partial(_check, scene.network, breakpoint, "log")
    return Field("change-log", breakpoint, text, check, "a message, {norm(eps_s)} in it", 300.0)


def _check(network: Network, breakpoint: Breakpoint, part: str, text: str) -> str:
    """What is wrong with the breakpoint once the text is in it."""
    if part == "condition" and not breakpoint.name and not text.strip():
        return "nothing is typed yet"
    return refusal(network, replace(breakpoint, **{part: text.strip()}))  # type: ignore[arg-type]
