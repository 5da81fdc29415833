"""Draws the table: a row of two lines for every adjoint, worst first, what is not checked yet at the end."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.checking.report import Row
from explorer.command import Request
from explorer.drawing.seen import is_seen
from explorer.drawing.symbol import draw_symbol
from explorer.drawing.writing import RIGHT, write
from explorer.scene import Scene
from explorer.scenery.quantities import short_latex, symbol_words
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame, Spot
from explorer.views.check.head import MARGIN
from explorer.views.check.looks import WIDTH, draw_look
from explorer.views.check.words import LOOKS, checked_words, error_text, place_words, visit

ROW, HEAD, LINE_HEIGHT = 54.0, 48.0, 22.0
GAP, SYMBOL, ERROR = 22.0, 88.0, 68.0


def rows_of(scene: Scene) -> list[tuple[str, Row | None]]:
    """Every adjoint with what was found, worst first; then those that are not checked, in the order of the text."""
    checks = scene.checks
    made = {row.name: row for row in checks.rows} if checks is not None else {}
    known = [(name, row) for name, row in made.items() if name in scene.network.quantities]
    rest = [(name, None) for name in scene.network.quantities if scene.exists(name, True) and name not in made]
    return [*known, *rest]


def table_height(scene: Scene) -> float:
    """Px that all rows take with their head."""
    return HEAD + len(rows_of(scene)) * ROW + 10.0


def _numbers_width(scene: Scene) -> float:
    return text_width(format_number(-0.5, digits=_digits(scene)), font(BODY, MEDIUM)) + 8.0


def _digits(scene: Scene) -> int:
    return max(8, scene.state.digits)


def draw_table(painter: QPainter, frame: Frame, top: float) -> list[Spot]:
    """Paints what is in sight from `top` px on; every row travels to its worst entry."""
    scene, theme = frame.scene, frame.theme
    _draw_head(painter, frame, top)
    spots: list[Spot] = []
    checks = scene.checks
    fresh = checks is not None and checks.of(scene.state.run)
    for number, (name, row) in enumerate(rows_of(scene)):
        rect = QRectF(0.0, top + HEAD + number * ROW, frame.width, ROW)
        request = Request("select", Selection(name, True)) if row is None else visit(row.worst)
        spots.append(Spot(rect, partial(_tip, scene, name, row), request))
        if not is_seen(painter, rect):
            continue
        if frame.hover is not None and rect.contains(frame.hover):
            painter.fillRect(rect, theme.header)
        _draw_row(painter, frame, rect, name, row, faded=not fresh)
        painter.setPen(QPen(theme.line, 1.0))
        painter.drawLine(QPointF(MARGIN, rect.bottom() - 0.5), QPointF(frame.width - MARGIN, rect.bottom() - 0.5))
    return spots


def _columns(frame: Frame) -> list[tuple[float, float]]:
    """Left edges and widths: verdict, symbol, errors, numbers, place."""
    placed, left = [], MARGIN
    for width in (WIDTH, SYMBOL, ERROR, _numbers_width(frame.scene)):
        placed.append((left, width))
        left += width + GAP
    return [*placed, (left, max(60.0, frame.width - MARGIN - left))]


def _draw_head(painter: QPainter, frame: Frame, top: float) -> None:
    heads = (
        ("verdict", ""),
        ("adjoint", ""),
        ("relative", "absolute"),
        ("derived", "numeric"),
        ("worst at", "checked"),
    )
    for number, ((left, width), (upper, lower)) in enumerate(zip(_columns(frame), heads, strict=True)):
        align = {"align": RIGHT} if number in (2, 3) else {}
        write(painter, QRectF(left, top + 2.0, width, LINE_HEIGHT), upper, colour=frame.theme.text2, **align)
        if lower:
            write(painter, QRectF(left, top + 22.0, width, LINE_HEIGHT), lower, colour=frame.theme.text2, **align)
    painter.setPen(QPen(frame.theme.line, 1.0))
    painter.drawLine(QPointF(MARGIN, top + HEAD - 0.5), QPointF(frame.width - MARGIN, top + HEAD - 0.5))


def _draw_row(painter: QPainter, frame: Frame, rect: QRectF, name: str, row: Row | None, *, faded: bool) -> None:
    scene, theme = frame.scene, frame.theme
    verdict, symbol, errors, numbers, place = _columns(frame)
    upper, lower = rect.top() + 5.0, rect.top() + 26.0
    look = "absent" if row is None else LOOKS[row.verdict]
    draw_look(painter, QRectF(verdict[0], rect.top(), verdict[1], ROW), look, theme=theme, faded=faded)
    latex = short_latex(scene.network, name, adjoint=True)
    draw_symbol(painter, QPointF(symbol[0], rect.center().y() + 5.5), latex, colour=theme.text1)
    if row is None:
        return
    ink, strong = (theme.text3, theme.text3) if faded else (theme.text2, theme.text1)
    worst, digits = row.worst, _digits(scene)

    def right(column: tuple[float, float], y: float, words: str, *, main: bool) -> None:
        cell = QRectF(column[0], y, column[1], LINE_HEIGHT)
        write(painter, cell, words, colour=strong if main else ink, weight=MEDIUM if main else 400, align=RIGHT)

    right(errors, upper, error_text(row.relative_error), main=True)
    right(errors, lower, error_text(worst.absolute_error), main=False)
    right(numbers, upper, format_number(worst.derived, digits=digits), main=True)
    right(numbers, lower, format_number(worst.numeric, digits=digits), main=False)
    write(painter, QRectF(place[0], upper, place[1], LINE_HEIGHT), place_words(scene, worst), colour=strong)
    write(painter, QRectF(place[0], lower, place[1], LINE_HEIGHT), checked_words(row), colour=ink)


def _tip(scene: Scene, name: str, row: Row | None) -> str:
    symbol = symbol_words(scene, name, adjoint=True, moment=None)
    if row is None:
        return f"{symbol}: not checked yet. Click to look at it."
    said = [f"{symbol}: {LOOKS[row.verdict]}, {checked_words(row)} entries checked one by one"]
    if row.direction_error is not None:
        said.append(f"along a random direction over all entries: relative error {error_text(row.direction_error)}")
    if row.not_smooth:
        said.append(f"{row.not_smooth} of them at a kink: no derivative there")
    said.append(
        f"worst at {place_words(scene, row.worst)}: derived {row.worst.derived:.9g}, numeric {row.worst.numeric:.9g}, "
        f"the numeric value is certain to ±{error_text(row.worst.uncertainty)}"
    )
    return "\n".join([*said, "Errors are relative to the largest number of the adjoint. Click to travel there."])
