"""The list of breakpoints of a state: without doubles, bounded, and only with what can be in the network."""

from dataclasses import replace

from engine.exchange.breakpoints import MOST
from engine.stepping.breakpoint import Breakpoint
from explorer.scene import Scene
from explorer.scenery.breaking import refusal
from explorer.state import State


def with_breakpoints(state: State, breakpoints: tuple[Breakpoint, ...]) -> State:
    """The list without doubles; one that differs from another by its switch alone is the same."""
    kept: dict[Breakpoint, Breakpoint] = {}
    for breakpoint in breakpoints:
        kept[replace(breakpoint, enabled=True)] = breakpoint
    return replace(state, breakpoints=tuple(kept.values())[:MOST])


def with_another(scene: Scene, breakpoint: Breakpoint) -> State | None:
    """The list and one more; None where that cannot be in the network."""
    if refusal(scene.network, breakpoint):
        return None
    return with_breakpoints(scene.state, (*scene.state.breakpoints, breakpoint))
