"""Reads watches and conditions: the one place that says what they may be made of; nothing in a text is executed."""

import ast
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod
from typing import get_args

from engine.derivation.flows import reaching
from engine.expression import NOW, Adjoint, Apply, Expression, Offset, Shape, Value, references, walk
from engine.identity import Same
from engine.language.formulas import FormulaReader, Read, nearest, place_of
from engine.language.message import LanguageError, Place
from engine.language.network import Network
from engine.language.watching import WatchReader, adjoint_names, moments_of_names, syntax_of, typed_expression
from engine.ops import ShapeError, ops
from engine.watching.axes import common_shape, with_rows_repeated
from engine.watching.tree import (
    Compared,
    Count,
    Everything,
    Fold,
    Formula,
    Joined,
    Last,
    Metric,
    Node,
    Opposite,
    Reduction,
    Sign,
    Test,
    Tested,
    is_condition,
)

REDUCTIONS: dict[str, Reduction] = {name: name for name in get_args(Reduction)}
TESTS: dict[str, Test] = {name: name for name in get_args(Test)}
CALLED = (*REDUCTIONS, *TESTS, "last")
SIGNS: dict[type[ast.cmpop], Sign] = {
    ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
ALLOWED = "abs(eps_s) < 1e-6, norm(d_W) > 100, s[t][2] >= last(s[t][2]), isnan(*), joined by and, or, not"
_EVERYTHING = re.compile(r"(isnan|isinf)\s*\(\s*\*\s*\)")
MOST_KEPT = 1024
SMALL = 10_000


@lru_cache(maxsize=MOST_KEPT)
def _kept(text: str, same: Same[Network], metrics: frozenset[str], whole: bool) -> Node:
    network = same.held
    return _Reader(text, network, metrics, whole, *_known(same)).node(syntax_of(text))


@lru_cache(maxsize=64)
def _known(same: Same[Network]) -> tuple[dict[str, bool], dict[str, Shape], frozenset[str]]:
    """The names that may be read with whether they have moments, their shapes, and which quantities have an adjoint."""
    network, adjoints, moments = same.held, adjoint_names(same.held), moments_of_names(same.held)
    shapes = {name: network.quantities[adjoints.get(name, name)].shape for name in moments}
    return moments, shapes, frozenset(reaching(network))


def read_node(text: str, network: Network, *, metrics: Collection[str] = (), whole: bool = False) -> Node:
    """What a text means for a network: a number or a condition, for each moment, example and unit.

    A name without [t] is read at t, t alone is the number of the moment, from 1. norm, max, min and mean take in the
    units of one moment and example; with `whole` max and min take in all moments and examples, as an iteration of
    training is asked. `metrics` are names of numbers of the whole iteration that may be read. What was read is kept.
    Raises LanguageError, with line, column and caret.
    """
    return _kept(text.strip(), Same(network), frozenset(metrics), whole)


def read_holding(
    text: str, network: Network, *, metrics: Collection[str] = (), whole: bool = False
) -> Node | Everything:
    """The condition that a text means; raises LanguageError where it is none."""
    text = text.strip()
    if found := _EVERYTHING.fullmatch(text):
        return Everything(TESTS[found[1]])
    node = read_node(text, network, metrics=metrics, whole=whole)
    if not is_condition(node):
        raise LanguageError(f"{text!r} compares nothing; allowed are {ALLOWED}", Place(), text)
    return node


def _apart(node: ast.expr) -> bool:
    """Whether a syntax node stands for what is no expression of the equation language."""
    match node:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Name(id=name):
            return name == "t"
        case ast.Call(func=ast.Name(id=name)):
            return name in CALLED
    return False


@dataclass(slots=True)
class _Formulas(WatchReader):
    """Reads a formula, and leaves what is no expression to whoever reads the whole."""

    part_of: Callable[[ast.expr], Node | None] = lambda node: None
    parts: dict[str, Node] = field(default_factory=dict)

    def read(self, node: ast.expr) -> Read:
        if self.indices and _apart(node):
            raise self.fail("norm, max, last, comparisons and the like cannot stand inside a tap sum", node)
        part = self.part_of(node)
        if part is not None:
            name = f"#{len(self.parts)}"
            self.parts[name] = part
            return Value(name), {(): place_of(node)}
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
            return self._entry(node, node.slice.elts)
        return FormulaReader.read(self, node)

    def _entry(self, node: ast.Subscript, places: list[ast.expr]) -> Read:
        """`W[3, 0]`, one entry after the other."""
        expression, marks = self.read(node.value)
        for place in places:
            position = Offset(self.whole(place))
            expression = Apply("element", (expression,), (("position", position),))
            marks = {(0, *address): mark for address, mark in marks.items()} | {(): place_of(place)}
        return expression, marks

    def _name(self, node: ast.Name) -> Read:
        if self.timed.get(node.id) and node.id not in self.sizes:
            self.used.setdefault(node.id, (True, place_of(node)))
            return Value(node.id, NOW), {(): place_of(node)}
        return FormulaReader._name(self, node)


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    network: Network
    metrics: frozenset[str]
    whole: bool
    moments: Mapping[str, bool]
    shapes: Mapping[str, Shape]
    reached: Collection[str]

    def fail(self, what: str, node: ast.AST) -> LanguageError:
        return LanguageError(what, place_of(node), self.text)

    def node(self, node: ast.expr) -> Node:
        """What a syntax node stands for."""
        part = self._part(node)
        return part if part is not None else self._formula(node)

    def _part(self, node: ast.expr) -> Node | None:
        """What is computed apart; None for what the equation language itself can say."""
        match node:
            case ast.Name(id=name) if name in self.metrics and name not in self.network.quantities:
                return Metric(name)
            case ast.Name(id="t") if self.network.timed:
                return Count()
            case ast.Compare():
                return self._compared(node)
            case ast.BoolOp(op=op, values=values):
                parts = tuple(self._condition(value) for value in values)
                return self._fitting(Joined(isinstance(op, ast.And), parts), parts, node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Opposite(self._condition(operand))
            case ast.Call(func=ast.Name(id=name)) if name in CALLED:
                return self._called(name, node)
            case ast.Call(func=ast.Name(id=name)) if name not in ops():
                known = [*CALLED, *(op.name for op in ops().values() if op.callable)]
                raise self.fail(f"no op is called {name!r}{nearest(name, known)}", node)
        return None

    def _called(self, name: str, node: ast.Call) -> Node:
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
            two = f"; of two numbers {name}imum(a, b) takes one" if name in ("max", "min") else ""
            raise self.fail(f"{name} reads one operand, as in {name}(s[t]){two}", node)
        body = self.node(node.args[0])
        if name in TESTS:
            return Tested(TESTS[name], body)
        if name == "last":
            if body.lead < 2:
                raise self.fail("last(…) is read of what has moments; this stands outside time", node.args[0])
            return Last(body)
        if is_condition(body):
            raise self.fail(f"{name} reads numbers, met a condition; sum(…) counts where it holds", node.args[0])
        return Fold(REDUCTIONS[name], body, self.whole and name in ("max", "min"))

    def _condition(self, node: ast.expr) -> Node:
        part = self.node(node)
        if not is_condition(part):
            raise self.fail(f"this compares nothing; allowed are {ALLOWED}", node)
        return part

    def _compared(self, node: ast.Compare) -> Node:
        """A comparison; a chain such as 0 < x < 1 holds where each of its comparisons does."""
        if any(type(sign) not in SIGNS for sign in node.ops):
            raise self.fail(f"this compares nothing; between two sides stands one of {' '.join(SIGNS.values())}", node)
        sides = [self.node(side) for side in (node.left, *node.comparators)]
        pairs: list[Node] = []
        for sign, left, right in zip(node.ops, sides, sides[1:], strict=False):
            if is_condition(left) or is_condition(right):
                raise self.fail("numbers are compared, met a condition; join conditions by and, or, not", node)
            pairs.append(self._fitting(Compared(SIGNS[type(sign)], left, right), (left, right), node))
        return pairs[0] if len(pairs) == 1 else self._fitting(Joined(True, tuple(pairs)), pairs, node)

    def _fitting(self, made: Node, parts: Collection[Node], node: ast.expr) -> Node:
        """The node, where the shapes of its parts fit."""
        shapes = [part.shape for part in parts]
        try:
            common_shape(shapes)
        except ShapeError:
            met = " and ".join(map(str, shapes))
            raise self.fail(
                f"its sides have shapes {met}; compare with a number, or take max(…) of them", node
            ) from None
        return made

    def _formula(self, node: ast.expr) -> Formula:
        reader = _Formulas(self.text, dict(self.network.sizes), dict(self.moments), part_of=self._part)
        expression, marks = reader.read(node)
        shapes = {name: part.shape for name, part in reader.parts.items()}
        expression = with_rows_repeated(expression, {**self.shapes, **shapes})
        typed = typed_expression(reader, expression, marks, self.network, parts=shapes)
        self._check_adjoints(typed, reader.used)
        self._check_extent(typed, node)
        leads = [part.lead for part in reader.parts.values()]
        for part in references(typed):
            if part.name not in reader.parts:
                leads.append(2 if part.offset is not None else int(self.network.quantities[part.name].batched))
        text = ast.get_source_segment(self.text, node) or ""
        return Formula(typed, tuple(reader.parts.items()), max(leads, default=0), text)

    def _check_extent(self, expression: Expression, node: ast.expr) -> None:
        """What is watched is no larger than what the run itself holds, so that a text typed in passing stays cheap."""
        most = max(SMALL, *map(prod, self.shapes.values()))
        largest = max(prod(part.shape or ()) for _, part in walk(expression))
        if largest > most:
            raise self.fail(f"this makes {largest:,} numbers at a time; at most {most:,} are watched here", node)

    def _check_adjoints(self, expression: Expression, used: dict[str, tuple[bool, Place]]) -> None:
        for part in references(expression):
            if isinstance(part, Adjoint) and part.name not in self.reached:
                adjoints = adjoint_names(self.network)
                place = next(place for name, (_, place) in used.items() if adjoints.get(name) == part.name)
                raise LanguageError(
                    f"{part.name!r} has no adjoint: the objective does not depend on it", place, self.text
                )
