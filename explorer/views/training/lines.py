"""Curves as polygons: prepared once for a progress and a size, merged where many iterations share a pixel."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from explorer.views.training.curves import Curve, Plot

Array = np.ndarray[Any, Any]
_MERGED, _MERGED_NORMS = 2.0, 4.0
"""Px of a column into which iterations are merged: wider for norms, of which many are drawn over one another."""


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """What is drawn of a curve: its runs of points, alone standing ones, and the band from least to most.

    `xs` and `ys` are the points, NaN where the curve breaks, for finding the one that is pointed at.
    """

    runs: tuple[QPolygonF, ...]
    alone: tuple[QPointF, ...]
    band: tuple[QPolygonF, ...]
    xs: Array
    ys: Array

    def distance(self, x: float, y: float) -> float:
        """How far a point lies from the curve: from its nearest point, or straight up or down; infinity without any."""
        known = np.isfinite(self.ys)
        if not known.any():
            return float("inf")
        xs, ys = self.xs[known], self.ys[known]
        nearest = float(np.hypot(xs - x, ys - y).min())
        return min(nearest, abs(float(np.interp(x, xs, ys)) - y)) if xs[0] <= x <= xs[-1] else nearest


def build_line(plot: Plot, curve: Curve, rect: QRectF, length: int) -> Line:
    """The curve in `rect`, whose width is `length` iterations."""
    xs = rect.left() + curve.iterations / max(length, 1) * rect.width()
    heights = plot.heights(curve.numbers)
    wide = _MERGED_NORMS if len(plot.curves) > 2 else _MERGED
    merged = not curve.pointed and len(xs) > rect.width() / wide
    if merged:
        xs, heights, least, most = _merge(xs, heights, rect, wide)
    ys = rect.bottom() - heights * rect.height()
    runs, alone = _runs(xs, ys)
    band: tuple[QPolygonF, ...] = ()
    if merged:
        top, foot = rect.bottom() - most * rect.height(), rect.bottom() - least * rect.height()
        band = tuple(
            _polygon(np.concatenate([xs[part], xs[part][::-1]]), np.concatenate([top[part], foot[part][::-1]]))
            for part in _stretches(np.isfinite(ys))
        )
    return Line(runs, alone, band, xs, ys)


def _merge(xs: Array, heights: Array, rect: QRectF, wide: float) -> tuple[Array, Array, Array, Array]:
    """Mean, least and most of the points in each column of `wide` px; NaN where none is a number."""
    columns = ((xs - rect.left()) / wide).astype(int)
    starts = np.flatnonzero(np.diff(columns, prepend=-1))
    finite = np.isfinite(heights)
    counts = np.add.reduceat(finite.astype(float), starts)
    sums = np.add.reduceat(np.where(finite, heights, 0.0), starts)
    means = np.divide(sums, counts, out=np.full(counts.shape, np.nan), where=counts > 0.0)
    least = np.minimum.reduceat(np.where(finite, heights, np.inf), starts)
    most = np.maximum.reduceat(np.where(finite, heights, -np.inf), starts)
    return rect.left() + (columns[starts] + 0.5) * wide, means, least, most


def _stretches(known: Array) -> list[slice]:
    """The stretches of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
    return [slice(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _runs(xs: Array, ys: Array) -> tuple[tuple[QPolygonF, ...], tuple[QPointF, ...]]:
    parts = _stretches(np.isfinite(ys))
    runs = tuple(_polygon(xs[part], ys[part]) for part in parts if part.stop - part.start > 1)
    alone = tuple(QPointF(xs[part.start], ys[part.start]) for part in parts if part.stop - part.start == 1)
    return runs, alone


def _polygon(xs: Array, ys: Array) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])
