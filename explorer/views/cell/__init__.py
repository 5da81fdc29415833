"""The cell: the memory block of an LSTM with live values, adjoints, and the flows into the one that is looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTransform

from explorer.command import Request
from explorer.drawing.stage_legend import LEGEND_HEIGHT, Item, draw_stage_legend, stage_legend_width
from explorer.drawing.stamp import draw_stamp
from explorer.drawing.symbol import draw_symbol
from explorer.drawing.unit_strip import STRIP_HEIGHT, UnitStrip, draw_unit_strip, strip_width
from explorer.scene import Focus, Scene
from explorer.scenery.flows import flows_of, full_of, terms_of
from explorer.scenery.quantities import quantity_tip, scale_of, selection_of
from explorer.theme.tokens import Theme
from explorer.view import Frame, LaterSpots, Spot, View
from explorer.views.cell.badges import draw_block_badges, draw_columns, draw_state
from explorer.views.cell.flows import draw_back, draw_forth
from explorer.views.cell.geometry import BASE_HEIGHT, Geometry, geometry
from explorer.views.cell.roles import GATES, Roles, lettered, roles_of
from explorer.views.cell.wires import draw_frames, draw_nodes, draw_wires

_MARGIN = 8.0
_MEANINGS = {
    "value": "A value: square corners; blue below zero, brown above, the same scale for all values of the trace.",
    "adjoint": "An adjoint, the total derivative of the objective: round ends; purple below zero, green above.",
    "gate": "A gate: 0 shut, 1 open; its ring is filled from below to that height.",
    "peephole": "A peephole: the gate sees the state through a weight; ι and φ see the state of t−1, ω that of t.",
    "flow": "A flow: one term of the adjoint, as wide as its size, 30 px at full scale; green above zero, else purple.",
}


def shown_moment(scene: Scene) -> int:
    """The moment whose block is shown: that of the focus where it has one inside the run, else the cursor's."""
    focus = scene.focus
    last = (scene.trace.moments or 1) - 1
    if scene.state.selection is not None and focus is not None and focus.moment is not None:
        return min(max(focus.moment, 0), last)
    return scene.moment or 0


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


def draw_cell(painter: QPainter, frame: Frame) -> Sequence[Spot]:
    """The diagram, the unit strip and the legend."""
    scene = frame.scene
    roles = roles_of(scene.network)
    if roles is None:
        return []
    theme = lettered(frame.theme, roles)
    moment = shown_moment(scene)
    focus = drawn_focus(scene, roles, moment)
    below = _below_height(frame, roles)
    g = geometry(frame.width, frame.height - below)
    hover = None if frame.hover is None else frame.hover / g.zoom
    inside = Frame(frame.width, frame.height, scene, theme, hover, frame.compact, frame.figure)
    painter.save()
    painter.scale(g.zoom, g.zoom)
    spots = list(_draw_diagram(painter, inside, g, roles, moment=moment, focus=focus))
    painter.restore()
    under = list(_draw_below(painter, frame, roles, moment=moment, focus=focus, below=below))

    def found() -> list[Spot]:
        grown = QTransform.fromScale(g.zoom, g.zoom)
        return [replace(spot, rect=grown.mapRect(spot.rect)) for spot in spots] + under

    return LaterSpots(found)


def _draw_diagram(
    painter: QPainter, frame: Frame, g: Geometry, roles: Roles, *, moment: int, focus: Focus | None
) -> Iterator[Spot]:
    """In the order of height: frames, wires, flows, nodes, badges, tags."""
    scene, theme = frame.scene, frame.theme
    draw_frames(painter, g, theme=theme, title=_title(frame), moment=moment + 1)
    _draw_wires(painter, frame, g, roles)
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


def _draw_wires(painter: QPainter, frame: Frame, g: Geometry, roles: Roles) -> None:
    """The wires, which change with the size of the panel only."""
    draw_stamp(
        painter,
        QRectF(0.0, 0.0, frame.width / g.zoom, frame.height / g.zoom),
        ("cell wires", frame.theme.name, frame.scene.network.text, _size(g)),
        lambda target, rect: draw_wires(target, g, theme=frame.theme, roles=roles),
    )


