"""The graph: the equations of one moment as boxes and wires, with the flows into the adjoint that is looked at."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.drawing.stage_legend import LEGEND_HEIGHT, Item, draw_stage_legend, stage_legend_width
from explorer.drawing.unit_strip import STRIP_HEIGHT, UnitStrip, draw_unit_strip, strip_width
from explorer.scene import Focus, Scene
from explorer.scenery.flows import full_of
from explorer.scenery.moments import shown_moment
from explorer.scenery.quantities import scale_of, selection_of, short_latex
from explorer.view import Frame, Spot, View
from explorer.views.graph.cards import draw_cards, draw_function_names, draw_ring
from explorer.views.graph.layout import Layout, layout_of
from explorer.views.graph.model import Graph, graph_of, node_key
from explorer.views.graph.wires import (
    draw_parameters,
    draw_ribbons,
    draw_tags,
    draw_term_row,
    draw_wires,
    drawn_terms,
    numbers_fit,
    strong_uses,
)

_MARGIN = 8.0
_MEANINGS = {
    "value": "A value: square corners; blue below zero, brown above, the same scale for all values of the trace.",
    "adjoint": "An adjoint, the total derivative of the objective: round ends; purple below zero, green above.",
    "gate": "A number between 0 and 1.",
    "flow": "A flow: one term of the adjoint, as wide as its size, 30 px at full scale; green above zero, else purple.",
}
_ITEMS: tuple[Item, ...] = ("value", "adjoint", "flow")


def drawn_focus(scene: Scene, moment: int | None) -> Focus | None:
    """Whose flows or terms are drawn: the focus; after the run's last event the adjoint with the most flows."""
    focus = scene.focus
    network = scene.prepared.network
    if focus is not None and focus.moment in (None, moment):
        defined = network.quantities[focus.name].role == "defined"
        if scene.state.selection is not None or (
            scene.event is not None and scene.event.line.section in ("forward", "backward")
        ):
            return focus if defined or focus.adjoint else None
    if scene.event is not None and scene.event.line.section not in ("parameters", "inputs"):
        return None
    names = [quantity.name for quantity in network.having("defined") if scene.exists(quantity.name, True)]
    names = [name for name in names if name in scene.program.adjoints and name != network.objective]
    if not names:
        return None
    most = max(names, key=lambda name: len(scene.program.adjoints[name].flows))
    return Focus(most, True, moment if network.quantities[most].timed else None, scene.unit_of(most))


def _values_only(scene: Scene) -> frozenset[str]:
    """What gets no badge for an adjoint: targets, and what the objective does not depend on."""
    return frozenset(
        quantity.name
        for quantity in scene.network.having("input", "target", "mask", "defined")
        if quantity.role == "target" or not scene.exists(quantity.name, True)
    )


def _strip(scene: Scene, moment: int | None) -> UnitStrip | None:
    """The unit strip, coloured by the quantity that units are counted along; None where there is one unit."""
    if scene.units < 2:
        return None
    shape = scene.unit_shape
    alike = [quantity.name for quantity in scene.network.having("defined") if quantity.shape == shape]
    focus = scene.focus
    name = focus.name if focus is not None and focus.name in alike else alike[-1]
    array = scene.array(name, False, moment)
    flat = None if array is None else array.ravel()
    numbers = tuple(None if flat is None else float(flat[index]) for index in range(scene.units))
    per = int(shape[-1]) if len(shape) > 1 else 1
    return UnitStrip(numbers, min(scene.state.unit, scene.units - 1), scale_of(scene, name, adjoint=False), per)


def _below(frame: Frame, strip: UnitStrip | None) -> float:
    """The height of strip and legend: one row, or two where they do not fit beside each other."""
    wide = stage_legend_width(_ITEMS, full=0.15, short=True)
    together = strip is None or frame.figure or strip_width(strip) + 16.0 + wide <= frame.width - 2.0 * _MARGIN
    return LEGEND_HEIGHT + 2.0 + (0.0 if together else STRIP_HEIGHT)


