"""Travelling: the state in which a number is looked at right after it was made, with a way back."""

from dataclasses import replace

from engine.stepping.place import Place
from explorer.scene import Scene
from explorer.scenery.products import with_product
from explorer.state import Selection, State, Visit

LONGEST_TRAIL = 100


def here(scene: Scene) -> Visit:
    """Where one is, to come back to."""
    return Visit(scene.state.place, scene.state.selection, scene.state.example)


def travelled(scene: Scene, selection: Selection, example: int | None = None) -> State | None:
    """The cursor right after the line that makes the number, which is chosen; None where there is no such number.

    `example` is the one it is of where that is not the one on the screen. What lay ahead is no longer there, as in a
    browser.
    """
    shown = scene.state.example if example is None else example
    if selection.name not in scene.network.quantities or not 0 <= shown < scene.trace.examples:
        return None
    moment = scene.moment if selection.moment is None else selection.moment
    line = scene.program.line_of.get((selection.name, selection.adjoint))
    position = None if line is None else scene.schedule.position_of(line, moment)
    return replace(
        scene.state,
        place=scene.state.place if position is None else Place(position + 1),
        selection=replace(selection, moment=moment),
        example=shown,
        trail=(*scene.state.trail[-LONGEST_TRAIL:], here(scene)),
        ahead=(),
        folded=with_product(scene.state.folded, None),
    )
