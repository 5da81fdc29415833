"""The picture: layers from left to right, their connections, shapes and counts, and what can be pointed at."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.command import Request
from explorer.scene import Scene
from explorer.scenery.moments import shown_moment
from explorer.scenery.quantities import selection_of
from explorer.state import Selection
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.layers import footer
from explorer.views.layers.box import Box
from explorer.views.layers.cells import draw_units
from explorer.views.layers.connections import line_scale, unit_links
from explorer.views.layers.headings import content_of, draw_divider, draw_ground, draw_heading, draw_ring
from explorer.views.layers.layout import Layout, lay_out
from explorer.views.layers.memory import kept
from explorer.views.layers.model import Layer, Model, has_layers, model_of, parameters_of
from explorer.views.layers.pictures import draw_hovered, draw_picture
from explorer.views.layers.pointing import box_under, draw_arrow, entry_spots, hovered_unit, layer_spots
from explorer.views.layers.shown import Side, adjoint_side, value_side
from explorer.views.layers.wires import Unit, draw_labels, draw_links
from explorer.views.layers.words import link_tip, remarks

Sides = dict[str, tuple[Side, Side | None]]
_LEAST_HEIGHT = 160.0


def suits(scene: Scene) -> bool:
    """Networks with at least one matrix or kernel; those with moments show the one at the cursor."""
    return has_layers(scene.network)


def subtitle(scene: Scene) -> str:
    """Which example and moment are shown."""
    moment = shown_moment(scene)
    example = f"example {scene.state.example}" if scene.trace.examples > 1 else ""
    return " · ".join(part for part in (example, "" if moment is None else f"t = {moment + 1}") if part)


def draw_layers(painter: QPainter, frame: Frame) -> LaterSpots:
    """Layers, connections, table, line in words and legends."""
    scene, moment = frame.scene, shown_moment(frame.scene)
    model = model_of(scene.network)
    sides: Sides = {
        layer.key: (value_side(scene, layer, moment), adjoint_side(scene, layer, moment)) for layer in model.layers
    }
    scale = line_scale(scene)
    layout, entries = _fit(frame, model, sides)
    pan = _pan(frame, model, layout)
    inside = _moved_frame(frame, pan)
    painter.save()
    painter.setClipRect(QRectF(0.0, 0.0, frame.width, frame.height))
    painter.translate(-pan, 0.0)
    for layer in model.layers:
        draw_ground(painter, inside, layout.boxes[layer.key], earlier=bool(layer.back))
    marked = hovered_unit(inside, model, layout) or _chosen_unit(frame, model)
    draw_links(painter, inside, model, layout, moment=moment, scale=scale, marked=marked)
    for layer in model.layers:
        _draw_layer(painter, inside, layer, layout.boxes[layer.key], sides[layer.key])
    labels = draw_labels(painter, inside, model, layout)
    top = frame.height - _below(frame, model, entries)
    table = top
    footer.draw_table(painter, inside, model, layout, top)
    painter.restore()
    looked = _layer_looked_at(frame, model, layout, pan)
    top += footer.table_rows(frame, model) * footer.ROW + 2.0
    lines = scale if unit_links(scene.network) else None
    fixed = footer.draw_remark(painter, frame, remarks(scene, looked), top, switch=lines is not None)
    families = footer.families_of([(side.family, side.scale) for pair in sides.values() for side in pair if side])
    rows = footer.legend_rows(footer.legends(frame, families, lines), frame.width - 20.0)
    absent = any(side.numbers is None for pair in sides.values() for side in pair if side)
    fixed.extend(footer.draw_legends(painter, frame, rows, top + footer.LINE, absent=absent))

    def make() -> list[Spot]:
        moving = list(footer.table_spots(inside, model, layout, table))
        for layer in model.layers:
            pair = sides[layer.key]
            moving.extend(layer_spots(inside, layer, layout.boxes[layer.key], pair))
            moving.extend(entry_spots(inside, model, layer, layout.boxes[layer.key], pair, moment=moment))
        for label in labels:
            words = partial(link_tip, scene, label.link)
            moving.append(Spot(label.rect, words, Request("select", Selection(label.link.weight, False, None))))
        window = QRectF(0.0, 0.0, frame.width, frame.height)
        seen = [_at(spot, -pan) for spot in moving]
        return [spot for spot in seen if spot.rect.intersects(window)] + fixed + hidden

    hidden = _draw_hidden(painter, frame, model, layout, pan)
    return LaterSpots(make)


def _at(spot: Spot, by: float) -> Spot:
    return Spot(spot.rect.translated(by, 0.0), spot.words, spot.request, spot.double, spot.drag)


def _moved_frame(frame: Frame, pan: float) -> Frame:
    hover = None if frame.hover is None else frame.hover + QPointF(pan, 0.0)
    return Frame(frame.width, frame.height, frame.scene, frame.theme, hover, frame.compact, frame.figure, frame.settled)


def _below(frame: Frame, model: Model, rows: int) -> float:
    return footer.table_rows(frame, model) * footer.ROW + 2.0 + footer.LINE * (1 + rows)


def _fit(frame: Frame, model: Model, sides: Sides) -> tuple[Layout, int]:
    """The layout above the table, and how many rows of legends there are."""
    scene = frame.scene
    families = footer.families_of([(side.family, side.scale) for pair in sides.values() for side in pair if side])
    lines = line_scale(scene) if unit_links(scene.network) else None
    rows = len(footer.legend_rows(footer.legends(frame, families, lines), frame.width - 20.0))
    height = max(frame.height - _below(frame, model, rows), _LEAST_HEIGHT)

    def make() -> Layout:
        contents = {layer.key: content_of(scene, layer) for layer in model.layers}
        return lay_out(model, contents, width=frame.width, height=height)

    return kept(scene.trace, ("layout", frame.width, height), make), rows


def _draw_layer(painter: QPainter, frame: Frame, layer: Layer, box: Box, pair: tuple[Side, Side | None]) -> None:
    scene = frame.scene
    focus, chosen = scene.focus, scene.state.selection
    draw_divider(painter, frame, box)
    for side in pair:
        if side is None or box.area(adjoint=side.adjoint) is None:
            continue
        draw_heading(painter, frame, box, side)
        own = focus is not None and (focus.name, focus.adjoint) == (side.name, side.adjoint) and not layer.back
        unit = _flat_unit(scene, side.name) if own and not frame.figure and chosen is not None else None
        tiles = box.tiles(adjoint=side.adjoint)
        if tiles is None:
            draw_units(painter, frame, box, side, chosen=unit)
            continue
        draw_picture(painter, frame, tiles, side)
        place = None if unit is None else tiles.place_of(int((side.indices.ravel() == unit).argmax()), box.maps)
        if place is not None:
            draw_hovered(painter, tiles.cell_rect(*place), theme=frame.theme)
    if chosen is None or frame.figure or layer.back:
        return
    if chosen.name in (*layer.names, *parameters_of(scene.network, layer)):
        draw_ring(painter, frame, box)


def _flat_unit(scene: Scene, name: str) -> int:
    """The chosen unit as a place in the flattened quantity."""
    index, shape = scene.unit_of(name), scene.network.quantities[name].shape
    return int(np.ravel_multi_index(index, shape)) if index else 0


def _chosen_unit(frame: Frame, model: Model) -> Unit | None:
    """The unit whose connections stand out: that of the number a person chose."""
    chosen = frame.scene.state.selection
    layer = model.layer_of(chosen.name) if chosen is not None else None
    if chosen is None or layer is None or frame.figure:
        return None
    return Unit(layer.key, _flat_unit(frame.scene, chosen.name))


def _focus_layer(scene: Scene, model: Model) -> Layer | None:
    focus = scene.focus
    if focus is None:
        return None
    return model.layer_of(focus.name) or next(
        (layer for layer in model.layers if focus.name in parameters_of(scene.network, layer)), None
    )


def _layer_looked_at(frame: Frame, model: Model, layout: Layout, pan: float) -> Layer | None:
    """The layer under the mouse, else that of the focus."""
    point = None if frame.hover is None else frame.hover + QPointF(pan, 0.0)
    box = box_under(layout, point)
    if box is not None:
        return next(layer for layer in model.layers if layer.key == box.key)
    return None if frame.figure else _focus_layer(frame.scene, model)


def _pan(frame: Frame, model: Model, layout: Layout) -> float:
    """How far a picture wider than the panel is moved to the left, so that the focus is seen."""
    over = layout.width - frame.width
    if over <= 0.5:
        return 0.0
    layer = _focus_layer(frame.scene, model)
    centre = layout.boxes[layer.key].rect.center().x() if layer is not None else 0.0
    stops = [0.0, *(left - layout.lefts[0] for left in layout.lefts if left - layout.lefts[0] < over), over]
    return min(stops, key=lambda stop: abs(centre - stop - frame.width / 2.0))


def _draw_hidden(painter: QPainter, frame: Frame, model: Model, layout: Layout, pan: float) -> list[Spot]:
    """Arrows where columns are hidden; a click selects the nearest of them, which moves the picture."""
    spots: list[Spot] = []
    for right in (False, True):
        hidden = [
            layer
            for layer in model.layers
            if not layer.back
            and (
                layout.boxes[layer.key].rect.right() - pan > frame.width
                if right
                else layout.boxes[layer.key].rect.left() - pan < 0.0
            )
        ]
        if hidden:
            name = (hidden[0] if right else hidden[-1]).names[-1]
            request = selection_of(frame.scene, name, adjoint=False, moment=shown_moment(frame.scene))
            place = draw_arrow(painter, frame, right=right)
            words = f"{len(hidden)} more layers to the {'right' if right else 'left'}. Click goes there."
            spots.append(Spot(place, words, request))
    return spots