def _layout(frame: Frame) -> tuple[Graph, Layout, float, bool]:
    """Graph and layout, the height of all that stands under them, and whether that has a row of terms."""
    graph = graph_of(frame.scene.network)
    below = _below(frame, _strip(frame.scene, shown_moment(frame.scene)))
    only = _values_only(frame.scene)
    layout = layout_of(graph, frame.width, frame.height - below, only)
    if numbers_fit(frame, layout):
        return graph, layout, below, False
    layout = layout_of(graph, frame.width, frame.height - below - STRIP_HEIGHT, only)
    return graph, layout, below + STRIP_HEIGHT, True


def picture_height(frame: Frame) -> float:
    """The height of the whole picture: that of the panel, or more where a column has more boxes than fit."""
    _, layout, below, _ = _layout(frame)
    return max(layout.height + below, frame.height)


def _pan(frame: Frame, layout: Layout, focus: Focus | None) -> float:
    """How far a graph wider than the panel is moved to the left, by whole columns, so that the focus is seen."""
    over = layout.width - frame.width
    if over <= 0.5:
        return 0.0
    key = focus.name if focus is not None and focus.name in layout.nodes else None
    centre = layout.nodes[key].rect.center().x() if key else 0.0
    stops = [0.0, *(left - layout.columns[0] for left in layout.columns if left - layout.columns[0] < over), over]
    return min(stops, key=lambda stop: abs(centre - stop - frame.width / 2.0))


def draw_graph(painter: QPainter, frame: Frame) -> list[Spot]:
    """The graph, the terms where they need a row, the unit strip and the legend."""
    scene = frame.scene
    moment = shown_moment(scene)
    focus = drawn_focus(scene, moment)
    graph, layout, below, row = _layout(frame)
    pan = _pan(frame, layout, focus)
    floor = max(layout.height, frame.height - below)
    painter.save()
    painter.setClipRect(QRectF(0.0, 0.0, frame.width, floor))
    painter.translate(-pan, 0.0)
    hover = None if frame.hover is None else frame.hover + QPointF(pan, 0.0)
    inside = Frame(frame.width, frame.height, scene, frame.theme, hover, frame.compact, frame.figure)
    drawn = drawn_terms(inside, graph, layout, focus) if focus is not None else []
    strong, colour = strong_uses(inside, graph, focus)
    flows = drawn if focus is not None and focus.adjoint else []
    back = {each.ends for each in flows}
    headless = frozenset(use for use in layout.wires if (use.source, use.target) in back)
    draw_wires(painter, inside, layout, strong, colour=colour, back=headless)
    if focus is not None:
        draw_ribbons(painter, inside, focus, [each for each in flows if not each.inside])
    spots = list(draw_cards(painter, inside, graph, layout, moment, back=frozenset(back)))
    if focus is not None:
        draw_ribbons(painter, inside, focus, [each for each in flows if each.inside])
    draw_function_names(painter, inside, graph, layout)
    tags = draw_tags(painter, inside, layout, focus, drawn) if focus is not None else []
    spots.extend(draw_parameters(painter, inside, layout, [tag.rect for tag in tags], back=headless))
    spots.extend(tags)
    chosen = scene.state.selection
    if chosen is not None and not frame.figure and node_key(chosen.name, 0) in layout.nodes:
        draw_ring(painter, inside, layout.nodes[chosen.name])
    painter.restore()
    window = QRectF(0.0, 0.0, frame.width, floor)
    spots = [
        Spot(spot.rect.translated(-pan, 0.0) & window, spot.words, spot.request)
        for spot in spots
        if spot.rect.translated(-pan, 0.0).intersects(window)
    ]
    spots.extend(_draw_elided(painter, frame, graph, layout, pan))
    if row:
        area = QRectF(_MARGIN, floor, frame.width - 2.0 * _MARGIN, STRIP_HEIGHT)
        symbol = short_latex(scene.network, focus.name, adjoint=focus.adjoint) if focus is not None and drawn else ""
        spots.extend(draw_term_row(painter, frame, area, drawn, symbol))
    spots.extend(_draw_below(painter, frame, moment, focus, floor + (STRIP_HEIGHT if row else 0.0)))
    return spots


