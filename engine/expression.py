"""The expression tree: frozen records that equations, flows and derivatives are all made of."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

Shape = tuple[int, ...]
Address = tuple[int, ...]
"""Where a sub-expression stands in its tree: the argument numbers on the way down from the root."""


@dataclass(frozen=True, slots=True)
class Offset:
    """A whole number that may depend on tap indices: `constant + sum(factor * index)`.

    It says how far from moment t a reference points, or which entry of a parameter a tap reads.
    """

    constant: int = 0
    factors: tuple[tuple[str, int], ...] = ()

    def plus(self, other: "Offset", sign: int = 1) -> "Offset":
        """This offset with `sign * other` added."""
        factors = dict(self.factors)
        for index, factor in other.factors:
            factors[index] = factors.get(index, 0) + sign * factor
        kept = tuple(sorted((index, factor) for index, factor in factors.items() if factor))
        return Offset(self.constant + sign * other.constant, kept)

    def at(self, indices: dict[str, int]) -> int:
        """The number itself, once every tap index has a value."""
        return self.constant + sum(factor * indices[index] for index, factor in self.factors)


NOW = Offset()


@dataclass(frozen=True, slots=True)
class Number:
    """A literal constant."""

    value: float

    @property
    def shape(self) -> Shape:
        return ()


@dataclass(frozen=True, slots=True)
class Size:
    """A declared size used as a number, such as T in `bce(h[t], d[t]) / T`."""

    name: str

    @property
    def shape(self) -> Shape:
        return ()


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a quantity; `offset` counts from moment t and is None where the quantity stands outside time."""

    name: str
    offset: Offset | None = None
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Adjoint:
    """The adjoint dE/dq of a quantity, at `offset` from moment t."""

    name: str
    offset: Offset | None = None
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Apply:
    """One op applied to arguments; `attributes` are its static settings."""

    op: str
    arguments: tuple["Expression", ...]
    attributes: tuple[tuple[str, object], ...] = ()
    shape: Shape | None = None

    def attribute(self, name: str) -> object:
        """The setting called `name`."""
        return dict(self.attributes)[name]


@dataclass(frozen=True, slots=True)
class Taps:
    """The sum of `body` over a tap index that runs from `start` up to, not including, `stop`."""

    body: "Expression"
    index: str
    start: int
    stop: int

    @property
    def shape(self) -> Shape | None:
        return self.body.shape


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of `body` over all moments, over all examples, or both: how what stands outside time collects."""

    body: "Expression"
    moments: bool
    examples: bool

    @property
    def shape(self) -> Shape | None:
        return self.body.shape


@dataclass(frozen=True, slots=True)
class Choice:
    """`body` where the value of the quantity `name` was computed, `otherwise` where a value was put in by hand.

    It chooses for a whole moment of a whole example; `offset` is that of the quantity. It is written as its body.
    """

    body: "Expression"
    otherwise: "Expression"
    name: str
    offset: Offset | None = None

    @property
    def shape(self) -> Shape | None:
        return self.body.shape


Expression = Number | Size | Value | Adjoint | Apply | Taps | Total | Choice
Reference = Value | Adjoint


def children(node: Expression) -> tuple[Expression, ...]:
    """The direct sub-expressions."""
    match node:
        case Apply():
            return node.arguments
        case Taps() | Total():
            return (node.body,)
        case Choice():
            return node.body, node.otherwise
        case _:
            return ()


def with_children(node: Expression, arguments: tuple[Expression, ...]) -> Expression:
    """The same node over other sub-expressions."""
    match node:
        case Apply():
            return replace(node, arguments=arguments)
        case Taps() | Total():
            return replace(node, body=arguments[0])
        case Choice():
            return replace(node, body=arguments[0], otherwise=arguments[1])
        case _:
            return node


def transform(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The tree with `change` applied to every node, leaves first."""
    below = children(node)
    if below:
        node = with_children(node, tuple(transform(child, change) for child in below))
    return change(node)


def walk(node: Expression, address: Address = ()) -> Iterator[tuple[Address, Expression]]:
    """Every node with its address, each before what stands below it."""
    yield address, node
    for number, child in enumerate(children(node)):
        yield from walk(child, (*address, number))


def references(node: Expression) -> Iterator[Reference]:
    """Every value and adjoint the expression reads, in reading order."""
    for _, part in walk(node):
        if isinstance(part, Value | Adjoint):
            yield part


def read_now(node: Expression, ranges: tuple[tuple[str, int, int], ...] = ()) -> Iterator[str]:
    """The names that are read at the same moment, taps that can reach it included, or outside time."""
    if isinstance(node, Taps):
        ranges = (*ranges, (node.index, node.start, node.stop - 1))
    if isinstance(node, Value | Adjoint) and (node.offset is None or latest(node.offset, ranges) == 0):
        yield node.name
    for child in children(node):
        yield from read_now(child, ranges)


def latest(offset: Offset, ranges: tuple[tuple[str, int, int], ...]) -> int:
    """The largest value an offset takes while its tap indices run from their first to their last value."""
    ends = {index: (first, last) for index, first, last in ranges}
    return offset.constant + sum(max(factor * end for end in ends[index]) for index, factor in offset.factors)


def at_address(node: Expression, address: Address) -> Expression:
    """The sub-expression at `address`."""
    for number in address:
        node = children(node)[number]
    return node


def shifted(node: Expression, by: Offset, sign: int = 1) -> Expression:
    """The expression read `by` moments later (or earlier, with sign -1).

    A tap sum inside whose index has the name of one in `by` gets another, so that the two are not taken for one.
    """
    if isinstance(node, Taps) and any(index == node.index for index, _ in by.factors):
        node = _renamed(node, _fresh_index(node, by))
    if isinstance(node, Value | Adjoint):
        return node if node.offset is None else replace(node, offset=node.offset.plus(by, sign))
    if isinstance(node, Choice) and node.offset is not None:
        node = replace(node, offset=node.offset.plus(by, sign))
    below = children(node)
    return with_children(node, tuple(shifted(child, by, sign) for child in below)) if below else node


def chosen(node: Expression, held: Collection[str] = ()) -> Expression:
    """The expression without its choices, but for those that depend on a quantity in `held`."""

    def choose(part: Expression) -> Expression:
        return part.body if isinstance(part, Choice) and part.name not in held else part

    return transform(node, choose)


def _fresh_index(node: Taps, by: Offset) -> str:
    taken = {index for index, _ in by.factors} | {part.index for _, part in walk(node) if isinstance(part, Taps)}
    letters = (letter * times for times in range(1, len(taken) + 2) for letter in "nlkji")
    return next(index for index in letters if index not in taken)


def _renamed(node: Taps, index: str) -> Taps:
    """The tap sum with another index, everywhere it is read."""

    def rename(offset: Offset) -> Offset:
        factors = tuple(sorted((index if name == node.index else name, factor) for name, factor in offset.factors))
        return Offset(offset.constant, factors)

    def change(part: Expression) -> Expression:
        if isinstance(part, Value | Adjoint | Choice) and part.offset is not None:
            return replace(part, offset=rename(part.offset))
        if isinstance(part, Apply):
            settings = tuple((key, rename(held) if isinstance(held, Offset) else held) for key, held in part.attributes)
            return replace(part, attributes=settings)
        return part

    return replace(node, body=transform(node.body, change), index=index)
