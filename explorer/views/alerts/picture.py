"""Draws the alerts: kind by kind with glyph, word and colour, each row with where it is met first and next."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.checking.alerts import KINDS, LOOKED_FOR, Alert, Kind
from explorer.command import Request
from explorer.drawing.formula import safe_typeset
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import LINE, RIGHT, wrapped, write, write_lines
from explorer.scenery.alerts import alerts
from explorer.scenery.quantities import short_latex
from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.alerts.words import LOOKS, colour, count_words, detail_words, heading, place_words

MARGIN = 14.0
_HEAD, _ROW = 34.0, 58.0
_INDENT = 40.0
_SYMBOL = 64.0
_NEXT = "next"
_QUIET = "Nothing is unsound in this run. Looked for over all moments and examples:"
_AHEAD = "not computed yet"


@dataclass(frozen=True, slots=True)
class Group:
    """The alerts of a kind, with the places of the heading and of the rows."""

    kind: Kind
    head: QRectF
    rows: tuple[tuple[Alert, QRectF], ...]


def _groups(frame: Frame) -> tuple[Group, ...]:
    found = alerts(frame.scene)
    y, groups = 4.0, []
    for kind in KINDS:
        own = [alert for alert in found if alert.kind == kind]
        if own:
            head = QRectF(0.0, y, frame.width, _HEAD)
            rows = tuple((alert, QRectF(0.0, y + _HEAD + n * _ROW, frame.width, _ROW)) for n, alert in enumerate(own))
            groups.append(Group(kind, head, rows))
            y += _HEAD + len(own) * _ROW + 6.0
    return tuple(groups)


def height(frame: Frame) -> float:
    """As high as all rows need, or the words that say what was looked for."""
    groups = _groups(frame)
    if not groups:
        return 16.0 + LINE * sum(len(lines) for lines in _quiet(frame)) + 8.0 * len(KINDS)
    return groups[-1].rows[-1][1].bottom() + 8.0


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints all alerts of the run; a click on one travels to its first number."""
    groups = _groups(frame)
    painter.save()
    spots: list[Spot] = []
    if not groups:
        _draw_quiet(painter, frame)
    for group in groups:
        _draw_heading(painter, frame, group)
        for alert, rect in group.rows:
            spots += _draw_row(painter, frame, alert, rect)
    painter.restore()
    return spots


def _quiet(frame: Frame) -> tuple[tuple[str, ...], ...]:
    room = frame.width - 2.0 * MARGIN
    return (wrapped(_QUIET, room), *(wrapped(f"{LOOKED_FOR[kind]}.", room - 26.0) for kind in KINDS))


def _draw_quiet(painter: QPainter, frame: Frame) -> None:
    """That there is nothing, and what was looked for."""
    first, *others = _quiet(frame)
    write_lines(painter, QPointF(MARGIN, 6.0), first, colour=frame.theme.text1)
    y = 6.0 + LINE * len(first) + 8.0
    for kind, lines in zip(KINDS, others, strict=True):
        draw_icon(painter, QRectF(MARGIN, y + 3.0, 16.0, 16.0), name=LOOKS[kind].icon, colour=frame.theme.text3)
        write_lines(painter, QPointF(MARGIN + 26.0, y), lines, colour=frame.theme.text2)
        y += LINE * len(lines) + 8.0


def _draw_heading(painter: QPainter, frame: Frame, group: Group) -> None:
    theme, rect = frame.theme, group.head
    ink = colour(group.kind, theme)
    draw_icon(painter, QRectF(MARGIN, rect.center().y() - 9.0, 18.0, 18.0), name=LOOKS[group.kind].icon, colour=ink)
    words = heading(group.kind, len(group.rows))
    write(painter, rect.adjusted(_INDENT, 0.0, -MARGIN, 0.0), words, colour=ink, weight=SEMIBOLD)


def _draw_row(painter: QPainter, frame: Frame, alert: Alert, rect: QRectF) -> list[Spot]:
    """Symbol and how many; below it how bad, where first; at the right the links."""
    scene, theme = frame.scene, frame.theme
    ahead = alert.positions[0] > scene.position
    strong, weak = (theme.text3, theme.text3) if ahead else (theme.text1, theme.text2)
    if frame.hover is not None and rect.contains(frame.hover):
        painter.fillRect(rect.adjusted(6.0, 1.0, -6.0, -1.0), theme.header)
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(QPointF(MARGIN, rect.top()), QPointF(frame.width - MARGIN, rect.top()))
    upper = QRectF(_INDENT, rect.top() + 4.0, rect.width() - _INDENT - MARGIN, 26.0)
    lower = upper.translated(0.0, 25.0)
    symbol = safe_typeset(short_latex(scene.network, alert.name, adjoint=alert.adjoint), alert.name, 17.0)
    symbol.draw_in(painter, upper, colour=strong)
    several = len(alert.positions) > 1
    link = QRectF(upper.right() - text_width(_NEXT, font()), upper.top(), text_width(_NEXT, font()), 26.0)
    left = upper.left() + max(symbol.size.width() + 12.0, _SYMBOL)
    room = QRectF(left, upper.top(), link.left() - 10.0 - left, 26.0)
    detail = detail_words(alert)
    said = (f"{count_words(alert)}, {detail}".removeprefix(", "), count_words(alert) or detail)
    words = next((each for each in said if text_width(each, font(BODY, MEDIUM)) <= room.width()), said[-1])
    write(painter, room, words, colour=strong, weight=MEDIUM)
    where = place_words(scene, alert)
    first = f"first: {where}, {format_number(alert.first.number, digits=scene.state.digits)}".replace(": ,", ":")
    note = text_width(_AHEAD, font()) + 10.0 if ahead else 0.0
    write(painter, lower.adjusted(0.0, 0.0, -note, 0.0), first, colour=weak if ahead else theme.accent)
    if ahead:
        write(painter, lower, _AHEAD, colour=weak, align=RIGHT)
    key = (alert.kind, alert.name, alert.adjoint)
    tip = f"{alert.first.words} is {alert.first.number:.6g}\n{count_words(alert)}: {alert.detail}\n"
    tip += f"Looked for: {LOOKED_FOR[alert.kind]}\nClick: travel to the first"
    spots = [Spot(rect, tip.replace("\n: ", "\n"), Request("first-alert", key), Request("next-alert", key))]
    if several and not frame.figure:
        write(painter, link, _NEXT, colour=theme.accent)
        spots.append(Spot(link.adjusted(-8.0, -3.0, 8.0, 3.0), "Travel to the next one", Request("next-alert", key)))
    return spots
