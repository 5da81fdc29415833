"""Where the cards of the distributions stand: a grid of those the equations define, and one of parameters."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from explorer.scene import Scene

MARGIN, GAP, HEADING = 14.0, 10.0, 32.0
CARD = 144.0
_NARROWEST, _WIDEST = 214.0, 320.0
_PAD, _HEAD, _WORDS, _ENDS = 8.0, 26.0, 28.0, 60.0
_BETWEEN = 6.0


@dataclass(frozen=True, eq=False, slots=True)
class Card:
    """One quantity: its card, its head, the bars of its values and of its adjoints, and the line of words."""

    name: str
    rect: QRectF
    head: QRectF
    values: QRectF
    adjoints: QRectF
    words: QRectF

    def bars(self, *, adjoint: bool) -> QRectF:
        """Where the bars of one side stand."""
        return self.adjoints if adjoint else self.values


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """A heading over cards."""

    title: str
    heading: QRectF
    cards: tuple[Card, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Layout:
    """Both groups, one below the other."""

    groups: tuple[Group, ...]
    height: float

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards."""
        return tuple(card for group in self.groups for card in group.cards)


def lay_out(scene: Scene, width: float) -> Layout:
    """As many cards side by side as have room; the picture is as high as they need."""
    network = scene.network
    defined = [quantity.name for quantity in network.having("defined")]
    parameters = [quantity.name for quantity in network.having("parameter")]
    free = width - 2.0 * MARGIN + GAP
    across = max(1, math.floor(free / (_NARROWEST + GAP)))
    wide = min(max(free / across - GAP, 120.0), _WIDEST)
    top, groups = 4.0, []
    for title, names in (("Quantities", defined), ("Parameters", parameters)):
        if not names:
            continue
        heading = QRectF(MARGIN, top, max(width - 2.0 * MARGIN, 0.0), HEADING)
        top = heading.bottom() + 2.0
        cards = []
        for number, name in enumerate(names):
            row, column = divmod(number, across)
            cards.append(_card(name, QRectF(MARGIN + column * (wide + GAP), top + row * (CARD + GAP), wide, CARD)))
        top += math.ceil(len(names) / across) * (CARD + GAP)
        groups.append(Group(title, heading, tuple(cards)))
    return Layout(tuple(groups), top + 4.0)


def _card(name: str, rect: QRectF) -> Card:
    inside = rect.adjusted(_PAD, 2.0, -_PAD, -2.0)
    head = QRectF(inside.left(), inside.top(), inside.width(), _HEAD)
    words = QRectF(inside.left(), inside.bottom() - _WORDS + 4.0, inside.width(), _WORDS - 4.0)
    high = (words.top() - 4.0 - head.bottom() - _BETWEEN) / 2.0
    ends = min(_ENDS, inside.width() / 4.0)
    values = QRectF(inside.left() + ends, head.bottom(), inside.width() - 2.0 * ends, high)
    return Card(name, rect, head, values, values.translated(0.0, high + _BETWEEN), words)
