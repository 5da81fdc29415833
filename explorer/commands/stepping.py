"""Stepping: into, over, out, by grain, forward and in reverse, to the ends and to a line."""

from collections.abc import Callable
from dataclasses import replace

from engine.derivation.program import Section
from engine.stepping.halting import next_halt
from engine.stepping.place import GRAINS, Grain, Place, step, step_out
from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.scenery.products import is_inside_cell, with_next_product, with_product

Run = Callable[[Scene, object], Outcome]
END = 1 << 62  # the store takes the last place of the run for it


def _at(scene: Scene, place: Place) -> Outcome:
    """The cursor at another place; the inspector follows what runs next again, and no product is pinned."""
    return replace(scene.state, place=place, selection=None, folded=with_product(scene.state.folded, None))


def _stepping(grain: Grain | None, *, reverse: bool = False) -> Run:
    """A step of a grain, of the chosen one where that is None; over the ends of an iteration into the next one."""

    def run(scene: Scene, argument: object) -> Outcome:
        if reverse and _is_at_start(scene):
            return _into_iteration(scene, -1, Place(END))
        if not reverse and _is_at_end(scene):
            return _into_iteration(scene, 1, Place())
        return _at(scene, step(scene.schedule, scene.state.place, grain or scene.state.grain, reverse=reverse))

    return run


def _stepping_in(by: int) -> Run:
    """A product on or back where one is pinned in the view that adds up a cell, else a sub-expression."""
    step_in = _stepping("sub-expression", reverse=by < 0)

    def run(scene: Scene, argument: object) -> Outcome:
        if is_inside_cell(scene.state):
            return replace(scene.state, folded=with_next_product(scene.state, by))
        return step_in(scene, argument)

    return run


def _into_iteration(scene: Scene, by: int, place: Place) -> Outcome:
    """Another iteration of the recording, at its start or its end."""
    state = scene.state.untouched
    return replace(state, iteration=state.iteration + by, place=place, selection=None)


def _stepping_out(*, reverse: bool = False) -> Run:
    return lambda scene, argument: _at(scene, step_out(scene.schedule, scene.state.place, reverse=reverse))


def _is_at_end(scene: Scene) -> bool:
    return scene.position >= scene.schedule.length


def _is_at_start(scene: Scene) -> bool:
    return scene.state.place <= Place()


def _not_at_end(scene: Scene) -> bool:
    return not _is_at_end(scene)


def _not_at_start(scene: Scene) -> bool:
    return not _is_at_start(scene)


def _can_go_on(scene: Scene) -> bool:
    """Within the iteration, or into the next one that is recorded."""
    following = scene.progress is not None and scene.state.iteration < scene.progress.length
    return _not_at_end(scene) or following


def _can_go_back(scene: Scene) -> bool:
    """Within the iteration, or into the one before."""
    return _not_at_start(scene) or (scene.progress is not None and scene.state.iteration > 0)


def _to_end(scene: Scene, argument: object) -> Outcome:
    return _at(scene, Place(scene.schedule.length))


def _to_start(scene: Scene, argument: object) -> Outcome:
    return _at(scene, Place())


def _continue(*, reverse: bool = False) -> Run:
    """To the nearest place at which a breakpoint halts, else to the end or the start.

    Whoever stands inside an event stands after the place before it, so that in reverse that place counts.
    """

    def run(scene: Scene, argument: object) -> Outcome:
        place = scene.state.place
        position = place.position + 1 if reverse and place.part else place.position
        found = next_halt(scene.trace, scene.state.breakpoints, position, scene.state.example, reverse=reverse)
        if found is None:
            return (_to_start if reverse else _to_end)(scene, argument)
        return _at(scene, Place(found[0]))

    return run


def _go(scene: Scene, argument: object) -> Outcome:
    return _at(scene, argument) if isinstance(argument, Place) else None


def _run_to(scene: Scene, argument: object) -> Outcome:
    """To just before a line: the one asked for, else the line that makes the chosen number."""
    program = scene.program
    if argument is not None:
        match argument:
            case (int() as number, int() | None as moment) if 1 <= number <= len(program.lines):
                line = program.lines[number - 1]
            case _:
                return None
    else:
        focus = scene.focus
        found = program.line_of.get((focus.name, focus.adjoint)) if focus else None
        if found is None or focus is None:
            return None
        line, moment = found, focus.moment
    position = scene.schedule.position_of(line, scene.moment if moment is None else moment)
    return None if position is None else replace(scene.state, place=Place(position))


def _go_to_moment(scene: Scene, argument: object) -> Outcome:
    """The first event of a moment in the phase the cursor is in; outside both phases the backward one is meant."""
    if not isinstance(argument, int) or scene.trace.moments is None:
        return None
    event = scene.event
    phase: Section = "forward" if event is not None and event.phase == "forward" else "backward"
    lines = [line for line in scene.program.section(phase) if line.timed]
    if not lines:
        return None
    moment = max(0, min(argument, scene.trace.moments - 1))
    same = event is not None and event.moment is not None and event.line in lines
    position = scene.schedule.position_of(event.line if same and event else lines[0], moment)
    return None if position is None else _at(scene, Place(position))


