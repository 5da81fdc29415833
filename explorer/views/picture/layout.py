"""Where everything stands: the picture and its adjoint, the brush, the units, and the way back through one of them."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from explorer.drawing.atlas import Grid
from explorer.drawing.number_grid import fitted_grid
from explorer.drawing.writing import LINE, wrapped
from explorer.scene import Scene
from explorer.scenery.ranking import MOST, norms_of, ranked
from explorer.scenery.switches import SWITCH_ROW, switch_rows
from explorer.view import Frame
from explorer.views.picture.choices import OVER, switches
from explorer.views.picture.memory import of_scene
from explorer.views.picture.palette import palette_height
from explorer.views.picture.shown import Shown, shown_of
from explorer.views.picture.through import chosen_unit, dense_layers, moment_of, way_back
from explorer.views.picture.words import BACK, CHOOSE, DRAW, adjoint_note

MARGIN, BETWEEN, HEADING, LEGEND = 14.0, 24.0, 28.0, 26.0
UNIT, UNIT_HIGH, LABEL = 76.0, 78.0, 96.0
STAGE, STAGE_GAP, STAGE_WORDS = 104.0, 26.0, 64.0
_SMALLEST_STAGE = 72.0
_BESIDE, _OVER, _LARGEST = (0.38, 270.0, 480.0), (0.44, 320.0, 620.0), 48.0
"""How high a picture may be: the share of the width, at least and at most; so that it stands in sight as a whole."""
_NARROW = 430.0


@dataclass(frozen=True, slots=True)
class Panel:
    """A grid with its heading, its legend and the sentence below it."""

    heading: QRectF
    legend: QRectF
    grid: Grid
    note: QPointF
    lines: tuple[str, ...]

    @property
    def bottom(self) -> float:
        """Where the next thing may begin."""
        return self.note.y() + LINE * len(self.lines)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """The units of one layer: where each stands, and how many the layer has."""

    name: str
    label: QRectF
    units: tuple[tuple[int, QRectF], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """Everything from top to bottom; `adjoint` is None where the adjoint lies over the picture."""

    shown: Shown
    switches: QRectF | None
    picture: Panel
    adjoint: Panel | None
    readout: QRectF
    brush: QRectF | None
    head: QRectF
    choose: tuple[str, ...]
    rows: tuple[UnitRow, ...]
    back: QPointF
    back_lines: tuple[str, ...]
    stages: tuple[tuple[str, QRectF], ...]
    height: float


def page_height(frame: Frame) -> float:
    """Px that everything takes at the frame's width."""
    return lay_out(frame).height


def lay_out(frame: Frame) -> Page:
    """The page at the frame's width, made once for a scene: nothing of it depends on the mouse."""
    return of_scene(frame.scene, (frame.width, frame.figure), lambda: _page(frame))


def _page(frame: Frame) -> Page:
    scene, shown = frame.scene, shown_of(frame.scene)
    width, top = frame.width - 2.0 * MARGIN, 8.0
    place: QRectF | None = None
    brush: QRectF | None = None
    if not frame.figure:
        rows = len(switch_rows(switches(scene, shown.name), width))
        place = QRectF(MARGIN, 4.0, width, rows * SWITCH_ROW)
        brush = QRectF(MARGIN, place.bottom() - 2.0, width, palette_height(scene, shown, width))
        top = brush.bottom()
    picture, adjoint = _panels(frame, shown, QRectF(MARGIN, top, width, 0.0))
    top = max(picture.bottom, adjoint.bottom if adjoint is not None else 0.0) + 6.0
    readout = QRectF(MARGIN, top, width, 26.0)
    top = (top if frame.figure else readout.bottom()) + 10.0
    head = QRectF(MARGIN, top, width, HEADING)
    chosen = chosen_unit(scene, shown.name)
    if chosen is None:
        return Page(shown, place, picture, adjoint, readout, brush, head, (), (), QPointF(), (), (), top)
    choose = () if frame.figure else wrapped(CHOOSE, width)
    units = _units(scene, shown.name, QPointF(MARGIN, head.bottom() + LINE * len(choose) + 4.0), width)
    top = (units[-1].units[-1][1].bottom() if units else head.bottom()) + 14.0
    back, back_lines = QPointF(MARGIN, top), wrapped(BACK, width)
    stages = _stages(scene, shown.name, chosen[0], QPointF(MARGIN, top + LINE * len(back_lines) + 8.0), width)
    height = math.ceil(stages[-1][1].bottom() + STAGE_WORDS + 10.0)
    return Page(
        shown, place, picture, adjoint, readout, brush, head, choose, units, back, back_lines, stages, height
    )  # fmt: skip


