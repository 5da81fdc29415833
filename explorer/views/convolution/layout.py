"""Where everything stands: source at the left, small matrices in the middle, result with its sum at the right."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from explorer.drawing.badge import BADGE_HEIGHT
from explorer.view import Frame
from explorer.views.convolution.meetings import Reading
from explorer.views.convolution.slides import POOLING, Pair

MARGIN, GAP, TITLE, LINE = 14.0, 22.0, 24.0, 22.0
HEADING, LEGEND = 44.0, 26.0
THUMB = 40.0
NUMBERED = 17.0
"""Cells at least so high hold a number."""
_LARGEST, _HIGHEST, _WIDEST, _WIDEST_PRODUCT = 36.0, 42.0, 62.0, 80.0
_SIGN = 26.0
_LEAST_LEFT, _LEAST_RIGHT = 128.0, 142.0
_MANY_COLUMNS = 5
_MOST_THUMBS = 8
SUM_LINE = 23.0
CHECK = 28.0
_BELOW_ROWS = BADGE_HEIGHT + 14.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns of cells, all alike; `border` rows and columns of zeros stand around them, inside `rect`."""

    rect: QRectF
    rows: int
    columns: int
    border: Pair = (0, 0)

    @property
    def wide(self) -> float:
        """Width of a cell in px."""
        return self.rect.width() / (self.columns + 2 * self.border[1])

    @property
    def high(self) -> float:
        """Height of a cell in px."""
        return self.rect.height() / (self.rows + 2 * self.border[0])

    @property
    def inner(self) -> QRectF:
        """The cells without the border."""
        across, down = self.border[1] * self.wide, self.border[0] * self.high
        return self.rect.adjusted(across, down, -across, -down)

    def cell(self, row: int, column: int) -> QRectF:
        """A cell; those of the border have numbers below zero or beyond the last."""
        left = self.rect.left() + (column + self.border[1]) * self.wide
        return QRectF(left, self.rect.top() + (row + self.border[0]) * self.high, self.wide, self.high)

    def within(self, row: int, column: int) -> bool:
        """Whether a cell is one of the array, or of the border as far as that is drawn."""
        down, across = self.border
        return -down <= row < self.rows + down and -across <= column < self.columns + across

    def at(self, point: QPointF | None) -> Pair | None:
        """The cell of the array under a point."""
        inner = self.inner
        if point is None or not inner.contains(point):
            return None
        row, column = int((point.y() - inner.top()) / self.high), int((point.x() - inner.left()) / self.wide)
        return min(row, self.rows - 1), min(column, self.columns - 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """All places; `weight` and `thumbs` are only there where there are a kernel and several channels.

    `check` is where an adjoint is held against a central difference. Words stand below what they speak of.
    """

    heading: QRectF
    source_title: QRectF
    source: Grid
    thumbs: tuple[tuple[int, QRectF], ...]
    read: Grid
    weight: Grid | None
    products: Grid
    read_title: QRectF
    weight_title: QRectF
    products_title: QRectF
    result_title: QRectF
    result: Grid
    sums: QRectF
    check: QRectF | None
    words: QRectF
    legend: QRectF

    @property
    def needed(self) -> float:
        """The height at which nothing would stand apart from the rest."""
        return self.words.bottom() + 6.0 + self.legend.height() + 2.0


def _square(rect: QRectF, rows: int, columns: int, border: Pair = (0, 0)) -> Grid:
    """Square cells from the upper left corner of a rectangle, as large as fits."""
    down, across = rows + 2 * border[0], columns + 2 * border[1]
    cell = max(min(rect.width() / across, rect.height() / down, _LARGEST), 1.0)
    return Grid(QRectF(rect.left(), rect.top(), across * cell, down * cell), rows, columns, border)


def _matrix(left: float, top: float, room: tuple[float, float], size: Pair, widest: float) -> Grid:
    """Cells of a number each where there is room for numbers, square ones where there is not."""
    rows, columns = size
    wide, high = min(room[0] / columns, widest), min(room[1] / rows, _HIGHEST)
    if high < NUMBERED or wide < NUMBERED + 2.0:
        wide = high = max(min(wide, high), 1.0)
    return Grid(QRectF(left, top, wide * columns, high * rows), rows, columns)


def lay_out(frame: Frame, reading: Reading, *, word_lines: int, legend_rows: int) -> Layout:
    """The layout for a frame of any size; nothing is made smaller than a pixel."""
    width, height = frame.width, frame.height
    margin, gap = (8.0, 14.0) if width < 600.0 else (MARGIN, GAP)
    heading = QRectF(margin, 2.0, width - 2.0 * margin, HEADING)
    legend = QRectF(margin, height - legend_rows * LEGEND - 2.0, width - 2.0 * margin, legend_rows * LEGEND)
    check_room = CHECK if reading.shown.adjoint else 0.0
    words = QRectF(margin, legend.top() - word_lines * LINE - 6.0, width - 2.0 * margin, word_lines * LINE + 2.0)
    top, bottom = heading.bottom() + 2.0, words.top() - check_room - 6.0
    high = max(bottom - top - TITLE, 60.0)
    inside = width - 2.0 * margin - 2.0 * gap
    shares = (0.31, 0.245) if reading.size[1] < _MANY_COLUMNS else (0.28, 0.225)
    left_wide = max(shares[0] * inside, min(_LEAST_LEFT, 0.34 * inside))
    right_wide = max(shares[1] * inside, min(_LEAST_RIGHT, 0.34 * inside))
    middle_wide = inside - left_wide - right_wide
    x_middle, x_right = margin + left_wide + gap, margin + left_wide + gap + middle_wide + gap
    at = top + TITLE

    channels = reading.source.channels
    thumb_room = THUMB + 26.0 if channels > 1 and reading.slide.kind in ("window", "spread") else 0.0
    source = _square(
        QRectF(margin, at, left_wide, high - thumb_room), reading.source.rows, reading.source.columns, reading.border
    )
    thumbs = _thumbs(reading, margin, source.rect.bottom() + 24.0, left_wide) if thumb_room else ()

    sum_room = min(_sum_rows(reading), 6 if high > 300.0 else 4) * SUM_LINE + 48.0
    result = _square(
        QRectF(x_right, at, right_wide, max(high - sum_room, 50.0)), reading.result.rows, reading.result.columns
    )
    sums = QRectF(x_right, result.rect.bottom() + 10.0, right_wide, at + high - result.rect.bottom() - 10.0)

    each = (high - TITLE - 14.0) / 2.0
    two = reading.weight is not None
    half = (middle_wide - _SIGN) / 2.0 if two else middle_wide
    read = _matrix(x_middle, at, (half, each), reading.size, _WIDEST)
    weight = _matrix(read.rect.right() + _SIGN, at, (half, each), reading.size, _WIDEST) if two else None
    below = read.rect.bottom() + 14.0 + TITLE
    products = _matrix(x_middle, below, (middle_wide - _SIGN, each), reading.size, _WIDEST_PRODUCT)
    title = QRectF(0.0, top, 0.0, TITLE)
    used = max(
        source.rect.bottom() + (24.0 + THUMB if thumbs else 0.0), products.rect.bottom(), _end_of_sums(reading, sums)
    )
    words.moveTop(min(words.top(), used + 12.0 + check_room))
    check = QRectF(margin, words.top() - CHECK - 2.0, width - 2.0 * margin, CHECK) if check_room else None
    weight_left = weight.rect.left() if weight is not None else x_right
    return Layout(
        heading,
        QRectF(margin, top, left_wide, TITLE),
        source,
        thumbs,
        read,
        weight,
        products,
        QRectF(x_middle, title.top(), weight_left - x_middle - 6.0, TITLE),
        QRectF(weight_left, title.top(), x_right - gap - weight_left + 4.0, TITLE),
        QRectF(x_middle, below - TITLE, middle_wide, TITLE),
        QRectF(x_right, top, right_wide, TITLE),
        result,
        sums,
        check,
        words,
        legend,
    )


def _end_of_sums(reading: Reading, rect: QRectF) -> float:
    """Below the badge, where as many rows are listed as there are or as fit."""
    listed = 0 if reading.slide.kind in ("maximum", "routed", "shared") else len(reading.groups) + len(reading.added)
    return rect.top() + min(listed + (reading.product is not None), rows_within(rect)) * SUM_LINE + _BELOW_ROWS


def rows_within(rect: QRectF) -> int:
    """How many rows of the sum fit above its rule and badge."""
    return max(int((rect.height() - _BELOW_ROWS + 0.5) // SUM_LINE), 1)


def _sum_rows(reading: Reading) -> int:
    """How many rows the sum has: a group or all others in one, and what else is added."""
    return min(len(reading.groups), 4) + len(reading.added)


def _thumbs(reading: Reading, left: float, top: float, room: float) -> tuple[tuple[int, QRectF], ...]:
    """Small pictures of the channels, those around the one in front where not all fit."""
    rows, columns, count = reading.source.rows, reading.source.columns, reading.source.channels
    cell = THUMB / max(rows, columns)
    wide, high = columns * cell, rows * cell
    fitting = max(min(int((room + 8.0) // (wide + 8.0)), _MOST_THUMBS, count), 1)
    first = min(max(reading.source.channel - fitting // 2, 0), count - fitting)
    return tuple((first + number, QRectF(left + number * (wide + 8.0), top, wide, high)) for number in range(fitting))


def pooled(reading: Reading) -> bool:
    """Whether a pooling window is shown."""
    return reading.slide.kind in POOLING
