"""The layout of a graph in a panel: where cards, badges and wires stand; a pure function of graph and size."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF

from engine.identity import Same
from explorer.drawing.flow import Curve
from explorer.drawing.ribbon import straight
from explorer.views.graph.layering import Item, Layers, assign_layers, order_layers, relieve
from explorer.views.graph.model import Card, Graph, Use

BADGE = 24.0
_BADGE_WIDTH, _LABEL_HEIGHT, _LABEL_WIDTH = 72.0, 21.0, 44.0
_CHAIN_GAP, _PAD, _SIDE, _TITLE, _LANE, _APART = 26.0, 6.0, 3.0, 26.0, 12.0, 14.0
_LEAST_GAP, _MOST_GAP = 24.0, 150.0
_MARGIN = 7.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node's label (left end of its baseline, its middle where `centred`) and badges stand; None: no badge."""

    rect: QRectF
    label: QPointF
    value: QRectF | None
    adjoint: QRectF | None
    centred: bool

    @property
    def down(self) -> float:
        """The x of the arrow to the function of it, left of the middle so that the function's name has room."""
        return self.rect.center().x() - 6.0 if self.centred else self.rect.right() - 16.0


@dataclass(frozen=True, eq=False)
class Layout:
    """All places; `gap` is the room between columns, `height` what the picture needs, `width` how wide it is."""

    cards: Mapping[str, QRectF]
    nodes: Mapping[str, Place]
    wires: Mapping[Use, tuple[Curve, ...]]
    columns: tuple[float, ...]
    gap: float
    width: float
    height: float


def layout_of(graph: Graph, width: float, height: float, values_only: frozenset[str]) -> Layout:
    """The layout of a graph in a panel of this size, remembered for the last few; `values_only` have no adjoints."""
    return _layout_of(Same(graph), width, height, values_only)


@lru_cache(maxsize=8)
def _layout_of(same: Same[Graph], width: float, height: float, values_only: frozenset[str]) -> Layout:
    tall = _Builder(same.held, width, height, values_only, beside=False)
    wide = _Builder(same.held, width, height, values_only, beside=True)
    # Labels above their badges leave the most room for wires; beside them they save height.
    chosen = wide if tall.need > height >= wide.need and wide.gap >= _LEAST_GAP else tall
    return chosen.build()


