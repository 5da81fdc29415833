"""Saliency: the unit through which the adjoint of the input is followed back to the picture."""

from dataclasses import replace

from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.scenery.saliency import THROUGH
from explorer.state import Selection


def _through(scene: Scene, argument: object) -> Outcome:
    """Chooses one number of a quantity, and looks at what passes through it alone."""
    if not isinstance(argument, Selection) or argument.name not in scene.network.quantities:
        return None
    return replace(scene.state, selection=argument, folded=scene.state.folded | {THROUGH})


SALIENCY = (Command("follow-through", "Follow the adjoint through one unit", _through),)
