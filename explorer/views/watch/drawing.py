"""Draws the watches: the expression and its number, below them its course through time, its change, and two ways."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.badge import BADGE_HEIGHT, BadgeState, badge_width, draw_badge
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import LINE, RIGHT, elided, wrapped, write, write_lines
from explorer.scene import Scene
from explorer.scenery.breaking import symbols
from explorer.scenery.watching import (
    Now,
    Series,
    family_of,
    next_change,
    now,
    scale_for,
    series_of,
    suggestions,
    unit_for,
    watch_field,
)
from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot, of_row
from explorer.views.watch.course import draw_course
from explorer.views.watch.words import change_words, watch_tip

MARGIN, ROW, CROSS, WAY = 14.0, 58.0, 32.0, 32.0
HEAD = 32.0
_NEW = 32.0


class Shown(NamedTuple):
    """A watch that can be read: as it was typed, through the run, and at the cursor."""

    text: str
    series: Series
    now: Now


HOW = "Type any expression over values and adjoints, and see it through the whole run. In this network, for example:"


def height(frame: Frame) -> float:
    """As high as the rows need, and the line to type another one."""
    watches = frame.scene.state.watches
    rows = len(watches) * ROW if watches else _how_height(frame) + 32.0 * len(suggestions(frame.scene))
    return rows + _NEW + 18.0


def _how_height(frame: Frame) -> float:
    return len(wrapped(HOW, frame.width - 2.0 * MARGIN)) * LINE + 16.0


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints the rows, and the line to type another one; without a watch, what could be typed."""
    painter.save()
    spots, top = list[Spot](), 0.0
    if not frame.scene.state.watches:
        top = _draw_empty(painter, frame, spots)
    for text in frame.scene.state.watches:
        rect = QRectF(0.0, top, frame.width, ROW)
        painter.setPen(QPen(frame.theme.line, 1.0))
        painter.drawLine(QPointF(MARGIN, rect.bottom()), QPointF(rect.right() - MARGIN, rect.bottom()))
        places: list[Spot] = []
        _draw_row(painter, frame, rect, text, places)
        spots += of_row(places, remove=Request("remove-watch", text))
        top = rect.bottom()
    if not frame.figure:
        _draw_new(painter, frame, QRectF(MARGIN, top + 8.0, frame.width - 2.0 * MARGIN, _NEW), spots)
    painter.restore()
    return spots


def _draw_empty(painter: QPainter, frame: Frame, spots: list[Spot]) -> float:
    """What could be typed, with two examples to click; where the rest begins."""
    lines = wrapped(HOW, frame.width - 2.0 * MARGIN)
    write_lines(painter, QPointF(MARGIN, 10.0), lines, colour=frame.theme.text2)
    top = _how_height(frame)
    for text in suggestions(frame.scene):
        rect = QRectF(MARGIN, top, text_width(text, font(BODY, REGULAR)) + 2.0, 32.0)
        write(painter, rect, text, colour=frame.theme.accent)
        read = symbols(frame.scene.network, text)
        spots.append(Spot(rect, f"{read}\nClick: watch it", Request("add-watch", (None, text))))
        top += 32.0
    return top