class _Builder:
    """Builds one layout; `beside` puts labels at the left of the badges instead of above them."""

    def __init__(self, graph: Graph, width: float, height: float, values_only: frozenset[str], *, beside: bool) -> None:
        self.graph, self.width, self.height, self.beside, self.values_only = graph, width, height, beside, values_only
        self.heights = {card.key: self._card_height(card) for card in graph.cards}
        first = assign_layers(graph)
        self.layers: Layers = order_layers(graph, relieve(graph, first, self.heights, height - 2.0 * _MARGIN))
        self.card_width = _BADGE_WIDTH + 2.0 * _SIDE + (_LABEL_WIDTH if beside else 0.0)
        count = len(self.layers.columns)
        free = width - 2.0 * _MARGIN - count * self.card_width
        self.gap = free / (count - 1) if count > 1 else 0.0
        self.need = max((self._column_height(column) for column in self.layers.columns), default=0.0) + 2.0 * _MARGIN

    def _rows(self, name: str, kind: str) -> int:
        return 1 if kind != "quantity" or name in self.values_only else 2

    def _node_height(self, name: str, kind: str) -> float:
        rows = self._rows(name, kind)
        return rows * BADGE + (rows - 1) * 3.0 + (0.0 if self.beside else _LABEL_HEIGHT)

    def _card_height(self, card: Card) -> float:
        inside = sum(self._node_height(node.name, node.kind) for node in card.nodes)
        between = _CHAIN_GAP if card.kind == "quantity" else 6.0
        return inside + between * (len(card.nodes) - 1) + 2.0 * _PAD + (_TITLE if card.kind != "quantity" else 0.0)

    def _item_height(self, item: Item) -> float:
        return _LANE if item.lane else self.heights[item.card]

    def _column_height(self, column: tuple[Item, ...]) -> float:
        return sum(self._item_height(item) for item in column) + _APART * (len(column) - 1)

    def build(self) -> Layout:
        gap = min(max(self.gap, _LEAST_GAP), _MOST_GAP)
        count = len(self.layers.columns)
        total = count * self.card_width + (count - 1) * gap
        left = max((self.width - total) / 2.0, _MARGIN)
        columns = tuple(left + number * (self.card_width + gap) for number in range(count))
        height = max(self.height, self.need)
        middles = self._middles(height)
        cards = {
            item.card: QRectF(
                columns[item.layer],
                middles[item] - self.heights[item.card] / 2.0,
                self.card_width,
                self.heights[item.card],
            )
            for column in self.layers.columns
            for item in column
            if not item.lane
        }
        nodes = {key: place for card in self.graph.cards for key, place in self._places(card, cards[card.key])}
        wires = self._wires(cards, nodes, middles, columns)
        return Layout(cards, nodes, wires, columns, gap, total + 2.0 * _MARGIN, height)

    def _middles(self, height: float) -> dict[Item, float]:
        """The middle of each item: near the mean of its neighbours, in order, without overlap."""
        near: defaultdict[Item, list[Item]] = defaultdict(list)
        for a, b in self.layers.links:
            near[a].append(b)
            near[b].append(a)
        middle: dict[Item, float] = {}
        for column in self.layers.columns:
            at = (height - self._column_height(column)) / 2.0
            for item in column:
                middle[item] = at + self._item_height(item) / 2.0
                at += self._item_height(item) + _APART
        for sweep in range(10):
            columns = self.layers.columns if sweep % 2 == 0 else self.layers.columns[::-1]
            for column in columns:
                wanted = [
                    sum(middle[other] for other in near[item]) / len(near[item]) if near[item] else middle[item]
                    for item in column
                ]
                middle.update(zip(column, self._apart(column, wanted, height), strict=True))
        top = min(middle[item] - self._item_height(item) / 2.0 for item in middle)
        bottom = max(middle[item] + self._item_height(item) / 2.0 for item in middle)
        return {item: at + (height - top - bottom) / 2.0 for item, at in middle.items()}

    def _apart(self, column: tuple[Item, ...], wanted: list[float], height: float) -> list[float]:
        sizes = [self._item_height(item) for item in column]
        placed = list(wanted)
        low = _MARGIN
        for index, size in enumerate(sizes):
            placed[index] = max(placed[index], low + size / 2.0)
            low = placed[index] + size / 2.0 + _APART
        high = height - _MARGIN
        for index in range(len(sizes) - 1, -1, -1):
            placed[index] = min(placed[index], high - sizes[index] / 2.0)
            high = placed[index] - sizes[index] / 2.0 - _APART
        return placed

    def _places(self, card: Card, rect: QRectF) -> list[tuple[str, Place]]:
        found: list[tuple[str, Place]] = []
        top = rect.top() + _PAD + (_TITLE if card.kind != "quantity" else 0.0)
        left = rect.left() + _SIDE + (_LABEL_WIDTH if self.beside else 0.0)
        for node in card.nodes:
            high = self._node_height(node.name, node.kind)
            base = top + (0.0 if self.beside else _LABEL_HEIGHT)
            first = QRectF(left, base, _BADGE_WIDTH, BADGE)
            second = first.translated(0.0, BADGE + 3.0)
            value = None if node.kind == "after" else first
            adjoint = first if node.kind == "after" else second if self._rows(node.name, node.kind) == 2 else None
            label = (
                QPointF(rect.left() + _SIDE, top + high / 2.0 + 5.0)
                if self.beside
                else QPointF(rect.center().x(), base - 7.0)
            )
            whole = QRectF(rect.left() + 2.0, top - 3.0, rect.width() - 4.0, high + 6.0)
            found.append((node.key, Place(whole, label, value, adjoint, not self.beside)))
            top += high + (_CHAIN_GAP if card.kind == "quantity" else 6.0)
        return found

    def _wires(
        self,
        cards: Mapping[str, QRectF],
        nodes: Mapping[str, Place],
        middles: Mapping[Item, float],
        columns: tuple[float, ...],
    ) -> dict[Use, tuple[Curve, ...]]:
        card_of = {node.key: card for card in self.graph.cards for node in card.nodes}
        layer = {item.card: item.layer for column in self.layers.columns for item in column if not item.lane}
        arriving: defaultdict[str, list[Use]] = defaultdict(list)
        for use in self.graph.uses:
            if card_of[use.source] is not card_of[use.target]:
                arriving[use.target].append(use)
        wires: dict[Use, tuple[Curve, ...]] = {}
        for target, uses in arriving.items():
            own, place = card_of[target].key, nodes[target]

            def height_of(use: Use, own: str = own) -> float:
                source = card_of[use.source].key
                before = Item(source, layer[own] - 1, True)
                return middles.get(before, nodes[use.source].rect.center().y())

            uses.sort(key=height_of)
            step = min(13.0, (place.rect.height() - 12.0) / max(len(uses) - 1, 1))
            for turn, use in enumerate(uses):
                y = place.rect.center().y() + (turn - (len(uses) - 1) / 2.0) * step
                wires[use] = self._wire(
                    use,
                    card_of[use.source].key,
                    own,
                    end=y,
                    cards=cards,
                    nodes=nodes,
                    middles=middles,
                    columns=columns,
                    layer=layer,
                )
        return wires

    def _wire(
        self,
        use: Use,
        source: str,
        target: str,
        *,
        end: float,
        cards: Mapping[str, QRectF],
        nodes: Mapping[str, Place],
        middles: Mapping[Item, float],
        columns: tuple[float, ...],
        layer: Mapping[str, int],
    ) -> tuple[Curve, ...]:
        at = QPointF(cards[source].right(), nodes[use.source].rect.center().y())
        pieces: list[Curve] = []
        for number in range(layer[source] + 1, layer[target]):
            y = middles[Item(source, number, True)]
            entry, leave = QPointF(columns[number], y), QPointF(columns[number] + self.card_width, y)
            pieces.extend((_bend(at, entry), straight(entry, leave)))
            at = leave
        pieces.append(_bend(at, QPointF(cards[target].left(), end)))
        return tuple(pieces)


def _bend(start: QPointF, end: QPointF) -> Curve:
    """From one column to the next: level at both ends."""
    reach = QPointF((end.x() - start.x()) * 0.5, 0.0)
    return start, start + reach, end - reach, end
