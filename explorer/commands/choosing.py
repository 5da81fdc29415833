"""Choosing: which number, unit and example is looked at, and travelling to where a number came from and back."""

from collections.abc import Callable
from dataclasses import replace

from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.scenery.products import chosen_product, with_product
from explorer.scenery.travelling import here, travelled
from explorer.state import Selection, State, Visit


def _select(scene: Scene, argument: object) -> Outcome:
    return replace(scene.state, selection=argument) if argument is None or isinstance(argument, Selection) else None


def _follow(scene: Scene, argument: object) -> Outcome:
    """Nothing is chosen any more, nor a product of a sum stepped to."""
    return replace(scene.state, selection=None, folded=with_product(scene.state.folded, None))


def _travel(scene: Scene, argument: object) -> Outcome:
    """To where a number was made; the argument is a selection, or one with the example it is of."""
    match argument:
        case Selection():
            return travelled(scene, argument)
        case (Selection() as selection, int() | None as example):
            return travelled(scene, selection, example)
    return None


def _travel_back(scene: Scene, argument: object) -> Outcome:
    *rest, visit = scene.state.trail
    return replace(_visited(scene, visit), trail=tuple(rest), ahead=(*scene.state.ahead, here(scene)))


def _travel_forward(scene: Scene, argument: object) -> Outcome:
    *rest, visit = scene.state.ahead
    return replace(_visited(scene, visit), trail=(*scene.state.trail, here(scene)), ahead=tuple(rest))


def _visited(scene: Scene, visit: Visit) -> State:
    example = min(visit.example, scene.trace.examples - 1)
    return replace(scene.state, place=visit.place, selection=visit.selection, example=example)


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
        _follow,
        ("Esc",),
        "View",
        "Lets the inspector follow the cursor again",
        bare=True,
        enabled=lambda scene: scene.state.selection is not None or chosen_product(scene.state) is not None,
    ),
    Command("travel", "Travel to a number", _travel),
    Command(
        "back",
        "Travel back",
        _travel_back,
        ("Backspace", "Alt+Left"),
        "View",
        "Back to where you came from, as in a browser",
        "undo",
        bare=True,
        enabled=lambda scene: bool(scene.state.trail),
    ),
    Command(
        "forward",
        "Travel forward",
        _travel_forward,
        ("Alt+Right",),
        "View",
        "To where you came back from",
        "redo",
        bare=True,
        enabled=lambda scene: bool(scene.state.ahead),
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