def followed(frame: Frame) -> QRectF | None:
    """What a scrolled picture keeps in sight: the quantity that is looked at."""
    focus = drawn_focus(frame.scene, shown_moment(frame.scene))
    _, layout, _, _ = _layout(frame)
    if focus is None or focus.name not in layout.nodes:
        return None
    return layout.nodes[focus.name].rect.translated(-_pan(frame, layout, focus), 0.0)


def _draw_elided(painter: QPainter, frame: Frame, graph: Graph, layout: Layout, pan: float) -> list[Spot]:
    """Arrows at the sides where columns are hidden; a click selects a quantity there, which moves the picture."""
    spots: list[Spot] = []
    middle = layout.height / 2.0
    for right in (False, True):
        hidden = [
            card
            for card in graph.cards
            if card.kind == "quantity"
            and (
                layout.cards[card.key].right() - pan > frame.width
                if right
                else layout.cards[card.key].left() - pan < 0.0
            )
        ]
        if not hidden:
            continue
        nearest = min(hidden, key=lambda card: abs(layout.cards[card.key].center().x() - pan - frame.width / 2.0))
        place = QRectF(frame.width - 30.0 if right else 6.0, middle - 12.0, 24.0, 24.0)
        painter.save()
        painter.setPen(frame.theme.edge)
        painter.setBrush(frame.theme.panel)
        painter.drawEllipse(place)
        painter.translate(place.center())
        painter.scale(1.0 if right else -1.0, 1.0)
        draw_icon(painter, QRectF(-9.0, -9.0, 18.0, 18.0), name="chevron-right", colour=frame.theme.text1)
        painter.restore()
        words = f"{len(hidden)} more to the {'right' if right else 'left'}. Click goes there."
        name = nearest.nodes[-1].name
        adjoint = frame.scene.phase == "BACKWARD" and frame.scene.exists(name, True)
        request = selection_of(frame.scene, name, adjoint=adjoint, moment=shown_moment(frame.scene))
        spots.append(Spot(place.adjusted(-4.0, -4.0, 4.0, 4.0), words, request))
    return spots


def _draw_below(painter: QPainter, frame: Frame, moment: int | None, focus: Focus | None, top: float) -> list[Spot]:
    scene, width = frame.scene, frame.width - 2.0 * _MARGIN
    spots: list[Spot] = []
    strip = _strip(scene, moment)
    legend = QRectF(_MARGIN, top, width, LEGEND_HEIGHT)
    if strip is not None and not frame.figure:
        area = QRectF(_MARGIN, top, width, STRIP_HEIGHT)
        if _below(frame, strip) > LEGEND_HEIGHT + 2.0:
            legend.translate(0.0, STRIP_HEIGHT)
        else:
            area.setWidth(strip_width(strip))
            legend.setLeft(area.right() + 16.0)
        for place in draw_unit_strip(painter, area, strip, theme=frame.theme):
            more = "Shows the units beside these." if place.arrow else "Click shows its numbers."
            spots.append(Spot(place.rect, f"Unit {place.unit}. {more}", Request("choose-unit", place.unit)))
    named = focus.name if focus is not None and focus.adjoint else None
    full = full_of(scene, named) if named is not None else None
    for item, rect in draw_stage_legend(painter, legend, _ITEMS, theme=frame.theme, full=full):
        spots.append(Spot(rect, _MEANINGS[item]))
    return spots


VIEW = View(
    name="graph",
    title="Graph",
    side="stage",
    order=1,
    summary="The equations of one moment as a graph: values go right, adjoints come back.",
    draw=draw_graph,
    height=picture_height,
    follow=followed,
)
