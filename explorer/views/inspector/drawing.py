"""Draws the inspector: the head, the equation, the rows, the result with its check and the legend."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.command import Request
from explorer.drawing.badge import BADGE_HEIGHT, BadgeState, draw_badge
from explorer.drawing.formula import safe_typeset
from explorer.drawing.icons import draw_icon
from explorer.drawing.legend import draw_legend
from explorer.theme.scale import GATE_SCALE, Scale
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.inspector.checking import draw_check
from explorer.views.inspector.going import OPEN
from explorer.views.inspector.layout import INDENT, LINE, MARGIN, TERM_SIZE, Layout, arrange, wrap
from explorer.views.inspector.papers import draw_printed
from explorer.views.inspector.rowing import bar_colour, draw_row
from explorer.views.inspector.writing import write

_CHIPS = {"next": "runs next", "absent": "not computed yet", "missing": "no adjoint"}
_WHY, _NOWHERE = "why so small?", "No line reads it: here it ends"
_BACK, _FORWARD = "\N{BLACK LEFT-POINTING TRIANGLE} back", "\N{BLACK RIGHT-POINTING TRIANGLE}"


def height(frame: Frame) -> float:
    """How tall the whole picture is."""
    layout = arrange(frame)
    return layout.height if layout else frame.height


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints a frame; every row, link and badge has a spot."""
    layout = arrange(frame)
    if layout is None:
        return []
    spots: list[Spot] = []
    painter.save()
    _head(painter, frame, layout, spots)
    spots.extend(draw_printed(painter, frame, layout.printed))
    _formula(painter, frame, layout)
    for words, rect in zip(layout.reading.remarks, layout.remarks, strict=True):
        for number, line in enumerate(wrap(words, frame.width - 2.0 * MARGIN)):
            write(
                painter,
                QRectF(MARGIN, rect.top() + number * LINE, rect.width() - 2.0 * MARGIN, LINE),
                line,
                colour=frame.theme.text2,
            )
    for placed in layout.rows:
        if not frame.compact or placed is not layout.rows[0]:
            _rule(painter, placed.rect.top(), frame, frame.theme.line)
        draw_row(painter, frame, layout, placed, spots)
    _result(painter, frame, layout, spots)
    if layout.check is not None:
        draw_check(painter, frame, layout, spots)
    _legend(painter, frame, layout)
    if layout.goes_bar is not None:
        _goes_bar(painter, frame, layout, spots)
    for placed in layout.goes:
        _rule(painter, placed.rect.top(), frame, frame.theme.line)
        draw_row(painter, frame, layout, placed, spots)
    painter.restore()
    return spots


def _rule(painter: QPainter, y: float, frame: Frame, colour: QColor, width: float = 1.0) -> None:
    painter.setPen(QPen(colour, width))
    painter.drawLine(QPointF(MARGIN, y), QPointF(frame.width - MARGIN, y))


def _head(painter: QPainter, frame: Frame, layout: Layout, spots: list[Spot]) -> None:
    """Symbol, unit, state; below them what kind of number it is and the line that makes it."""
    reading, theme, rect = layout.reading, frame.theme, layout.head_rect
    first = rect.height() if frame.compact else rect.height() - 28.0
    middle = rect.top() + first / 2.0 + (0.0 if frame.compact else 3.0)
    x, right = MARGIN, frame.width - MARGIN
    if not frame.figure:
        right = _ways(painter, frame, QPointF(right, middle), spots)
    tall = layout.head.size.height() > 34.0
    y = (
        middle - layout.head.size.height() / 2.0 + layout.head.ascent
        if tall
        else middle + (6.0 if frame.compact else 7.0)
    )
    layout.head.draw(painter, QPointF(x, y), theme=theme)
    box = QRectF(x, middle - first / 2.0, layout.head.size.width(), first)
    x += layout.head.size.width() + 12.0
    if reading.place:
        x += (
            write(
                painter, QRectF(x, middle - 12.0, right - x, 24.0), reading.place, colour=theme.text1, weight=SEMIBOLD
            )
            + 12.0
        )
    words = " · ".join(part for part in (reading.kind, reading.made_by) if part)
    spots.append(
        Spot(box, f"{reading.head_text}: {words}, {reading.shape}" + (f", {reading.place}" if reading.place else ""))
    )
    below = QRectF(MARGIN, rect.bottom() - 28.0, frame.width - 2.0 * MARGIN, 24.0)
    chip = _CHIPS.get(reading.status, "chosen" if frame.scene.state.selection is not None and not frame.figure else "")
    left = MARGIN
    if chip:
        width = text_width(chip, font(BODY, MEDIUM)) + 24.0
        fits = x + width <= right
        if fits or not frame.compact:
            place = (
                QRectF(x, middle - 13.0, width, 26.0)
                if fits
                else QRectF(MARGIN, below.center().y() - 12.0, width, 24.0)
            )
            _chip(painter, frame, place, chip, spots)
            x, left = (x + width + 12.0, MARGIN) if fits else (x, MARGIN + width + 10.0)
    if frame.compact:
        width = text_width(words, font(BODY))
        if right - x >= width:
            write(painter, QRectF(right - width, middle - 12.0, width, 24.0), words, colour=theme.text2)
        return
    used = write(painter, QRectF(left, below.top(), below.right() - left, 24.0), words, colour=theme.text2)
    room = below.right() - left - used - 12.0
    if text_width(reading.shape, font(BODY)) <= room:
        write(painter, below, reading.shape, colour=theme.text2, align=Qt.AlignmentFlag.AlignRight)


