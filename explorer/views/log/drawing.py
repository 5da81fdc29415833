"""Draws the log: a row a message, with its moment; those ahead of the cursor are only counted."""

from bisect import bisect_right

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.stepping.breakpoint import Breakpoint
from engine.stepping.halting import LogRow
from engine.stepping.place import Place
from explorer.command import Request
from explorer.drawing.seen import is_seen
from explorer.drawing.writing import RIGHT, elided_middle, wrapped, write
from explorer.scenery.breaking import title
from explorer.scenery.halts import logs_of
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame, LaterSpots, Spot

MARGIN, ROW, TOP = 14.0, 30.0, 32.0
_MOMENT = 74.0


def _shown(frame: Frame) -> tuple[list[tuple[LogRow, Breakpoint]], int]:
    """What is logged up to the cursor, and how much comes after it."""
    found = logs_of(frame.scene)
    known = bisect_right([row.position for row, _ in found], frame.scene.position)
    return list(found[:known]), len(found) - known


def _ahead(frame: Frame, ahead: int, known: int) -> str:
    if ahead:
        return f"{ahead} more ahead of the cursor" if known else f"— nothing yet: {ahead} ahead of the cursor"
    return "" if known else "— nothing is logged in this run"


def height(frame: Frame) -> float:
    """As high as the rows need, with the links above and what is ahead below."""
    known, ahead = _shown(frame)
    return TOP + len(known) * ROW + (ROW if _ahead(frame, ahead, len(known)) else 0.0) + 6.0


def follow(frame: Frame) -> QRectF | None:
    """The latest message, to be kept in sight."""
    known, _ = _shown(frame)
    return QRectF(0.0, TOP + (len(known) - 1) * ROW, frame.width, ROW) if known else None


def draw(painter: QPainter, frame: Frame) -> LaterSpots:
    """Paints the messages that meet the painter's clip."""
    painter.save()
    theme = frame.theme
    known, ahead = _shown(frame)
    for words, _, rect in _links(frame):
        write(painter, rect, words, colour=theme.accent)
    for number, (row, _) in enumerate(known):
        rect = QRectF(0.0, TOP + number * ROW, frame.width, ROW)
        if is_seen(painter, rect):
            _draw_row(painter, frame, rect, row)
    below = QRectF(MARGIN, TOP + len(known) * ROW, frame.width - 2.0 * MARGIN, ROW)
    write(painter, below, _ahead(frame, ahead, len(known)), colour=theme.text2)
    painter.restore()
    return LaterSpots(lambda: _spots(frame, known))


def _draw_row(painter: QPainter, frame: Frame, rect: QRectF, row: LogRow) -> None:
    theme = frame.theme
    newest = row.position == frame.scene.position
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(QPointF(MARGIN, rect.bottom()), QPointF(rect.right() - MARGIN, rect.bottom()))
    when = f"{row.position:,}" if row.moment is None else f"t = {row.moment + 1}"
    write(painter, QRectF(0.0, rect.top(), _MOMENT - 14.0, ROW), when, colour=theme.text2, align=RIGHT)
    place = QRectF(_MOMENT, rect.top(), rect.right() - MARGIN - _MOMENT, ROW)
    write(painter, place, row.message, colour=theme.text1, weight=SEMIBOLD if newest else 400)


def _links(frame: Frame) -> list[tuple[str, Breakpoint, QRectF]]:
    """A way out for each logpoint that is on: words, the logpoint, and the place."""
    if frame.figure:
        return []
    points = [one for one in frame.scene.state.breakpoints if one.log and one.enabled]
    found: list[tuple[str, Breakpoint, QRectF]] = []
    left = MARGIN
    for one in points:
        words = "Save as CSV…" if len(points) == 1 else f"Save {title(frame.scene, one)}…"
        words = elided_middle(words, max(60.0, frame.width - 2.0 * MARGIN))
        width = text_width(words, font(BODY))
        if found and left + width > frame.width - MARGIN:
            break
        found.append((words, one, QRectF(left, 0.0, width, TOP)))
        left += width + 20.0
    return found


def _spots(frame: Frame, known: list[tuple[LogRow, Breakpoint]]) -> list[Spot]:
    spots = [
        Spot(rect, "All that it logs in the whole run, with every number in full", Request("save-log", one))
        for _, one, rect in _links(frame)
    ]
    for number, (row, one) in enumerate(known):
        rect = QRectF(0.0, TOP + number * ROW, frame.width, ROW)
        tip = f"{title(frame.scene, one)}, after {row.position:,} lines\n{' '.join(wrapped(row.message, 600.0))}"
        spots.append(Spot(rect, f"{tip}\nClick: go there", Request("go", Place(row.position))))
    return spots
