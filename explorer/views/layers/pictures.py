"""Layers as images: feature maps, or many units as a grid of cells, composed into one picture and never smoothed."""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from explorer.drawing.hatch import draw_hatch
from explorer.drawing.raster import device_scale
from explorer.drawing.stamp import draw_stamp
from explorer.theme.tokens import Theme
from explorer.view import Frame
from explorer.views.layers.box import Tiles
from explorer.views.layers.memory import kept
from explorer.views.layers.shown import Side

_VECTOR_SCALE = 6.0
"""Device px per px where a picture goes into SVG or PDF: so many that a viewer's smoothing is not seen."""


def as_maps(numbers: NDArray[np.floating], tiles: Tiles) -> NDArray[np.float64]:
    """Numbers of any shape as (rows, columns, maps); what is missing of the last row of a grid is NaN behind a mask."""
    if numbers.size == tiles.rows * tiles.columns * (numbers.shape[2] if numbers.ndim == 3 else 1):
        return np.asarray(numbers, np.float64).reshape(tiles.rows, tiles.columns, -1)
    full = np.zeros(tiles.rows * tiles.columns)
    full[: numbers.size] = numbers.ravel()
    return full.reshape(tiles.rows, tiles.columns, 1)


def draw_picture(painter: QPainter, frame: Frame, tiles: Tiles, side: Side) -> None:
    """The tiles of one side: hatched while absent, framed in amber where they run next."""
    theme = frame.theme
    following = side.following and not frame.figure
    frames = [tiles.tile(number) for number in range(tiles.shown)]
    if side.numbers is None or following:
        absent = ("absent tiles", theme.name, tiles.rows, tiles.columns, tiles.cell, tiles.across, tiles.shown)
        draw_stamp(painter, tiles.rect, absent, partial(_draw_absent, tiles=tiles, theme=theme), margin=1.0)
    else:
        scene, device = frame.scene, device_scale(painter)
        scale = device or _VECTOR_SCALE
        key = (
            "picture", side.name, side.adjoint, side.moment, scene.state.example, theme.name, scale,
            tiles.cell, tiles.across, tiles.shown,
        )  # fmt: skip
        numbers = side.numbers
        image = kept(
            scene.trace,
            key,
            lambda: _compose(tiles, side, numbers, theme=theme, device=scale),
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(tiles.rect, image)
        painter.restore()
        painter.setPen(QPen(theme.stale if scene.stale else theme.edge, 0.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(frames)
    if following:
        pen = QPen(theme.next_edge, 1.6)
        pen.setDashPattern([3.0, 1.8])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(tiles.rect.adjusted(-2.0, -2.0, 2.0, 2.0), 3.0, 3.0)


def _draw_absent(painter: QPainter, rect: QRectF, *, tiles: Tiles, theme: Theme) -> None:
    """Every tile hatched."""
    by = rect.topLeft() - tiles.rect.topLeft()
    for number in range(tiles.shown):
        tile = tiles.tile(number).translated(by)
        draw_hatch(painter, tile, theme=theme)
        painter.setPen(QPen(theme.edge, 0.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(tile)


def _compose(tiles: Tiles, side: Side, numbers: NDArray[np.floating], *, theme: Theme, device: float) -> QImage:
    """All tiles at device size; between them, and behind the last unit of a grid, it is transparent."""
    maps, size = as_maps(numbers, tiles), numbers.size
    table = theme.map(side.family).lut().astype(np.uint32)
    colours = table[:, 3] << 24 | table[:, 0] << 16 | table[:, 1] << 8 | table[:, 2]
    wide, high = (max(1, round(part * device)) for part in (tiles.rect.width(), tiles.rect.height()))
    pixels = np.zeros((high, wide), np.uint32)
    pixels_of = colours[side.scale.index(np.where(np.isfinite(maps), maps, 0.0))]
    pixels_of[~np.isfinite(maps)] = theme.err.rgba()
    if maps.shape[2] == 1 and size < maps[:, :, 0].size:
        pixels_of.reshape(-1)[size:] = 0
    for number in range(tiles.shown):
        tile = tiles.tile(number).translated(-QPointF(tiles.rect.left(), tiles.rect.top()))
        top, left = round(tile.top() * device), round(tile.left() * device)
        bottom, right = min(round(tile.bottom() * device), high), min(round(tile.right() * device), wide)
        rows = (np.arange(bottom - top) * tiles.rows) // max(bottom - top, 1)
        columns = (np.arange(right - left) * tiles.columns) // max(right - left, 1)
        pixels[top:bottom, left:right] = pixels_of[:, :, number][rows[:, None], columns[None, :]]
    image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # the array does not outlive this function


def draw_hovered(painter: QPainter, rect: QRectF, *, theme: Theme) -> None:
    """A frame round the entry under the mouse or the chosen one."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.panel, 3.6))
    painter.drawRect(rect)
    painter.setPen(QPen(theme.accent, 1.8))
    painter.drawRect(rect)
