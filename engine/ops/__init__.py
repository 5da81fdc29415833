"""Ops: what one op is, and the table of all that stand in this package, a family a file."""

import difflib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, Protocol

import numpy as np

from engine.errors import ChainruleError
from engine.expression import Apply, Expression, Shape
from engine.registry import leaves

Array = np.ndarray[Any, Any]

Kind = Literal[
    "call",
    "sum",
    "product",
    "negative",
    "quotient",
    "fraction",
    "power",
    "matmul",
    "outer",
    "transpose",
    "transparent",
    "axis_sum",
    "element",
    "place",
    "template",
    "infix",
    "indexed",
    "root",
]


Unit = tuple[int, ...]
"""The index of one entry of an array, counted from 0."""
Part = tuple[Expression, Unit]
"""One entry of what an expression stands for."""


class ShapeError(Exception):
    """The operands of an op do not fit; the language adds line and column before a user sees it."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How an op is written: `kind` says by which rule, `latex` and `text` are its symbol or template,
    where `<0>` stands for the first operand.

    The `single_` templates are used where the operands hold one number only. Under the sign of an `infix` and of an
    `indexed` call stand the settings that a text states, an `infix` also the word `index`.
    """

    kind: Kind
    latex: str = ""
    text: str = ""
    single_latex: str = ""
    single_text: str = ""
    index: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """Operands an op can be tried on: their shapes, settings, and the interval the numbers are drawn from."""

    shapes: tuple[Shape, ...]
    attributes: dict[str, object] = field(default_factory=dict)
    low: float = -1.5
    high: float = 1.5


def same_as_result(shapes: tuple[Shape | None, ...], result: Shape | None) -> tuple[Shape | None, ...]:
    """The operands an element-wise op expects where their shape is not known yet: that of the result."""
    known = result if result is not None else next((shape for shape in shapes if shape), None)
    return tuple(known if shape is None else shape for shape in shapes)


def no_guess(shapes: tuple[Shape | None, ...], result: Shape | None) -> tuple[Shape | None, ...]:
    """No operand's shape can be told from the others."""
    return shapes


class Writer(Protocol):
    """Takes down the NumPy calls of an op's fast form."""

    def call(self, function: str, *names: str) -> None:
        """The call of a NumPy function: its operands by name, and last the array that it fills."""

    def number(self, value: float) -> str:
        """The name of a constant."""


class Buffers(Protocol):
    """Arrays that are needed for one op only, each the beginning of one that is used again and again."""

    def __call__(self, name: str, shape: Shape) -> Array:
        """The buffer of that name in this shape; what it holds is left over from another use."""


