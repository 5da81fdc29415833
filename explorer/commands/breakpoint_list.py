"""The breakpoints there are: switched, edited, removed, gone to, and read from and written to files."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.command import Command, Effect, Outcome
from explorer.scene import Scene
from explorer.scenery.breaking import refusal
from explorer.scenery.breakpoint_list import with_another, with_breakpoints
from explorer.scenery.halts import hits_in


def _edit(part: str) -> Callable[[Scene, object], Outcome]:
    """(Breakpoint, text): one of its texts changed; it is added where it is not there yet."""

    def run(scene: Scene, argument: object) -> Outcome:
        match argument:
            case (Breakpoint() as old, str() as text):
                new = replace(old, **{part: text.strip()})  # type: ignore[arg-type]
                if refusal(scene.network, new):
                    return None
                if old not in scene.state.breakpoints:
                    return with_another(scene, new)
                return with_breakpoints(
                    scene.state, tuple(new if one == old else one for one in scene.state.breakpoints)
                )
        return None

    return run


def _switch(scene: Scene, argument: object) -> Outcome:
    if argument not in scene.state.breakpoints:
        return None
    return with_breakpoints(
        scene.state,
        tuple(replace(one, enabled=not one.enabled) if one == argument else one for one in scene.state.breakpoints),
    )


def _switch_all(scene: Scene, argument: object) -> Outcome:
    on = not any(one.enabled for one in scene.state.breakpoints)
    return with_breakpoints(scene.state, tuple(replace(one, enabled=on) for one in scene.state.breakpoints))


def _remove(scene: Scene, argument: object) -> Outcome:
    return with_breakpoints(scene.state, tuple(one for one in scene.state.breakpoints if one != argument))


def _next_hit(scene: Scene, argument: object) -> Outcome:
    """To the next place at which a breakpoint hits, after the last one to the first."""
    if not isinstance(argument, Breakpoint):
        return None
    positions = hits_in(scene, argument).tolist()
    if not positions:
        return None
    following = next((position for position in positions if position > scene.position), positions[0])
    return replace(scene.state, place=Place(following), selection=None)


def _take(scene: Scene, argument: object) -> Outcome:
    """Those of a file besides those that are there."""
    if not isinstance(argument, tuple) or not all(isinstance(one, Breakpoint) for one in argument):
        return None
    return with_breakpoints(scene.state, (*scene.state.breakpoints, *argument))


def _any(scene: Scene) -> bool:
    return bool(scene.state.breakpoints)


_debug = partial(Command, menu="Debug", group=5)

BREAKPOINT_LIST = (
    _debug(
        "switch-breakpoints",
        "All breakpoints on or off",
        _switch_all,
        ("Ctrl+Shift+F9",),
        tip="All off, or all on again",
        enabled=_any,
    ),
    _debug(
        "remove-breakpoints",
        "Remove all breakpoints",
        lambda scene, argument: with_breakpoints(scene.state, ()),
        (),
        tip="Undo brings them back",
        enabled=_any,
    ),
    _debug(
        "import-breakpoints",
        "Import breakpoints…",
        lambda scene, argument: Effect("import-breakpoints"),
        (),
        tip="Those of a file besides those that are there",
    ),
    _debug(
        "export-breakpoints",
        "Export breakpoints…",
        lambda scene, argument: Effect("export-breakpoints"),
        (),
        tip="All of them as a file (.json)",
        enabled=_any,
    ),
    Command("change-condition", "Change a condition", _edit("condition")),
    Command("change-hits", "Change which hits count", _edit("hits")),
    Command("change-log", "Change what is logged", _edit("log")),
    Command("switch-breakpoint", "Switch a breakpoint", _switch),
    Command("remove-breakpoint", "Remove a breakpoint", _remove),
    Command("next-hit", "Go to the next hit", _next_hit, repeats=True),
    Command("take-breakpoints", "Add breakpoints", _take),
    Command("save-log", "Save a log", lambda scene, argument: Effect("save-log", argument)),
)
