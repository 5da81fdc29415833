"""The current example moment by moment: what the network reads, what it should answer, and where the cursor stands."""

from functools import lru_cache, partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.exchange.series import Series
from engine.notation.symbols import symbol_latex
from explorer.command import Request
from explorer.drawing.formula import Formula, typeset
from explorer.drawing.strip import Strip, build_strip, column_rect, columns_that_fit, draw_strip
from explorer.drawing.writing import write
from explorer.scene import Scene
from explorer.theme.numbers import format_number, format_short
from explorer.theme.scale import Scale
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.data.memory import kept
from explorer.views.data.page import Page
from explorer.views.data.picture import pictured
from explorer.views.data.plot import row_x
from explorer.views.data.shown import inputs_of, row_words, targets_of

_CENTRE = Qt.AlignmentFlag.AlignHCenter
_SYMBOL = 17.0
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10**9)


@lru_cache(maxsize=8)
def _symbol(latex: str) -> Formula:
    return typeset(latex, _SYMBOL)


def _strip(frame: Frame, name: str, columns: int) -> Strip:
    """One sequence of the current example as a strip on the scale of all of its numbers."""
    scene, theme = frame.scene, frame.theme

    def make() -> Strip:
        values = np.asarray(scene.whole(name, False), dtype=np.float64)
        scale = Scale(max(1.0, scene.limit(name, False)))
        return build_strip(
            values.reshape(len(values), -1), theme=theme, family="value", scale=scale, max_columns=columns
        )

    return kept(scene.trace, ("strip", name, scene.state.example, columns, theme.name), make)


