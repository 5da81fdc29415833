"""The graph of one moment: which equation uses which quantity, now, from the moment before, and in the one after."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from engine.expression import Apply, Expression, Taps, Value, children
from engine.identity import Same
from engine.language.network import Equation, Network
from engine.ops import ops

Kind = Literal["quantity", "before", "after"]
_REARRANGING = ("transpose", "expand", "reshape", "flatten", "repeat", "pick", "element")


@dataclass(frozen=True, slots=True)
class Node:
    """A quantity at t (`later` 0), at an earlier moment whose value is read, or at a later one that reads this moment.

    `several` says that taps read it at more than one moment.
    """

    key: str
    name: str
    kind: Kind
    later: int = 0
    several: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """One use: what stands at `source` is read at `target`, multiplied with `parameter` (a name, or "")."""

    source: str
    target: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is drawn as one box: a quantity, a quantity with the function of it, or all of another moment.

    `ops` are the LaTeX names of the functions between its nodes.
    """

    nodes: tuple[Node, ...]
    kind: Kind
    ops: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.nodes[0].key


@dataclass(frozen=True, eq=False)
class Graph:
    """All cards and the uses between different ones, and inside them those from a node to the next."""

    cards: tuple[Card, ...]
    uses: tuple[Use, ...]

    def card_of(self, key: str) -> Card | None:
        """The card on which a node stands."""
        return next((card for card in self.cards if any(node.key == key for node in card.nodes)), None)


def graph_of(network: Network) -> Graph:
    """The graph of a network, remembered for the last few."""
    return _graph_of(Same(network))


@lru_cache(maxsize=4)
def _graph_of(same: Same[Network]) -> Graph:
    return build_graph(same.held)


def node_key(name: str, later: int, *, several: bool = False) -> str:
    """The key of a quantity so many moments later than t."""
    return name if not later else f"{name}@{'*' if several else ''}{later:+d}"


def build_graph(network: Network) -> Graph:
    """Cards and uses from the references of each equation; parameters become labels of uses."""
    nodes: dict[str, Node] = {}
    uses: list[Use] = []

    def node(name: str, later: int, several: bool) -> str:
        key = node_key(name, later, several=several)
        kind: Kind = "quantity" if not later else "before" if later < 0 else "after"
        nodes.setdefault(key, Node(key, name, kind, later, several))
        return key

    for quantity in network.having("input", "mask"):
        node(quantity.name, 0, False)
    for equation in network.equations:
        for value, parameter in _read(network, equation.expression, ""):
            several = value.offset is not None and bool(value.offset.factors)
            back = 0 if value.offset is None else -1 if several else value.offset.constant
            uses.append(Use(node(value.name, back, several), node(equation.name, 0, False), parameter))
            if back:
                uses.append(Use(node(value.name, 0, False), node(equation.name, -back, several), parameter))
        node(equation.name, 0, False)
    kept = tuple(dict.fromkeys(uses))
    return Graph(tuple(_cards(network, nodes, kept)), kept)


def _read(network: Network, expression: Expression, parameter: str) -> Iterator[tuple[Value, str]]:
    """Every value an expression reads that is no parameter, with the parameter it is multiplied with."""
    if isinstance(expression, Value):
        if network.quantities[expression.name].role != "parameter":
            yield expression, parameter
        return
    own = parameter
    if isinstance(expression, Apply):
        factors = [
            part.name
            for part in expression.arguments
            for part in [_bare(part)]
            if isinstance(part, Value) and network.quantities[part.name].role == "parameter"
        ]
        if factors and expression.op not in ("add", "neg", "sub"):
            own = factors[0]
    for part in children(expression):
        yield from _read(network, part, own)


def _bare(expression: Expression) -> Expression:
    """An expression without what only rearranges its entries."""
    while isinstance(expression, Apply) and expression.op in _REARRANGING:
        expression = expression.arguments[0]
    return expression.body if isinstance(expression, Taps) else expression


def _function_of(network: Network, equation: Equation, uses: tuple[Use, ...]) -> str | None:
    """The quantity that this equation is a plain function of, where nothing else reads that quantity."""
    expression = equation.expression
    if not isinstance(expression, Apply) or len(expression.arguments) != 1:
        return None
    inside = expression.arguments[0]
    if not isinstance(inside, Value) or (inside.offset is not None and inside.offset.constant):
        return None
    read_by = {use.target for use in uses if use.source == inside.name}
    fits = network.quantities[inside.name].role == "defined" and read_by == {equation.name}
    return inside.name if fits and not (inside.offset is not None and inside.offset.factors) else None


def _cards(network: Network, nodes: dict[str, Node], uses: tuple[Use, ...]) -> Iterator[Card]:
    follows: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for equation in network.equations:
        before = _function_of(network, equation, uses)
        if before is not None and before not in taken and before not in follows:
            assert isinstance(equation.expression, Apply)
            follows[before] = equation.name, ops()[equation.expression.op].notation.latex
            taken.add(equation.name)
    for kind in ("before", "after"):
        apart = tuple(node for node in nodes.values() if node.kind == kind)
        if apart:
            yield Card(apart, kind)
    for node in nodes.values():
        if node.kind != "quantity" or node.name in taken:
            continue
        chain, signs = [node], []
        while chain[-1].name in follows and len(chain) < 2:
            name, sign = follows[chain[-1].name]
            chain.append(nodes[name])
            signs.append(sign)
        yield Card(tuple(chain), "quantity", tuple(signs))
