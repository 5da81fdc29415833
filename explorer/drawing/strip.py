"""The heat strip: one quantity through time, a column per moment, a row per unit, unit 0 on top."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from explorer.drawing.hatch import draw_hatch
from explorer.drawing.raster import device_scale
from explorer.theme.scale import Scale
from explorer.theme.tokens import Family, Theme

GAP = 1.6
_NARROWEST = 3
"""Px a column needs to be seen; more moments than that allows are merged."""
_BROKEN, _ABSENT = 129, 130
"""Entries behind the map's 129: a number that is none, and a cell that is not computed."""
_PICTURES_KEPT = 3
_OVERLAP = 0.5


@dataclass(frozen=True, eq=False)
class Strip:
    """A strip ready to paint: `entries` (columns, units) index the `palette` (131, 4) RGBA, premultiplied."""

    entries: NDArray[np.uint8]
    palette: NDArray[np.uint8]
    moments_per_column: int
    _pictures: dict[tuple[float, float, float, float], QImage] = field(default_factory=dict, repr=False)

    @property
    def columns(self) -> int:
        """Columns that are painted, one or several moments each."""
        return int(self.entries.shape[0])

    @property
    def units(self) -> int:
        """Rows that are painted."""
        return int(self.entries.shape[1])


def columns_that_fit(width: float) -> int:
    """How many columns can be told apart in `width` px."""
    return max(1, int(width // _NARROWEST))


def _largest(
    values: NDArray[np.float64], known: NDArray[np.bool_], per_column: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Merge `per_column` neighbouring moments into the known number of largest magnitude, sign kept."""
    moments, units = values.shape
    columns = math.ceil(moments / per_column)
    padding = ((0, columns * per_column - moments), (0, 0))
    grouped = np.pad(values, padding).reshape(columns, per_column, units)
    seen = np.pad(known, padding).reshape(columns, per_column, units)
    # A NaN is what must not disappear in a merged column, so it outweighs every number.
    weight = np.where(seen, np.nan_to_num(np.abs(grouped), nan=np.inf, posinf=np.inf), -1.0)
    winner = weight.argmax(axis=1)[:, None, :]
    return np.take_along_axis(grouped, winner, axis=1)[:, 0], np.asarray(seen.any(axis=1), dtype=bool)


def merge_columns(values: NDArray[np.floating], max_columns: int) -> tuple[NDArray[np.float64], int]:
    """Values (moments, units) in at most `max_columns` columns, and how many moments each of them stands for.

    Each column keeps the largest magnitude with its sign: a mean would hide the one exploding moment.
    """
    full = np.asarray(values, dtype=np.float64)
    per_column = max(1, math.ceil(full.shape[0] / max(1, max_columns)))
    merged, _ = _largest(full, np.ones(full.shape, dtype=bool), per_column)
    return merged, per_column


def _palette(theme: Theme, family: Family) -> NDArray[np.uint8]:
    err = theme.err
    extra = np.array([[err.red(), err.green(), err.blue(), 255], [0, 0, 0, 0]], dtype=np.uint8)
    return np.concatenate([theme.map(family).lut(), extra])


def build_strip(
    values: NDArray[np.floating],
    *,
    theme: Theme,
    family: Family,
    scale: Scale,
    known: NDArray[np.bool_] | None = None,
    max_columns: int | None = None,
) -> Strip:
    """A strip of `values` (moments, units); `known` (moments,) or (moments, units) tells what is computed.

    Raises ValueError for other shapes.
    """
    full = np.asarray(values, dtype=np.float64)
    if full.ndim != 2:
        raise ValueError(f"strip values have shape {full.shape}; allowed is (moments, units)")
    mask = np.ones(full.shape, dtype=bool) if known is None else np.asarray(known, dtype=bool)
    if mask.shape == full.shape[:1]:
        mask = np.repeat(mask[:, None], full.shape[1], axis=1)
    if mask.shape != full.shape:
        raise ValueError(f"strip mask has shape {mask.shape}; allowed are {full.shape[:1]} and {full.shape}")
    per_column = max(1, math.ceil(full.shape[0] / max_columns)) if max_columns else 1
    if per_column > 1:
        full, mask = _largest(full, mask, per_column)
    entries = scale.index(np.where(mask & np.isfinite(full), full, 0.0))
    entries = np.where(mask, np.where(np.isfinite(full), entries, _BROKEN), _ABSENT).astype(np.uint8)
    return Strip(entries=entries, palette=_palette(theme, family), moments_per_column=per_column)


def _gap(width: float, columns: int, gap: float) -> float:
    """The gap between columns, narrower where columns themselves are."""
    return min(gap, 0.3 * width / max(columns, 1))


def column_rect(rect: QRectF, columns: int, index: int, *, gap: float = GAP) -> QRectF:
    """Where column `index` stands in a strip painted into `rect`."""
    gap = _gap(rect.width(), columns, gap)
    pitch = (rect.width() + gap) / columns
    return QRectF(rect.left() + index * pitch, rect.top(), pitch - gap, rect.height())


def column_at(rect: QRectF, columns: int, x: float) -> int:
    """The column under `x`, the nearest one outside of the strip."""
    return min(max(int((x - rect.left()) / rect.width() * columns), 0), columns - 1)


def draw_strip(painter: QPainter, rect: QRectF, strip: Strip, *, theme: Theme, gap: float = GAP) -> None:
    """Paint `strip` into `rect`: from a cached picture on the screen, as rectangles into vector formats."""
    if strip.entries.size == 0 or rect.isEmpty():
        return
    scale = device_scale(painter)
    if scale is None:
        _draw_vectors(painter, rect, strip, theme, gap)
        return
    key = (rect.width(), rect.height(), gap, scale)
    picture = strip._pictures.get(key)
    if picture is None:
        if len(strip._pictures) >= _PICTURES_KEPT:
            strip._pictures.clear()
        picture = strip._pictures[key] = _compose(strip, rect.width(), rect.height(), scale=scale, theme=theme, gap=gap)
    painter.drawImage(rect, picture)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and one past the last index of every run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _as_argb(palette: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """RGBA bytes (n, 4) as the whole numbers 0xAARRGGBB (n,) of Qt's fastest image format."""
    red, green, blue, alpha = palette.astype(np.uint32).T
    argb: NDArray[np.uint32] = alpha << 24 | red << 16 | green << 8 | blue
    return argb


def _compose(strip: Strip, width: float, height: float, *, scale: float, theme: Theme, gap: float) -> QImage:
    """The strip in device pixels, every cell on whole pixels: nothing is smoothed."""
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    picture = QImage(across, down, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    absent = strip.entries == _ABSENT
    if absent.any():
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        whole = QRectF(0.0, 0.0, width, height)
        for first, last in _runs(absent.any(axis=1)):
            left = column_rect(whole, strip.columns, first, gap=gap)
            right = column_rect(whole, strip.columns, last - 1, gap=gap)
            draw_hatch(painter, left.united(right), theme=theme)
        painter.end()
    narrow = _gap(width, strip.columns, gap)
    edges = np.rint(np.arange(strip.columns + 1) * (width + narrow) / strip.columns * scale).astype(int)
    column = np.clip(np.searchsorted(edges, np.arange(across), side="right") - 1, 0, strip.columns - 1)
    between = edges[column + 1] - np.arange(across) <= (max(1, round(narrow * scale)) if narrow > 0.0 else 0)
    unit = ((np.arange(down) + 0.5) * strip.units / down).astype(int)
    # One row per unit is enough; the device rows of a unit are copies of it.
    cells = np.ascontiguousarray(strip.entries[column].T)
    colours = _as_argb(strip.palette)[cells]
    pixels = np.frombuffer(picture.bits(), dtype=np.uint32).reshape(down, across)
    np.copyto(pixels, colours[unit], where=(cells != _ABSENT)[unit])
    pixels[:, between] = 0
    return picture


def _draw_vectors(painter: QPainter, rect: QRectF, strip: Strip, theme: Theme, gap: float) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    colours = [QColor(int(r), int(g), int(b), int(a)) for r, g, b, a in strip.palette]
    row = rect.height() / strip.units
    for index in range(strip.columns):
        column = column_rect(rect, strip.columns, index, gap=gap)
        entries = strip.entries[index]
        if (entries == _ABSENT).any():
            draw_hatch(painter, column, theme=theme)
        for first, last in _runs(entries != _ABSENT):
            bottom = rect.top() + last * row
            starts = first + np.flatnonzero(np.diff(entries[first:last].astype(int), prepend=-1))
            for unit, after in pairwise([*starts.tolist(), last]):
                # Each block reaches a little below the next one, so that no viewer shows seams between them.
                top, end = rect.top() + unit * row, min(rect.top() + after * row + _OVERLAP, bottom)
                painter.setBrush(colours[entries[unit]])
                painter.drawRect(QRectF(column.left(), top, column.width(), end - top))
    painter.restore()


def draw_frontier(painter: QPainter, points: Sequence[QPointF], *, theme: Theme) -> None:
    """The staircase between what is known and what is not."""
    painter.save()
    pen = QPen(theme.text1, 2.2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(list(points)))
    painter.restore()


def draw_next_cell(painter: QPainter, rect: QRectF, *, theme: Theme) -> None:
    """The frame of the one cell that runs next."""
    painter.save()
    pen = QPen(theme.next_edge, 1.8)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
    painter.restore()
