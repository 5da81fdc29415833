"""The way back: the adjoint of every layer, as far as it passes through the unit, as small maps and bars."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.command import Request
from explorer.drawing.atlas import Grid, draw_absent_tiles, draw_atlas, pixels_of
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.seen import is_seen
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.drawing.writing import write, write_lines
from explorer.scene import Array, Scene
from explorer.scenery.quantities import selection_of, short_latex, symbol_words
from explorer.theme.numbers import ABSENT, format_limit
from explorer.theme.scale import Scale
from explorer.theme.tokens import Theme
from explorer.view import Frame, Spot
from explorer.views.picture.layout import STAGE_GAP, Page
from explorer.views.picture.memory import kept
from explorer.views.picture.through import Through, moment_of, through_of

_ROW = 20.0
_MOST_BARS = 40


def draw_way(painter: QPainter, frame: Frame, page: Page) -> None:
    """From the image at the left to the unit at the right; the parts are worked out only where they are in sight."""
    write_lines(painter, page.back, page.back_lines, colour=frame.theme.text2)
    last: QRectF | None = None
    for name, rect in page.stages:
        through = through_of(frame.scene, page.shown.name) if is_seen(painter, _place(rect)) else None
        if through is not None:
            if last is not None and last.top() == rect.top():
                _draw_arrow(painter, QPointF(rect.left() - STAGE_GAP / 2.0, rect.center().y()), frame.theme)
            part = part_of(frame.scene, name, through)
            _paint_stage(painter, frame, rect, part, (name, through), largest=_largest(part))
        last = rect


def way_spots(frame: Frame, page: Page) -> list[Spot]:
    """Every stage selects its adjoint."""
    scene = frame.scene
    through = through_of(scene, page.shown.name) if page.stages else None
    if through is None:
        return []
    return [
        Spot(_place(rect), partial(_tip, scene, name, through), _request(scene, name, through))
        for name, rect in page.stages
    ]


def _place(rect: QRectF) -> QRectF:
    """A stage with its words."""
    return rect.adjusted(0.0, 0.0, 0.0, 22.0 + 2.0 * _ROW)


def _largest(part: Array | None) -> str:
    return ABSENT if part is None else format_limit(float(np.abs(part).max(initial=0.0)))


def _draw_arrow(painter: QPainter, middle: QPointF, theme: Theme) -> None:
    """From the right to the left, as adjoints go."""
    painter.setPen(QPen(theme.flow(positive=True), 1.8))
    painter.drawLine(middle + QPointF(9.0, 0.0), middle - QPointF(4.0, 0.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.flow(positive=True))
    tip = middle - QPointF(10.0, 0.0)
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(8.0, -5.0), tip + QPointF(8.0, 5.0)]))


def part_of(scene: Scene, name: str, through: Through) -> Array | None:
    """The part of a layer's adjoint; None until the backward pass has made both it and the unit's."""
    moment = moment_of(scene, name)
    known = scene.known(name, True, moment) and scene.known(through.name, True, through.moment)
    return through.part(name, moment) if known else None


def _paint_stage(
    painter: QPainter, frame: Frame, rect: QRectF, part: Array | None, what: tuple[str, Through], *, largest: str
) -> None:
    scene, theme, (name, _) = frame.scene, frame.theme, what
    shape = scene.network.quantities[name].shape
    if len(shape) >= 2:
        _draw_map(painter, frame, rect, part, what)
    elif part is None:
        draw_hatch(painter, rect, theme=theme, edge=True)
    else:
        _draw_bars(painter, rect, np.atleast_1d(part), theme)
    latex = short_latex(scene.network, name, adjoint=True)
    at = QPointF(rect.center().x() - symbol_width(latex) / 2.0, rect.bottom() + 17.0)
    draw_symbol(painter, at, latex, colour=theme.text1)
    centred = Qt.AlignmentFlag.AlignHCenter
    wide = rect.adjusted(-STAGE_GAP / 2.0, 0.0, STAGE_GAP / 2.0, 0.0)
    for number, text in enumerate(
        (" × ".join(map(str, shape)) or "1 number", largest if part is None else f"up to {largest}")
    ):
        line = QRectF(wide.left(), rect.bottom() + 22.0 + number * _ROW, wide.width(), _ROW)
        write(painter, line, text, colour=theme.text2, align=centred)


def _request(scene: Scene, name: str, through: Through) -> Request | None:
    """The unit itself is chosen already; the way is followed on from any other layer's adjoint."""
    return None if name == through.name else selection_of(scene, name, adjoint=True, moment=moment_of(scene, name))


