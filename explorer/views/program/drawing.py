"""Paints the program: bars, lines, numbers, the band of the line that runs next, and what can be pointed at."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.derivation.program import Line
from engine.expression import Adjoint, Reference
from engine.notation.plain import plain
from engine.stepping.place import parts_of
from explorer.command import Request
from explorer.drawing.badge import BADGE_HEIGHT, BadgeState, badge_width, draw_badge
from explorer.drawing.icons import draw_icon
from explorer.drawing.marks import draw_forward_marker, draw_next_band, draw_next_marker
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.tokens import Theme
from explorer.theme.type import SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.program.listing import MARGIN, MARKER, NUMBER_RIGHT, Bar, Inside, Placed, arrange
from explorer.views.program.numbers import Scales, Shown, part_number, shown_number
from explorer.views.program.setting import AXIS, BASELINE, INDENT
from explorer.views.program.words import Words, bar_words, is_outside, reference_moment

_GAP = 8.0
_RADIUS = 3.0


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints what meets the painter's clip (all of it without one) and returns the spots of that."""
    listing = arrange(frame)
    seen = painter.clipBoundingRect() if painter.hasClipping() else QRectF(0.0, 0.0, frame.width, listing.height)
    scales, words = Scales(frame.scene), Words(frame.scene)
    spots: list[Spot] = []
    for bar in listing.bars:
        if bar.rect.intersects(seen):
            spots.append(_bar(painter, frame, bar))
    for placed in listing.lines:
        if placed.rect.intersects(seen):
            spots += _line(painter, frame, placed, scales, words)
    return spots


def _bar(painter: QPainter, frame: Frame, bar: Bar) -> Spot:
    theme, rect, block = frame.theme, bar.rect, bar.block
    hovered = frame.hover is not None and rect.contains(frame.hover)
    baseline = rect.top() + 19.0
    painter.save()
    painter.fillRect(rect, theme.header)
    name = "chevron-down" if block.is_open else "chevron-right"
    colour = theme.text1 if hovered else theme.text2
    draw_icon(painter, QRectF(rect.left() + 8.0, rect.top() + 6.0, 16.0, 16.0), name=name, colour=colour)
    painter.setFont(font(weight=SEMIBOLD))
    painter.setPen(theme.text1)
    painter.drawText(QPointF(rect.left() + 30.0, baseline), block.title)
    left = rect.left() + 30.0 + text_width(block.title, painter.font()) + 16.0
    painter.setFont(font())
    painter.setPen(theme.text2)
    remark = _fitting(block.remark, rect.right() - MARGIN - left)
    painter.drawText(QPointF(rect.right() - MARGIN - text_width(remark, painter.font()), baseline), remark)
    painter.restore()
    return Spot(rect, bar_words(block), None if block.fixed else Request("fold", block.section))


def _fitting(remark: str, room: float) -> str:
    """As many of the remark's parts as there is room for, from the left."""
    parts = remark.split(" · ")
    while parts and text_width(" · ".join(parts), font()) > room:
        parts.pop()
    return " · ".join(parts)


def _line(painter: QPainter, frame: Frame, placed: Placed, scales: Scales, words: Words) -> list[Spot]:
    scene, theme, line = frame.scene, frame.theme, placed.line
    event = scene.event
    runs = event is not None and event.line.number == line.number
    chosen = _is_chosen(frame, line)
    shown = shown_number(scene, line, scales, selected=chosen)
    if runs:
        draw_next_band(painter, placed.rect, theme=theme)
    elif chosen:
        painter.fillRect(placed.rect, theme.accent_fill)
    _number(painter, frame, placed, runs=runs)
    if placed.inside is not None:
        _parts_made(painter, frame, placed)
    for row in placed.setting.rows:
        row.formula.draw(painter, placed.corner + QPointF(0.0, row.baseline), theme=theme)
    badge = _badges(painter, frame, placed, shown)
    spots = [_line_spot(frame, placed, shown, words)]
    spots += _references(painter, frame, placed, words)
    select = Request("select", Selection(line.name, line.adjoint, _own_moment(scene, line)))
    spots.append(Spot(badge, spots[0].tip, select, spots[0].double))
    if placed.inside is not None:
        spots.append(_inside_row(painter, frame, placed, placed.inside, words))
    return spots


