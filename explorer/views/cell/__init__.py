"""The cell: the memory block of an LSTM with live values, adjoints, and the flows into the one that is looked at."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from explorer.drawing.nodes import draw_gate
from explorer.drawing.raster import device_scale
from explorer.drawing.seen import is_all_seen, is_seen
from explorer.drawing.stamp import draw_stamp
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.scene import Focus, Scene
from explorer.scenery.flows import flows_of, terms_of
from explorer.scenery.quantities import quantity_tip, selection_of
from explorer.theme.tokens import Gate, Theme
from explorer.view import Frame, LaterSpots, Spot, View
from explorer.views.cell.areas import ring_area
from explorer.views.cell.badges import draw_block_badges, draw_columns
from explorer.views.cell.below import below_height, draw_below
from explorer.views.cell.changes import changes
from explorer.views.cell.flows import draw_back, draw_forth
from explorer.views.cell.geometry import Geometry, geometry
from explorer.views.cell.roles import GATES, Roles, lettered, roles_of
from explorer.views.cell.shown import block_moment, drawn_focus
from explorer.views.cell.state import draw_state
from explorer.views.cell.wires import draw_frames, draw_nodes, draw_titles, draw_wires


def draw_cell(painter: QPainter, frame: Frame) -> Sequence[Spot]:
    """The diagram, the unit strip and the legend."""
    scene = frame.scene
    roles = roles_of(scene.network)
    if roles is None:
        return []
    theme = lettered(frame.theme, roles)
    moment = block_moment(scene)
    focus = drawn_focus(scene, roles, moment)
    below = below_height(frame, roles)
    g = geometry(frame.width, frame.height - below)
    hover = None if frame.hover is None else frame.hover / g.zoom
    inside = Frame(frame.width, frame.height, scene, theme, hover, frame.compact, frame.figure)
    painter.save()
    painter.scale(g.zoom, g.zoom)
    spots = list(_draw_diagram(painter, inside, g, roles, moment=moment, focus=focus))
    painter.restore()
    foot = QRectF(0.0, frame.height - below, frame.width, below)
    under: list[Spot] = []
    if is_seen(painter, foot):
        under = list(draw_below(painter, frame, roles, moment=moment, focus=focus, below=below))
    whole = is_all_seen(painter, QRectF(0.0, 0.0, frame.width, frame.height))

    def found() -> list[Spot]:
        if not whole:
            return _spots_of_whole(frame)
        grown = QTransform.fromScale(g.zoom, g.zoom)
        return [replace(spot, rect=grown.mapRect(spot.rect)) for spot in spots] + under

    return LaterSpots(found)


def _spots_of_whole(frame: Frame) -> list[Spot]:
    """The spots of a picture of which only a part was painted: it is painted once more, onto nothing."""
    nothing = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(nothing)
    try:
        return list(draw_cell(painter, frame))
    finally:
        painter.end()


def _draw_diagram(
    painter: QPainter, frame: Frame, g: Geometry, roles: Roles, *, moment: int, focus: Focus | None
) -> Iterator[Spot]:
    """In the order of height: frames, wires, flows, nodes, badges, tags."""
    scene, theme = frame.scene, frame.theme
    _draw_ground(painter, frame, g, roles, moment + 1)
    read = flows_of if focus is not None and focus.adjoint else terms_of
    terms = () if focus is None else read(scene, focus.name, focus.moment)
    draw = draw_back if focus is not None and focus.adjoint else draw_forth
    if focus is not None:
        yield from draw(painter, frame, g, roles, focus=focus, terms=terms, tags=False)
    activations: dict[str, float | None] = {gate: scene.number(roles.gates[gate], False, moment) for gate in GATES}
    _draw_nodes(painter, frame, g, roles, activations=activations)
    before = str(moment)
    draw_symbol(painter, QPointF(g.loop - 12.0, g.times["phi"].y() + 19.0), roles.state, before, colour=theme.text2)
    yield from _gate_spots(g, roles, scene, moment)
    yield from draw_columns(painter, frame, g, roles, moment)
    yield from draw_block_badges(painter, frame, g, roles, moment)
    yield from draw_state(painter, frame, g, roles, moment)
    if focus is not None:
        yield from draw(painter, frame, g, roles, focus=focus, terms=terms, tags=True)


def _draw_ground(painter: QPainter, frame: Frame, g: Geometry, roles: Roles, moment: int) -> None:
    """Frames and wires, which stay the same from step to step, and the titles: text on no ground would lose weight."""
    title = _title(frame)

    def paint(target: QPainter, rect: QRectF) -> None:
        draw_frames(target, g, theme=frame.theme, title=title, moment=moment)
        draw_wires(target, g, theme=frame.theme, roles=roles)

    draw_stamp(
        painter,
        QRectF(0.0, 0.0, frame.width / g.zoom, frame.height / g.zoom),
        ("cell ground", frame.theme.name, frame.scene.network.text, _size(g), title, symbol_width(f"t={moment}")),
        paint,
    )
    if is_seen(painter, QRectF(0.0, 0.0, frame.width / g.zoom, g.block.top() + 24.0)):
        draw_titles(painter, g, theme=frame.theme, title=title, moment=moment)


def _draw_nodes(
    painter: QPainter, frame: Frame, g: Geometry, roles: Roles, *, activations: dict[str, float | None]
) -> None:
    """Products, sum, squashing functions and the names of the peepholes, and each gate, filled to its activation."""

    def paint(target: QPainter, rect: QRectF) -> None:
        draw_nodes(target, g, theme=frame.theme)
        _draw_peephole_labels(target, g, roles, frame.theme, frame.scene)

    own = frame.theme.name, frame.scene.network.text
    draw_stamp(
        painter, QRectF(0.0, 0.0, frame.width / g.zoom, frame.height / g.zoom), ("cell nodes", *own, _size(g)), paint
    )
    for gate in GATES:
        if is_seen(painter, ring_area(g, gate)):
            _draw_ring(painter, frame.theme, g, gate, activations[gate])


def _draw_ring(painter: QPainter, theme: Theme, g: Geometry, gate: Gate, activation: float | None) -> None:
    """One gate: its stamp begins on a whole device px, so that it is smoothed as if it were painted in its place."""
    centre, area, scale = g.gates[gate], ring_area(g, gate), device_scale(painter) or 1.0
    corner = QPointF(math.floor(area.left() * scale) / scale, math.floor(area.top() * scale) / scale)
    side = area.width() + 2.0 / scale

    def paint(target: QPainter, rect: QRectF) -> None:
        at = rect.topLeft() + centre - corner
        draw_gate(target, at, theme=theme, gate=gate, activation=activation, radius=g.ring)

    style = theme.gates[gate]
    key = ("cell gate", theme.name, style.letter, style.latex, gate, repr(activation), _size(g))
    draw_stamp(painter, QRectF(corner.x(), corner.y(), side, side), key, paint)


def _size(g: Geometry) -> tuple[object, ...]:
    """What tells two geometries apart."""
    return g.zoom, g.spread, g.width, g.block.getRect()


def _title(frame: Frame) -> str:
    scene = frame.scene
    blocks, *cells = scene.unit_shape if scene.unit_shape else (1,)
    unit = min(scene.state.unit, scene.units - 1)
    per = int(cells[0]) if cells else 1
    if per > 1:
        return f"Block {unit // per}, cell {unit % per}"
    return f"Memory block {unit}" if frame.figure and blocks > 1 else "Memory block"


def _draw_peephole_labels(painter: QPainter, g: Geometry, roles: Roles, theme: Theme, scene: Scene) -> None:
    places = {
        "iota": QPointF(g.gates["iota"].x() + g.ring + 10.0, g.gates["iota"].y() - 13.0),
        "phi": QPointF(max(g.gates["phi"].x() + 38.0, g.block.left() + 186.0), g.dip + 19.0),
        "omega": QPointF(g.gates["omega"].x() - g.ring - 66.0, g.gates["omega"].y() - 4.0),
    }
    for gate in GATES:
        if gate in roles.peepholes:
            latex = scene.network.symbols.get(roles.peepholes[gate], rf"p_{{{theme.gates[gate].latex}}}")
            draw_symbol(painter, places[gate], latex, colour=theme.gates[gate].colour)


def _gate_spots(g: Geometry, roles: Roles, scene: Scene, moment: int) -> Iterator[Spot]:
    for gate in GATES:
        name, centre = roles.gates[gate], g.gates[gate]
        reach = QPointF(g.ring, g.ring)
        yield Spot(
            QRectF(centre - reach, centre + reach),
            partial(quantity_tip, scene, name, adjoint=False, moment=moment),
            selection_of(scene, name, adjoint=False, moment=moment),
        )


def _suits(scene: Scene) -> bool:
    return roles_of(scene.network) is not None


VIEW = View(
    name="cell",
    title="Cell",
    side="stage",
    order=0,
    summary="The memory block: gates, peepholes, the state, and the flows into the adjoint that is looked at.",
    draw=draw_cell,
    suits=_suits,
    changes=changes,
)