def _ways(painter: QPainter, frame: Frame, right_centre: QPointF, spots: list[Spot]) -> float:
    """Back and forward where there is somewhere to go, as in a browser; where they begin at the left."""
    state, theme, left = frame.scene.state, frame.theme, right_centre.x()
    if not state.trail and not state.ahead:
        return left
    for words, visits, tip, command in (
        (_FORWARD, state.ahead, "Forward to where you came back from", "forward"),
        (_BACK, state.trail, "Back to where you travelled from", "back"),
    ):
        width = text_width(words, font(BODY))
        spot = QRectF(left - width - 6.0, right_centre.y() - 16.0, width + 12.0, 32.0)
        write(painter, spot, words, colour=theme.accent if visits else theme.text3, align=Qt.AlignmentFlag.AlignHCenter)
        count = f"{len(visits)} place{'' if len(visits) == 1 else 's'}" if visits else "nowhere to go"
        spots.append(Spot(spot, f"{tip}: {count}", Request(command) if visits else None))
        left = spot.left() - 2.0
    return left - 4.0


def _chip(painter: QPainter, frame: Frame, rect: QRectF, words: str, spots: list[Spot]) -> None:
    """Where the program is (amber), what the person chose (accent), or that there is nothing yet (plain)."""
    theme, status = frame.theme, words
    fill, edge, ink = theme.header, theme.edge, theme.text2
    tip, request = "This number has not been computed at the cursor", None
    if status == _CHIPS["next"]:
        fill, edge, ink, tip = theme.next, theme.next_edge, theme.next_text, "The line that makes this number runs next"
    elif status == "chosen":
        fill, edge, ink = theme.accent_fill, theme.accent, theme.accent
        tip, request = "You chose this number. Click: follow what runs next again", Request("follow")
    elif status == _CHIPS["missing"]:
        tip = "The objective does not depend on it"
    painter.setPen(QPen(edge, 1.2))
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0)
    write(painter, rect, words, colour=ink, weight=MEDIUM, align=Qt.AlignmentFlag.AlignHCenter)
    spots.append(Spot(rect, tip, request))


