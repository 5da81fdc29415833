"""Breaking: at the line or the number that is looked at, where a condition begins to hold, or where a line logs."""

import math
from dataclasses import replace
from functools import partial

from engine.derivation.program import Line
from engine.errors import ChainruleError
from engine.stepping.breakpoint import Breakpoint, changing
from explorer.command import Command, Effect, Outcome
from explorer.field import Ask, Field
from explorer.scene import Focus, Scene
from explorer.scenery.breaking import line_words, refusal
from explorer.scenery.breaking_fields import condition_field, log_field
from explorer.scenery.breakpoint_list import with_another, with_breakpoints
from explorer.scenery.halts import at_lines


def _line(scene: Scene) -> Line | None:
    """The line of the number that is looked at, else the one that runs next."""
    focus, event = scene.focus, scene.event
    found = None if focus is None else scene.program.line_of.get((focus.name, focus.adjoint))
    if found is not None:
        return found
    return None if event is None else scene.program.line_of.get((event.line.name, event.line.adjoint))


def _has_line(scene: Scene) -> bool:
    return _line(scene) is not None


def _asked_line(scene: Scene, argument: object) -> Line | None:
    match argument:
        case None:
            return _line(scene)
        case (str() as name, bool() as adjoint):
            return scene.program.line_of.get((name, adjoint))
    return None


def _toggle(scene: Scene, argument: object) -> Outcome:
    """Takes away what stands beside a line, or puts a breakpoint there."""
    line = _asked_line(scene, argument)
    if line is None:
        return None
    there = at_lines(scene).get(line.number, ())
    if there:
        return with_breakpoints(scene.state, tuple(one for one in scene.state.breakpoints if one not in there))
    return with_another(scene, Breakpoint(line.name, line.adjoint))


def _switch_line(scene: Scene, argument: object) -> Outcome:
    """All that stands beside a line off, or on again where all is off."""
    line = _asked_line(scene, argument)
    there = at_lines(scene).get(line.number, ()) if line is not None else ()
    on = not any(one.enabled for one in there)
    return with_breakpoints(
        scene.state, tuple(replace(one, enabled=on) if one in there else one for one in scene.state.breakpoints)
    )  # fmt: skip


def _has_breakpoint_there(scene: Scene) -> bool:
    line = _line(scene)
    return line is not None and line.number in at_lines(scene)


def _own(scene: Scene, line: Line) -> Breakpoint:
    """The breakpoint of a line that halts, or one to be made."""
    for one in scene.state.breakpoints:
        if (one.name, one.adjoint) == (line.name, line.adjoint) and not one.log:
            return one
    return Breakpoint(line.name, line.adjoint)


def _ask_condition(scene: Scene, argument: object) -> Outcome:
    field = condition_field(scene.network, Breakpoint())
    label = "Stop wherever this begins to hold, for any unit, such as abs(eps_s) < 1e-6 or isnan(*):"
    return Effect("ask", Ask("Stop where…", label, field))


def _ask_line_condition(scene: Scene, argument: object) -> Outcome:
    line = _asked_line(scene, argument)
    if line is None:
        return None
    field = condition_field(scene.network, _own(scene, line))
    label = f"Stop before {line_words(scene, line)} runs, at the moments at which this holds:"
    return Effect("ask", Ask("Condition on this line", label, field))


def _ask_log(scene: Scene, argument: object) -> Outcome:
    line = _asked_line(scene, argument)
    if line is None:
        return None
    field = log_field(scene, Breakpoint(line.name, line.adjoint))
    label = f"Log this each time {line_words(scene, line)} has run, without stopping; numbers stand in braces:"
    return Effect("ask", Ask("Log a message", label, field))


def _ask_change(scene: Scene, argument: object) -> Outcome:
    focus = scene.focus
    if focus is None or _changing(scene, focus, 0.0) is None:
        return None
    field = Field("add-change", focus, "0.1", _change_refusal, "a number from 0")
    unit = f"[{', '.join(map(str, focus.unit))}]" if focus.unit else ""
    line = scene.program.line_of.get((focus.name, focus.adjoint))
    what = f"{focus.name}{unit}" if line is None else f"{line_words(scene, line, number=False)}{unit}"
    label = f"Stop where {what} changes by more than this from one moment to the next computed one:"
    return Effect("ask", Ask("Stop when this changes", label, field))


def _changing(scene: Scene, focus: Focus, by: float) -> Breakpoint | None:
    """The breakpoint on changes of a number; None where it has no moments, or cannot be."""
    if not scene.network.quantities[focus.name].timed:
        return None
    try:
        found = changing(focus.name, focus.adjoint, focus.unit, by)
    except ChainruleError:
        return None
    return None if refusal(scene.network, found) else found


def _can_change(scene: Scene) -> bool:
    return scene.focus is not None and _changing(scene, scene.focus, 0.0) is not None


def _change_refusal(text: str) -> str:
    try:
        allowed = math.isfinite(float(text)) and float(text) >= 0.0
    except ValueError:
        allowed = False
    return "" if allowed else "a number from 0 is allowed, such as 0.1"


def _add_change(scene: Scene, argument: object) -> Outcome:
    match argument:
        case (Focus() as focus, str() as text) if not _change_refusal(text):
            found = _changing(scene, focus, float(text)) if focus.name in scene.network.quantities else None
            return None if found is None else with_another(scene, found)
    return None


_debug = partial(Command, menu="Debug", group=5)

BREAKING = (
    _debug(
        "toggle-breakpoint",
        "Breakpoint on this line",
        _toggle,
        ("F9",),
        tip="On the line of the number that is looked at, or takes away what stands there",
        enabled=_has_line,
    ),
    _debug(
        "switch-line",
        "Breakpoint of this line on or off",
        _switch_line,
        ("Ctrl+F9",),
        tip="Keeps it, and passes by while it is off",
        enabled=_has_breakpoint_there,
    ),
    _debug(
        "line-condition",
        "Condition on this line…",
        _ask_line_condition,
        ("Alt+F9",),
        tip="Stops before this line only at the moments at which a condition holds",
        enabled=_has_line,
    ),
    _debug(
        "stop-where",
        "Stop where…",
        _ask_condition,
        ("Shift+F9",),
        tip="Stops wherever a condition over values or adjoints begins to hold",
    ),
    _debug(
        "stop-when-changed",
        "Stop when this changes…",
        _ask_change,
        (),
        tip="Stops where the number that is looked at changes by more than so much",
        enabled=_can_change,
    ),
    _debug(
        "log-line",
        "Log a message at this line…",
        _ask_log,
        (),
        tip="Writes a line into a table each time, with numbers in it, and never stops",
        enabled=_has_line,
    ),
    Command("add-change", "Stop when a number changes", _add_change),
)