def _draw_nodes(
    painter: QPainter, frame: Frame, g: Geometry, roles: Roles, *, activations: dict[str, float | None]
) -> None:
    """Gates, products, sum, squashing functions and the names of the peepholes: the same for all lines of a moment."""

    def paint(target: QPainter, rect: QRectF) -> None:
        draw_nodes(target, g, theme=frame.theme, activations=activations)
        _draw_peephole_labels(target, g, roles, frame.theme, frame.scene)

    draw_stamp(
        painter,
        QRectF(0.0, 0.0, frame.width / g.zoom, frame.height / g.zoom),
        ("cell nodes", frame.theme.name, frame.scene.network.text, _size(g), tuple(map(repr, activations.values()))),
        paint,
    )


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


def _strip(scene: Scene, roles: Roles, moment: int) -> UnitStrip:
    array = scene.array(roles.state, False, moment)
    flat = None if array is None else array.ravel()
    numbers = tuple(None if flat is None or index >= flat.size else float(flat[index]) for index in range(scene.units))
    per = int(scene.unit_shape[1]) if len(scene.unit_shape) > 1 else 1
    return UnitStrip(numbers, min(scene.state.unit, scene.units - 1), scale_of(scene, roles.state, adjoint=False), per)


def _items(roles: Roles, figure: bool) -> tuple[Item, ...]:
    peephole: tuple[Item, ...] = ("peephole",) if roles.peepholes else ()
    return ("value", "adjoint", "gate", *peephole, "flow") if figure else ("value", "adjoint", "flow")


def _legend_full(scene: Scene, roles: Roles, focus: Focus | None) -> float:
    return full_of(scene, focus.name if focus is not None and focus.adjoint else roles.state)


def _side_by_side(frame: Frame, roles: Roles, strip: UnitStrip) -> bool:
    wide = stage_legend_width(_items(roles, False), full=0.15, short=True)
    return strip_width(strip) + 16.0 + wide <= frame.width - 2.0 * _MARGIN


def _below_height(frame: Frame, roles: Roles) -> float:
    """The height of what stands under the diagram: one row, or two where strip and legend do not fit in one."""
    if frame.figure:
        return LEGEND_HEIGHT + 4.0
    strip = _strip(frame.scene, roles, 0)
    rows = 1 if _side_by_side(frame, roles, strip) or frame.height < BASE_HEIGHT + 2.0 * STRIP_HEIGHT - 8.0 else 2
    return rows * STRIP_HEIGHT + 2.0


def _draw_below(
    painter: QPainter, frame: Frame, roles: Roles, *, moment: int, focus: Focus | None, below: float
) -> Iterator[Spot]:
    scene, width = frame.scene, frame.width - 2.0 * _MARGIN
    full = _legend_full(scene, roles, focus)
    legend = QRectF(_MARGIN, frame.height - LEGEND_HEIGHT - 1.0, width, LEGEND_HEIGHT)
    if not frame.figure:
        strip = _strip(scene, roles, moment)
        area = QRectF(_MARGIN, frame.height - below, width, STRIP_HEIGHT)
        if below < 2.0 * STRIP_HEIGHT:
            wide = stage_legend_width(("flow",), full=full, short=True)
            used = min(strip_width(strip), width - wide - 20.0)
            area.setWidth(used)
            legend.setLeft(area.right() + 16.0)
        for place in draw_unit_strip(painter, area, strip, theme=frame.theme):
            words = (
                f"Unit {place.unit}"
                if strip.group == 1
                else (f"Unit {place.unit}: block {place.unit // strip.group}, cell {place.unit % strip.group}")
            )
            more = "Shows the units beside these." if place.arrow else "Click shows its numbers."
            yield Spot(place.rect, f"{words}. {more}", Request("choose-unit", place.unit))
    for item, rect in draw_stage_legend(painter, legend, _items(roles, frame.figure), theme=frame.theme, full=full):
        yield Spot(rect, _MEANINGS[item])


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
)
