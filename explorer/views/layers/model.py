"""The layers of a network: quantities of one depth side by side, and the links by which one layer reads another."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from engine.expression import Apply, Expression, Value, children, references, walk
from engine.language.network import Equation, Network
from explorer.views.layers.memory import kept

LinkKind = Literal["matrix", "kernel", "plain"]
MATRIX_OPS, KERNEL_OPS = ("matmul",), ("conv", "xcorr")
_REARRANGING = ("transpose", "expand", "reshape", "flatten", "repeat")


@dataclass(frozen=True, slots=True)
class Layer:
    """Quantities of one depth in the order in which they are computed: a pre-activation and the functions of it.

    `back` is 0 at the moment that is shown and negative for an earlier one that is read; columns count from the left.
    """

    names: tuple[str, ...]
    column: int
    back: int = 0

    @property
    def key(self) -> str:
        """What links call it."""
        return key_of(self.names[0], self.back)


@dataclass(frozen=True, slots=True)
class Link:
    """One layer reads another: `read` (a quantity of `source`) stands in the equation of `made` (one of `target`).

    A matrix has the parameter `weight`, transposed where the text multiplies from the other side, and the expression
    it is multiplied with; a kernel has the parameter alone. `sign` is that of the product as a term of `made`, 0 where
    it is no plain term, so that weight times adjoint is not what flows back.
    """

    source: str
    target: str
    read: str
    made: str
    kind: LinkKind = "plain"
    weight: str = ""
    transposed: bool = False
    factor: Expression | None = None
    sign: int = 0


@dataclass(frozen=True, eq=False)
class Model:
    """All layers, column by column, and the links between different ones."""

    layers: tuple[Layer, ...]
    links: tuple[Link, ...]

    @cached_property
    def column_of(self) -> dict[str, int]:
        """The column of each layer by its key."""
        return {layer.key: layer.column for layer in self.layers}

    def is_long(self, link: Link) -> bool:
        """Whether a link passes over other columns and so goes along a lane."""
        return self.column_of[link.target] - self.column_of[link.source] > 1

    @cached_property
    def columns(self) -> tuple[tuple[Layer, ...], ...]:
        """The layers of each column from top to bottom."""
        count = max((layer.column for layer in self.layers), default=-1) + 1
        return tuple(tuple(layer for layer in self.layers if layer.column == number) for number in range(count))

    def layer_of(self, name: str) -> Layer | None:
        """The layer in which a quantity stands at the moment that is shown; for a parameter the one that reads it."""
        return next((layer for layer in self.layers if name in layer.names and not layer.back), None)


def key_of(name: str, back: int) -> str:
    """The key of a layer by its first quantity."""
    return name if not back else f"{name}@{back}"


def model_of(network: Network) -> Model:
    """The layers of a network, made once."""
    return kept(network, "layers", lambda: build_model(network))


def has_layers(network: Network) -> bool:
    """Whether any quantity is a parameter's matrix or kernel times another: else there is nothing layered to see."""
    return any(link.kind != "plain" for link in model_of(network).links)


def build_model(network: Network) -> Model:
    """Layers from the references of each equation."""
    groups = _groups(network)
    first = {name: names[0] for names in groups for name in names}
    found: dict[Link, None] = {}
    earlier: dict[str, tuple[str, int]] = {}
    for equation in network.equations:
        for value, weighting in _read(network, equation.expression, 1):
            back = _back(value)
            source = key_of(value.name, back) if back else first[value.name]
            if back:
                earlier[source] = value.name, back
            if source == first[equation.name]:
                continue
            found[Link(source, first[equation.name], value.name, equation.name, *(weighting or ()))] = None
    links = _without_doubles(tuple(found))
    column = _columns(network, groups, links)
    layers = [Layer((name,), column[key], back) for key, (name, back) in earlier.items()]
    layers.extend(Layer(names, column[names[0]]) for names in groups if names[0] in column)
    order = {"input": 0, "defined": 1, "target": 2}
    layers.sort(key=lambda layer: (layer.column, layer.back < 0, order.get(network.quantities[layer.names[0]].role, 1)))
    return Model(tuple(layers), links)


def parameters_of(network: Network, layer: Layer) -> tuple[str, ...]:
    """The parameters that a layer's equations read, in the order of reading."""
    if layer.back:
        return ()
    names: dict[str, None] = {}
    for equation in network.equations:
        if equation.name in layer.names:
            for value in references(equation.expression):
                if network.quantities[value.name].role == "parameter":
                    names[value.name] = None
    return tuple(names)


def drawn_shape(network: Network, layer: Layer) -> tuple[int, ...]:
    """The shape in which a layer is drawn: that of an image where one of its quantities is one."""
    shapes = [network.quantities[name].shape for name in layer.names]
    return max(shapes, key=lambda shape: (len(shape), shape))


