"""The top of the timeline: legends, the remark on strips left out, the numbers of the moments, the cursor."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from explorer.drawing.formula import typeset
from explorer.drawing.legend import draw_absent_legend, draw_legend, legend_width
from explorer.drawing.raster import device_scale
from explorer.drawing.strip import column_rect
from explorer.theme.type import BODY, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame
from explorer.views.timeline.layout import AXIS, LEGEND, MARGIN, SECTION, Layout
from explorer.views.timeline.memory import kept
from explorer.views.timeline.tracks import Track, scale_of, words

_SPACE = 26.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_BARS = (84.0, 64.0, 48.0)
_ABSENT = ("— not computed yet", "— not yet", "")


@dataclass(frozen=True, slots=True)
class _Item:
    width: float
    draw: Callable[[QPointF], object]


def remark_text(frame: Frame, layout: Layout) -> str:
    """What stands at the right of the legends: how many strips there are, or how to see fewer again; "" for nothing."""
    if frame.figure:
        return ""
    if layout.hidden:
        return f"{len(layout.rows) + layout.hidden} strips ▸"
    return "fewer strips ◂" if SECTION in frame.scene.state.folded else ""


def remark_rect(frame: Frame, layout: Layout) -> QRectF:
    """Where the remark stands."""
    width = text_width(remark_text(frame, layout), font(BODY, REGULAR)) + 12.0
    return QRectF(frame.width - MARGIN - width, 0.0, width, LEGEND)


def draw_top(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """Legends and remarks in one row, as wide as fits."""
    scale = device_scale(painter)
    if scale is None:
        _draw_top(painter, frame, layout)
        return
    key = (
        "top",
        frame.theme.name,
        frame.width,
        frame.figure,
        len(layout.rows),
        layout.hidden,
        layout.per_column,
        scale,
        SECTION in frame.scene.state.folded,
    )
    picture = kept(frame.scene.trace, key, lambda: _picture(frame, layout, scale))
    painter.drawImage(QRectF(0.0, 0.0, picture.width() / scale, picture.height() / scale), picture)


def _picture(frame: Frame, layout: Layout, scale: float) -> QImage:
    """The row of legends in device pixels: hundreds of rectangles that stay the same while stepping."""
    picture = QImage(
        math.ceil(frame.width * scale), math.ceil(LEGEND * scale), QImage.Format.Format_ARGB32_Premultiplied
    )
    picture.fill(frame.theme.panel)
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    _draw_top(painter, frame, layout)
    painter.end()
    return picture


def _draw_top(painter: QPainter, frame: Frame, layout: Layout) -> None:
    painter.setFont(font(BODY, REGULAR))
    room = frame.width - 2.0 * MARGIN
    remark = remark_text(frame, layout)
    if remark:
        rect = remark_rect(frame, layout)
        painter.setPen(frame.theme.accent)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), remark)
        room -= rect.width() + _SPACE / 2.0
    merged = f"{layout.per_column} moments per column, largest" if layout.per_column > 1 else ""
    if merged:
        width = text_width(merged, painter.font())
        room -= width + _SPACE
        painter.setPen(frame.theme.text2)
        painter.drawText(QRectF(MARGIN + room + _SPACE, 0.0, width + 2.0, LEGEND), _CENTRE, merged)
    sparse = [(bar, absent) for absent in _ABSENT for bar in _BARS]
    options = (_items(painter, frame, layout, bar, absent) for bar, absent in sparse)
    items = next((items for items in options if sum(item.width + _SPACE for item in items) - _SPACE <= room), None)
    narrow = items is None
    left, space = MARGIN, _SPACE / 2.0 if narrow else _SPACE
    for item in items if items is not None else _items(painter, frame, layout, 32.0, ""):
        if narrow and left + item.width > MARGIN + room:
            break  # better no legend than two on top of each other
        item.draw(QPointF(left, LEGEND / 2.0))
        left += item.width + space


def _items(painter: QPainter, frame: Frame, layout: Layout, bar: float, absent: str) -> list[_Item]:
    """A legend for every map and scale in use, and for what is absent."""
    items: list[_Item] = []
    shown = [row.track for row in layout.rows]
    own = [track for track in shown if track.block == "given" and track.family == "value"]
    scales = {(track.family, scale_of(frame.scene, track)): track for track in reversed(shown)}
    for family, scale in reversed(scales):
        same = [other for other in own if scale_of(frame.scene, other) == scale]
        others = any(
            other.family == family and other not in same and scale_of(frame.scene, other) == scale for other in shown
        )
        label = {"value": "values", "gate": _gate_label(frame, shown), "adjoint": "adjoints"}[family]
        if same and not others and family == "value":
            label = ", ".join(words(frame.scene, other) for other in same)
        width = legend_width(family=family, scale=scale, label=label, bar=bar)

        def draw(point: QPointF, family: str = family, scale: object = scale, label: str = label) -> object:
            return draw_legend(painter, point, theme=frame.theme, family=family, scale=scale, label=label, bar=bar)  # type: ignore[arg-type]

        items.append(_Item(width, draw))
    if absent:
        width = 37.0 + text_width(absent, font(BODY, REGULAR))
        items.append(_Item(width, lambda point: draw_absent_legend(painter, point, theme=frame.theme, label=absent)))
    return items


def _gate_label(frame: Frame, shown: list[Track]) -> str:
    """ "gates" with the names of what else lies in 0…1 and shares their map."""
    given = [words(frame.scene, track) for track in shown if track.block == "given" and track.family == "gate"]
    gates = ["gates"] if any(track.family == "gate" and track.block != "given" for track in shown) else []
    return ", ".join(gates + given)


def draw_moments(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """The numbers of the moments, counted from 1, as many as have room, and the box of the cursor."""
    theme, middle = frame.theme, LEGEND + AXIS / 2.0 - 1.0
    regular = font(BODY, REGULAR)
    t = typeset("t", 17.0)
    t.draw(painter, QPointF(layout.left - 10.0 - t.size.width(), middle + 5.0), theme=theme)
    widest = text_width(str(layout.moments), regular) + 10.0
    pitch = (layout.right - layout.left) / layout.columns / layout.per_column
    step = next(
        (size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if size * pitch >= widest), 10000
    )
    labels = sorted({1, *range(step if step != 2 else 1, layout.moments + 1, step)})
    moment = frame.scene.moment
    box = None if moment is None else cursor_box(layout, moment)
    hovered = None if frame.hover is None or frame.hover.y() < LEGEND else layout.column_under(frame.hover.x())
    painter.setFont(regular)
    painter.setPen(theme.text2)
    last = -1e9
    for label in labels:
        x = layout.centre(label - 1)
        rect = QRectF(x - widest / 2.0, middle - 11.0, widest, 22.0)
        if (box is not None and rect.adjusted(4, 0, -4, 0).intersects(box)) or x - last < widest - 4.0:
            continue
        last = x
        if layout.column(label - 1) == hovered and layout.per_column == 1:
            painter.setPen(theme.text1)
        painter.drawText(rect, _CENTRE, str(label))
        painter.setPen(theme.text2)
    if moment is not None and box is not None:
        _draw_cursor_box(painter, frame, box, moment)


def cursor_box(layout: Layout, moment: int) -> QRectF:
    """The box around the number of the cursor's moment."""
    width = max(text_width(str(moment + 1), font(BODY, SEMIBOLD)) + 12.0, 28.0)
    return QRectF(layout.centre(moment) - width / 2.0, LEGEND + 1.0, width, 20.0)


