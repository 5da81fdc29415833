"""The sum under the result: the group in front, the others, what else is added, and the total as the trace has it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.badge import BADGE_HEIGHT, BadgeState, draw_badge
from explorer.drawing.writing import RIGHT, write
from explorer.scene import Scene
from explorer.scenery.by_hand import put_in_at
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, MEDIUM, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.convolution.layout import SUM_LINE, rows_within
from explorer.views.convolution.meetings import Group, Reading
from explorer.views.convolution.words import channel_word, entry_words

_BADGE_WIDE = 96.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sum; `front` marks the group in front, `short` says it where there is little room."""

    text: str
    number: float
    tip: str
    request: Request | None = None
    front: bool = False
    short: str = ""


def rows(scene: Scene, reading: Reading, most: int) -> tuple[Row, ...]:
    """At most `most` rows: groups in order, where they are too many the smallest in one row; and what else is added."""
    added = tuple(Row(each.text, each.number, f"{each.text} is added", _added(each.source)) for each in reading.added)
    room = max(most - len(added), 1)
    groups = list(reading.groups)
    if len(groups) <= max(room, 1):
        listed = [_group_row(scene, reading, group) for group in groups]
        return (*listed, *added)
    front = reading.group
    others = sorted((group for group in groups if group is not front), key=lambda group: -abs(group.number))
    kept = others[: max(room - 2, 0)] if reading.visible else []
    rest = [group for group in others if group not in kept]
    word = _word(scene, reading)
    listed = [_group_row(scene, reading, group) for group in (front, *kept)]
    more = Row(
        f"+ {len(rest)} more {word}s" if len(rest) > 1 else f"+ 1 more {word}",
        sum(group.number for group in rest),
        "\n".join(f"{_name(scene, reading, group)}: {format_number(group.number, digits=6)}" for group in rest[:12])
        if reading.visible
        else f"{len(rest)} more {word}s",
        short=f"+ {len(rest)} more",
    )
    if room == 1:
        whole = sum(group.number for group in groups)
        return (Row(f"{len(groups)} {word}s", whole, more.tip), *added)
    return (*listed, more, *added)


def _word(scene: Scene, reading: Reading) -> str:
    group = reading.groups[0]
    if group.example is not None:
        return "example" if group.moment is None else "part"
    return channel_word(scene, reading.source.name)


def _name(scene: Scene, reading: Reading, group: Group) -> str:
    if group.example is None:
        return f"{channel_word(scene, reading.source.name)} {group.channel}"
    moment = "" if group.moment is None else f", t = {group.moment + 1}"
    return f"example {group.example}{moment}"


def _group_row(scene: Scene, reading: Reading, group: Group) -> Row:
    name, front = _name(scene, reading, group), group is reading.group
    count = len(reading.group.meetings)
    tip = f"{name}: sum of {count} product{'s' if count > 1 else ''}"
    if len(reading.groups) == 1:
        return Row(f"{count} product{'s' if count > 1 else ''}", group.number, tip, None, True, "products")
    if group.example is not None:
        request = Request("choose-example", group.example) if group.example != scene.state.example else None
        return Row(name, group.number, tip, request, front)
    request = Request("front-channel", (reading.shown.name, reading.shown.adjoint, group.channel))
    return Row(name, group.number, f"{tip}\nClick brings it to the front", None if front else request, front)


def _added(source: object) -> Request | None:
    name, unit = getattr(source, "name", ""), getattr(source, "unit", ())
    if not name:
        return None
    adjoint, moment = bool(getattr(source, "adjoint", False)), getattr(source, "moment", None)
    return Request("select", Selection(name, adjoint, moment, unit))


def draw_sums(painter: QPainter, frame: Frame, rect: QRectF, reading: Reading) -> list[Spot]:
    """Rows, a rule and the total; what is not computed is "—"."""
    scene, theme, digits = frame.scene, frame.theme, frame.scene.state.digits
    if reading.slide.kind in ("maximum", "routed", "shared"):
        listed: tuple[Row, ...] = ()
    else:
        most = rows_within(rect)
        listed = rows(scene, reading, max(most - (reading.product is not None), 1))
        if reading.product is not None and most > 1:
            counted = f"{reading.product + 1} of {len(reading.products)}"
            tip = f"What the first {counted} products come to, one after the other"
            listed = (*listed, Row(f"so far, {counted}", reading.so_far, tip, None, True, "so far"))
    spots: list[Spot] = []
    top = rect.top()
    for row in listed:
        line = QRectF(rect.left(), top, rect.width(), SUM_LINE)
        text = format_number(row.number, digits=digits) if reading.visible else "—"
        strong = row.front and (len(reading.groups) > 1 or reading.product is not None)
        weight = MEDIUM if strong else REGULAR
        room = line.adjusted(0.0, 0.0, -text_width(text, font(BODY, weight)) - 6.0, 0.0)
        fits = text_width(row.text, font(BODY, weight)) <= room.width()
        words = row.text if fits else row.short or row.text
        write(painter, room, words, colour=theme.text1 if strong else theme.text2, weight=weight)
        write(painter, line, text, colour=theme.text1, align=RIGHT, weight=weight)
        spots.append(Spot(line, row.tip, row.request))
        top += SUM_LINE
    if listed:
        painter.setPen(QPen(theme.edge, 1.0))
        painter.drawLine(QPointF(rect.left(), top + 2.0), QPointF(rect.right(), top + 2.0))
        top += 7.0
    spots.extend(_total(painter, frame, QRectF(rect.left(), top, rect.width(), BADGE_HEIGHT + 2.0), reading))
    return spots


def _total(painter: QPainter, frame: Frame, line: QRectF, reading: Reading) -> Iterator[Spot]:
    scene, theme, shown = frame.scene, frame.theme, reading.shown
    coming = reading.status == "next" and reading.visible
    wide = min(_BADGE_WIDE, line.width() * 0.8)
    badge = QRectF(line.right() - wide, line.top() + 1.0, wide, BADGE_HEIGHT)
    number = reading.number if reading.visible else None
    word = {"maximum": "maximum", "mean": "mean", "routed": "sent here", "shared": "sent here"}.get(
        reading.slide.kind, "sum"
    )
    left = line.adjusted(0.0, 0.0, -wide - 6.0, 0.0)
    write(painter, left, word if text_width(word, font(BODY, SEMIBOLD)) <= left.width() else "=",
          colour=theme.text1, weight=SEMIBOLD)  # fmt: skip
    draw_badge(
        painter,
        badge,
        theme=theme,
        kind=reading.result.family,
        number=number,
        scale=reading.result.scale,
        state=BadgeState(preview=coming, stale=scene.stale, by_hand=by_hand(scene, reading)),
        digits=scene.state.digits,
        note=False,
    )
    words = entry_words(scene, shown.name, shown.unit, adjoint=shown.adjoint)
    told = "runs next" if coming else "not computed yet"
    if number is not None and not coming:
        told = format_number(number, digits=8)
    yield Spot(badge, f"{words}\n{told}\nLine {shown.line.number}. Click selects it.", _select(reading))


def _select(reading: Reading) -> Request:
    shown = reading.shown
    return Request("select", Selection(shown.name, shown.adjoint, shown.moment, shown.unit))


def by_hand(scene: Scene, reading: Reading) -> bool:
    """Whether the shown value was put in by hand."""
    shown = reading.shown
    if shown.adjoint:
        return False
    return put_in_at(scene, shown.name, shown.moment, shown.unit) is not None