def size_of(network: Network, name: str) -> int:
    """How many numbers a quantity has (at one moment, of one example)."""
    return int(np.prod(network.quantities[name].shape))


def _back(value: Value) -> int:
    if value.offset is None:
        return 0
    return -1 if value.offset.factors else value.offset.constant


def _groups(network: Network) -> tuple[tuple[str, ...], ...]:
    """Each quantity, and with it the functions of nothing but it that keep its number of entries."""
    groups: list[list[str]] = [[quantity.name] for quantity in network.having("input", "target", "mask")]
    for equation in network.equations:
        inside = _function_of(network, equation)
        own = next((group for group in groups if inside is not None and group[-1] == inside), None)
        if own is not None:
            own.append(equation.name)
        else:
            groups.append([equation.name])
    return tuple(tuple(group) for group in groups)


def _function_of(network: Network, equation: Equation) -> str | None:
    parts = [part for _, part in walk(equation.expression)]
    if any(isinstance(part, Apply) and part.op in (*MATRIX_OPS, *KERNEL_OPS, "outer") for part in parts):
        return None
    read = {(part.name, _back(part)) for part in parts if isinstance(part, Value)}
    read = {pair for pair in read if network.quantities[pair[0]].role != "parameter"}
    if len(read) != 1 or equation.name == network.objective:
        return None
    ((name, back),) = read
    alike = size_of(network, name) == size_of(network, equation.name)
    return name if alike and not back and network.quantities[name].role == "defined" else None


_Weighting = tuple[LinkKind, str, bool, Expression | None, int]


def _read(network: Network, expression: Expression, sign: int) -> Iterator[tuple[Value, _Weighting | None]]:
    """Every value an expression reads that is no parameter; the first one under a matrix or kernel with that.

    `sign` is that of the expression as a term of the whole, 0 where it is none.
    """
    if isinstance(expression, Value):
        if network.quantities[expression.name].role != "parameter":
            yield expression, None
    elif isinstance(expression, Apply) and expression.op in (*MATRIX_OPS, *KERNEL_OPS):
        for number, part in enumerate(expression.arguments[:2]):
            own = _weighting(network, expression, number, sign)
            for turn, (value, inner) in enumerate(_read(network, part, 0)):
                yield value, inner or (own if turn == 0 else None)
    else:
        for number, part in enumerate(children(expression)):
            yield from _read(network, part, sign * _sign_of(expression, number))


def _sign_of(expression: Expression, number: int) -> int:
    """The sign with which an argument is added, 0 where it is not."""
    op = expression.op if isinstance(expression, Apply) else ""
    if op in ("neg", "sub"):
        return -1 if op == "neg" or number == 1 else 1
    return 1 if op in ("add", "reshape", "flatten") else 0


def _weighting(network: Network, expression: Apply, number: int, sign: int) -> _Weighting | None:
    """What the argument `number` of a product is multiplied with, where that is a parameter."""
    part, other = expression.arguments[number], expression.arguments[1 - number]
    turned = number == 0
    while isinstance(other, Apply) and other.op in _REARRANGING:
        turned ^= other.op == "transpose"
        other = other.arguments[0]
    if not isinstance(other, Value) or network.quantities[other.name].role != "parameter":
        return None
    if expression.op in KERNEL_OPS:
        return "kernel", other.name, False, None, 0
    flat = len(network.quantities[other.name].shape) == 2 and len(part.shape or ()) == 1
    return ("matrix", other.name, turned, part, sign) if flat else None


def _without_doubles(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Plain links are left out where the same layers are joined by a weighted one, and told once otherwise."""
    weighted = {(link.source, link.target) for link in links if link.kind != "plain"}
    plain: dict[tuple[str, str], Link] = {}
    for link in links:
        if link.kind == "plain" and (link.source, link.target) not in weighted:
            plain.setdefault((link.source, link.target), link)
    return tuple(link for link in links if link.kind != "plain") + tuple(plain.values())


def _columns(network: Network, groups: tuple[tuple[str, ...], ...], links: tuple[Link, ...]) -> dict[str, int]:
    """The column of each layer that links join: by the longest way to it."""
    keys = {link.source for link in links} | {link.target for link in links}
    column = dict.fromkeys(keys, 0)
    for _ in keys:
        moved = False
        for link in links:
            if column[link.target] < column[link.source] + 1:
                column[link.target], moved = column[link.source] + 1, True
        if not moved:
            break
    made = {names[0] for names in groups if network.quantities[names[0]].role == "defined"}
    for key in keys - made:
        # What stands at an earlier moment enters at the left, what is given just before it is first read.
        column[key] = 0 if "@" in key else min(column[link.target] for link in links if link.source == key) - 1
    if network.objective in column:
        column[network.objective] = max(column.values())
    return column
