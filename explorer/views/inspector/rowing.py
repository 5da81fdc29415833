"""Draws one row of the inspector: disc, term, numbers, signed bar, and the link to where it comes from."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.command import Request
from explorer.drawing.flow import draw_tag
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame, Spot
from explorer.views.inspector.layout import INDENT, LINK, MARGIN, Layout, PlacedRow
from explorer.views.inspector.reading import Line, Row
from explorer.views.inspector.writing import write

_BAR_HEIGHT = 12.0


def draw_row(painter: QPainter, frame: Frame, layout: Layout, placed: PlacedRow, spots: list[Spot]) -> None:
    """The row and its spots: the whole row travels where it has a source."""
    theme, row = frame.theme, placed.row
    hovered = frame.hover is not None and placed.rect.contains(frame.hover)
    if hovered:
        painter.fillRect(placed.rect.adjusted(6.0, 1.0, -6.0, -0.5), theme.header)
    request = _request(row.link, row.example)
    spots.append(Spot(placed.rect, row.words(frame.scene), request))
    if row.mark and (row.goes or layout.reading.shown == "uses"):
        write(
            painter,
            QRectF(MARGIN, placed.middle - 12.0, 24.0, 24.0),
            row.mark,
            colour=theme.text3,
            align=Qt.AlignmentFlag.AlignRight,
        )
    elif row.mark:
        draw_tag(painter, QPointF(MARGIN + 11.0, placed.middle), theme=theme, index=int(row.mark))
    _term(painter, frame, placed)
    if (
        (row.goes or layout.reading.shown != "uses")
        and (row.link is not None or not row.goes)
        and not (row.number is None and any(line.remark for line in row.lines) and layout.reading.shown == "factors")
    ):
        bad = row.number is not None and not math.isfinite(row.number)
        text = format_number(row.number, digits=frame.scene.state.digits, signed=row.signed)
        colour = theme.err if bad else theme.text1 if row.number is not None else theme.text3
        write(painter, placed.number, text, colour=colour, weight=MEDIUM, align=Qt.AlignmentFlag.AlignRight)
    for line, rect in zip(row.lines, placed.lines, strict=False):
        used = _line(painter, frame, rect, line, spots) + 10.0 if line.text else 0.0
        if line.remark and (not line.text or text_width(line.remark, font(BODY)) <= rect.width() - used):
            write(
                painter,
                QRectF(rect.left() + used, rect.top(), rect.width() - used, rect.height()),
                line.remark,
                colour=theme.text3,
            )
    if placed.bar is not None:
        _bar(painter, frame, layout, placed)
    if placed.link is not None and request is not None:
        write(
            painter,
            placed.link,
            row.when + LINK if row.when else LINK.strip(),
            colour=theme.accent,
            align=Qt.AlignmentFlag.AlignRight,
            underline=bool(row.when),
        )
        spots.append(Spot(placed.link.adjusted(-8.0, 0.0, 8.0, 0.0), row.words(frame.scene), request))


def _request(link: Selection | None, example: int | None) -> Request | None:
    """Travel to a number; to that of another example only after this one was brought to the screen."""
    if link is None:
        return None
    return Request("travel", link) if example is None else Request("choose-example", example)


def _line(painter: QPainter, frame: Frame, rect: QRectF, line: Line, spots: list[Spot]) -> float:
    """The text of a line, and the width it took; each number that came from somewhere is underlined and leads there."""
    theme = frame.theme
    if not line.pieces or text_width(line.text, font(BODY)) > rect.width():
        return write(painter, rect, line.text, colour=theme.text2)
    x = rect.left()
    for piece in line.pieces:
        width = text_width(piece.text, font(BODY))
        place = QRectF(x, rect.top(), width + 1.0, rect.height())
        request = _request(piece.link, piece.example)
        pointed = request is not None and frame.hover is not None and place.contains(frame.hover)
        write(painter, place, piece.text, colour=theme.accent if pointed else theme.text2)
        if request is not None:
            spots.append(Spot(place, piece.tip, request))
            if not frame.figure:
                painter.setPen(QPen(theme.accent if pointed else theme.edge, 1.0))
                y = place.center().y() + 8.5
                painter.drawLine(QPointF(x, y), QPointF(x + width, y))
        x += width
    return x - rect.left()


def _term(painter: QPainter, frame: Frame, placed: PlacedRow) -> None:
    if placed.formula is None:
        rect = QRectF(INDENT, placed.middle - 12.0, placed.number.right() - INDENT - 70.0, 24.0)
        write(painter, rect, placed.row.text, colour=frame.theme.text2)
        return
    if placed.squeeze == 1.0:
        placed.formula.draw(painter, placed.point, theme=frame.theme)
        return
    painter.save()
    painter.translate(placed.point)
    painter.scale(placed.squeeze, placed.squeeze)
    placed.formula.draw(painter, QPointF(0.0, 0.0), theme=frame.theme)
    painter.restore()


def _bar(painter: QPainter, frame: Frame, layout: Layout, placed: PlacedRow) -> None:
    """The term's share of all magnitudes: right of the zero line where it adds, left where it takes away."""
    bar, row, zero = placed.bar, placed.row, layout.columns.zero
    if bar is None or row.number is None or row.share is None:
        return
    pen = QPen(frame.theme.text3, 1.2)
    pen.setStyle(Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([1.0, 2.6])
    painter.setPen(pen)
    painter.drawLine(QPointF(zero, bar.top()), QPointF(zero, bar.bottom()))
    if not math.isfinite(row.number) or not row.number:
        return
    width = max(1.6, layout.columns.half * min(1.0, row.share))
    left = zero if row.number > 0.0 else zero - width
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(bar_colour(frame, adjoint=_is_adjoint(layout, row), positive=row.number > 0.0))
    painter.drawRect(QRectF(left, bar.center().y() - _BAR_HEIGHT / 2.0, width, _BAR_HEIGHT))


def _is_adjoint(layout: Layout, row: Row) -> bool:
    """Whether what the row is a part of is an adjoint."""
    return layout.reading.focus.adjoint if row.goes is None else row.goes == "adjoint"


def bar_colour(frame: Frame, *, adjoint: bool, positive: bool) -> QColor:
    """The colour of a sign in a family; how large the number is is told by the bar's length."""
    return frame.theme.flow(positive) if adjoint else frame.theme.sign(positive)
