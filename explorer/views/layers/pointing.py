"""What can be pointed at in a layer: its headings, its units, its maps and the entry under the mouse."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.scene import Scene
from explorer.scenery.quantities import quantity_tip, selection_of
from explorer.view import Frame, Spot
from explorer.views.layers.box import Box
from explorer.views.layers.layout import Layout
from explorer.views.layers.model import Layer, Link, Model
from explorer.views.layers.shown import Side
from explorer.views.layers.wires import Unit
from explorer.views.layers.words import entry_tip, layer_sentence, parameter_sentence, unit_for

Pair = tuple[Side, Side | None]


def _incoming(model: Model, layer: Layer, side: Side) -> tuple[Link, ...]:
    """The matrices that make a layer, for the tips of its values."""
    if side.adjoint or layer.back:
        return ()
    return tuple(link for link in model.links if link.target == layer.key and link.kind == "matrix")


def _requests(scene: Scene, side: Side, index: int) -> tuple[Request | None, Request | None]:
    """A click chooses the quantity, and where that is looked at already, the unit; a double click does the unit."""
    unit = unit_for(scene, side.shape, index)
    choose = Request("choose-unit", unit) if unit < scene.units else None
    select = selection_of(scene, side.name, adjoint=side.adjoint, moment=side.moment)
    focus = scene.focus
    looked = focus is not None and (focus.name, focus.adjoint, focus.moment) == (side.name, side.adjoint, side.moment)
    return (choose or select, select) if looked and scene.state.selection is not None else (select, choose)


def layer_spots(frame: Frame, layer: Layer, box: Box, pair: Pair) -> Iterator[Spot]:
    """The whole layer, and its headings."""
    scene = frame.scene
    words = f"{layer_sentence(scene, layer)}: {parameter_sentence(scene.network, layer)}"
    if layer.back:
        words = f"{layer_sentence(scene, layer)} of the moment before, as this moment reads it"
    for side in pair:
        tiles = box.tiles(adjoint=side.adjoint) if side is not None else None
        if tiles is not None and side is not None and not side.adjoint:
            maps = side.indices.shape[2] if side.indices.ndim == 3 else 1
            words += f"\nThe first {tiles.shown} of {maps} maps are drawn" if tiles.shown < maps else ""
    yield Spot(box.rect, words)
    for side, rect in zip(pair, (box.value_title, box.adjoint_title), strict=True):
        if side is not None and rect is not None:
            yield Spot(
                rect,
                partial(quantity_tip, scene, side.name, adjoint=side.adjoint, moment=side.moment),
                selection_of(scene, side.name, adjoint=side.adjoint, moment=side.moment),
            )


def entry_spots(
    frame: Frame, model: Model, layer: Layer, box: Box, pair: Pair, *, moment: int | None
) -> Iterator[Spot]:
    """Every unit that is drawn by itself; of images each map, and the entry under the mouse."""
    scene = frame.scene
    for side in pair:
        area = None if side is None else box.area(adjoint=side.adjoint)
        if side is None or area is None:
            continue
        links = _incoming(model, layer, side)
        tiles = box.tiles(adjoint=side.adjoint)
        flat = side.indices.ravel()
        if tiles is None:
            for unit in range(flat.size):
                rect = box.cell(unit, adjoint=side.adjoint)
                words = partial(entry_tip, scene, side, int(flat[unit]), links, moment)
                yield Spot(rect, words, *_requests(scene, side, int(flat[unit])))
            continue
        for number in range(tiles.shown):
            select = selection_of(scene, side.name, adjoint=side.adjoint, moment=side.moment)
            yield Spot(tiles.tile(number), partial(_map_words, scene, side, number, box), select)
        entry = None if frame.hover is None else tiles.entry_at(frame.hover.x(), frame.hover.y())
        if entry is not None:
            row, column, number = entry
            place = (row * tiles.columns + column) * box.maps + number
            if place < flat.size:
                index = int(flat[place])
                words = partial(entry_tip, scene, side, index, links, moment)
                yield Spot(tiles.cell_rect(*entry), words, *_requests(scene, side, index))


def _map_words(scene: Scene, side: Side, number: int, box: Box) -> str:
    words = quantity_tip(scene, side.name, adjoint=side.adjoint, moment=side.moment)
    return f"Map {number} of {words}" if box.kind == "maps" else words


def hovered_unit(frame: Frame, model: Model, layout: Layout) -> Unit | None:
    """The unit under the mouse, in layers drawn unit by unit."""
    if frame.hover is None:
        return None
    for box in layout.boxes.values():
        if box.kind == "grid" and box.rect.contains(frame.hover):
            return _hovered_cell(box, frame.hover)
        if box.kind in ("single", "units") and box.rect.contains(frame.hover):
            count = round((box.value_area.height() - box.high) / box.pitch) + 1
            for unit in range(count):
                for adjoint in (False, True):
                    if box.area(adjoint=adjoint) and box.cell(unit, adjoint=adjoint).contains(frame.hover):
                        return Unit(box.key, unit)
    return None


def _hovered_cell(box: Box, point: QPointF) -> Unit | None:
    for tiles in (box.value_tiles, box.adjoint_tiles):
        entry = None if tiles is None else tiles.entry_at(point.x(), point.y())
        if tiles is not None and entry is not None:
            return Unit(box.key, entry[0] * tiles.columns + entry[1])
    return None


def box_under(layout: Layout, point: QPointF | None) -> Box | None:
    """The box under the mouse."""
    if point is None:
        return None
    return next((box for box in layout.boxes.values() if box.rect.contains(point)), None)


def draw_arrow(painter: QPainter, frame: Frame, *, right: bool) -> QRectF:
    """The arrow to hidden columns; where it can be hit."""
    place = QRectF(frame.width - 30.0 if right else 6.0, 6.0, 24.0, 24.0)
    painter.save()
    painter.setPen(frame.theme.edge)
    painter.setBrush(frame.theme.panel)
    painter.drawEllipse(place)
    painter.translate(place.center())
    painter.scale(1.0 if right else -1.0, 1.0)
    draw_icon(painter, QRectF(-9.0, -9.0, 18.0, 18.0), name="chevron-right", colour=frame.theme.text1)
    painter.restore()
    return place.adjusted(-4.0, -4.0, 4.0, 4.0)
