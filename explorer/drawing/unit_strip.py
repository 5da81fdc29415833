"""The unit strip: coloured cells with the numbers of the units, of which one is chosen."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.hatch import draw_hatch
from explorer.drawing.icons import draw_icon
from explorer.drawing.stamp import draw_stamp
from explorer.theme.scale import Scale
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, SEMIBOLD, font, text_width

STRIP_HEIGHT = 32.0
MOST_CELLS = 24
_CELL, _GAP, _GROUP_GAP, _ARROW = 26.0, 4.0, 10.0, 26.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)


@dataclass(frozen=True, slots=True)
class UnitStrip:
    """What a strip shows: a number per unit (None while not computed), which is chosen, and how many make a group."""

    numbers: tuple[float | None, ...]
    chosen: int
    scale: Scale
    group: int = 1
    label: str = "unit"


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """Where a unit, or the arrow to units on another page, was drawn; `arrow` is -1, 0 or 1."""

    unit: int
    rect: QRectF
    arrow: int = 0


def _cell_width(count: int) -> float:
    digits = len(str(max(count - 1, 0)))
    return max(_CELL, text_width("8" * digits, font(BODY, SEMIBOLD)) + 8.0)


def _label_width(strip: UnitStrip) -> float:
    return text_width(strip.label, font(BODY, REGULAR)) + 10.0


def strip_width(strip: UnitStrip, count: int | None = None) -> float:
    """Px that `count` cells (all, at most 24, unless stated) take with their label."""
    cells = min(len(strip.numbers), MOST_CELLS) if count is None else count
    groups = (cells - 1) // strip.group if strip.group > 1 else 0
    arrows = 2.0 * _ARROW if cells < len(strip.numbers) else 0.0
    each = _cell_width(len(strip.numbers)) + _GAP
    return _label_width(strip) + cells * each + groups * (_GROUP_GAP - _GAP) + arrows


def page_of(strip: UnitStrip, width: float) -> range:
    """The units that stand on the page of the chosen one, where `width` px are there; whole groups where they fit."""
    total = len(strip.numbers)
    most = min(MOST_CELLS, total)
    while most > 1 and strip_width(strip, most) > width:
        most -= 1
    if most >= total:
        return range(total)
    if most > strip.group > 1:
        most -= most % strip.group
    start = (strip.chosen // most) * most
    return range(start, min(start + most, total))


def draw_unit_strip(painter: QPainter, rect: QRectF, strip: UnitStrip, *, theme: Theme) -> list[UnitPlace]:
    """Draw the page of the chosen unit in `rect`; where each unit stands, and the arrows to the pages beside it."""

    def paint(target: QPainter, area: QRectF) -> None:
        _paint(target, area, strip, theme)

    draw_stamp(painter, rect, ("unit strip", theme.name, repr(strip)), paint, margin=4.0)
    return [place for place, _ in _places(rect, strip)]


def _places(rect: QRectF, strip: UnitStrip) -> Iterator[tuple[UnitPlace, QRectF]]:
    """Every cell and arrow of the page: where it can be hit, and where it is drawn."""
    left, middle = rect.left() + _label_width(strip), rect.center().y()
    page = page_of(strip, rect.width())
    if len(page) < len(strip.numbers):
        if page.start:
            yield _arrow_place(left, middle, unit=page.start - 1, way=-1)
        left += _ARROW
    width = _cell_width(len(strip.numbers))
    for unit in page:
        if unit > page.start:
            left += _GROUP_GAP if strip.group > 1 and unit % strip.group == 0 else _GAP
        place = QRectF(left, middle - _CELL / 2.0, width, _CELL)
        yield UnitPlace(unit, place.adjusted(-2.0, -3.0, 2.0, 3.0)), place
        left += width
    if page.stop < len(strip.numbers):
        yield _arrow_place(left + 2.0, middle, unit=page.stop, way=1)


def _arrow_place(left: float, middle: float, *, unit: int, way: int) -> tuple[UnitPlace, QRectF]:
    rect = QRectF(left, middle - 9.0, 18.0, 18.0)
    return UnitPlace(unit, rect.adjusted(-4.0, -7.0, 4.0, 7.0), way), rect


def _paint(painter: QPainter, rect: QRectF, strip: UnitStrip, theme: Theme) -> None:
    painter.save()
    painter.setFont(font(BODY, REGULAR))
    painter.setPen(theme.text2)
    painter.drawText(QRectF(rect.left(), rect.top(), 200.0, rect.height()), _LEFT, strip.label)
    for place, area in _places(rect, strip):
        if place.arrow:
            _draw_arrow(painter, area, theme=theme, way=place.arrow)
        else:
            _draw_cell(painter, area, strip, place.unit, theme)
    painter.restore()


def _draw_arrow(painter: QPainter, rect: QRectF, *, theme: Theme, way: int) -> None:
    if way > 0:
        draw_icon(painter, rect, name="chevron-right", colour=theme.text1)
        return
    painter.save()
    painter.translate(rect.center())
    painter.scale(-1.0, 1.0)
    draw_icon(painter, QRectF(-9.0, -9.0, 18.0, 18.0), name="chevron-right", colour=theme.text1)
    painter.restore()


def _draw_cell(painter: QPainter, rect: QRectF, strip: UnitStrip, unit: int, theme: Theme) -> None:
    number = strip.numbers[unit]
    chosen = unit == strip.chosen
    ink, ground = theme.text1, QColor(Qt.GlobalColor.transparent)
    if number is None:
        draw_hatch(painter, rect, theme=theme, radius=3.0)
        halo = QRectF(rect.center() - QPointF(8.0, 8.0), rect.center() + QPointF(8.0, 8.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.hatch_ground)
        painter.drawEllipse(halo)
    elif number - number != 0.0:  # NaN or ±Inf
        ground, ink = theme.err, theme.ink_on(theme.err)
    else:
        part = strip.scale.fraction(number)
        colours = theme.map("gate" if strip.scale.kind == "gate" else "value")
        ground, ink = colours.colour(part), colours.ink(part)
    painter.setPen(QPen(theme.edge, 0.8))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, 3.0, 3.0)
    if chosen:
        painter.setPen(QPen(theme.accent, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-1.0, -1.0, 1.0, 1.0), 4.0, 4.0)
    painter.setFont(font(BODY, SEMIBOLD if chosen else MEDIUM))
    painter.setPen(ink)
    painter.drawText(rect, _CENTRE, str(unit))