def _is_chosen(frame: Frame, line: Line) -> bool:
    selection = frame.scene.state.selection
    return (not frame.figure and selection is not None and line.section != "loss"
            and (selection.name, selection.adjoint) == (line.name, line.adjoint))


def _own_moment(scene: Scene, line: Line) -> int | None:
    return scene.moment if scene.network.quantities[line.name].timed and line.section != "loss" else None


def _number(painter: QPainter, frame: Frame, placed: Placed, *, runs: bool) -> None:
    """The line's number, and the triangle beside it: filled where it runs next, hollow where its adjoint is made."""
    theme, event = frame.theme, frame.scene.event
    baseline = placed.rect.top() + placed.setting.rows[0].baseline
    painter.save()
    painter.setFont(font(weight=SEMIBOLD if runs else 400))
    painter.setPen(theme.next_text if runs else theme.text3)
    text = str(placed.line.number)
    painter.drawText(QPointF(NUMBER_RIGHT - text_width(text, painter.font()), baseline), text)
    painter.restore()
    centre = QPointF(MARKER, baseline - AXIS)
    if runs:
        draw_next_marker(painter, centre, theme=theme)
    elif event is not None and event.line.section == "backward":
        forward = placed.line.section == "forward" and placed.line.name == event.line.name
        if forward:
            draw_forward_marker(painter, centre, theme=theme)


def _badges(painter: QPainter, frame: Frame, placed: Placed, shown: Shown) -> QRectF:
    """The number in its badge, and the coming one in dashes: on the last row, or in the badge's place on a single row."""
    scene, theme, rows = frame.scene, frame.theme, placed.setting.rows
    digits, note = scene.state.digits, False
    if shown.coming is None or len(rows) > 1:
        draw_badge(painter, placed.badge, theme=theme, kind=shown.kind, number=shown.number, scale=shown.scale,
                   state=shown.state, digits=digits, note=note)  # fmt: skip
    if shown.coming is None:
        return placed.badge
    row = rows[-1]
    right = placed.badge.right()
    width = min(badge_width(digits, preview=True), right - placed.corner.x() - row.right - _GAP)
    width = max(width, placed.badge.width())
    top = placed.rect.top() + row.baseline - AXIS - BADGE_HEIGHT / 2.0
    preview = QRectF(right - width, top, width, BADGE_HEIGHT)
    draw_badge(painter, preview, theme=theme, kind=shown.kind, number=shown.coming, scale=None,
               state=BadgeState(preview=True), digits=digits, note=note)  # fmt: skip
    return placed.badge if len(rows) > 1 else preview


def _line_spot(frame: Frame, placed: Placed, shown: Shown, words: Words) -> Spot:
    scene, line = frame.scene, placed.line
    moment = scene.moment if line.timed else None
    select = Request("select", Selection(line.name, line.adjoint, None))
    return Spot(placed.rect, words.line(line, shown.number), select, Request("run-to", (line.number, moment)))


def _references(painter: QPainter, frame: Frame, placed: Placed, words: Words) -> list[Spot]:
    spots: list[Spot] = []
    for reference, box in placed.setting.references:
        rect = box.translated(placed.corner).adjusted(-2.0, -2.0, 2.0, 2.0)
        spots.append(_reference_spot(words, placed.line, reference, rect))
        if not frame.figure and frame.hover is not None and rect.contains(frame.hover):
            _ring(painter, frame.theme, rect)
    return spots


