"""Choosing: which number, unit and example is looked at, and travelling to where a number came from and back."""

from collections.abc import Callable
from dataclasses import replace

from engine.stepping.place import Place
from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.state import Selection, State

LONGEST_TRAIL = 100


def _select(scene: Scene, argument: object) -> Outcome:
    return replace(scene.state, selection=argument) if argument is None or isinstance(argument, Selection) else None


def _travel(scene: Scene, argument: object) -> Outcome:
    """To where a number was made: the cursor stands right after its line, the number is chosen."""
    if not isinstance(argument, Selection):
        return None
    trail = (*scene.state.trail[-LONGEST_TRAIL:], (scene.state.place, scene.state.selection))
    moment = scene.moment if argument.moment is None else argument.moment
    line = scene.program.line_of.get((argument.name, argument.adjoint))
    position = None if line is None else scene.schedule.position_of(line, moment)
    place = scene.state.place if position is None else Place(position + 1)
    return replace(scene.state, place=place, selection=replace(argument, moment=moment), trail=trail)


def _visit(scene: Scene, argument: object) -> Outcome:
    """(Selection, example or None): the same in the example where the number stands."""
    match argument:
        case (Selection() as chosen, int() | None as example) if chosen.name in scene.network.quantities:
            state = _travel(scene, chosen)
            inside = example is not None and 0 <= example < scene.trace.examples
            if isinstance(state, State) and example is not None and inside:
                return replace(state, example=example)
            return state
    return None


def _travel_back(scene: Scene, argument: object) -> Outcome:
    *rest, (place, selection) = scene.state.trail
    return replace(scene.state, place=place, selection=selection, trail=tuple(rest))


def _choose_unit(scene: Scene, argument: object) -> Outcome:
    """The unit whose numbers are shown; an entry that was travelled to gives way to it."""
    if not isinstance(argument, int) or not 0 <= argument < scene.units:
        return None
    chosen = scene.state.selection
    return replace(scene.state, unit=argument, selection=replace(chosen, entry=None) if chosen else None)


def _choose_example(scene: Scene, argument: object) -> Outcome:
    inside = isinstance(argument, int) and 0 <= argument < scene.trace.examples
    return replace(scene.state, example=argument) if inside and isinstance(argument, int) else None


def _unit(number: int) -> Callable[[Scene, object], Outcome]:
    return lambda scene, argument: _choose_unit(scene, number)


def _example(step: int) -> Callable[[Scene, object], Outcome]:
    return lambda scene, argument: _choose_example(scene, scene.state.example + step)


def _next_unit(step: int) -> Callable[[Scene, object], Outcome]:
    return lambda scene, argument: _choose_unit(scene, scene.state.unit + step)


CHOOSING = (
    Command("select", "Choose a number", _select),
    Command(
        "follow",
        "Follow what runs next",
        lambda scene, argument: _select(scene, None),
        ("Esc",),
        "View",
        "Lets the inspector follow the cursor again",
        bare=True,
        enabled=lambda scene: scene.state.selection is not None,
    ),
    Command("travel", "Travel to a number", _travel),
    Command("visit", "Travel to a number of an example", _visit),
    Command(
        "back",
        "Travel back",
        _travel_back,
        ("Backspace",),
        "View",
        "Back to where you came from",
        "undo",
        bare=True,
        enabled=lambda scene: bool(scene.state.trail),
    ),
    Command("choose-unit", "Choose a unit", _choose_unit),
    Command("choose-example", "Choose an example", _choose_example),
    Command(
        "example-back",
        "Previous example",
        _example(-1),
        ("[",),
        "Network",
        "The example before this one",
        bare=True,
        enabled=lambda scene: scene.state.example > 0,
    ),
    Command(
        "example-on",
        "Next example",
        _example(1),
        ("]",),
        "Network",
        "The example after this one",
        bare=True,
        enabled=lambda scene: scene.state.example + 1 < scene.trace.examples,
    ),
    Command(
        "unit-back",
        "Previous unit",
        _next_unit(-1),
        ("Up",),
        "View",
        "The unit before this one",
        bare=True,
        enabled=lambda scene: scene.state.unit > 0,
    ),
    Command(
        "unit-on",
        "Next unit",
        _next_unit(1),
        ("Down",),
        "View",
        "The unit after this one",
        bare=True,
        enabled=lambda scene: scene.state.unit + 1 < scene.units,
    ),
    *(Command(f"unit-{number}", f"Unit {number}", _unit(number), (str(number),), bare=True) for number in range(10)),
)
