"""Draws the chain of a path: adjoints in their lanes and columns, joined by arrows that are coloured by sign."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.arrow import draw_arrow_head
from explorer.drawing.badge import BadgeState, draw_badge
from explorer.drawing.writing import RIGHT, write
from explorer.scenery.quantities import scale_of
from explorer.state import Selection
from explorer.theme.numbers import TIMES
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame, Spot
from explorer.views.path.layout import MARGIN, Layout, Node
from explorer.views.path.setting import adjoint_symbol, factors_of
from explorer.views.path.words import factor_words, number_words, short, times_sign

_CENTRE = Qt.AlignmentFlag.AlignHCenter


def draw_chain(painter: QPainter, frame: Frame, layout: Layout) -> list[Spot]:
    """Lanes, arrows, labels and nodes; every node can be clicked."""
    spots: list[Spot] = []
    if not layout.flat:
        _draw_lanes(painter, frame, layout)
    ends = [*(node.rect for node in layout.nodes[1:]), _loss_rect(layout)]
    if layout.path.end == "loss":
        _draw_loss(painter, frame, layout)
    for number, (node, end) in enumerate(zip(layout.nodes, ends, strict=True)):
        if layout.path.links[number].to is not None or layout.path.end == "loss":
            spots.append(_draw_link(painter, frame, layout, number, ends=(end, node.rect)))
    if not layout.badges and not layout.flat:
        _draw_stretches(painter, frame, layout)
    for node in layout.nodes:
        spots.append(_draw_node(painter, frame, layout, node))
    if not layout.flat:
        _draw_axis(painter, frame, layout)
    return spots


def _loss_rect(layout: Layout) -> QRectF:
    """Where the loss stands: in the column after the last, in the lane it sends to."""
    last = layout.nodes[-1].rect
    x = layout.column_left(len(layout.columns)) + layout.wide / 2.0
    width = min(max(layout.wide - 6.0, 22.0), 40.0)
    return QRectF(min(x - width / 2.0, layout.chain.right() - width), last.center().y() - 12.0, width, 24.0)


def _draw_lanes(painter: QPainter, frame: Frame, layout: Layout) -> None:
    scene, theme = frame.scene, frame.theme
    lane = layout.chain.height() / len(layout.lanes)
    for number, name in enumerate(layout.lanes):
        top = layout.chain.top() + number * lane
        y = top + lane / 2.0 + 6.0
        painter.setPen(QPen(theme.line, 1.0))
        painter.drawLine(QPointF(layout.chain.left(), y), QPointF(layout.chain.right(), y))
        formula = adjoint_symbol(scene, name)
        formula.draw_in(painter, QRectF(MARGIN, y - 16.0, layout.chain.left() - MARGIN - 8.0, 32.0), theme=theme)


def _draw_loss(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """The loss, whose adjoint by itself is 1."""
    theme, rect = frame.theme, _loss_rect(layout)
    painter.setPen(QPen(theme.edge, 1.2))
    painter.setBrush(theme.header)
    painter.drawRoundedRect(rect, 12.0, 12.0)
    write(painter, rect, "1", colour=theme.text1, weight=MEDIUM, align=_CENTRE)


def _draw_link(painter: QPainter, frame: Frame, layout: Layout, number: int, *, ends: tuple[QRectF, QRectF]) -> Spot:
    """An arrow from the adjoint that sends to the one that receives, with its factor where there is room."""
    scene, theme, link = frame.scene, frame.theme, layout.path.links[number]
    start, tip = ends
    colour = theme.flow(link.factor >= 0.0) if link.factor else theme.warn
    painter.setPen(QPen(colour, 2.2))
    if abs(start.center().x() - tip.center().x()) < 1.0:
        down = tip.center().y() > start.center().y()
        a = QPointF(start.center().x(), start.bottom() if down else start.top())
        b = QPointF(tip.center().x(), tip.top() if down else tip.bottom())
        angle = 90.0 if down else -90.0
        points = [a, b]
    else:
        a, b = QPointF(start.left(), start.center().y()), QPointF(tip.right(), tip.center().y())
        middle = (a.x() + b.x()) / 2.0
        points = [a, b] if abs(a.y() - b.y()) < 1.0 else [a, QPointF(middle, a.y()), QPointF(middle, b.y()), b]
        angle = 180.0
    painter.drawPolyline(points)
    draw_arrow_head(painter, b, angle, colour=colour, length=7.0, width=7.0)
    area = QRectF(a, b).normalized().adjusted(-4.0, -8.0, 4.0, 8.0)
    where = number_words(scene, link.at.name, link.at.moment, link.at.unit)
    name = "sent by the loss" if link.to is None else factor_words(scene, (link,), moment=(link.at.moment or 0) + 1)
    words = f"{times_sign(link.factor)} ({name})\nto {where}: {100.0 * link.share:.0f} % of all that reaches it"
    text = times_sign(link.factor)
    width = text_width(text, font(BODY, MEDIUM)) + 4.0
    if layout.flat and layout.wide >= width + 4.0:
        place = QRectF((a.x() + b.x() - width) / 2.0, tip.center().y() + 17.0, width, 20.0)
        write(painter, place, text, colour=theme.text1, weight=MEDIUM, align=_CENTRE)
    elif layout.badges and abs(a.x() - b.x()) >= 30.0 and a.y() == b.y():
        place = QRectF((a.x() + b.x() - width) / 2.0, a.y() - 33.0, width, 20.0)
        write(painter, place, text, colour=theme.text1, weight=MEDIUM, align=_CENTRE)
    return Spot(area, words)


def _draw_stretches(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """Over each long stretch of small nodes how many factors it has and what they make."""
    place = 0
    for stretch in layout.stretches:
        nodes = layout.nodes[place : place + len(stretch.links)]
        place += len(stretch.links)
        left, right = min(node.rect.left() for node in nodes), max(node.rect.right() for node in nodes)
        formula = factors_of(frame.scene, stretch)
        before, after = f"{stretch.turns} {TIMES}", f"= {short(stretch.factor, signed=False)}"
        face = font(BODY, MEDIUM)
        width = text_width(before, face) + formula.size.width() + text_width(after, face) + 16.0
        if stretch.turns < 2 or width > right - left:
            continue
        top = min(node.rect.top() for node in nodes)
        x, y = (left + right - width) / 2.0, top - 15.0
        write(painter, QRectF(x, y - 11.0, 80.0, 22.0), before, colour=frame.theme.text1, weight=MEDIUM)
        x += text_width(before, face) + 6.0
        formula.draw_in(painter, QRectF(x, y - 11.0, formula.size.width(), 22.0), theme=frame.theme)
        x += formula.size.width() + 8.0
        write(painter, QRectF(x, y - 11.0, 200.0, 22.0), after, colour=frame.theme.text1, weight=MEDIUM)


def _draw_node(painter: QPainter, frame: Frame, layout: Layout, node: Node) -> Spot:
    scene, theme, source = frame.scene, frame.theme, node.source
    focus = scene.focus
    chosen = focus is not None and (focus.name, focus.moment, focus.unit) == (source.name, source.moment, source.unit)
    hovered = frame.hover is not None and node.rect.contains(frame.hover)
    scale = scale_of(scene, source.name, adjoint=True)
    if layout.badges:
        state = BadgeState(selected=chosen and not frame.figure, hovered=hovered, stale=scene.stale)
        draw_badge(painter, node.rect, theme=theme, kind="adjoint", number=node.number, scale=scale, state=state,
                   digits=scene.state.digits, note=False)  # fmt: skip
    else:
        sound = node.number == node.number and abs(node.number) != float("inf")
        painter.setPen(QPen(theme.accent, 2.0) if chosen and not frame.figure else QPen(theme.edge, 1.0))
        painter.setBrush(theme.orchard.colour(scale.fraction(node.number)) if sound else theme.err)
        painter.drawEllipse(node.rect)
    if layout.flat:
        symbol = adjoint_symbol(scene, source.name)
        x = node.rect.center().x() - symbol.size.width() / 2.0
        if symbol.size.width() <= layout.wide - 2.0:
            symbol.draw_in(painter, QRectF(x, node.rect.top() - 32.0, symbol.size.width(), 28.0), theme=theme)
    words = number_words(scene, source.name, source.moment, source.unit)
    if source.example != scene.state.example:
        words += f", example {source.example}"
    tip = (
        f"{words}: {short(node.number)}\nthis path alone: {short(node.running)}\nClick: choose it. Double click: travel"
    )
    where = Selection(source.name, True, source.moment, source.unit)
    grown = node.rect.adjusted(-3.0, -6.0, 3.0, 6.0) if not layout.badges else node.rect
    return Spot(grown, tip, Request("select", where), Request("travel", (where, source.example)))


def _draw_axis(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """The moments under the chain, as many as have room; the loss at the right."""
    theme = frame.theme
    labels = axis_labels(layout)
    widest = max(text_width(text, font()) for text in labels[:-1]) + 10.0
    every = max(1, math.ceil(widest / layout.wide))
    room = QRectF(MARGIN, layout.axis.top(), layout.chain.left() - MARGIN - 8.0, layout.axis.height())
    write(painter, room, "t", colour=theme.text2, align=RIGHT)
    loss = text_width(labels[-1], font()) + 4.0
    for column, text in enumerate(labels[:-1]):
        place = QRectF(layout.column_left(column), layout.axis.top(), layout.wide, layout.axis.height())
        if column % every == 0 and place.center().x() + text_width(text, font()) / 2.0 <= layout.chain.right() - loss:
            write(painter, place.adjusted(-30.0, 0.0, 30.0, 0.0), text, colour=theme.text2, align=_CENTRE)
    end = QRectF(layout.chain.right() - loss, layout.axis.top(), loss, layout.axis.height())
    write(painter, end, labels[-1], colour=theme.text2, align=RIGHT)


def axis_labels(layout: Layout) -> Sequence[str]:
    """What stands under the columns, the loss last."""
    return (*("" if column is None else str(column + 1) for column in layout.columns), "loss")
