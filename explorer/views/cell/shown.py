"""What the cell shows of a scene: at which moment its block stands, and whose flows are drawn."""

from explorer.scene import Focus, Scene
from explorer.scenery.moments import shown_moment
from explorer.views.cell.roles import Roles


def block_moment(scene: Scene) -> int:
    """The moment whose block is shown, from 0."""
    return shown_moment(scene) or 0


def drawn_focus(scene: Scene, roles: Roles, moment: int) -> Focus | None:
    """Whose flows are drawn: the focus where it belongs to the block; after the backward pass those of the state."""
    focus = scene.focus
    if focus is not None and focus.moment == moment and roles.part(focus.name) not in ("", "outside"):
        return focus
    if focus is not None and not focus.adjoint and roles.part(focus.name) == "outside":
        return focus
    done = scene.event is None or scene.event.line.section in ("parameters", "inputs")
    if done and scene.state.selection is None and scene.exists(roles.state, True):
        return Focus(roles.state, True, moment, scene.unit_of(roles.state))
    return None