def draw_moments(painter: QPainter, frame: Frame, page: Page, series: Series) -> list[Spot]:
    """The current example: moments across, inputs above targets, the cursor's moment in amber."""
    scene, theme = frame.scene, frame.theme
    moments = scene.trace.moments
    if moments is None or not scene.prepared.starts:
        return []
    reads, asked = (scene.network.having(role)[0].name for role in ("input", "target"))
    most = columns_that_fit(page.reads.width())
    for name, rect, names in (
        (reads, page.reads, inputs_of(scene)),
        (asked, page.asked, targets_of(scene)),
    ):
        key = (name, scene.state.example, names, theme.name)
        left = page.head.left()
        area = QRectF(left, rect.top() - 1.0, rect.right() - left + 1.0, rect.height() + 2.0)
        paint = partial(_draw_sequence, frame=frame, name=name, rect=rect, names=names, left=left)
        pictured(painter, scene.trace, key, rect=area, paint=paint)
    per = -(-moments // most)
    columns = -(-moments // per)
    return _draw_axis(painter, frame, page, columns, per) + _column_spots(frame, page, series, columns, per)


def _draw_sequence(
    painter: QPainter, *, frame: Frame, name: str, rect: QRectF, names: tuple[str, ...], left: float
) -> None:
    """One sequence of the current example: symbol, names of its columns, cells with numbers."""
    scene, theme = frame.scene, frame.theme
    strip = _strip(frame, name, columns_that_fit(rect.width()))
    draw_strip(painter, rect, strip, theme=theme)
    painter.setPen(QPen(theme.edge, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
    symbol = _symbol(f"{symbol_latex(name, scene.network)}^t")
    high = rect.height() / max(strip.units, 1)
    named = 1 < strip.units == len(names) and high >= 20.0
    at = left if named else rect.left() - 10.0 - symbol.size.width()
    symbol.draw(painter, QPointF(at, rect.center().y() + 5.0), theme=theme)
    for unit, column in enumerate(names if named else ()):
        place = QRectF(left + 28.0, rect.top() + unit * high, rect.left() - left - 36.0, high)
        write(painter, place, column, colour=theme.text2, align=Qt.AlignmentFlag.AlignRight)
    if strip.moments_per_column == 1:
        _draw_numbers(painter, frame, name, rect)


def _draw_numbers(painter: QPainter, frame: Frame, name: str, rect: QRectF) -> None:
    """The numbers in the cells, where they have room."""
    values = np.asarray(frame.scene.whole(name, False), dtype=np.float64)
    values = values.reshape(len(values), -1)
    high, wide = rect.height() / values.shape[1], rect.width() / len(values)
    whole = bool(np.isin(values, (0.0, 1.0)).all())
    if high < 18.0 or wide < (14.0 if whole else 30.0):
        return
    scale = Scale(max(1.0, frame.scene.limit(name, False)))
    painter.setFont(font(BODY, MEDIUM))
    for moment in range(len(values)):
        cell = column_rect(rect, len(values), moment)
        for unit, value in enumerate(values[moment].tolist()):
            painter.setPen(frame.theme.tide.ink(scale.fraction(value)))
            text = f"{value:.0f}" if whole else format_short(value, signed=False)
            place = QRectF(cell.left(), rect.top() + unit * high, cell.width(), high)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), text)


def _cursor_box(frame: Frame, page: Page, columns: int, per: int) -> tuple[QRectF, QRectF] | None:
    """The amber box on the moments' axis and the column below it; None in a figure, which has no cursor."""
    cursor = frame.scene.moment
    if cursor is None or frame.figure:
        return None
    cell = column_rect(page.reads, columns, min(cursor // per, columns - 1))
    width = max(26.0, text_width(str(cursor + 1), font(BODY, SEMIBOLD)) + 12.0)
    left = min(max(cell.center().x() - width / 2.0, page.moments.left() - 4.0), page.moments.right() + 4.0 - width)
    column = QRectF(cell.left() - 0.8, cell.top() - 1.0, cell.width() + 1.6, page.asked.bottom() - cell.top() + 2.0)
    return QRectF(left, page.moments.top() + 1.0, width, page.moments.height() - 3.0), column


def _draw_axis(painter: QPainter, frame: Frame, page: Page, columns: int, per: int) -> list[Spot]:
    """The moments' numbers, from 1; the cursor's in an amber box, with a frame below it and a line in the plot."""
    scene, theme, rect = frame.scene, frame.theme, page.moments
    moments = scene.trace.moments or 1
    pitch = rect.width() / columns / per
    widest = text_width(str(moments), font()) + 10.0
    every = next(step for step in _STEPS if step * pitch >= widest)
    marked = _cursor_box(frame, page, columns, per)
    write(painter, QRectF(rect.left() - 34.0, rect.top(), 24.0, rect.height()), "t", colour=theme.text2,
          align=Qt.AlignmentFlag.AlignRight)  # fmt: skip
    for moment in [0, *range(every - 1, moments, every)] if every > 2 else range(0, moments, every):
        centre = column_rect(page.reads, columns, moment // per).center().x()
        label = QRectF(centre - widest / 2.0, rect.top(), widest, rect.height())
        if marked is None or not label.adjusted(4.0, 0.0, -4.0, 0.0).intersects(marked[0]):
            write(painter, label, str(moment + 1), colour=theme.text2, align=_CENTRE)
    series, cursor = scene.prepared.series, scene.moment
    if marked is None or series is None or cursor is None:
        return []
    box, column = marked
    painter.setPen(QPen(theme.next_edge, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(column)
    x = row_x(page.plot, len(series.rows), scene.prepared.starts[scene.state.example] + cursor + 0.5)
    painter.drawLine(QPointF(x, page.plot.top()), QPointF(x, max(page.strip.bottom(), page.plot.bottom())))
    painter.setBrush(theme.next)
    painter.drawRoundedRect(box, 5.0, 5.0)
    write(painter, box, str(cursor + 1), colour=theme.next_text, weight=SEMIBOLD, align=_CENTRE)
    return [Spot(box, f"The cursor stands at t = {cursor + 1}", Request("go-to-moment", cursor), drag=True)]


def _column_spots(frame: Frame, page: Page, series: Series, columns: int, per: int) -> list[Spot]:
    """One spot for each moment, or stretch of moments, over both strips."""
    scene = frame.scene
    key = ("moment spots", scene.state.example, page.moments.getRect(), page.asked.bottom(), scene.state.digits)
    return kept(scene.trace, key, lambda: _make_spots(scene, page, series, columns, per))


def _make_spots(scene: Scene, page: Page, series: Series, columns: int, per: int) -> list[Spot]:
    start, moments = scene.prepared.starts[scene.state.example], scene.trace.moments or 1
    spots = []
    for column in range(columns):
        moment = column * per
        rect = column_rect(page.reads, columns, column)
        area = QRectF(rect.left(), page.moments.top(), rect.width() + 1.6, page.asked.bottom() - page.moments.top())
        lines = [f"t = {moment + 1}: {row_words(series, start + moment)}"]
        given, wanted = scene.network.having("input")[0], scene.network.having("target")[0]
        for name, what, names in (
            (given.name, "read", inputs_of(scene)),
            (wanted.name, "asked for, one row later", targets_of(scene)),
        ):
            values = np.asarray(scene.whole(name, False)[moment], dtype=np.float64).ravel()
            texts = [format_number(float(value), digits=scene.state.digits, signed=False) for value in values[:4]]
            told = ", ".join(f"{band} {text}" for band, text in zip(names, texts, strict=False))
            lines.append(f"{name}, {what}: {told}{' …' * (len(values) > 4)}")
        if per > 1:
            lines[0] += f", first of {min(per, moments - moment)} moments here"
        lines.append("Click or drag: cursor to this moment")
        spots.append(Spot(area, "\n".join(lines), Request("go-to-moment", moment), drag=True))
    return spots
