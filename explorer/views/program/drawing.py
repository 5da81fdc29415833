"""Paints the program: bars, lines, numbers, and the band of the line that runs next."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion

from explorer.drawing.badge import BADGE_HEIGHT, BadgeState, badge_width, draw_badge
from explorer.drawing.icons import draw_icon
from explorer.drawing.marks import draw_forward_marker, draw_next_band, draw_next_marker
from explorer.theme.type import REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.program.gutter import draw_gutter
from explorer.views.program.listing import GAP, MARGIN, Bar, Placed, arrange
from explorer.views.program.setting import AXIS
from explorer.views.program.spots import REACH, spots_of
from explorer.views.program.stepping import draw_latest_part, draw_parts

NUMBER_RIGHT = 50.0
"""Line numbers end here; left of them is room for breakpoints."""
_MARKER = 63.0
_CHEVRON = QRectF(8.0, 6.0, 16.0, 16.0)
_TITLE = QPointF(30.0, 19.0)
_BETWEEN = 16.0
_RADIUS = 3.0
_OVERHANG = 8.0
_PAINTED_AROUND = 2.0
"""A canvas paints as many px more than it is told; lines fill their rows to the edge, and need not wake others."""


def draw(painter: QPainter, frame: Frame) -> Sequence[Spot]:
    """Paints what meets the painter's clip, or all of it without one; the spots are those of the whole listing."""
    listing = arrange(frame)
    whole = QRectF(0.0, 0.0, frame.width, listing.height)
    seen = painter.clipRegion() if painter.hasClipping() else QRegion(whole.toAlignedRect())
    for bar in listing.bars:
        if seen.intersects(bar.rect.toAlignedRect()):
            _draw_bar(painter, frame, bar)
    for placed in listing.lines:
        if seen.intersects(placed.rect.toAlignedRect()):
            _draw_line(painter, frame, placed)
    return LaterSpots(lambda: spots_of(frame))


@lru_cache(maxsize=256)
def _width(text: str, weight: int = REGULAR) -> float:
    return text_width(text, font(weight=weight))


def _draw_bar(painter: QPainter, frame: Frame, bar: Bar) -> None:
    theme, rect, block = frame.theme, bar.rect, bar.block
    hovered = frame.hover is not None and rect.contains(frame.hover)
    painter.save()
    painter.fillRect(rect, theme.header)
    name = "chevron-down" if block.is_open else "chevron-right"
    draw_icon(painter, _CHEVRON.translated(rect.topLeft()), name=name, colour=theme.text1 if hovered else theme.text2)
    painter.setFont(font(weight=SEMIBOLD))
    painter.setPen(theme.text1)
    painter.drawText(rect.topLeft() + _TITLE, block.title)
    painter.setFont(font())
    painter.setPen(theme.text2)
    left = rect.left() + _TITLE.x() + _width(block.title, SEMIBOLD) + _BETWEEN
    remark = _fitting(block.remark, rect.right() - MARGIN - left)
    painter.drawText(QPointF(rect.right() - MARGIN - _width(remark), rect.top() + _TITLE.y()), remark)
    painter.restore()


def _fitting(remark: str, room: float) -> str:
    """As many of the remark's parts as there is room for, from the left."""
    parts = remark.split(" · ")
    while parts and _width(" · ".join(parts)) > room:
        parts.pop()
    return " · ".join(parts)


def _draw_line(painter: QPainter, frame: Frame, placed: Placed) -> None:
    theme = frame.theme
    if placed.runs:
        draw_next_band(painter, placed.rect, theme=theme)
    elif placed.chosen:
        painter.fillRect(placed.rect, theme.accent_fill)
    draw_gutter(painter, frame, placed)
    _draw_number(painter, frame, placed)
    if placed.inside is not None:
        draw_parts(painter, placed, placed.inside, theme=theme)
    for row in placed.setting.rows:
        row.formula.draw(painter, placed.corner + QPointF(0.0, row.baseline), theme=theme)
    _draw_badges(painter, frame, placed)
    if frame.hover is not None and not frame.figure and placed.rect.contains(frame.hover):
        _draw_ring(painter, frame, placed, frame.hover)
    if placed.inside is not None:
        draw_latest_part(painter, placed, placed.inside, theme=theme, digits=frame.scene.state.digits)