def _draw_cursor_box(painter: QPainter, frame: Frame, box: QRectF, moment: int) -> None:
    theme = frame.theme
    painter.setFont(font(BODY, SEMIBOLD))
    if frame.figure:
        # A figure has no amber: a triangle marks the moment.
        painter.setPen(theme.text1)
        painter.drawText(box, _CENTRE, str(moment + 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.text1)
        x, y = box.center().x(), box.bottom() + 2.0
        painter.drawPolygon(QPolygonF([QPointF(x - 4.0, y - 5.0), QPointF(x + 4.0, y - 5.0), QPointF(x, y)]))
        return
    painter.setPen(QPen(theme.next_edge, 1.6))
    painter.setBrush(theme.next)
    painter.drawRoundedRect(box, 5.0, 5.0)
    painter.setPen(theme.next_text)
    painter.drawText(box, _CENTRE, str(moment + 1))


def draw_cursor(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """The one line through everything at the cursor's moment."""
    moment = frame.scene.moment
    if moment is None or frame.figure:
        return
    x = layout.centre(moment)
    painter.setPen(QPen(frame.theme.next_edge, 1.6))
    painter.drawLine(QPointF(x, cursor_box(layout, moment).bottom()), QPointF(x, layout.bottom))


def draw_hover(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """A thin ring around the cell under the mouse."""
    if frame.hover is None or frame.figure:
        return
    column = layout.column_under(frame.hover.x())
    for row in layout.rows:
        if column is not None and row.rect.top() <= frame.hover.y() <= row.rect.bottom():
            painter.setPen(QPen(frame.theme.text1, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(column_rect(row.rect, layout.columns, column))
