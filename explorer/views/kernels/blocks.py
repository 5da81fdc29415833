"""Blocks of kernels: rows by map, columns by channel, with cells as large as the page has room for."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from explorer.drawing.atlas import Grid
from explorer.views.kernels.parts import Kernels, Part

HEADING, INDEX, NUMBER, COLUMN = 32.0, 38.0, 68.0, 22.0
LINE = 24.0
BETWEEN = 16.0
_LARGEST_CELL, _LARGEST_TILE, _MANY_TILE = 16, 64.0, 27.0
_READABLE = 22.0
"""Px of a kernel that is seen well; smaller ones stand in more lines of blocks instead."""
_CROWDED, _FEW = 16, 24
_WRITTEN_ROW = 20.0


@dataclass(frozen=True, slots=True)
class Block:
    """One part's kernels: where its symbol and its columns' names stand, its tiles, and the columns of numbers.

    `index` is where the rows are named, `bias` the column of biases, `norm` that of norms. `written` says whether rows
    are high enough for text.
    """

    part: Part
    heading: QRectF
    grid: Grid
    norm: QRectF
    index: QRectF | None
    bias: QRectF | None
    written: bool


def blocks_of(kernels: Kernels, area: QRectF) -> tuple[Block, ...]:
    """Blocks with cells as large as lets all stand side by side and still be seen, else in two lines, else in three."""
    rows, columns = kernels.shape[1:3]
    most = _LARGEST_TILE if len(kernels.order) <= _FEW else _MANY_TILE
    largest = max(1, min(_LARGEST_CELL, int(most // max(rows, columns))))
    for lines in range(1, len(kernels.parts) + 1):
        for cell in range(largest, 0, -1):
            seen = min(rows, columns) * cell >= _READABLE or (lines == len(kernels.parts))
            if seen and len(_lines(kernels, float(cell), area.width())) <= lines:
                return _placed(kernels, float(cell), area)
    return _placed(kernels, max(area.width() - INDEX - 2.0 * NUMBER, 60.0) / (kernels.shape[3] * (columns + 1.0)), area)


def _tiles_across(kernels: Kernels, part: Part) -> int:
    return 1 if part.coloured else kernels.shape[3]


def _gap(kernels: Kernels) -> float:
    return 1.0 if kernels.shape[3] > _CROWDED else 3.0


def _width(kernels: Kernels, part: Part, cell: float) -> float:
    """Px of a block without the names of its rows."""
    bias = NUMBER if kernels.bias is not None and part is kernels.parts[0] else 0.0
    return _tiles_across(kernels, part) * (kernels.shape[2] * cell + _gap(kernels)) + NUMBER + bias + 4.0


def _lines(kernels: Kernels, cell: float, width: float) -> list[list[Part]]:
    """Which parts stand side by side; one that is wider than the page makes more lines than there are parts."""
    lines: list[list[Part]] = []
    used = 0.0
    for part in kernels.parts:
        wide = _width(kernels, part, cell)
        if lines and used + BETWEEN + wide <= width:
            lines[-1].append(part)
            used += BETWEEN + wide
        else:
            lines.append([part])
            used = INDEX + wide
            if used > width:
                lines.extend([] for _ in kernels.parts)
    return lines


def _placed(kernels: Kernels, cell: float, area: QRectF) -> tuple[Block, ...]:
    maps, gap = len(kernels.order), _gap(kernels)
    high = kernels.shape[1] * cell + gap
    written = high >= _WRITTEN_ROW or (maps <= _FEW and kernels.shape[3] <= _CROWDED)
    label = max(0.0, COLUMN - high) if written else 0.0
    blocks: list[Block] = []
    top = area.top()
    for line in filter(None, _lines(kernels, cell, area.width())):
        left, grid_top = area.left() + INDEX, math.ceil(top + HEADING + COLUMN)
        for part in line:
            across = _tiles_across(kernels, part)
            grid = Grid(left, grid_top, kernels.shape[1], kernels.shape[2], cell, across, maps * across, gap, label)
            right, rect = left + across * (kernels.shape[2] * cell + gap), grid.rect
            index = QRectF(area.left(), grid_top, INDEX - 6.0, rect.height()) if part is line[0] else None
            bias = None
            if kernels.bias is not None and part is kernels.parts[0]:
                bias = QRectF(right + 6.0, grid_top, NUMBER - 6.0, rect.height())
                right += NUMBER
            norm = QRectF(right + 2.0, grid_top, NUMBER - 6.0, rect.height())
            heading = QRectF(left, top, norm.right() - left, HEADING)
            blocks.append(Block(part, heading, grid, norm, index, bias, written))
            left = norm.right() + 4.0 + BETWEEN
        top = blocks[-1].grid.rect.bottom() + 12.0
    return tuple(blocks)


def row_rect(block: Block, column: QRectF, place: int) -> QRectF:
    """Where a row's cell of a column of numbers stands."""
    grid = block.grid
    tile = grid.tile(place * grid.across)
    high = max(tile.height(), LINE - 4.0) if block.written else tile.height()
    return QRectF(column.left(), tile.center().y() - high / 2.0, column.width(), high)


def column_point(block: Block, channel: int) -> QPointF:
    """The middle of a channel's column, above its tiles."""
    return QPointF(block.grid.tile(channel).center().x(), block.grid.top - COLUMN / 2.0)
