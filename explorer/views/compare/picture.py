"""Draws the view: the sentences, the curves of what is looked at, and the table of all quantities."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.drawing.writing import LINE, wrapped, write_lines
from explorer.scene import Focus
from explorer.scenery.switches import SWITCH_ROW, draw_switches
from explorer.theme.type import BODY, SEMIBOLD, font
from explorer.view import Frame, Spot
from explorer.views.compare import chart as charts
from explorer.views.compare.choices import draw_choices, needed
from explorer.views.compare.head import Head, head_of
from explorer.views.compare.lines import ONE_UNIT, Chart, chart_of
from explorer.views.compare.reading import BY_DIFFERENCE, Pair, pair_of
from explorer.views.compare.table import MARGIN, draw_table, table_height

TOP, AFTER = 12.0, 10.0


@dataclass(frozen=True)
class Layout:
    """What is drawn, and from where on."""

    pair: Pair
    head: Head
    headline: tuple[str, ...]
    lines: tuple[str, ...]
    focus: Focus | None
    chart: Chart | None
    curves_top: float
    table_top: float
    height: float


def layout(frame: Frame) -> Layout | None:
    """Where everything stands; None where nothing is compared."""
    pair = pair_of(frame.scene)
    if pair is None:
        return None
    head = head_of(pair)
    room = frame.width - 2.0 * MARGIN
    headline = wrapped(head.headline, room, BODY, SEMIBOLD)
    lines = tuple(part for line in head.lines for part in wrapped(line, room))
    focus = pair.looked_at()
    chart = None if focus is None else chart_of(pair, focus)
    curves_top = TOP + (len(headline) + len(lines)) * LINE + AFTER
    chosen = SWITCH_ROW if focus is not None and _has_choices(pair, focus) else 0.0
    table_top = curves_top + (charts.HEIGHT + chosen if chart is not None else 0.0) + SWITCH_ROW
    return Layout(pair, head, headline, lines, focus, chart, curves_top, table_top, table_top + table_height(pair))


def _has_norm(pair: Pair, focus: Focus) -> bool:
    """Whether norm and unit are two things."""
    quantity = pair.ours.network.quantities[focus.name]
    return quantity.timed and bool(quantity.shape)


def _has_choices(pair: Pair, focus: Focus) -> bool:
    return _has_norm(pair, focus) or needed(pair, focus)


def height(frame: Frame) -> float:
    """As high as the table needs."""
    found = layout(frame)
    return frame.height if found is None else found.height


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints all of it and gives what can be clicked."""
    found = layout(frame)
    if found is None:
        return []
    painter.save()
    spots = _draw_head(painter, frame, found)
    room = frame.width - 2.0 * MARGIN
    if found.chart is not None and found.focus is not None:
        area = QRectF(MARGIN, found.curves_top, room, charts.HEIGHT)
        spots.extend(charts.draw_chart(painter, frame, area, found.chart, found.pair))
        row = QRectF(MARGIN, area.bottom(), room, SWITCH_ROW)
        spots.extend(_draw_choices(painter, frame, row, found.focus, found.pair))
    order = QRectF(MARGIN, found.table_top - SWITCH_ROW, room, SWITCH_ROW)
    places = draw_switches(painter, order, (BY_DIFFERENCE,), scene=frame.scene, theme=frame.theme)
    spots.extend(Spot(place.rect, place.words, place.request) for place in places)
    spots.extend(draw_table(painter, frame, found.table_top, found.pair))
    painter.restore()
    return spots


def _draw_head(painter: QPainter, frame: Frame, found: Layout) -> list[Spot]:
    theme = frame.theme
    painter.setFont(font(BODY, SEMIBOLD))
    top = TOP
    link = found.head.request is not None and not frame.figure
    painter.setPen(theme.accent if link else theme.text1)
    for line in found.headline:
        painter.drawText(QPointF(MARGIN, top + 16.0), line)
        top += LINE
    spots = []
    if found.head.request is not None:
        place = QRectF(MARGIN, TOP, frame.width - 2.0 * MARGIN, top - TOP)
        spots.append(Spot(place, "Travels there", found.head.request))
    write_lines(painter, QPointF(MARGIN, top), found.lines, colour=theme.text1)
    return spots


def _draw_choices(painter: QPainter, frame: Frame, row: QRectF, focus: Focus, pair: Pair) -> list[Spot]:
    """Norm or unit where both differ, then what stands against it."""
    spots: list[Spot] = []
    left = row.left()
    if _has_norm(pair, focus):
        places = draw_switches(painter, row, (ONE_UNIT,), scene=frame.scene, theme=frame.theme)
        spots.extend(Spot(place.rect, place.words, place.request) for place in places)
        left += ONE_UNIT.width + 28.0
    if needed(pair, focus):
        spots.extend(draw_choices(painter, frame, row.adjusted(left - row.left(), 0.0, 0.0, 0.0), focus, pair))
    return spots
