"""Layers: every card as far right as the longest way to it, and the order in a layer with the fewest crossings."""

from collections import defaultdict
from dataclasses import dataclass

from explorer.views.graph.model import Graph


@dataclass(frozen=True, slots=True)
class Item:
    """A card in a layer, or (`lane`) the place where the wires of a card cross the layer."""

    card: str
    layer: int
    lane: bool = False


@dataclass(frozen=True, eq=False)
class Layers:
    """The items of each layer from top to bottom, and which items are joined: always between neighbouring layers."""

    columns: tuple[tuple[Item, ...], ...]
    links: tuple[tuple[Item, Item], ...]


def _card_links(graph: Graph) -> dict[str, set[str]]:
    """Which cards read which, by key."""
    card = {node.key: each.key for each in graph.cards for node in each.nodes}
    links: defaultdict[str, set[str]] = defaultdict(set)
    for use in graph.uses:
        if card[use.source] != card[use.target]:
            links[card[use.source]].add(card[use.target])
    return dict(links)


def assign_layers(graph: Graph) -> dict[str, int]:
    """The layer of each card: longest ways; inputs just left of their first use, the next moment at the far right."""
    links = _card_links(graph)
    layer = {card.key: 0 for card in graph.cards}
    inputs = {
        card.key
        for card in graph.cards
        if card.kind == "before" or not any(card.key in readers for readers in links.values())
    }
    for _ in graph.cards:
        moved = False
        for source, readers in links.items():
            for reader in readers:
                if layer[reader] < layer[source] + 1:
                    layer[reader], moved = layer[source] + 1, True
        if not moved:
            break
    for key in inputs:
        readers = links.get(key, set())
        if readers and next(card for card in graph.cards if card.key == key).kind != "before":
            layer[key] = min(layer[reader] for reader in readers) - 1
    last = max([layer[card.key] for card in graph.cards if card.kind != "after"], default=0)
    for card in graph.cards:
        if card.kind == "after":
            layer[card.key] = max(last, layer[card.key])
    return layer


def relieve(graph: Graph, layer: dict[str, int], heights: dict[str, float], room: float) -> dict[str, int]:
    """Moves cards that need not stand early out of layers that are higher than `room`, the last of the text first."""
    links = _card_links(graph)
    moved = dict(layer)

    def high(number: int) -> float:
        return sum(heights[key] + 14.0 for key, own in moved.items() if own == number)

    for number in sorted(set(layer.values())):
        for card in reversed(graph.cards):
            readers = links.get(card.key, set())
            slack = min((moved[reader] for reader in readers), default=number + 1) - 1
            if moved[card.key] == number and card.kind == "quantity" and number < slack and high(number) > room:
                nearest = min(range(number + 1, slack + 1), key=high)
                if high(nearest) + heights[card.key] < high(number):
                    moved[card.key] = nearest
    return moved


def order_layers(graph: Graph, layer: dict[str, int], sweeps: int = 12) -> Layers:
    """Orders each layer by the mean place of its neighbours, to and fro; keeps the order with the fewest crossings."""
    count = max(layer.values(), default=0) + 1
    columns: list[list[Item]] = [[] for _ in range(count)]
    for card in graph.cards:
        columns[layer[card.key]].append(Item(card.key, layer[card.key]))
    links: dict[tuple[Item, Item], None] = {}
    for source, readers in _card_links(graph).items():
        for reader in sorted(readers, key=lambda key: layer[key]):
            at = Item(source, layer[source])
            for number in range(layer[source] + 1, layer[reader]):
                lane = Item(source, number, True)
                if lane not in columns[number]:
                    columns[number].append(lane)
                links[at, lane] = None
                at = lane
            links[at, Item(reader, layer[reader])] = None
    best, fewest = [list(column) for column in columns], _crossings(columns, links)
    for sweep in range(sweeps):
        ways = range(1, count) if sweep % 2 == 0 else range(count - 2, -1, -1)
        for number in ways:
            _sort_column(columns, number, links, -1 if sweep % 2 == 0 else 1)
        met = _crossings(columns, links)
        if met < fewest:
            best, fewest = [list(column) for column in columns], met
    return Layers(tuple(tuple(column) for column in best), tuple(links))


def _sort_column(columns: list[list[Item]], number: int, links: dict[tuple[Item, Item], None], side: int) -> None:
    place = {item: index for index, item in enumerate(columns[number + side])}
    own = {item: index for index, item in enumerate(columns[number])}

    def mean(item: Item) -> float:
        near = [
            place[a if side < 0 else b]
            for a, b in links
            if (b if side < 0 else a) == item and (a if side < 0 else b) in place
        ]
        return sum(near) / len(near) if near else own[item] * len(place) / max(len(own), 1)

    columns[number].sort(key=lambda item: (mean(item), own[item]))


def _crossings(columns: list[list[Item]], links: dict[tuple[Item, Item], None]) -> int:
    place = {item: index for column in columns for index, item in enumerate(column)}
    by_layer: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in links:
        by_layer[a.layer].append((place[a], place[b]))
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0
        for pairs in by_layer.values()
        for index, a in enumerate(pairs)
        for b in pairs[:index]
    )