def _choose_grain(scene: Scene, argument: object) -> Outcome:
    return replace(scene.state, grain=argument) if argument in GRAINS else None


def _play(scene: Scene, argument: object) -> Outcome:
    return replace(scene.state, playing=not scene.state.playing and _not_at_end(scene))


STEPPING = (
    Command(
        "step-over",
        "Step over",
        _stepping(None),
        ("F10",),
        "Debug",
        "Runs the next line (or the grain chosen beside it)",
        "over",
        enabled=_can_go_on,
        group=0,
        repeats=True,
    ),
    Command(
        "back-over",
        "Step back over",
        _stepping(None, reverse=True),
        ("Alt+F10",),
        "Debug",
        "Takes the last line back",
        "back-over",
        enabled=_can_go_back,
        group=0,
        repeats=True,
    ),
    Command(
        "step-into",
        "Step into",
        _stepping_in(1),
        ("F11",),
        "Debug",
        "Computes one sub-expression of the line; in Convolution with a product pinned adds the next product",
        "into",
        enabled=lambda scene: _can_go_on(scene) or is_inside_cell(scene.state),
        group=1,
        repeats=True,
    ),
    Command(
        "back-into",
        "Step back into",
        _stepping_in(-1),
        ("Alt+F11",),
        "Debug",
        "Takes one sub-expression back, or the last product",
        "back-into",
        enabled=lambda scene: _can_go_back(scene) or is_inside_cell(scene.state),
        group=1,
        repeats=True,
    ),
    Command(
        "step-out",
        "Step out",
        _stepping_out(),
        ("Shift+F11",),
        "Debug",
        "Finishes the line, or the moment where no line is begun",
        "out",
        enabled=_not_at_end,
        group=1,
        repeats=True,
    ),
    Command(
        "back-out",
        "Step back out",
        _stepping_out(reverse=True),
        ("Alt+Shift+F11",),
        "Debug",
        "Back to the start of the line or moment",
        "back-out",
        enabled=_not_at_start,
        group=1,
        repeats=True,
    ),
    Command(
        "moment-on",
        "Next moment",
        _stepping("moment"),
        ("Right",),
        "Debug",
        "To where the next moment begins in this phase",
        "forward-moment",
        bare=True,
        enabled=_can_go_on,
        group=2,
        repeats=True,
    ),
    Command(
        "moment-back",
        "Previous moment",
        _stepping("moment", reverse=True),
        ("Left",),
        "Debug",
        "Back to where a moment began",
        "back-moment",
        bare=True,
        enabled=_can_go_back,
        group=2,
        repeats=True,
    ),
    Command(
        "phase-on",
        "Next phase",
        _stepping("phase"),
        ("Ctrl+Right",),
        "Debug",
        "To the start of the next phase",
        bare=True,
        enabled=_can_go_on,
        group=2,
        repeats=True,
    ),
    Command(
        "phase-back",
        "Previous phase",
        _stepping("phase", reverse=True),
        ("Ctrl+Left",),
        "Debug",
        "Back to where a phase began",
        bare=True,
        enabled=_can_go_back,
        group=2,
        repeats=True,
    ),
    Command(
        "continue",
        "Continue",
        _continue(),
        ("F5",),
        "Debug",
        "Runs on to the next breakpoint, or to the end",
        enabled=_not_at_end,
        group=3,
    ),
    Command(
        "reverse-continue",
        "Continue in reverse",
        _continue(reverse=True),
        ("Alt+F5",),
        "Debug",
        "Back to the breakpoint before, or to the start",
        enabled=_not_at_start,
        group=3,
    ),
    Command(
        "to-start",
        "To the start",
        _to_start,
        ("Home",),
        "Debug",
        "Before the first line: nothing is computed yet",
        "first",
        bare=True,
        enabled=_not_at_start,
        group=4,
    ),
    Command(
        "to-end",
        "To the end",
        _to_end,
        ("End",),
        "Debug",
        "After the last line: everything is computed",
        "last",
        bare=True,
        enabled=_not_at_end,
        group=4,
    ),
    Command(
        "run-to",
        "Run to the chosen number",
        _run_to,
        ("Ctrl+F10",),
        "Debug",
        "To just before the line that makes it",
        "run-to-here",
        group=3,
    ),
    Command(
        "play",
        "Play",
        _play,
        ("Space",),
        "Debug",
        "Steps by itself, twice a second; again pauses",
        "play",
        bare=True,
        checked=lambda scene: scene.state.playing,
        group=4,
        repeats=True,
    ),
    Command("go", "Go to a place", _go, repeats=True),
    Command("go-to-moment", "Go to a moment", _go_to_moment, repeats=True),
    Command("choose-grain", "Step grain", _choose_grain),
)