def _reference_spot(words: Words, line: Line, reference: Reference, rect: QRectF) -> Spot:
    scene = words.scene
    moment = reference_moment(scene, line, reference)
    selection = Selection(reference.name, isinstance(reference, Adjoint), moment)
    request = None if is_outside(scene, moment) else Request("select", selection)
    run_to = Request("run-to", (line.number, scene.moment if line.timed else None))
    return Spot(rect, words.reference(line, reference, moment), request, run_to)


def _ring(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    painter.save()
    painter.setPen(QPen(theme.edge, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    painter.restore()


def _parts_made(painter: QPainter, frame: Frame, placed: Placed) -> None:
    """Lines under the sub-expressions that are computed, a box around the latest, dashes around the one to come."""
    inside = placed.inside
    if inside is None:
        return
    parts = parts_of(placed.line.expression)
    made = [address for address, _ in parts[: inside.done]]
    latest = made[-1]
    theme = frame.theme
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for address in made:
        covered = any(address != other and address[: len(other)] == other for other in made)
        if covered or address == latest:
            continue
        painter.setPen(QPen(theme.next_text, 1.6))
        for box in placed.setting.part_boxes(address):
            rect = box.translated(placed.corner)
            painter.drawLine(rect.bottomLeft() + QPointF(0.0, 2.0), rect.bottomRight() + QPointF(0.0, 2.0))
    painter.setPen(QPen(theme.next_text, 1.2))
    painter.setBrush(theme.panel)
    for box in placed.setting.part_boxes(latest):
        painter.drawRoundedRect(box.translated(placed.corner).adjusted(-2.0, -2.0, 2.0, 2.0), _RADIUS, _RADIUS)
    if inside.done < len(parts) - 1:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme.next_edge, 1.2)
        pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        for box in placed.setting.part_boxes(parts[inside.done][0]):
            painter.drawRoundedRect(box.translated(placed.corner).adjusted(-4.0, -3.5, 4.0, 3.5), 5.0, 5.0)
    painter.restore()


def _inside_row(painter: QPainter, frame: Frame, placed: Placed, inside: Inside, words: Words) -> Spot:
    """The last row of the band while the cursor stands inside the line: the sub-expression computed last, and its value."""
    scene, theme = frame.scene, frame.theme
    shown = part_number(scene, inside.latest)
    top = placed.rect.bottom() - inside.height
    baseline = top + BASELINE
    painter.save()
    painter.setFont(font())
    painter.setPen(theme.next_text)
    count = f"{inside.done}/{inside.count}"
    painter.drawText(QPointF(NUMBER_RIGHT - text_width(count, painter.font()), baseline), count)
    left = placed.corner.x() + INDENT
    room = placed.badge.left() - _GAP - left - 20.0
    squeeze = min(1.0, room / inside.formula.size.width())
    box = QRectF(left, baseline - inside.formula.ascent * squeeze, inside.formula.size.width() * squeeze,
                 inside.formula.size.height() * squeeze).adjusted(-2.0, -1.0, 2.0, 1.0)  # fmt: skip
    painter.setPen(QPen(theme.next_text, 1.2))
    painter.setBrush(theme.panel)
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    painter.translate(left, baseline)
    painter.scale(squeeze, squeeze)
    inside.formula.draw(painter, QPointF(), theme=theme)
    painter.restore()
    painter.save()
    painter.setFont(font())
    painter.setPen(theme.next_text)
    painter.drawText(QPointF(box.right() + 6.0, baseline), "=")
    badge = QRectF(placed.badge.left(), baseline - AXIS - BADGE_HEIGHT / 2.0, placed.badge.width(), BADGE_HEIGHT)
    draw_badge(painter, badge, theme=theme, kind=shown.kind, number=shown.number, scale=shown.scale, state=shown.state,
               digits=scene.state.digits, note=False)  # fmt: skip
    painter.restore()
    text = plain(inside.latest, scene.network)
    tip = words.part(text, shown.number, inside.done, inside.count)
    return Spot(QRectF(0.0, top, placed.rect.width(), inside.height), tip)