def _panels(frame: Frame, shown: Shown, area: QRectF) -> tuple[Panel, Panel | None]:
    """The picture and its adjoint side by side, one above the other where it is narrow; or one over the other."""
    scene = frame.scene
    draw, note = "" if frame.figure else DRAW, adjoint_note(scene, shown)
    beside_high, over_high = (min(max(share * area.width(), least), most) for share, least, most in (_BESIDE, _OVER))
    if OVER.is_on(scene):
        return _panel(shown, area, (note, draw), high=over_high), None
    if area.width() < _NARROW:
        first = _panel(shown, area, (draw,), high=beside_high)
        below = QRectF(area.left(), first.bottom + 10.0, area.width(), 0.0)
        return first, _panel(shown, below, (note,), high=beside_high)
    half = math.floor((area.width() - BETWEEN) / 2.0)
    first = _panel(shown, QRectF(area.left(), area.top(), half, 0.0), (draw,), high=beside_high)
    beside = QRectF(area.left() + half + BETWEEN, area.top(), half, 0.0)
    return first, _panel(shown, beside, (note,), high=beside_high)


def _panel(shown: Shown, area: QRectF, notes: tuple[str, ...], *, high: float) -> Panel:
    heading = QRectF(area.left(), area.top(), area.width(), HEADING)
    legend = QRectF(area.left(), heading.bottom(), area.width(), LEGEND)
    corner = QPointF(area.left(), legend.bottom())
    grid = fitted_grid(corner, shown.rows, shown.columns, room=(area.width(), high), most=_LARGEST)
    lines = tuple(line for note in notes for line in wrapped(note, area.width()))
    return Panel(heading, legend, grid, QPointF(area.left(), grid.rect.bottom() + 8.0), lines)


def _units(scene: Scene, image: str, corner: QPointF, width: float) -> tuple[UnitRow, ...]:
    """A row for every dense layer; of many units those whose adjoints are largest."""
    found: list[UnitRow] = []
    top = corner.y()
    for name in dense_layers(scene, image):
        count = scene.network.quantities[name].shape[0]
        adjoint = scene.array(name, True, moment_of(scene, name))
        norms = None if adjoint is None else norms_of(adjoint)
        order = ranked(norms, count, by_norm=False, largest=True)
        chosen = chosen_unit(scene, image)
        if chosen is not None and chosen[0] == name and chosen[1][0] not in order:
            order = (*order[: MOST - 1], chosen[1][0])
        across = max(1, int((width - LABEL + 4.0) // (UNIT + 4.0)))
        places = tuple(
            (
                unit,
                QRectF(
                    corner.x() + LABEL + (number % across) * (UNIT + 4.0),
                    top + (number // across) * (UNIT_HIGH + 4.0),
                    UNIT,
                    UNIT_HIGH,
                ),
            )
            for number, unit in enumerate(order)
        )
        found.append(UnitRow(name, QRectF(corner.x(), top, LABEL - 8.0, UNIT_HIGH), places, count))
        top = places[-1][1].bottom() + 8.0
    return tuple(found)


def _stages(scene: Scene, image: str, name: str, corner: QPointF, width: float) -> tuple[tuple[str, QRectF], ...]:
    """The image at the left, the unit at the right; in rows where there are many."""
    names = way_back(scene, image, name)
    size = min(STAGE, max(_SMALLEST_STAGE, math.floor((width + STAGE_GAP) / len(names) - STAGE_GAP)))
    across = max(1, int((width + STAGE_GAP) // (size + STAGE_GAP)))
    return tuple(
        (
            each,
            QRectF(
                corner.x() + (number % across) * (size + STAGE_GAP),
                corner.y() + (number // across) * (size + STAGE_WORDS + 8.0),
                size,
                size,
            ),
        )
        for number, each in enumerate(names)
    )
