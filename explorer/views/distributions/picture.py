"""The picture of the distributions: cards of quantities and parameters, and what can be pointed at on them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.expression import Adjoint, Value
from engine.notation.plain import plain
from explorer.command import Request
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.seen import is_seen
from explorer.drawing.writing import RIGHT, write
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.numbers import format_limit
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.distributions.card import card_findings, draw_card
from explorer.views.distributions.counting import counts_of, known_rows
from explorer.views.distributions.findings import known_count, mean_words
from explorer.views.distributions.layout import Card, Group, Layout, lay_out

_LEGENDS = ("each on its own scale over the run, adjoints on a √ scale", "adjoints on a √ scale", "")
_NOT_YET = "not computed yet"


def draw(painter: QPainter, frame: Frame) -> Sequence[Spot]:
    """Paint the cards; a click on one looks at its value or its adjoint."""
    layout = lay_out(frame.scene, frame.width)
    painter.save()
    for number, group in enumerate(layout.groups):
        _draw_heading(painter, frame, group, legend=number == 0)
        for card in group.cards:
            if is_seen(painter, card.rect):
                draw_card(painter, frame, card)
    painter.restore()
    return LaterSpots(partial(_spots, frame, layout))


def height(frame: Frame) -> float:
    """As high as all cards need."""
    return max(frame.height, lay_out(frame.scene, frame.width).height)


def follow(frame: Frame) -> QRectF | None:
    """The card of what runs next."""
    event = frame.scene.event
    if event is None:
        return None
    cards = lay_out(frame.scene, frame.width).cards
    return next((card.rect for card in cards if card.name == event.line.name), None)


def _draw_heading(painter: QPainter, frame: Frame, group: Group, *, legend: bool) -> None:
    """The title of a group; the first one also says what the bars are."""
    theme, rect = frame.theme, group.heading
    write(painter, rect, group.title, colour=theme.text1, weight=SEMIBOLD)
    if not legend:
        return
    absent = text_width(_NOT_YET, font()) + 44.0
    left = rect.left() + text_width(group.title, font(BODY, SEMIBOLD)) + 18.0
    room = QRectF(left, rect.top(), rect.right() - absent - left, rect.height())
    words = next(each for each in _LEGENDS if text_width(each, font()) <= max(room.width(), 0.0))
    write(painter, room, words, colour=theme.text2)
    draw_hatch(painter, QRectF(rect.right() - absent + 8.0, rect.center().y() - 9.0, 28.0, 18.0), theme=theme)
    write(painter, rect, _NOT_YET, colour=theme.text2, align=RIGHT)


def _spots(frame: Frame, layout: Layout) -> list[Spot]:
    found: list[Spot] = []
    for card in layout.cards:
        halves = ((False, card.rect), (True, QRectF(QPointF(card.rect.left(), card.adjoints.top() - 3.0),
                                                    QPointF(card.rect.right(), card.words.top()))))  # fmt: skip
        for adjoint, rect in halves:
            if frame.scene.exists(card.name, adjoint):
                words = partial(side_words, frame.scene, card.name, adjoint=adjoint)
                found.append(Spot(rect, words, Request("select", Selection(card.name, adjoint))))
        found += _bar_spot(frame, card)
    return found


def side_words(scene: Scene, name: str, *, adjoint: bool) -> str:
    """What a histogram counts: how many numbers, their mean and spread, and what is found."""
    shape = scene.network.quantities[name].shape
    symbol = plain((Adjoint if adjoint else Value)(name, None, shape), scene.network)
    counts, rows = counts_of(scene, name, adjoint=adjoint), known_rows(scene, name, adjoint=adjoint)
    kind = "adjoints" if adjoint else "values"
    if rows.start == rows.stop:
        return f"{symbol}: {kind}, not computed yet. Click: look at it"
    lines = [f"{symbol}: {known_count(counts, rows):,} {kind}{_moments(scene, name, rows)}. Click: look at it"]
    lines.append(mean_words(scene, name, adjoint=adjoint))
    if not adjoint:
        lines += [each.words for each in card_findings(scene, name) if each.words not in lines]
    return "\n".join(line for line in lines if line)


def _moments(scene: Scene, name: str, rows: slice) -> str:
    """Of which moments and how many examples the numbers are."""
    quantity = scene.network.quantities[name]
    parts = []
    if quantity.timed:
        parts.append(f"t = {rows.start + 1} to {rows.stop} of {scene.trace.moments}")
    if quantity.batched:
        parts.append(f"{scene.trace.examples} examples")
    return f" ({', '.join(parts)})" if parts else ""


def _bar_spot(frame: Frame, card: Card) -> list[Spot]:
    """The bar under the mouse, with what it counts."""
    scene, hover = frame.scene, frame.hover
    for adjoint in (False, True):
        rect = card.bars(adjoint=adjoint)
        if hover is None or not rect.contains(hover) or not scene.exists(card.name, adjoint):
            continue
        counts, rows = counts_of(scene, card.name, adjoint=adjoint), known_rows(scene, card.name, adjoint=adjoint)
        if rows.start == rows.stop:
            return []
        wide = rect.width() / counts.bins
        place = min(int((hover.x() - rect.left()) / wide), counts.bins - 1)
        low, high = counts.edges(place)
        number, total = int(counts.bars[rows, place].sum()), int(counts.finite[rows].sum())
        words = f"{number:,} of {total:,} from {format_limit(low)} to {format_limit(high)}"
        whole = side_words(scene, card.name, adjoint=adjoint)
        bar = QRectF(rect.left() + place * wide, rect.top(), wide, rect.height())
        return [Spot(bar, f"{words}\n{whole}", Request("select", Selection(card.name, adjoint)))]
    return []
