"""Reads the right-hand side of an equation: Python's syntax, a white list of its nodes, an expression tree."""

import ast
import difflib
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.errors import ChainruleError
from engine.expression import NOW, Apply, Expression, Number, Offset, Size, Taps, Value, latest, references
from engine.language.draft import Marks
from engine.language.limits import LARGEST_EXPONENT, LARGEST_NUMBER
from engine.language.message import LanguageError, Place
from engine.ops import find_op

ALLOWED = "numbers, names, [t], [t-1], + - * / @ **, calls of ops, and sum(… for m in range(a, b))"
MOST_TAPS = 10_000
Read = tuple[Expression, Marks]


def place_of(node: ast.AST) -> Place:
    """Where a syntax node starts."""
    return Place(getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1)


def nearest(name: str, known: Iterable[str]) -> str:
    """A question that names the nearest known name, or nothing."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


@dataclass(slots=True)
class FormulaReader:
    """Turns syntax nodes into expressions; `used` collects names with whether they were read at a moment, and where."""

    text: str
    sizes: dict[str, int]
    timed: dict[str, bool]
    indices: list[str] = field(default_factory=list)
    used: dict[str, tuple[bool, Place]] = field(default_factory=dict)
    _ranges: dict[str, tuple[int, int]] = field(default_factory=dict)

    def fail(self, what: str, node: ast.AST) -> LanguageError:
        return LanguageError(what, place_of(node), self.text)

    def whole(self, node: ast.expr) -> int:
        """A whole number made of sizes, such as `H*C` or `M-1`: what shapes and ranges are written with."""
        match node:
            case ast.Constant(value=int() as value) if not isinstance(value, bool) and abs(value) < 10**12:
                return value
            case ast.Name(id=name) if name in self.sizes:
                return self.sizes[name]
            case ast.Name(id="T"):
                raise self.fail(
                    "T, the number of moments, is known only when a network runs; it cannot stand in a shape", node
                )
            case ast.Name(id=name):
                raise self.fail(f"no size is called {name!r}{nearest(name, self.sizes)}", node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.whole(operand)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv() as sign, right=right):
                a, b = self.whole(left), self.whole(right)
                if isinstance(sign, ast.FloorDiv):
                    if b == 0:
                        raise self.fail("a size is divided by zero", node)
                    return a // b
                result = a + b if isinstance(sign, ast.Add) else a - b if isinstance(sign, ast.Sub) else a * b
                if abs(result) > 10**15:
                    raise self.fail("the number is too large for a size", node)
                return result
        raise self.fail("a size is a whole number made of declared sizes with + - * //", node)

    def _linear(self, node: ast.expr) -> tuple[bool, Offset]:
        """An index: whether it counts from t, and the rest of it."""
        match node:
            case ast.Name(id="t"):
                return True, NOW
            case ast.Name(id=name) if name in self.indices:
                return False, Offset(0, ((name, 1),))
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
                (timed, a), (timed_too, b) = self._linear(left), self._linear(right)
                if timed_too and (timed or isinstance(sign, ast.Sub)):
                    raise self.fail("a moment is t with whole numbers or tap indices added or taken away", node)
                return timed or timed_too, a.plus(b, 1 if isinstance(sign, ast.Add) else -1)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                timed, offset = self._linear(operand)
                if timed:
                    raise self.fail("a moment is t with whole numbers or tap indices added or taken away", node)
                return False, NOW.plus(offset, -1)
        return False, Offset(self.whole(node))

    def _reference(self, node: ast.Subscript) -> Read:
        place = place_of(node)
        counts_from_t, offset = self._linear(node.slice)
        if not counts_from_t:
            base, marks = self.read(node.value)
            position = Apply("element", (base,), (("position", offset),))
            return position, {(): place} | {(0, *address): mark for address, mark in marks.items()}
        if not isinstance(node.value, ast.Name):
            raise self.fail("only a name can be read at a moment, as in h[t-1]", node)
        name = node.value.id
        self.used.setdefault(name, (True, place))
        if name not in self.timed:
            raise self.fail(
                f"no line defines {name!r} at a moment"
                f"{nearest(name, (known for known, timed in self.timed.items() if timed))}; "
                "a parameter is written without [t]",
                node,
            )
        if not self.timed[name]:
            raise self.fail(f"{name!r} stands outside time; write it without [t]", node)
        self._past(offset, node)
        return Value(name, offset), {(): place}

    def _past(self, offset: Offset, node: ast.Subscript) -> None:
        """The latest moment the offset can reach must not lie in the future."""
        ranges = tuple((index, start, stop - 1) for index, (start, stop) in self._ranges.items())
        if latest(offset, ranges) > 0:
            raise self.fail("an equation cannot read the future: t, t-1, t-2, … are allowed", node)

    def _taps(self, node: ast.Call) -> Read:
        generator = node.args[0]
        assert isinstance(generator, ast.GeneratorExp)
        if len(generator.generators) != 1 or generator.generators[0].ifs or generator.generators[0].is_async:
            raise self.fail("a tap sum has one index: sum(w[m] * h[t-m] for m in range(1, M))", node)
        loop = generator.generators[0]
        match loop.target, loop.iter:
            case ast.Name(id=index), ast.Call(func=ast.Name(id="range"), args=[*bounds], keywords=[]) if (
                1 <= len(bounds) <= 2
            ):
                start, stop = (
                    (0, self.whole(bounds[0])) if len(bounds) == 1 else (self.whole(bounds[0]), self.whole(bounds[1]))
                )
            case _:
                raise self.fail("a tap sum runs over a range: … for m in range(1, M)", node)
        if index in self.indices or index in self.sizes or index in self.timed or index == "t":
            raise self.fail(f"the tap index {index!r} already means something else", loop.target)
        count = (stop - start) * math.prod(
            last - first for name, (first, last) in self._ranges.items() if name in self.indices
        )
        if not 0 <= count <= MOST_TAPS:
            raise self.fail(
                f"a tap sum has 0 to {MOST_TAPS} terms, met {count} (nested ones are counted together)", node
            )
        self.indices.append(index)
        self._ranges[index] = (start, stop)
        body, marks = self.read(generator.elt)
        self.indices.pop()
        return Taps(body, index, start, stop), {(): place_of(node)} | {
            (0, *address): mark for address, mark in marks.items()
        }

    def _gather(self, op: str, node: ast.AST, parts: list[Read], attributes: dict[str, object] | None = None) -> Read:
        marks: Marks = {(): place_of(node)}
        for number, (_, below) in enumerate(parts):
            marks.update({(number, *address): mark for address, mark in below.items()})
        settings = tuple(sorted((attributes or {}).items()))
        return Apply(op, tuple(part for part, _ in parts), settings), marks

    def _chain(self, op: str, node: ast.AST, left: Read, right: Read) -> Read:
        """Sums and products of many terms as one node: `(a + b) + c` has three terms."""
        expression, marks = left
        if isinstance(expression, Apply) and expression.op == op:
            parts = [
                (part, {address[1:]: mark for address, mark in marks.items() if address[:1] == (number,)})
                for number, part in enumerate(expression.arguments)
            ]
            return self._gather(op, node, [*parts, right])
        return self._gather(op, node, [left, right])

    def _call(self, node: ast.Call) -> Read:
        if not isinstance(node.func, ast.Name):
            raise self.fail(f"only ops can be called; allowed are {ALLOWED}", node)
        name = node.func.id
        if name == "sum" and node.args and isinstance(node.args[0], ast.GeneratorExp):
            if len(node.args) > 1 or node.keywords:
                raise self.fail("a tap sum takes nothing but its terms", node)
            return self._taps(node)
        try:
            op = find_op(name)
        except ChainruleError as error:
            raise self.fail(str(error), node) from None
        if not op.callable:
            raise self.fail(f"{name!r} cannot be called; write it with its sign", node)
        count = op.arguments or len(node.args)
        spare = [self.whole(argument) for argument in node.args[count:]]
        if len(node.args) < count or len(spare) > len(op.settings):
            raise self.fail(f"{name} takes {count} operand(s), met {len(node.args)}", node)
        settings: dict[str, object] = dict(zip(op.settings, spare, strict=False))
        for keyword in node.keywords:
            if keyword.arg not in op.settings or keyword.arg in settings:
                allowed = ", ".join(op.settings) or "none"
                raise self.fail(f"{name} has no setting {keyword.arg!r} (allowed: {allowed})", keyword)
            settings[keyword.arg] = (
                tuple(self.whole(part) for part in keyword.value.elts)
                if isinstance(keyword.value, ast.Tuple)
                else self.whole(keyword.value)
            )
        if name == "reshape":
            wanted = settings.get("shape")
            settings["shape"] = wanted if isinstance(wanted, tuple) else () if wanted is None else (wanted,)
        return self._gather(name, node, [self.read(argument) for argument in node.args[:count]], settings)

    def _constant(self, node: ast.Constant) -> Read:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(f"{type(value).__name__} constants are not numbers; allowed are {ALLOWED}", node)
        if not abs(value) <= LARGEST_NUMBER or not math.isfinite(value):
            raise self.fail(f"a number must lie within ±{LARGEST_NUMBER:g}", node)
        return Number(float(value)), {(): place_of(node)}

    def _name(self, node: ast.Name) -> Read:
        place = place_of(node)
        if node.id in self.sizes or node.id == "T":
            return Size(node.id), {(): place}
        if node.id == "t" or node.id in self.indices:
            raise self.fail(f"{node.id!r} is an index; it can only stand in brackets", node)
        if self.timed.get(node.id):
            raise self.fail(f"{node.id!r} has a value at every moment; write {node.id}[t] or {node.id}[t-1]", node)
        self.used.setdefault(node.id, (False, place))
        return Value(node.id), {(): place}

    def _operation(self, node: ast.BinOp) -> Read:
        left = self.read(node.left)
        if isinstance(node.op, ast.Pow):
            return self._power(node, left)
        right = self.read(node.right)
        match node.op:
            case ast.Add():
                return self._chain("add", node, left, right)
            case ast.Sub():
                return self._chain("add", node, left, self._gather("neg", node.right, [right]))
            case ast.Mult():
                return self._chain("mul", node, left, right)
            case ast.Div():
                return self._gather("div", node, [left, right])
            case ast.MatMult():
                return self._gather("matmul", node, [left, right])
        raise self.fail(f"this operator is not in the language; allowed are {ALLOWED}", node)

    def _power(self, node: ast.BinOp, left: Read) -> Read:
        """A number as exponent makes a power, anything else a base raised to what is computed."""
        exponent, marks = self.read(node.right)
        if isinstance(exponent, Apply) and exponent.op == "neg" and isinstance(exponent.arguments[0], Number):
            exponent, marks = Number(-exponent.arguments[0].value), {(): place_of(node.right)}
        if not isinstance(exponent, Number) and any(references(exponent)):
            return self._gather("raised", node, [left, (exponent, marks)])
        if not isinstance(exponent, Number) or not abs(exponent.value) <= LARGEST_EXPONENT:
            raise self.fail(f"an exponent is a number within ±{LARGEST_EXPONENT:g}, or made of quantities", node.right)
        return self._gather("power", node, [left, (exponent, marks)])

    def read(self, node: ast.expr) -> Read:
        """The expression that a syntax node stands for, with the place of every part of it."""
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name():
                return self._name(node)
            case ast.Subscript():
                return self._reference(node)
            case ast.BinOp():
                return self._operation(node)
            case ast.UnaryOp(op=ast.USub()):
                return self._gather("neg", node, [self.read(node.operand)])
            case ast.UnaryOp(op=ast.UAdd()):
                return self.read(node.operand)
            case ast.Call():
                return self._call(node)
        raise self.fail(f"{type(node).__name__} is not in the language; allowed are {ALLOWED}", node)
