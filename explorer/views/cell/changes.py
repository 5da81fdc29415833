"""What of the cell differs between two steps at one moment: the block, seldom what stands around it."""

from dataclasses import replace

from PySide6.QtCore import QRectF

from explorer.scenery.halts import is_stopped_at
from explorer.scenery.quantities import runs_next
from explorer.view import Frame
from explorer.views.cell.badges import later_slots
from explorer.views.cell.below import below_height, legend_full
from explorer.views.cell.geometry import Geometry, geometry
from explorer.views.cell.roles import Roles, roles_of
from explorer.views.cell.shown import block_moment, drawn_focus

_REACH = 40.0
"""How far a preview reaches to the left of its column."""

_INSET = 1.5
"""A canvas paints two px more than it is told, and badges stand close to the edges of their columns."""


def changes(before: Frame, after: Frame) -> list[QRectF] | None:
    """The block, and the columns and the foot where they differ; None where the moment or anything else moved."""
    old, new = before.scene, after.scene
    roles = roles_of(new.network)
    same = (
        old.trace is new.trace
        and block_moment(old) == block_moment(new)
        and old.stale == new.stale
        and replace(old.state, place=new.state.place) == new.state
        and (before.width, before.height, before.compact) == (after.width, after.height, after.compact)
    )
    if not same or roles is None:
        return None
    below = below_height(after, roles)
    g = geometry(after.width, after.height - below)
    left, right = g.inputs.right() + _INSET, g.column.left() - _INSET
    places = [QRectF(left, 0.0, right - left, g.block.bottom())]
    if _told_before(before, roles) != _told_before(after, roles):
        places.append(g.inputs.adjusted(-_REACH, 0.0, 0.0, 0.0))
    if _told_later(before, g, roles) != _told_later(after, g, roles):
        places.append(g.column.adjusted(-_REACH, 0.0, after.width / g.zoom - g.column.right(), 0.0))
    found = [QRectF(place.topLeft() * g.zoom, place.size() * g.zoom) for place in places]
    if _told_below(before, roles) != _told_below(after, roles):
        found.append(QRectF(0.0, after.height - below, after.width, below))
    return found


def _told_before(frame: Frame, roles: Roles) -> tuple[bool, bool]:
    """Whether the state that comes in is known, and is what the run halted for."""
    scene = frame.scene
    moment = block_moment(scene) - 1
    stopped = is_stopped_at(scene, roles.state, adjoint=False, moment=moment)
    return scene.known(roles.state, False, moment), stopped


def _told_later(frame: Frame, g: Geometry, roles: Roles) -> list[tuple[str, bool, bool, bool, bool]]:
    """What stands in the column at the right, whether it is known, runs next, and is what the run halted for."""
    scene = frame.scene
    return [
        (
            name,
            adjoint,
            scene.known(name, adjoint, at),
            runs_next(scene, name, adjoint=adjoint, moment=at),
            is_stopped_at(scene, name, adjoint=adjoint, moment=at),
        )
        for _, name, adjoint, at in later_slots(scene, g, roles, block_moment(scene))
    ]


def _told_below(frame: Frame, roles: Roles) -> tuple[bool, float]:
    """Whether the units have their numbers, and what the widest flow stands for."""
    scene = frame.scene
    moment = block_moment(scene)
    return scene.known(roles.state, False, moment), legend_full(scene, roles, drawn_focus(scene, roles, moment))