def _formula(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """The whole equation where it is no sum, and the same with numbers."""
    formula, rect, text = layout.formula, layout.formula_rect, layout.reading.substituted
    if formula is None:
        return
    room, upper = frame.width - 2.0 * MARGIN, rect.height() - (LINE + 2.0 if text else 0.0)
    squeeze = min(1.0, max(0.3, room / formula.size.width()))
    painter.save()
    painter.translate(MARGIN, rect.top() + upper / 2.0)
    painter.scale(squeeze, squeeze)
    formula.draw(painter, QPointF(0.0, formula.ascent - formula.size.height() / 2.0), theme=frame.theme)
    painter.restore()
    if text:
        write(
            painter,
            QRectF(MARGIN + 10.0, rect.bottom() - LINE - 2.0, room - 10.0, LINE),
            f"= {text}",
            colour=frame.theme.text2,
        )


def scale_of(frame: Frame, layout: Layout) -> Scale:
    """The fixed scale of the number's family."""
    scene, reading = frame.scene, layout.reading
    focus = reading.focus
    if reading.family == "gate":
        return GATE_SCALE
    quantity = scene.network.quantities[focus.name]
    shared = quantity.role == "defined" and focus.name != scene.network.objective
    if not scene.exists(focus.name, focus.adjoint):
        return Scale(1.0)
    limit = scene.family_limit(focus.adjoint) if shared else scene.limit(focus.name, focus.adjoint)
    return Scale(limit, "root" if focus.adjoint else "linear")


def _result(painter: QPainter, frame: Frame, layout: Layout, spots: list[Spot]) -> None:
    """The number itself under a line, as a sum stands under its terms."""
    reading, theme, rect = layout.reading, frame.theme, layout.result
    if layout.rows or layout.formula is not None:
        _rule(painter, rect.top() + 1.0, frame, theme.edge, 1.2)
    symbol = safe_typeset(reading.head, reading.head_text, TERM_SIZE)
    middle = rect.center().y()
    lift = symbol.ascent - symbol.size.height() / 2.0 if symbol.size.height() > 30.0 else 5.4
    left = INDENT
    symbol.draw(painter, QPointF(left, middle + lift), theme=theme)
    x = left + symbol.size.width() + 10.0
    room = layout.badge.left() - 8.0 - x
    if text_width(reading.result, font(BODY)) <= room:
        write(painter, QRectF(x, middle - 12.0, room, 24.0), reading.result, colour=theme.text2)
    preview = reading.status == "next" and reading.number is not None
    badge = layout.badge.adjusted(
        0.0, (layout.badge.height() - BADGE_HEIGHT) / 2.0, 0.0, -(layout.badge.height() - BADGE_HEIGHT) / 2.0
    )
    stale = frame.scene.stale and reading.number is not None
    draw_badge(
        painter,
        layout.badge if preview else badge,
        theme=theme,
        kind=reading.family,
        number=reading.number,
        scale=scale_of(frame, layout),
        state=BadgeState(preview=preview, stale=stale and not preview),
        digits=frame.scene.state.digits,
        note=False,
    )
    said = {"next": "what the next step will give", "absent": "not computed yet"}.get(reading.status, reading.result)
    if reading.number is None:
        said = "not computed yet"
    value = "" if reading.number is None else f" = {reading.number:.10g}"
    spots.append(
        Spot(layout.badge, f"{reading.head_text} {reading.place}{value}: {said}".replace(" :", ":").replace("  ", " "))
    )


def _goes_bar(painter: QPainter, frame: Frame, layout: Layout, spots: list[Spot]) -> None:
    """The bar of the section below: how many lines read the number, and for an adjoint the link to its path."""
    rect, theme, reading = layout.goes_bar, frame.theme, layout.reading
    assert rect is not None
    painter.fillRect(rect, theme.header)
    right = rect.right() - MARGIN
    if reading.focus.adjoint and reading.number is not None:
        width = text_width(_WHY, font(BODY))
        link = QRectF(right - width, rect.top(), width, rect.height())
        write(painter, link, _WHY, colour=theme.accent, align=Qt.AlignmentFlag.AlignRight)
        tip = "Why is this so small, or so large? Its way from the loss, factor by factor"
        spots.append(Spot(link.adjusted(-6.0, 0.0, 6.0, 0.0), tip, Request("why")))
        right = link.left() - 12.0
    if not reading.readers:
        write(painter, QRectF(MARGIN, rect.top(), right - MARGIN, rect.height()), _NOWHERE, colour=theme.text2)
        return
    shut = reading.goes is None
    name = "chevron-right" if shut else "chevron-down"
    draw_icon(painter, QRectF(MARGIN, rect.center().y() - 8.0, 16.0, 16.0), name=name, colour=theme.text2)
    place = QRectF(MARGIN + 24.0, rect.top(), right - MARGIN - 24.0, rect.height())
    used = write(painter, place, "Goes to", colour=theme.text1, weight=SEMIBOLD) + 10.0
    count = f"{reading.readers} line{'' if reading.readers == 1 else 's'}"
    write(painter, place.adjusted(used, 0.0, 0.0, 0.0), count, colour=theme.text2)
    what = "shows what each of them makes of it" if shut else "hides them"
    area = QRectF(rect.left(), rect.top(), right - rect.left(), rect.height())
    spots.append(Spot(area, f"{count} of the program read this number. Click {what}", Request("fold", OPEN)))


def _legend(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """What the colours of the badge and of the bars mean."""
    if layout.legend is None:
        return
    theme, reading, y = frame.theme, layout.reading, layout.legend.top() + 14.0
    if any(placed.bar is not None for placed in layout.rows):
        x = MARGIN
        for positive, sign in ((True, "+"), (False, "\N{MINUS SIGN}")):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(bar_colour(frame, adjoint=reading.focus.adjoint, positive=positive))
            painter.drawRect(QRectF(x, y - 5.0, 14.0, 10.0))
            x += 18.0 + write(painter, QRectF(x + 18.0, y - 12.0, 20.0, 24.0), sign, colour=theme.text2) + 8.0
        write(
            painter, QRectF(x, y - 12.0, frame.width - MARGIN - x, 24.0), "share of all magnitudes", colour=theme.text2
        )
        y += 28.0
    if reading.number is not None and reading.status == "known":
        label = {"adjoint": "adjoints", "gate": "gates", "value": "values"}[reading.family]
        draw_legend(
            painter,
            QPointF(MARGIN, y),
            theme=theme,
            family=reading.family,
            scale=scale_of(frame, layout),
            label=label,
            bar=72.0,
        )
