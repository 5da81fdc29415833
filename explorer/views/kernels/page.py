"""The page: switches, a section for each layer's kernels, and what can be pointed at."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.legend import draw_legend
from explorer.drawing.seen import is_seen
from explorer.drawing.stamp import draw_stamp
from explorer.drawing.symbol import draw_symbol
from explorer.drawing.writing import write
from explorer.scenery.quantities import quantity_tip
from explorer.scenery.switches import draw_switches
from explorer.state import Selection
from explorer.theme.tokens import Theme
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.kernels.blocks import Block, row_rect
from explorer.views.kernels.layout import BAR, MARGIN, Section, chosen_switches, lay_out
from explorer.views.kernels.layout import Entry as Legend
from explorer.views.kernels.parts import Part
from explorer.views.kernels.strip import NO_FILM, draw_film, film_spots
from explorer.views.kernels.table import draw_block
from explorer.views.kernels.words import Entry, bias_tip, colour_tip, entry_tip, norm_tip
from explorer.views.kernels.zoom import draw_zoom, largest_entry, readout_rects


def draw_kernels(painter: QPainter, frame: Frame) -> LaterSpots:
    """Everything from top to bottom."""
    page, scene, theme = lay_out(frame), frame.scene, frame.theme
    fixed: list[Spot] = []
    if page.switches is not None:
        places = draw_switches(painter, page.switches, chosen_switches(frame), scene=scene, theme=theme)
        fixed = [Spot(place.rect, place.words, place.request) for place in places]
    if page.iteration is not None and scene.progress is not None:
        words = f"iteration {scene.state.iteration:,} of {scene.progress.length:,}"
        write(painter, page.iteration, words, colour=theme.text2)
    if page.hint is not None:
        write(painter, page.hint, NO_FILM, colour=theme.text2)
    for number, section in enumerate(page.sections):
        if is_seen(painter, section.rect):
            if number:
                painter.setPen(QPen(theme.line, 1.0))
                y = section.rect.top() - 7.0
                painter.drawLine(QPointF(MARGIN, y), QPointF(frame.width - MARGIN, y))
            _draw_section(painter, frame, section)

    def make() -> list[Spot]:
        return fixed + [spot for section in page.sections for spot in section_spots(frame, section)]

    return LaterSpots(make)


def _draw_section(painter: QPainter, frame: Frame, section: Section) -> None:
    kernels, theme = section.kernels, frame.theme
    maps, rows, columns, channels = kernels.shape
    rect = section.heading
    wide = draw_symbol(painter, QPointF(rect.left(), rect.bottom() - 11.0), kernels.parts[0].latex, colour=theme.text1)
    shown = f"{len(kernels.order)} of {maps} maps" if len(kernels.order) < maps else f"{maps} maps"
    many = "channel" if channels == 1 else "channels"
    words = f"{shown} · {rows} × {columns} · {channels} input {many}"
    write(painter, rect.adjusted(wide + 10.0, 0.0, -30.0, 0.0), words, colour=theme.text2)
    for legend in section.legends:
        _draw_legend(painter, legend, theme)
    hovered = hovered_entry(frame, section)
    if section.zoom is not None:
        draw_zoom(painter, frame, kernels, section.zoom, hovered=hovered)
    if section.film is not None:
        draw_film(painter, frame, kernels, section.film)
    for block in section.blocks:
        if is_seen(painter, block.heading.united(block.grid.rect).united(block.norm)):
            draw_block(painter, frame, kernels, block, opened=None if section.zoom is None else section.zoom.entry)


def _draw_legend(painter: QPainter, legend: Legend, theme: Theme) -> None:
    scale = legend.scale
    if scale is None:
        write(painter, legend.rect, legend.label, colour=theme.text2)
        return

    def paint(target: QPainter, rect: QRectF) -> None:
        point = QPointF(rect.left(), rect.center().y())
        draw_legend(target, point, theme=theme, family=legend.family, scale=scale, label=legend.label, bar=BAR)

    draw_stamp(
        painter, legend.rect, ("kernel legend", theme.name, legend.label, legend.family, scale), paint, margin=4.0
    )


def entry_at(section: Section, block: Block, met: tuple[int, int, int]) -> Entry:
    """The entry that a cell of a block shows; of a colour picture that of its first channel."""
    place, channel = divmod(met[0], block.grid.across)
    return section.kernels.order[place], met[1], met[2], channel


def hovered_entry(frame: Frame, section: Section) -> Entry | None:
    """The entry under the mouse, in a block or in the large kernel."""
    if frame.hover is None or not section.rect.contains(frame.hover):
        return None
    if section.zoom is not None:
        for grid in section.zoom.grids:
            if (met := grid.at(frame.hover)) is not None:
                return section.zoom.entry[0], met[1], met[2], section.zoom.entry[3]
    for block in section.blocks:
        if (met := block.grid.at(frame.hover)) is not None:
            return entry_at(section, block, met)
    return None


def _select(part: Part, entry: Entry) -> Request:
    return Request("select", Selection(part.name, part.adjoint, None, entry))


def section_spots(frame: Frame, section: Section) -> Iterator[Spot]:
    """Headings, kernels, numbers beside them, and the entry under the mouse."""
    scene, kernels = frame.scene, section.kernels
    for legend in section.legends:
        yield Spot(legend.rect, "The scale is fixed while stepping through the run.")
    for block in section.blocks:
        part = block.part
        words = partial(quantity_tip, scene, part.name, adjoint=part.adjoint, moment=None)
        yield Spot(block.heading, words, Request("select", Selection(part.name, part.adjoint, None)))
        yield from _block_spots(frame, section, block)
    if section.film is not None:
        yield from film_spots(scene, kernels, section.film)
    if section.zoom is None:
        return
    for part, grid in zip(kernels.parts, section.zoom.grids, strict=True):
        for row in range(grid.rows):
            for column in range(grid.columns):
                entry = (section.zoom.entry[0], row, column, section.zoom.entry[3])
                tip = partial(entry_tip, scene, kernels, entry)
                yield Spot(grid.cell_rect(0, row, column), tip, _select(part, entry))
    for part, rect in zip(kernels.parts, readout_rects(kernels, section.zoom), strict=True):
        yield Spot(rect, f"The {part.what}. Click selects it.", _select(part, section.zoom.entry))
    if not frame.figure:
        yield Spot(section.zoom.close, "Closes the large kernel.", Request("select", None))


def _block_spots(frame: Frame, section: Section, block: Block) -> Iterator[Spot]:
    scene, kernels, grid, part = frame.scene, section.kernels, block.grid, block.part
    for row, number in enumerate(kernels.order):
        yield Spot(row_rect(block, block.norm, row), partial(norm_tip, scene, kernels, part, number))
        if block.bias is not None and kernels.bias is not None:
            request = Request("select", Selection(kernels.bias, False, None, (number,)))
            yield Spot(row_rect(block, block.bias, row), partial(bias_tip, scene, kernels.bias, number), request)
    if len(kernels.order) * grid.across <= _ONE_BY_ONE:
        for tile in range(grid.count):
            number, channel = kernels.order[tile // grid.across], tile % grid.across
            entry = largest_entry(kernels, number, None if part.coloured else channel)
            yield Spot(grid.tile(tile), partial(entry_tip, scene, kernels, entry), _select(part, entry))
    met = grid.at(frame.hover)
    if met is not None:
        entry = entry_at(section, block, met)
        tip = partial(entry_tip, scene, kernels, entry)
        if part.coloured:
            tip = partial(colour_tip, scene, kernels, *entry[:3])
        yield Spot(grid.cell_rect(*met), tip, _select(part, entry))


_ONE_BY_ONE = 1024
"""So many kernels have a place of their own; of more, only the one under the mouse has."""
