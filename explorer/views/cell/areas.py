"""Areas: how far each part of the block may paint, so that a step paints those alone in which something changed."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF

from explorer.drawing.flow import FULL_WIDTH
from explorer.scenery.flows import SceneTerm
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.views.cell.flows import flow_ways, term_ways, written
from explorer.views.cell.geometry import TAG_REACH, Geometry, Slot
from explorer.views.cell.roles import Roles
from explorer.views.cell.ways import omega_curve

_AROUND = 8.0
"""How far rings, frames and discs reach beyond what they stand around."""
_LABEL_HEIGHT, _LABEL_WIDTH = 30.0, 100.0
_RIBBON = FULL_WIDTH
"""How far a ribbon with its head reaches to the sides of its way."""


def slot_area(slot: Slot) -> QRectF:
    """A badge with its label above it, and its preview."""
    label = QRectF(slot.label.x() - 4.0, slot.rect.top() - _LABEL_HEIGHT, _LABEL_WIDTH, _LABEL_HEIGHT)
    return _grown(slot.rect.united(slot.coming)).united(label)


def pair_area(g: Geometry, part: str) -> QRectF:
    """The badges of a value and of its adjoint side by side: either gives way to the other."""
    return slot_area(g.values[part]).united(slot_area(g.adjoints[part]))


def box_area(g: Geometry) -> QRectF:
    """The state in its box, with its preview."""
    return _grown(g.box, 2.0 * _AROUND)


def state_adjoint_area(g: Geometry) -> QRectF:
    """The badge of the state's adjoint above the box; a long symbol stands above it."""
    slot = g.adjoints["state"]
    return slot_area(slot).united(_grown(QRectF(slot.label.x(), slot.rect.top(), 104.0, slot.rect.height())))


def ring_area(g: Geometry, gate: str) -> QRectF:
    """The ring of a gate."""
    return _round(g.gates[gate], g.ring)


def flow_areas(g: Geometry, roles: Roles, name: str, terms: Sequence[SceneTerm], *, digits: int) -> Iterator[QRectF]:
    """The ribbons into the adjoint of a quantity, and their tags."""
    for term, way in flow_ways(g, roles, name, terms):
        for piece in way.pieces:
            yield _grown(_around(piece), _RIBBON)
        yield _tag_area(g, term, way.tag, right=way.right, digits=digits)


def term_areas(g: Geometry, roles: Roles, name: str, terms: Sequence[SceneTerm], *, digits: int) -> Iterator[QRectF]:
    """The halo of the node that makes a value, the wires that carry its terms, and their tags."""
    target = roles.part(name)
    kind, _, gate = target.partition(" ")
    if kind in ("sum", "gate") and gate in g.gates:
        yield ring_area(g, gate)
    elif target == "output":
        yield _round(g.times["omega"], g.operator)
    else:
        yield _round(g.squash_in, g.squash)
    for term, way in term_ways(g, roles, name, terms):
        yield _grown(_around(way.points or omega_curve(g)), 2.0 * _AROUND)
        yield _tag_area(g, term, way.tag, right=way.right, digits=digits)


def _tag_area(g: Geometry, term: SceneTerm, tag: QPointF, *, right: bool, digits: int) -> QRectF:
    width = text_width(written(term, digits), font(BODY, MEDIUM)) + 2.0 * TAG_REACH + 9.0
    left = g.block.right() - 3.0 - width if right else tag.x() - TAG_REACH
    return _grown(QRectF(left, tag.y() - TAG_REACH, width, 2.0 * TAG_REACH), 12.0)


def _round(centre: QPointF, radius: float) -> QRectF:
    return _grown(QRectF(centre.x() - radius, centre.y() - radius, 2.0 * radius, 2.0 * radius))


def _around(points: Iterable[QPointF]) -> QRectF:
    """The rectangle around points: a curve stays between its handles."""
    found = list(points)
    xs, ys = [point.x() for point in found], [point.y() for point in found]
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))


def _grown(rect: QRectF, by: float = _AROUND) -> QRectF:
    return rect.adjusted(-by, -by, by, by)
