"""What of the cell differs between two steps at one moment: a few badges and flows, seldom what is around the block."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF

from explorer.scene import Scene
from explorer.scenery.flows import flows_of, terms_of
from explorer.scenery.halts import is_stopped_at, stops
from explorer.scenery.quantities import runs_next
from explorer.view import Frame, only_moved
from explorer.views.cell.areas import box_area, flow_areas, pair_area, ring_area, state_adjoint_area, term_areas
from explorer.views.cell.badges import later_slots
from explorer.views.cell.below import below_height, legend_full
from explorer.views.cell.geometry import Geometry, geometry
from explorer.views.cell.roles import GATES, Roles, roles_of
from explorer.views.cell.shown import block_moment, drawn_focus

_REACH = 40.0
"""How far a preview reaches to the left of its column."""

_FEW_STEPS = 3
_INSET = 1.5
"""A canvas paints two px more than it is told, and badges stand close to the edges of their columns."""


def changes(before: Frame, after: Frame) -> list[QRectF] | None:
    """What differs in the block, and the columns and the foot if they do; None where the moment or anything moved."""
    old, new = before.scene, after.scene
    roles = roles_of(new.network)
    if roles is None or not only_moved(before, after) or block_moment(old) != block_moment(new):
        return None
    below = below_height(after, roles)
    g = geometry(after.width, after.height - below)
    left, right = g.inputs.right() + _INSET, g.column.left() - _INSET
    block = QRectF(left, 0.0, right - left, g.block.bottom())
    inside = _inside(old, new, g, roles)
    places = [block] if inside is None else [part.intersected(block) for part in inside]
    if _told_before(before, roles) != _told_before(after, roles):
        places.append(g.inputs.adjusted(-_REACH, 0.0, 0.0, 0.0))
    if _told_later(before, g, roles) != _told_later(after, g, roles):
        places.append(g.column.adjusted(-_REACH, 0.0, after.width / g.zoom - g.column.right(), 0.0))
    found = [QRectF(place.topLeft() * g.zoom, place.size() * g.zoom) for place in places]
    if _told_below(before, roles) != _told_below(after, roles):
        found.append(QRectF(0.0, after.height - below, after.width, below))
    return found


def _inside(old: Scene, new: Scene, g: Geometry, roles: Roles) -> list[QRectF] | None:
    """The parts of the block that a step or a few change; None where it is not told from the lines alone."""
    moment = block_moment(new)
    first, last = sorted((old.position, new.position))
    if new.state.selection is not None or stops(old) or stops(new) or last - first > _FEW_STEPS:
        return None
    ran = [new.schedule.event(position) for position in range(first, last + 1)]
    if any(event is None or event.moment != moment for event in ran):
        return None
    lines = {event.line.number for event in ran if event is not None}

    def touched(name: str) -> tuple[bool, bool]:
        """Whether the value, and whether the adjoint of a quantity has become known, or is about to, or was."""
        found = (new.program.line_of.get((name, adjoint)) for adjoint in (False, True))
        value, adjoint = (line is not None and line.number in lines for line in found)
        return value, adjoint

    places: list[QRectF] = []
    for gate in (*GATES, "c"):
        inner = roles.squashed if gate == "c" else roles.gates[gate]
        if any(any(touched(name)) for name in (roles.sums[gate], inner) if name):
            places.append(pair_area(g, gate))
        if gate in roles.gates and touched(inner)[0]:
            places.append(ring_area(g, gate))
    if any(touched(roles.output)):
        places.append(pair_area(g, "output"))
    value, adjoint = touched(roles.state)
    places += [state_adjoint_area(g)] if adjoint else []
    for scene in (old, new):
        places += _flow_places(scene, g, roles, moment)
    box = box_area(g)
    if value or any(place.intersects(box) for place in places):
        places.append(box)  # never a part of it: a hatch that is cut somewhere comes out a shade different there
    return places


def _flow_places(scene: Scene, g: Geometry, roles: Roles, moment: int) -> Iterator[QRectF]:
    """Where the flows or the terms of the number that is looked at are painted."""
    focus = drawn_focus(scene, roles, moment)
    if focus is None:
        return
    read, areas = (flows_of, flow_areas) if focus.adjoint else (terms_of, term_areas)
    yield from areas(g, roles, focus.name, read(scene, focus.name, focus.moment), digits=scene.state.digits)


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
