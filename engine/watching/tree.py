"""What a watch is made of: formulas of the equation language, and what looks at whole arrays, moments, or yes and no.

A formula may have parts that are computed apart; its expression reads them by invented names. Every node says the
`shape` of its units and its `lead`: how many axes stand before them (2: moments and examples, 1: examples, 0: none).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.expression import Adjoint, Expression, Shape, references
from engine.watching.axes import common_shape

Reduction = Literal["norm", "max", "min", "mean"]
Test = Literal["isnan", "isinf"]
Sign = Literal[">", ">=", "<", "<=", "==", "!="]


class _LikeItsBody:
    """What has as many numbers as that which it is made of."""

    __slots__ = ()
    body: "Node"

    @property
    def shape(self) -> Shape:
        return self.body.shape

    @property
    def lead(self) -> int:
        return self.body.lead


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression, with the parts it reads by name; `text` is how it was written."""

    expression: Expression
    parts: tuple[tuple[str, "Node"], ...]
    lead: int
    text: str

    @property
    def shape(self) -> Shape:
        return self.expression.shape or ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A number of the whole iteration: its loss, its accuracy."""

    text: str

    @property
    def shape(self) -> Shape:
        return ()

    @property
    def lead(self) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Count:
    """The number of the moment itself, counted from 1 as it is shown."""

    text: str = "t"

    @property
    def shape(self) -> Shape:
        return ()

    @property
    def lead(self) -> int:
        return 2


@dataclass(frozen=True, slots=True)
class Fold:
    """One number made of all units; where it is `whole` of all moments and examples too."""

    reduction: Reduction
    body: "Node"
    whole: bool = False

    @property
    def shape(self) -> Shape:
        return ()

    @property
    def lead(self) -> int:
        return 0 if self.whole else self.body.lead


@dataclass(frozen=True, slots=True)
class Last(_LikeItsBody):
    """What the body was when it was last computed before: a moment earlier, of adjoints a moment later."""

    body: "Node"

    @property
    def by(self) -> int:
        """How many moments later that was: adjoints are made from the last moment to the first."""
        return 1 if reads_adjoint(self.body) else -1


@dataclass(frozen=True, slots=True)
class Compared:
    """Holds where the comparison does, unit by unit."""

    sign: Sign
    left: "Node"
    right: "Node"

    @property
    def shape(self) -> Shape:
        return common_shape((self.left.shape, self.right.shape))

    @property
    def lead(self) -> int:
        return max(self.left.lead, self.right.lead)


@dataclass(frozen=True, slots=True)
class Tested(_LikeItsBody):
    """Holds where a number is no number, or infinite."""

    test: Test
    body: "Node"


@dataclass(frozen=True, slots=True)
class Joined:
    """Holds where `every` part does, or else any of them."""

    every: bool
    parts: tuple["Node", ...]

    @property
    def shape(self) -> Shape:
        return common_shape([part.shape for part in self.parts])

    @property
    def lead(self) -> int:
        return max(part.lead for part in self.parts)


@dataclass(frozen=True, slots=True)
class Opposite(_LikeItsBody):
    """Holds where the body does not."""

    body: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """Holds where any number that an equation makes is no number, or infinite; it stands alone."""

    test: Test


Node = Formula | Metric | Count | Fold | Last | Compared | Tested | Joined | Opposite


def below(node: Node) -> tuple[Node, ...]:
    """The nodes that a node is made of."""
    match node:
        case Formula(parts=parts):
            return tuple(part for _, part in parts)
        case Metric() | Count():
            return ()
        case Compared(left=left, right=right):
            return left, right
        case Joined(parts=parts):
            return parts
        case _:
            return (node.body,)


def is_condition(node: Node) -> bool:
    """Whether it holds or not, in place of being a number."""
    return isinstance(node, Compared | Tested | Joined | Opposite) or (
        isinstance(node, Last) and is_condition(node.body)
    )


def expressions(node: Node) -> Iterator[Expression]:
    """Every expression in it."""
    if isinstance(node, Formula):
        yield node.expression
    for part in below(node):
        yield from expressions(part)


def reads_adjoint(node: Node) -> bool:
    """Whether anything in it is known in the backward pass only."""
    return any(isinstance(part, Adjoint) for expression in expressions(node) for part in references(expression))
