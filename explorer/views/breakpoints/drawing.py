"""Draws the list: a switch, the mark, what it is, how often it was hit, its texts, and what can be done with all."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from engine.stepping.breakpoint import Breakpoint
from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.drawing.marks import draw_breakpoint
from explorer.drawing.seen import is_seen
from explorer.drawing.tick_box import draw_tick_box
from explorer.drawing.writing import LINE, elided, wrapped, write, write_lines
from explorer.scenery.breaking import kind_of
from explorer.scenery.breaking_fields import condition_field
from explorer.scenery.watching import suggestions
from explorer.theme.type import BODY, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot, of_row
from explorer.views.breakpoints.rows import Part, Row, rows_of

MARGIN, BOX, CROSS = 14.0, 18.0, 32.0
HEAD, PARTS, FOOT = 32.0, 24.0, 2.0
LEFT = MARGIN + BOX + 34.0
"""Where titles begin: behind the switch and the mark."""
_BETWEEN = 14.0
HOW = (
    "Click left of a line's number in the Program: Continue then stops before that line runs, and in reverse as well. "
    "Or stop wherever a condition begins to hold"
)


def height(frame: Frame) -> float:
    """As high as the rows need."""
    rows = rows_of(frame.scene)
    top = sum(row_height(frame, row) for row in rows) if rows else _how_height(frame)
    return top + 16.0 + 32.0 * len(_link_rows(frame))


def _how(frame: Frame) -> tuple[str, ...]:
    """How to make one, with a condition that fits the network."""
    example = next(iter(suggestions(frame.scene)), "")
    return wrapped(f"{HOW}, such as {example} < 1e-6." if example else f"{HOW}.", frame.width - 2.0 * MARGIN)


def _how_height(frame: Frame) -> float:
    return len(_how(frame)) * LINE + 14.0


def row_height(frame: Frame, row: Row) -> float:
    """The title, its texts, and what is to be said."""
    return HEAD + (PARTS if row.parts else 0.0) + LINE * len(_said(frame, row)) + FOOT


def follow(frame: Frame) -> QRectF | None:
    """The row of the breakpoint for which the run halts here, to be kept in sight."""
    top = 0.0
    for row in rows_of(frame.scene):
        height = row_height(frame, row)
        if row.stopped:
            return QRectF(0.0, top, frame.width, height)
        top += height
    return None


def _said(frame: Frame, row: Row) -> tuple[str, ...]:
    return wrapped(row.refused or row.stopped, frame.width - LEFT - MARGIN)


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints the rows and what can be done with all of them; without one, how to make one."""
    painter.save()
    rows, spots, top = rows_of(frame.scene), list[Spot](), 0.0
    if not rows:
        write_lines(painter, QPointF(MARGIN, 10.0), _how(frame), colour=frame.theme.text2)
        top = _how_height(frame)
    for row in rows:
        rect = QRectF(0.0, top, frame.width, row_height(frame, row))
        if is_seen(painter, rect):
            places: list[Spot] = []
            _draw_row(painter, frame, rect, row, places)
            one = row.breakpoint
            spots += of_row(
                places, remove=Request("remove-breakpoint", one), switch=Request("switch-breakpoint", one)
            )  # fmt: skip
        top = rect.bottom()
    if not frame.figure:
        _draw_links(painter, frame, top + 6.0, spots)
    painter.restore()
    return spots


def _ink(frame: Frame, *, on: bool) -> QColor:
    return frame.theme.text1 if on else frame.theme.text3


def _draw_row(painter: QPainter, frame: Frame, rect: QRectF, row: Row, spots: list[Spot]) -> None:
    theme, breakpoint = frame.theme, row.breakpoint
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(QPointF(MARGIN, rect.bottom()), QPointF(rect.right() - MARGIN, rect.bottom()))
    ways = "" if row.refused or row.count.endswith(" 0") else "Click: to the next hit, after the last to the first"
    spots.append(Spot(rect, f"{row.title}\n{ways or 'never hit in this run'}", Request("next-hit", breakpoint)))
    box = QRectF(MARGIN, rect.top() + (HEAD - BOX) / 2.0, BOX, BOX)
    draw_tick_box(painter, box, on=breakpoint.enabled, theme=frame.theme)
    tip = "It counts. Click: switch it off" if breakpoint.enabled else "Switched off. Click: switch it on"
    spots.append(Spot(box.adjusted(-7.0, -7.0, 7.0, 7.0), tip, Request("switch-breakpoint", breakpoint)))
    draw_breakpoint(painter, QPointF(box.right() + 17.0, box.center().y()), theme=theme, kind=kind_of(breakpoint))
    right = rect.right() - MARGIN
    if not frame.figure:
        cross = QRectF(rect.right() - 6.0 - CROSS, rect.top(), CROSS, HEAD)
        draw_icon(painter, cross.adjusted(9.5, 9.5, -9.5, -9.5), name="cross", colour=theme.text2)
        spots.append(Spot(cross, "Remove it; undo brings it back", Request("remove-breakpoint", breakpoint)))
        right = cross.left()
    count = text_width(row.count, font(BODY, REGULAR))
    place = QRectF(right - count - 2.0, rect.top(), count + 2.0, HEAD)
    write(painter, place, row.count, colour=theme.text2)
    heading = QRectF(LEFT, rect.top(), place.left() - LEFT - 10.0, HEAD)
    write(painter, heading, row.title, colour=_ink(frame, on=breakpoint.enabled), weight=SEMIBOLD)
    spots.append(Spot(place, "How often it has been hit at the cursor, and in the whole run"))
    if row.heading is not None:
        heading.setWidth(min(heading.width(), text_width(row.title, font(BODY, SEMIBOLD)) + 4.0))
        spots.append(Spot(heading, f"{breakpoint.condition}\nClick: type another condition", field=row.heading))
    if row.parts:
        line = QRectF(LEFT, rect.top() + HEAD - 5.0, rect.right() - MARGIN - LEFT, PARTS)
        _draw_parts(painter, frame, line, row.parts, spots)
    _draw_said(painter, frame, rect, row, spots)