def _draw_new(painter: QPainter, frame: Frame, rect: QRectF, spots: list[Spot]) -> None:
    painter.setPen(QPen(frame.theme.line, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, 5.0, 5.0)
    write(painter, rect.adjusted(10.0, 0.0, -10.0, 0.0), "+ watch…", colour=frame.theme.accent)
    tip = "Click: type an expression. “Watch the chosen number” in the Debug menu adds what is looked at"
    spots.append(Spot(rect, tip, field=watch_field(frame.scene, None)))


def _draw_row(painter: QPainter, frame: Frame, rect: QRectF, text: str, spots: list[Spot]) -> None:
    scene, theme = frame.scene, frame.theme
    right = rect.right() - MARGIN
    if not frame.figure:
        cross = QRectF(rect.right() - 6.0 - CROSS, rect.top() + 1.0, CROSS, 32.0)
        draw_icon(painter, cross.adjusted(9.5, 9.5, -9.5, -9.5), name="cross", colour=theme.text2)
        spots.append(Spot(cross, "Watch it no more", Request("remove-watch", text)))
        right = cross.left()
    series = series_of(scene, text)
    if isinstance(series, str):
        place = QRectF(MARGIN, rect.top(), right - MARGIN, HEAD)
        write(painter, place, text, colour=theme.text1, weight=SEMIBOLD)
        spots.append(Spot(place, f"{text}\nClick: type another expression", field=watch_field(scene, text)))
        below = QRectF(MARGIN, rect.top() + HEAD - 4.0, rect.width() - 2.0 * MARGIN, LINE)
        write(painter, below, series, colour=theme.err)
        spots.append(Spot(below, series))
        return
    shown = Shown(text, series, now(scene, series))
    wide = badge_width(scene.state.digits)
    badge = QRectF(right - wide, rect.top() + 4.0, wide, BADGE_HEIGHT)
    _draw_number(painter, frame, badge, shown)
    spots.append(Spot(badge, watch_tip(scene, series, shown.now)))
    spots.append(
        _draw_expression(painter, frame, QRectF(MARGIN, rect.top(), badge.left() - 10.0 - MARGIN, HEAD), shown)
    )
    line = QRectF(MARGIN, rect.top() + HEAD, rect.width() - 2.0 * MARGIN, ROW - HEAD - 4.0)
    spots += _draw_below(painter, frame, line, shown)


def _draw_expression(painter: QPainter, frame: Frame, rect: QRectF, shown: Shown) -> Spot:
    """The expression with the letters of the papers, and which of its numbers is shown."""
    scene, text, watch = frame.scene, shown.text, shown.series.watch
    read = symbols(scene.network, text)
    unit = unit_for(scene, watch)
    places = [str(place) for place, length in zip(unit, watch.shape, strict=True) if length > 1]
    told = f"unit {', '.join(places)}" if places else ""
    room = rect.width() - (text_width(told, font(BODY, REGULAR)) + 10.0 if told else 0.0)
    fitting = elided(read, room, BODY, SEMIBOLD)
    wide = text_width(fitting, font(BODY, SEMIBOLD))
    write(painter, rect, fitting, colour=frame.theme.text1, weight=SEMIBOLD)
    write(painter, rect.adjusted(wide + 10.0, 0.0, 0.0, 0.0), told, colour=frame.theme.text2)
    return Spot(rect, f"{text}\nClick: type another expression", field=watch_field(scene, text))


def _draw_number(painter: QPainter, frame: Frame, badge: QRectF, shown: Shown) -> None:
    scene, theme, series, found = frame.scene, frame.theme, shown.series, shown.now
    if series.watch.condition and found.number is not None:
        word = "holds" if found.number else "no"
        write(painter, badge, word, colour=theme.text1, weight=SEMIBOLD, align=Qt.AlignmentFlag.AlignHCenter)
        return
    draw_badge(
        painter,
        badge,
        theme=theme,
        kind=family_of(scene, series.watch),
        number=found.number,
        scale=scale_for(scene, series),
        state=BadgeState(stale=scene.stale and found.number is not None),
        digits=scene.state.digits,
        note=False,
    )


def _draw_below(painter: QPainter, frame: Frame, rect: QRectF, shown: Shown) -> list[Spot]:
    """Its course through time, its change, and the ways to where it changed last and changes next."""
    scene, theme, series, found = frame.scene, frame.theme, shown.series, shown.now
    spots, right = list[Spot](), rect.right()
    if not frame.figure:
        for name, reverse, words in (("chevron-right", False, "changes next"), ("chevron-left", True, "changed last")):
            place = QRectF(right - WAY, rect.top() - 3.0, WAY, rect.height() + 6.0)
            position = next_change(scene, series, reverse=reverse)
            colour = theme.edge if position is None else theme.text1
            draw_icon(painter, place.adjusted(9.0, 9.0, -9.0, -9.0), name=name, colour=colour)
            if position is None:
                spots.append(Spot(place, f"There is no place where it {words}"))
            else:
                spots.append(Spot(place, f"To where it {words}", Request("go-to-change", (shown.text, reverse))))
            right -= WAY
    wide = min(_change_width(scene), right - rect.left() - 6.0)
    change = QRectF(right - wide - 6.0, rect.top(), wide, rect.height())
    told = change_words(scene, series, found)
    write(painter, change, told, colour=theme.text2, align=RIGHT, weight=SEMIBOLD if found.fresh else REGULAR)
    course = QRectF(rect.left(), rect.top(), change.left() - 8.0 - rect.left(), rect.height())
    if course.width() < 30.0:
        return spots
    if not series.watch.timed:
        write(painter, course, "outside time", colour=theme.text3)
    elif len(series.numbers) < 2:
        draw_hatch(painter, course, theme=theme, radius=3.0)
    else:
        draw_course(painter, frame, course, series)
        spots.append(Spot(course, _course_tip(scene, series)))
    return spots


def _change_width(scene: Scene) -> float:
    """What the widest change takes: a number and its moment, the same in every row and at every step."""
    widest = format_number(-0.5, digits=scene.state.digits)
    return text_width(f"{widest} at t = {scene.trace.moments or 0}", font(BODY, SEMIBOLD)) + 2.0


def _course_tip(scene: Scene, series: Series) -> str:
    known = series.order[series.known[series.order] <= scene.position]
    if not len(known):
        return "Its course through time: nothing of it is known yet"
    numbers = series.numbers[known]
    low, high = (format_number(float(n), digits=scene.state.digits) for n in (numbers.min(), numbers.max()))
    return f"Its course through time, t = {known.min() + 1} to {known.max() + 1}: {low} to {high}"
