"""Where everything stands: for each layer legends, one kernel large, and blocks of rows by map, columns by channel."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from engine.expression import Value
from engine.notation.plain import plain
from explorer.drawing.atlas import Grid
from explorer.drawing.legend import legend_width
from explorer.drawing.number_grid import AXIS_LEFT, AXIS_TOP, WRITTEN
from explorer.scenery.switches import SWITCH_ROW, Switch, switch_rows
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family
from explorer.theme.type import BODY, REGULAR, font, text_width
from explorer.view import Frame
from explorer.views.kernels.blocks import BETWEEN, HEADING, LINE, Block, blocks_of
from explorer.views.kernels.choices import switches
from explorer.views.kernels.film import Strip, film_of, place_film
from explorer.views.kernels.parts import Kernels, Part, kernel_names, kernels_of, reads_colours, updated_name

MARGIN, LEGEND, BAR = 12.0, 28.0, 44.0
_AFTER, _ZOOMED = 20.0, 12.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One legend: a map with its scale and its symbol; without a scale a text alone."""

    rect: QRectF
    label: str
    family: Family
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class Zoom:
    """One kernel of every part, large; `entry` is the chosen (map, row, column, channel)."""

    entry: tuple[int, int, int, int]
    headings: tuple[QRectF, ...]
    grids: tuple[Grid, ...]
    readout: QRectF
    close: QRectF


@dataclass(frozen=True, slots=True)
class Section:
    """All that is shown of one layer's kernels."""

    kernels: Kernels
    rect: QRectF
    heading: QRectF
    legends: tuple[Entry, ...]
    zoom: Zoom | None
    film: Strip | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The switches, the line about the iteration or how to have more of them, and a section for each layer."""

    switches: QRectF | None
    iteration: QRectF | None
    hint: QRectF | None
    sections: tuple[Section, ...]
    height: float


def page_height(frame: Frame) -> float:
    """Px that all sections take at the frame's width."""
    return lay_out(frame).height


def follow(frame: Frame) -> QRectF | None:
    """The section of the chosen kernels, else of those whose gradient or update runs next."""
    scene = frame.scene
    chosen = scene.state.selection
    name = chosen.name if chosen is not None else scene.event.line.name if scene.event is not None else ""
    for section in lay_out(frame).sections:
        own = (section.kernels.name, section.kernels.bias, updated_name(scene, section.kernels.name))
        if name in own:
            return section.rect
    return None


def lay_out(frame: Frame) -> Page:
    """The page at the frame's width."""
    scene, width = frame.scene, frame.width - 2.0 * MARGIN
    names = kernel_names(scene.network)
    top, place, iteration, hint = 4.0, None, None, None
    if not frame.figure:
        rows = len(switch_rows(chosen_switches(frame), width))
        place = QRectF(MARGIN, 2.0, width, rows * SWITCH_ROW)
        top = place.bottom() + 2.0
    if scene.progress is not None:
        iteration = QRectF(MARGIN, top, width, LINE)
        top = iteration.bottom() + 2.0
    elif scene.can_train and not frame.figure:
        hint = QRectF(MARGIN, top, width, LINE)
        top = hint.bottom() + 2.0
    sections: list[Section] = []
    for name in names:
        sections.append(_section(frame, kernels_of(scene, name), top))
        top = sections[-1].rect.bottom() + _AFTER
    return Page(place, iteration, hint, tuple(sections), math.ceil(top - _AFTER + 8.0))


def chosen_switches(frame: Frame) -> list[Switch]:
    """The switches of the page: colour is a choice where kernels read three channels."""
    network = frame.scene.network
    coloured = any(reads_colours(network, name) for name in kernel_names(network))
    return switches(frame.scene, coloured=coloured)