def _draw_said(painter: QPainter, frame: Frame, rect: QRectF, row: Row, spots: list[Spot]) -> None:
    """Why it cannot be in this run, or that it is why the run halts here."""
    lines = _said(frame, row)
    if not lines:
        return
    top = rect.bottom() - FOOT - LINE * len(lines)
    colour = frame.theme.err if row.refused else frame.theme.breakpoint
    write_lines(painter, QPointF(LEFT, top), lines, colour=colour)
    if row.request is not None:
        place = QRectF(LEFT, top, rect.right() - MARGIN - LEFT, LINE * len(lines))
        spots.append(Spot(place, "Click: look at this number", row.request))


def _draw_parts(painter: QPainter, frame: Frame, rect: QRectF, parts: tuple[Part, ...], spots: list[Spot]) -> None:
    """The texts side by side; where they do not fit, the widest are cut short."""
    left = rect.left()
    shown = [part for part in parts if not (frame.figure and part.missing)]
    for part, width in zip(shown, _widths(shown, rect.width()), strict=True):
        place = QRectF(left, rect.top(), width, rect.height())
        write(
            painter, place, elided(part.words, width), colour=frame.theme.accent if part.missing else frame.theme.text2
        )
        spots.append(Spot(place, part.tip, field=part.field))
        left += width + _BETWEEN


def _widths(parts: list[Part], room: float) -> list[float]:
    """What each gets: all that it wants, or as much as every other one that wants more."""
    wanted = [text_width(part.words, font(BODY, REGULAR)) for part in parts]
    left, most = room - _BETWEEN * (len(parts) - 1), 0.0
    for number, width in enumerate(sorted(wanted)):
        most = left / (len(wanted) - number)
        if width > most:
            break
        left -= width
        most = width
    return [min(width, most) for width in wanted]


def _offered(frame: Frame) -> list[tuple[str, str, Request | None]]:
    """Words, tip and request of what can be done with all; without a request it is the line for a condition."""
    offered: list[tuple[str, str, Request | None]] = [
        ("+ condition…", "Stop wherever a condition over values or adjoints begins to hold", None)
    ]
    breakpoints = frame.scene.state.breakpoints
    if breakpoints:
        off = not any(one.enabled for one in breakpoints)
        offered += [
            ("All on" if off else "All off", "Switches every breakpoint", Request("switch-breakpoints")),
            ("Remove all", "Undo brings them back", Request("remove-breakpoints")),
        ]
    offered.append(("Import…", "Adds those of a file (.json)", Request("import-breakpoints")))
    if breakpoints:
        offered.append(("Export…", "Puts all of them into a file (.json)", Request("export-breakpoints")))
    return offered


def _link_rows(frame: Frame) -> list[list[tuple[str, str, Request | None, float]]]:
    """The links in as many rows as they need, each with its width."""
    rows: list[list[tuple[str, str, Request | None, float]]] = []
    left = frame.width
    for words, tip, request in _offered(frame):
        width = text_width(words, font(BODY, REGULAR))
        if not rows or left + width > frame.width - MARGIN:
            rows.append([])
            left = MARGIN
        rows[-1].append((words, tip, request, width))
        left += width + 20.0
    return rows


def _draw_links(painter: QPainter, frame: Frame, top: float, spots: list[Spot]) -> None:
    for number, row in enumerate(_link_rows(frame)):
        left = MARGIN
        for words, tip, request, width in row:
            rect = QRectF(left, top + number * 32.0, width, 32.0)
            write(painter, rect, words, colour=frame.theme.accent)
            field = condition_field(frame.scene.network, Breakpoint()) if request is None else None
            spots.append(Spot(rect, tip, request, field=field))
            left = rect.right() + 20.0
