"""All columns of a table over time, what each is used for, and toggles to make it an input or a target."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.exchange.series import Series
from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.drawing.strip import Strip, build_strip, draw_strip
from explorer.drawing.writing import write
from explorer.theme.scale import Scale
from explorer.theme.type import SECTION, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.data.memory import kept
from explorer.views.data.numbers import fixed, percent
from explorer.views.data.page import MOST_CHOSEN, Page
from explorer.views.data.plot import draw_curve
from explorer.views.data.shown import Column, Floats, busy, column_of, inputs_of, shares, targets_of

_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_BOX, _CELL = 18.0, 46.0
_ROLES = ("inputs", "targets")
_MAP_ROW = 3.0


def _cells(page: Page, rect: QRectF) -> tuple[QRectF, QRectF, QRectF]:
    """The number and the two toggles at the right of a row."""
    left = page.side.left()
    number = QRectF(left, rect.top(), page.side.width() - 2 * _CELL, rect.height())
    return (
        number,
        QRectF(number.right(), rect.top(), _CELL, rect.height()),
        QRectF(number.right() + _CELL, rect.top(), _CELL, rect.height()),
    )


def draw_columns(painter: QPainter, frame: Frame, page: Page, series: Series, front: int) -> list[Spot]:
    """Heads, rows, and a map where there are too many columns for rows of their own."""
    if page.list_head.isEmpty():
        return []
    theme, scene = frame.theme, frame.scene
    power = series.power is not None
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(page.list_head.topLeft(), page.list_head.topRight())
    title = f"{len(series.columns)} {'bands' if power else 'columns'}"
    write(painter, page.list_head, title, colour=theme.text1, size=SECTION, weight=SEMIBOLD)
    left = max(page.plot.left(), page.list_head.left() + text_width(title, font(SECTION, SEMIBOLD)) + 16.0)
    words = QRectF(left, page.list_head.top(), page.plot.right() - left, page.list_head.height())
    write(painter, words, _explanation(page, series), colour=theme.text2)
    number, reads, asked = _cells(page, page.list_head)
    for rect, text in ((number, "busy" if power else ""), (reads, "in"), (asked, "target")):
        write(painter, rect, text, colour=theme.text2, align=_CENTRE)
    spots: list[Spot] = []
    if not page.map.isEmpty():
        spots += _draw_map(painter, frame, page, series, front)
    for index, rect in page.rows:
        spots += _draw_row(painter, frame, page, series, index=index, rect=rect, front=index == front)
    left_out = len({*inputs_of(scene), *targets_of(scene)}) - MOST_CHOSEN
    if not page.map.isEmpty() and left_out > 0 and page.rows:
        last = page.rows[-1][1]
        write(painter, QRectF(last.left(), last.bottom() - 6.0, last.width(), 18.0), f"and {left_out} more",
              colour=theme.text2)  # fmt: skip
    return spots


def _explanation(page: Page, series: Series) -> str:
    _, per = shares(series, max(1, int(page.plot.width() // 2)))
    thing = "slots" if series.power is not None else "rows"
    stretch = f", {per} {thing} per column" if per > 1 else ""
    if series.power is not None:
        return ("share of busy time" if per > 1 else "busy over time") + stretch
    return "the mean" + stretch if not page.map.isEmpty() and per > 1 else "scaled 0.1 … 0.9 over time"


def _draw_row(
    painter: QPainter, frame: Frame, page: Page, series: Series, *, index: int, rect: QRectF, front: bool
) -> list[Spot]:
    """One column: name, what it does over time, a number, two toggles."""
    theme, scene = frame.theme, frame.scene
    column = column_of(series, index)
    inputs = inputs_of(scene)
    if front:
        painter.fillRect(rect, theme.header)
    name = QRectF(rect.left(), rect.top(), page.plot.left() - rect.left() - 10.0, rect.height())
    chosen = column.name in inputs or column.name in targets_of(scene)
    write(painter, name, column.name, colour=theme.text1 if chosen or front else theme.text2,
          weight=SEMIBOLD if front else 400)  # fmt: skip
    field = QRectF(page.plot.left(), rect.top() + 5.0, page.plot.width(), rect.height() - 10.0)
    if column.power:
        draw_strip(painter, field, _row_strip(frame, page, series, index), theme=theme, gap=0.0)
    else:
        draw_curve(painter, series, column, rect=field, colour=theme.wire)
    painter.setPen(QPen(theme.line, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(field)
    number, *toggles = _cells(page, rect)
    if column.power:
        text = percent(float(busy(series)[index]))
        write(painter, number, text, colour=theme.text1, align=_CENTRE)
    spots = [_row_spot(frame, series, column, rect, inputs)]
    for role, cell in zip(_ROLES, toggles, strict=True):
        spots.append(_draw_toggle(painter, frame, cell, column.name, role))
    return spots


def _row_spot(frame: Frame, series: Series, column: Column, rect: QRectF, inputs: tuple[str, ...]) -> Spot:
    if column.power:
        what = f"{column.name}: busy {percent(float(busy(series)[column.index]))} of {len(series.rows)} slots"
    else:
        low, high = (fixed((end - column.offset) / column.factor, column.places) for end in (0.1, 0.9))
        what = f"{column.name}: {low} … {high} in the file, read as 0.1 … 0.9"
    if column.name in inputs and inputs.index(column.name) < frame.scene.units:
        unit = inputs.index(column.name)
        return Spot(rect, f"{what}\ninput {unit} of x. Click: keep it above", Request("choose-unit", unit))
    return Spot(rect, f"{what}\nshown above while the mouse is here")


def _draw_toggle(painter: QPainter, frame: Frame, cell: QRectF, name: str, role: str) -> Spot:
    """A box with or without a tick; the last one of its role can not be taken away."""
    theme = frame.theme
    chosen = inputs_of(frame.scene) if role == "inputs" else targets_of(frame.scene)
    on = name in chosen
    box = QRectF(cell.center().x() - _BOX / 2.0, cell.center().y() - _BOX / 2.0, _BOX, _BOX)
    hovered = frame.hover is not None and cell.contains(frame.hover) and not frame.figure
    painter.setPen(QPen(theme.accent if on or hovered else theme.edge, 1.6 if hovered else 1.2))
    painter.setBrush(theme.accent if on else theme.panel)
    painter.drawRoundedRect(box, 3.0, 3.0)
    if on:
        draw_icon(painter, box.adjusted(2, 2, -2, -2), name="check", colour=theme.ink_on(theme.accent))
    kind = "input" if role == "inputs" else "target"
    what = "read by the network" if role == "inputs" else "asked for, one row later"
    if on and len(chosen) == 1:
        return Spot(cell, f"{name} is the only {kind}, {what}; choose another before leaving it out")
    tip = (
        f"{name} is {what}. Click: leave it out"
        if on
        else f"Click: make {name} a{'n' * (kind == 'input')} {kind}, {what}"
    )
    return Spot(cell, tip, Request("toggle-column", (role, name)))


def _row_strip(frame: Frame, page: Page, series: Series, index: int) -> Strip:
    theme = frame.theme
    columns = max(1, int(page.plot.width() // 2))

    def make() -> Strip:
        values, _ = shares(series, columns)
        return build_strip(values[:, [index]], theme=theme, family="value", scale=Scale(1.0))

    return kept(series, ("row strip", index, columns, theme.name), make)


def _grouped(series: Series, rows: int) -> list[range]:
    """The columns in at most `rows` groups of neighbours."""
    count = len(series.columns)
    per = max(1, math.ceil(count / rows))
    return [range(first, min(first + per, count)) for first in range(0, count, per)]


def _draw_map(painter: QPainter, frame: Frame, page: Page, series: Series, front: int) -> list[Spot]:
    """All columns as thin rows, neighbours merged by their mean; marks at the right for what is chosen."""
    theme, field = frame.theme, page.map
    groups = _grouped(series, max(1, int(field.height() // _MAP_ROW)))
    columns = max(1, int(field.width() // 2))

    def make() -> Strip:
        values, _ = shares(series, columns)
        means: Floats = np.stack([np.nan_to_num(values[:, list(group)]).mean(axis=1) for group in groups], axis=1)
        return build_strip(means, theme=theme, family="value", scale=Scale(1.0))

    strip = kept(series, ("map", columns, len(groups), theme.name), make)
    draw_strip(painter, field, strip, theme=theme, gap=0.0)
    painter.setPen(QPen(theme.edge, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(field)
    pitch = field.height() / len(groups)
    spots: list[Spot] = []
    wide = page.plot.left() - page.list_head.left() - 10.0
    middle = next(number for number, group in enumerate(groups) if front in group)
    at = field.top() + (middle + 0.5) * pitch
    marks = [(field.top() + 8.0, series.columns[0]), (field.bottom() - 8.0, series.columns[-1])]
    for y, text in [mark for mark in marks if abs(mark[0] - at) > 20.0] + [(at, series.columns[front])]:
        colour = theme.text1 if y == at else theme.text2
        write(painter, QRectF(page.list_head.left(), y - 11.0, wide, 22.0), text, colour=colour,
              weight=SEMIBOLD if y == at else 400, align=_RIGHT)  # fmt: skip
    painter.setPen(QPen(theme.text1, 1.6))
    painter.drawLine(QPointF(field.left() - 7.0, at), QPointF(field.left() - 1.0, at))
    _, reads, asked = _cells(page, field)
    for role, cell, names in (("inputs", reads, inputs_of(frame.scene)), ("targets", asked, targets_of(frame.scene))):
        lane = QRectF(cell.center().x() - 9.0, field.top(), 18.0, field.height())
        painter.fillRect(lane, theme.header)
        for number, group in enumerate(groups):
            row = QRectF(cell.left(), field.top() + number * pitch, cell.width(), pitch)
            if any(series.columns[one] in names for one in group):
                painter.fillRect(QRectF(lane.left(), row.center().y() - 2.0, 18.0, 4.0), theme.accent)
            spots.append(_map_spot(series, row, group, role=role, names=names))
            if role == "inputs":
                whole = QRectF(field.left(), row.top(), field.width(), pitch)
                spots.append(_map_spot(series, whole, group, role=role, names=names))
    return spots


def _best(series: Series, group: range) -> int:
    """The column of a group that has most to tell: busy nearest to half of the time, else the first."""
    if len(group) == 1 or series.power is None:
        return group[0]
    return min(group, key=lambda one: abs(float(busy(series)[one]) - 0.5))


def _map_spot(series: Series, rect: QRectF, group: range, *, role: str, names: tuple[str, ...]) -> Spot:
    index = _best(series, group)
    name = series.columns[index]
    share = f", busy {percent(float(busy(series)[index]))}" if series.power is not None else ""
    crowd = f" (of {len(group)} neighbours here)" if len(group) > 1 else ""
    kind = "inputs" if role == "inputs" else "targets"
    if name in names and len(names) == 1:
        return Spot(rect, f"{name}{share}{crowd}: the only one among the {kind}")
    verb = f"take it from the {kind}" if name in names else f"make it one of the {kind}"
    return Spot(rect, f"{name}{share}{crowd}. Click: {verb}", Request("toggle-column", (role, name)))