@dataclass(frozen=True, slots=True)
class Fast:
    """How a plan computes an op that works entry by entry; what it gives agrees with `forward` to rounding.

    `write(writer, operands, out)` writes NumPy calls that fill `out`, which may be the first operand. `instead` is an
    expression of the same value, made of other ops, whose parts a run is likely to have already.

    Ops that do not work entry by entry may `fill(node, buffers, out, *arrays)` an array with one axis of examples
    before the shape of the result, and their sum over examples with `fill_total`; `buffers(node, examples)` says how
    many numbers of each buffer this takes.
    """

    write: Callable[[Writer, Sequence[str], str], None] | None = None
    instead: Callable[[Apply], Expression] | None = None
    fill: Callable[..., None] | None = None
    fill_total: Callable[..., None] | None = None
    buffers: Callable[[Apply, int], dict[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class Op:
    """One primitive: shape rule, forward in NumPy, vector-Jacobian product as expressions, notation.

    Arrays given to `forward` may have any number of leading axes (moments, examples) before the shape that the
    tree states; parameters have none. `vjp(node, g, i)` is what the adjoint `g` of the result sends to argument i,
    None where nothing flows. `arguments` None means two or more. `total` sums the result over every leading axis
    without building it, where that is cheaper. `mixes` says that the result of one example depends on the others too.
    `fast` says how a plan computes an op that works entry by entry. A `derivative` op appears in derived equations and
    cannot be differentiated again. `products(node, unit)` is given where an entry of the result is a sum of products of
    single entries: each product as the entries that are multiplied, so that a number can be traced to what it is made
    of. An op that only rearranges entries gives one product of one entry. `rules` say in words how it is
    differentiated, by each operand in turn, the last for all further ones.
    """

    name: str
    summary: str
    arguments: int | None
    shape: Callable[[tuple[Shape, ...], dict[str, Any]], Shape]
    forward: Callable[..., Array]
    notation: Notation
    vjp: Callable[[Apply, Expression, int], Expression | None] | None = None
    operands: Callable[[tuple[Shape | None, ...], Shape | None], tuple[Shape | None, ...]] = same_as_result
    settings: tuple[str, ...] = ()
    callable: bool = True
    total: Callable[..., Array] | None = None
    mixes: bool = False
    products: Callable[[Apply, Unit], Iterator[tuple[Part, ...]]] | None = None
    fast: Fast | None = None
    trials: tuple[Trial, ...] = ()
    rules: tuple[str, ...] = ()

    def rule(self, number: int) -> str:
        """What a textbook says of the derivative by operand `number`; "" where nothing is differentiated."""
        return self.rules[min(number, len(self.rules) - 1)] if self.rules else ""


def in_turn(function: str) -> Fast:
    """The fast form that applies a NumPy function to one operand, or to two and the result to each of the others."""

    def write(writer: Writer, operands: Sequence[str], out: str) -> None:
        writer.call(function, *operands[:2], out)
        for operand in operands[2:]:
            writer.call(function, out, operand, out)

    return Fast(write)


@cache
def ops() -> dict[str, Op]:
    """Every op by name."""
    table: dict[str, Op] = {}
    for op in leaves(sys.modules[__name__], Op):
        if op.name in table:
            raise ValueError(f"two ops are called {op.name!r}")
        table[op.name] = op
    return table


def find_op(name: str) -> Op:
    """The op called `name`; an unknown one is answered with the nearest."""
    table = ops()
    if name in table:
        return table[name]
    near = difflib.get_close_matches(name, [op.name for op in table.values() if op.callable], n=1)
    raise ChainruleError(f"no op is called {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))


def apply(name: str, *arguments: Expression, **attributes: object) -> Apply:
    """The op called `name` applied to typed arguments; raises ShapeError where they do not fit."""
    shapes = tuple(argument.shape for argument in arguments)
    if any(shape is None for shape in shapes):
        raise ShapeError(f"{name}: an operand's shape is not known yet")
    shape = ops()[name].shape(tuple(shape for shape in shapes if shape is not None), attributes)
    return Apply(name, arguments, tuple(sorted(attributes.items())), shape)


def broadcast_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    """The common shape: every operand has it, or is a number, or has its last axes (a bias per map of an image)."""
    widest = max(shapes, key=len)
    for shape in shapes:
        if shape != widest[len(widest) - len(shape) :]:
            advice = ""
            if shape == widest[: len(shape)]:
                advice = f"; expand(…, {widest[len(shape)]}) repeats the first along another axis"
            raise ShapeError(f"shapes {shape} and {widest} do not fit element by element{advice}")
    return widest


def aligned(node: Apply, arrays: tuple[Array, ...]) -> list[Array]:
    """The arrays with axes of length one put after their leading axes, so that NumPy lines the last axes up."""
    assert node.shape is not None
    rank = len(node.shape)
    lined: list[Array] = []
    for argument, array in zip(node.arguments, arrays, strict=True):
        own = len(argument.shape or ())
        lead = array.ndim - own
        lined.append(
            array.reshape(array.shape[:lead] + (1,) * (rank - own) + array.shape[lead:])
            if lead and own < rank
            else array
        )
    return lined


def back_to(node: Apply, flow: Expression, number: int) -> Expression:
    """The flow summed over the axes along which argument `number` was repeated."""
    shape = node.arguments[number].shape
    return flow if flow.shape == shape else apply("collect", flow, shape=shape)


def own_unit(node: Expression, unit: Unit) -> Unit:
    """The entry's place in an operand that is repeated along axes put in front of its own, such as a bias of a map."""
    return unit[max(0, len(unit) - len(node.shape or ())) :]


def over_last(node: Expression) -> Expression:
    """The sum along the last axis, in a shape that multiplies what was summed."""
    shape = node.shape or ()
    total = apply("sum", node, axis=len(shape) - 1)
    return total if len(shape) == 1 else apply("expand", total, axis=len(shape) - 1, length=shape[-1])