def _section(frame: Frame, kernels: Kernels, top: float) -> Section:
    width = frame.width - 2.0 * MARGIN
    heading = QRectF(MARGIN, top, width, HEADING)
    zoom_entry = _opened(frame, kernels)
    legends = tuple(_legends(frame, kernels, QRectF(MARGIN, heading.bottom(), width, LEGEND)))
    below = max(entry.rect.bottom() for entry in legends) + 6.0
    zoom = None
    if zoom_entry is not None:
        zoom = _zoom(kernels, zoom_entry, QRectF(MARGIN, below, width, 0.0))
        below = zoom.readout.bottom() + 10.0
    strip = None
    first = (kernels.order[0], 0, 0, 0) if zoom_entry is None else zoom_entry
    film = film_of(frame.scene, kernels, first[0], first[3])
    if film is not None:
        strip = place_film(frame.scene, kernels, film, QRectF(MARGIN, below, width, 0.0))
        below = strip.bottom + 8.0
    blocks = blocks_of(kernels, QRectF(MARGIN, below, width, 0.0))
    bottom = max(block.grid.rect.bottom() for block in blocks)
    return Section(
        kernels, QRectF(0.0, top - 4.0, frame.width, bottom - top + 10.0), heading, legends, zoom, strip, blocks
    )


def _opened(frame: Frame, kernels: Kernels) -> tuple[int, int, int, int] | None:
    """The chosen entry, if it is one of these kernels, of their gradients or of their update."""
    scene = frame.scene
    chosen = scene.state.selection
    if chosen is None or chosen.name not in {part.name for part in kernels.parts}:
        return None
    number, row, column, channel = scene.unit_of(chosen.name)
    return number, row, column, channel


def _legends(frame: Frame, kernels: Kernels, area: QRectF) -> list[Entry]:
    """The scales of all parts and of the biases, in as many lines as they need."""
    found: list[tuple[str, Family, Scale | None]] = []
    for part in kernels.parts:
        if part.coloured:
            found.append((colour_words(part), part.family, None))
        if not part.coloured or _opened(frame, kernels) is not None:
            found.append((part.word, part.family, part.scale))
    if kernels.bias is not None:
        limit = frame.scene.limit(kernels.bias, False)
        found.append((plain(Value(kernels.bias), frame.scene.network), "value", Scale(limit)))
    entries: list[Entry] = []
    left, top = area.left(), area.top()
    for label, family, scale in found:
        if scale is None:
            wide = text_width(label, font(BODY, REGULAR)) + 2.0
        else:
            wide = legend_width(family=family, scale=scale, label=label, bar=BAR)
        if left > area.left() and left + wide > area.right():
            left, top = area.left(), top + LEGEND
        entries.append(Entry(QRectF(left, top, wide, LEGEND), label, family, scale))
        left += wide + BETWEEN
    return entries


def colour_words(part: Part) -> str:
    """How a kernel in colour is read."""
    return f"{part.word} in colour: grey is 0, full ±{part.scale.limit:.3g}"


def _zoom(kernels: Kernels, entry: tuple[int, int, int, int], area: QRectF) -> Zoom:
    """As many parts side by side as can have their numbers written."""
    _, rows, columns, _ = kernels.shape
    count = len(kernels.parts)
    across = next(
        (n for n in range(count, 0, -1) if (area.width() / n - _ZOOMED - AXIS_LEFT) / columns >= WRITTEN), count
    )
    step = area.width() / across
    cell = math.floor(max(4.0, min(52.0, (step - _ZOOMED - AXIS_LEFT) / columns)))
    step = min(step, max(columns * cell + AXIS_LEFT + 2.0 * _ZOOMED, 236.0))
    high = HEADING + AXIS_TOP + rows * cell + 8.0
    headings, grids = [], []
    for number in range(count):
        line, place = divmod(number, across)
        left, top = area.left() + place * step, area.top() + line * high
        headings.append(QRectF(left, top, step - _ZOOMED, HEADING))
        grids.append(Grid(left + AXIS_LEFT, top + HEADING + AXIS_TOP, rows, columns, float(cell), 1, 1))
    bottom = area.top() + math.ceil(count / across) * high
    readout = QRectF(area.left(), bottom, area.width(), 2.0 * LINE)
    close = QRectF(area.right() - 24.0, area.top() - HEADING - LEGEND, 24.0, 24.0)
    return Zoom(entry, tuple(headings), tuple(grids), readout, close)