def changes(before: Frame, after: Frame) -> list[QRectF] | None:
    """The bars and lines in which two frames differ; None where they do not stand in the same places."""
    old, new = arrange(before), arrange(after)
    if [bar.rect for bar in old.bars] != [bar.rect for bar in new.bars] or before.compact != after.compact:
        return None
    if [placed.rect for placed in old.lines] != [placed.rect for placed in new.lines]:
        return None
    marked = {_made(before), _made(after)}
    bars = [bar.rect for bar, other in zip(new.bars, old.bars, strict=True) if bar.block != other.block]
    lines = [
        placed.rect
        for placed, other in zip(new.lines, old.lines, strict=True)
        if _told(placed) != _told(other) or (placed.line.section == "forward" and placed.line.name in marked)
    ]
    inset = _PAINTED_AROUND / after.scene.state.zoom
    return [place.adjusted(0.0, inset, 0.0, -inset) for place in (*bars, *lines)]


def _told(placed: Placed) -> tuple[object, ...]:
    """All that a line shows besides its formula."""
    return placed.shown, placed.runs, placed.chosen, placed.inside, placed.badge, placed.breakpoints


def _made(frame: Frame) -> str | None:
    """The quantity whose adjoint the next line makes."""
    event = frame.scene.event
    return event.line.name if event is not None and event.line.section == "backward" else None


def _draw_number(painter: QPainter, frame: Frame, placed: Placed) -> None:
    """The line's number, and a triangle beside it: filled where it runs next, hollow where its adjoint is made."""
    theme, text = frame.theme, str(placed.line.number)
    weight = SEMIBOLD if placed.runs else REGULAR
    baseline = placed.rect.top() + placed.setting.rows[0].baseline
    painter.setFont(font(weight=weight))
    painter.setPen(theme.next_text if placed.runs else theme.text3)
    painter.drawText(QPointF(NUMBER_RIGHT - _width(text, weight), baseline), text)
    centre = QPointF(_MARKER, baseline - AXIS)
    if placed.runs:
        draw_next_marker(painter, centre, theme=theme)
    elif placed.line.section == "forward" and placed.line.name == _made(frame):
        draw_forward_marker(painter, centre, theme=theme)


def _draw_badges(painter: QPainter, frame: Frame, placed: Placed) -> None:
    """The number, and dashed the coming one: on the last row, or in the number's place where there is one row only."""
    shown, rows, digits = placed.shown, placed.setting.rows, frame.scene.state.digits
    hovered = frame.hover is not None and not frame.figure and placed.badge.contains(frame.hover)
    if shown.coming is None or len(rows) > 1:
        draw_badge(
            painter,
            placed.badge,
            theme=frame.theme,
            kind=shown.kind,
            number=shown.number,
            scale=shown.scale,
            state=shown.hovered_state if hovered else shown.state,
            digits=digits,
            note=False,
        )
    if shown.coming is None:
        return
    wanted, right = badge_width(digits, preview=True), placed.badge.right()
    room = right - placed.corner.x() - rows[-1].right - GAP
    if room < wanted:  # beside a full row it may come nearer to the formula and to the edge than a number does
        right, room = right + _OVERHANG, room + _OVERHANG + GAP / 2.0
    width = max(placed.badge.width(), min(wanted, room))
    top = placed.rect.top() + rows[-1].baseline - AXIS - BADGE_HEIGHT / 2.0
    draw_badge(
        painter,
        QRectF(right - width, top, width, BADGE_HEIGHT),
        theme=frame.theme,
        kind=shown.kind,
        number=shown.coming,
        scale=None,
        state=BadgeState(preview=True, selected=placed.chosen and len(rows) == 1),
        digits=digits,
        note=False,
    )


def _draw_ring(painter: QPainter, frame: Frame, placed: Placed, hover: QPointF) -> None:
    """A thin ring around the quantity under the mouse."""
    for _, box in placed.setting.references:
        rect = box.translated(placed.corner).adjusted(-REACH, -REACH, REACH, REACH)
        if rect.contains(hover):
            painter.save()
            painter.setPen(QPen(frame.theme.edge, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
            painter.restore()
