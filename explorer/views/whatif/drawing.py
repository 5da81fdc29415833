"""Draws the list of changes: a switch, the symbol with its entry, the new number, the one it replaced, and a cross."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from engine.run.intervention import Intervention
from explorer.command import Request
from explorer.drawing.badge import BADGE_HEIGHT, BadgeState, badge_width, draw_badge
from explorer.drawing.icons import draw_icon
from explorer.drawing.tick_box import draw_tick_box
from explorer.drawing.writing import LINE, RIGHT, elided_middle, wrapped, write, write_lines
from explorer.field import Field
from explorer.scenery.changes import entry_words, example_words, moments_words
from explorer.scenery.peepholes import peepholes_shut
from explorer.scenery.putting import number_refusal, stretch
from explorer.scenery.quantities import scale_of
from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot, of_row
from explorer.views.whatif.rows import Change, Group, rows_of

MARGIN, ROW, BOX, CROSS = 14.0, 56.0, 18.0, 26.0
HOW = (
    "Double-click a number, an input, a weight or a gate on any picture and type another: everything is "
    "computed again at once. Before, after and the difference can then be seen in every view; undo takes it back."
)


def height(frame: Frame) -> float:
    """As high as the rows need."""
    rows = len(rows_of(frame.scene))
    return rows * ROW + 52.0 if rows else _lines(frame) * LINE + 70.0


def _lines(frame: Frame) -> int:
    return len(wrapped(HOW, frame.width - 2.0 * MARGIN))


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints the rows and what can be done with all of them; without a change, how to make one."""
    painter.save()
    rows, spots = rows_of(frame.scene), list[Spot]()
    top = 0.0
    if not rows:
        write_lines(painter, QPointF(MARGIN, 12.0), wrapped(HOW, frame.width - 2.0 * MARGIN), colour=frame.theme.text2)
        top = _lines(frame) * LINE + 20.0
    for number, row in enumerate(rows):
        places: list[Spot] = []
        _draw_row(painter, frame, QRectF(0.0, number * ROW, frame.width, ROW), row, places)
        meant = row.change if isinstance(row, Change) else row.name
        spots += of_row(places, remove=Request("take-back", meant), switch=Request("switch-change", meant))
        top = (number + 1) * ROW + 8.0
    _draw_links(painter, frame, top, spots)
    painter.restore()
    return spots


def _draw_links(painter: QPainter, frame: Frame, top: float, spots: list[Spot]) -> None:
    """What can be done with all changes, and the peepholes where there are any."""
    if frame.figure:
        return
    scene = frame.scene
    offered = []
    if scene.state.interventions:
        all_off = not scene.state.in_force
        offered += [("All on" if all_off else "All off", "switch-changes", "Switches every change"),
                    ("Take all back", "take-all-back", "Removes every change; undo brings them back")]  # fmt: skip
    shut = peepholes_shut(scene)
    if shut:
        off = set(shut) <= set(scene.state.in_force)
        offered.append(("Peepholes on" if off else "Peepholes off", "peepholes", "Puts 0 in for every peephole weight"))
    left = MARGIN
    for words, command, tip in offered:
        rect = QRectF(left, top, text_width(words, font(BODY)), 32.0)
        write(painter, rect, words, colour=frame.theme.accent)
        spots.append(Spot(rect, tip, Request(command)))
        left = rect.right() + 22.0


def _draw_row(painter: QPainter, frame: Frame, rect: QRectF, row: Change | Group, spots: list[Spot]) -> None:
    theme = frame.theme
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(QPointF(MARGIN, rect.bottom()), QPointF(rect.right() - MARGIN, rect.bottom()))
    meant: Intervention | str = row.change if isinstance(row, Change) else row.name
    box = QRectF(MARGIN, rect.top() + 9.0, BOX, BOX)
    draw_tick_box(painter, box, on=row.on, theme=frame.theme)
    switch = Request("switch-change", meant)
    spots.append(
        Spot(box.adjusted(-8.0, -8.0, 8.0, 8.0), "Counts" if row.on else "Switched off: does not count", switch)
    )
    cross = QRectF(rect.right() - MARGIN - CROSS, rect.top() + 4.0, CROSS, CROSS)
    if not frame.figure:
        draw_icon(painter, cross.adjusted(5.0, 5.0, -5.0, -5.0), name="cross", colour=theme.text2)
        spots.append(Spot(cross, "Take it back", Request("take-back", meant)))
    left = box.right() + 10.0
    if isinstance(row, Group):
        words = f"{row.count:,} entries of {row.name}"
        write(painter, QRectF(left, rect.top(), cross.left() - left, ROW), words, colour=_ink(frame, on=row.on))
        return
    _draw_change(painter, frame, QRectF(left, rect.top(), cross.left() - left - 6.0, ROW), row, spots)


def _ink(frame: Frame, *, on: bool) -> QColor:
    return frame.theme.text1 if on else frame.theme.text3


def _draw_change(painter: QPainter, frame: Frame, rect: QRectF, row: Change, spots: list[Spot]) -> None:
    scene, theme, change = frame.scene, frame.theme, row.change
    digits = scene.state.digits
    wide = badge_width(digits)
    known = change.name in scene.network.quantities
    badge = QRectF(rect.right() - wide, rect.top() + 6.0, wide, BADGE_HEIGHT)
    place = QRectF(rect.left(), rect.top() + 4.0, badge.left() - rect.left() - 8.0, 28.0)
    words = entry_words(scene, change)
    write(painter, place, words, colour=theme.text1 if row.on else theme.text3, weight=SEMIBOLD)
    draw_badge(
        painter,
        badge,
        theme=theme,
        kind=scene.family(change.name, False) if known else "value",
        number=change.value,
        scale=scale_of(scene, change.name, adjoint=False) if known else None,
        state=BadgeState(by_hand=row.on, stale=not row.on),
        digits=digits,
        note=False,
    )
    below = QRectF(rect.left(), rect.top() + 30.0, rect.width(), LINE)
    was = "—" if row.was is None else format_number(row.was, digits=digits)
    told = f"was {was}" + (" and others" if row.several else "") if row.on else "switched off"
    write(painter, below, told, colour=theme.text2, align=RIGHT)
    room = below.width() - text_width(told, font(BODY)) - 12.0
    write(painter, below, elided_middle(example_words(scene, change), room), colour=theme.text2)
    number = Field("change-value", change, f"{change.value:.6g}", number_refusal, "a number")
    spots.append(Spot(badge, "Click to type another number", field=number))
    if known and scene.network.quantities[change.name].timed and change.index:
        moments = scene.trace.moments or 0
        told = moments_words(change.index[0], moments)
        hint = "moments: 3, 3..9, 3.. or all"
        field = Field("change-moments", change, told, partial(_moments_refusal, moments), hint, 160.0)
        spots.append(Spot(place, f"{words}\nClick to choose its moments: 3, 3..9, 3.. or all", field=field))
    else:
        spots.append(Spot(place, words))


def _moments_refusal(moments: int, text: str) -> str:
    return "" if stretch(text, moments) is not None else f"moments are 1 to {moments}: 3, 3..9, 3.. or all"