def _tip(scene: Scene, name: str, through: Through) -> str:
    largest = _largest(part_of(scene, name, through))
    symbol = symbol_words(scene, name, adjoint=True, moment=moment_of(scene, name))
    shape = scene.network.quantities[name].shape
    summed = f" Shown: the sizes of its {shape[2]} maps added up." if len(shape) == 3 and shape[2] > 1 else ""
    return f"The part of {symbol} that passes through the unit; its largest size is {largest}.{summed}"


def _flat(part: Array) -> Array:
    """A layer as one map: the sizes of its maps added up; a single map keeps its signs."""
    if part.ndim == 2:
        return part
    whole = part.reshape(*part.shape[:2], -1)
    flat: Array = whole[:, :, 0] if whole.shape[2] == 1 else np.abs(whole).sum(axis=2)
    return flat


def _draw_map(painter: QPainter, frame: Frame, rect: QRectF, part: Array | None, what: tuple[str, Through]) -> None:
    """The layer as one small map."""
    scene, theme, (name, through) = frame.scene, frame.theme, what
    rows, columns = scene.network.quantities[name].shape[:2]
    cell = min(rect.width() / columns, rect.height() / rows)
    left = rect.left() + (rect.width() - cell * columns) / 2.0
    grid = Grid(left, rect.bottom() - cell * rows, rows, columns, cell, 1, 1)
    if part is None:
        draw_absent_tiles(painter, grid, theme=theme)
        return
    flat = _flat(part)
    largest = float(np.abs(flat[np.isfinite(flat)]).max(initial=0.0))
    scale = Scale(largest if largest > 0.0 else 1.0, "root")
    key = ("way", name, through.name, through.entry, through.moment, moment_of(scene, name), scene.state.example)
    draw_atlas(
        painter,
        grid,
        key,
        lambda: pixels_of(flat, theme=theme, family="adjoint", scale=scale)[None],
        theme=theme,
        keep=partial(kept, scene.trace),
    )


def _draw_bars(painter: QPainter, rect: QRectF, part: Array, theme: Theme) -> None:
    """A bar for each unit, upwards where positive; of many units neighbours share one, the largest in size."""
    if len(part) > _MOST_BARS:
        groups = np.array_split(part, _MOST_BARS)
        part = np.array([group[np.abs(group).argmax()] for group in groups])
    painter.setPen(QPen(theme.edge, 0.8))
    painter.setBrush(theme.panel)
    painter.drawRect(rect)
    finite = np.where(np.isfinite(part), part, 0.0)
    largest = float(np.abs(finite).max(initial=0.0)) or 1.0
    inside = rect.adjusted(4.0, 4.0, -4.0, -4.0)
    middle, pitch = inside.center().y(), inside.width() / len(part)
    painter.setPen(Qt.PenStyle.NoPen)
    for number, value in enumerate(finite.tolist()):
        high = value / largest * inside.height() / 2.0
        wide = min(max(pitch - 1.0, 1.0), 12.0)
        left = inside.left() + (number + 0.5) * pitch - wide / 2.0
        painter.setBrush(theme.flow(positive=value > 0.0))
        painter.drawRect(QRectF(left, min(middle, middle - high), wide, abs(high)))
    painter.setPen(QPen(theme.text1, 1.0))
    painter.drawLine(QPointF(inside.left(), middle), QPointF(inside.right(), middle))
