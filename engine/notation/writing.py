"""Writes an expression by the rules its ops state: brackets where needed, indices, moments; LaTeX and text alike."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from engine.expression import (
    Adjoint,
    Apply,
    Choice,
    Expression,
    Number,
    Offset,
    Reference,
    Shape,
    Size,
    Taps,
    Total,
    Value,
    walk,
)
from engine.language.network import Network
from engine.ops import Notation, apply, ops

SUM, QUOTIENT, PRODUCT, POWER, ATOM = 1, 2, 3, 4, 5
Written = tuple[str, int]
_PLACE = re.compile(r"<(\d)>")


@dataclass(slots=True)
class Writer(ABC):
    """Walks an expression and joins what its parts are written as; a subclass knows the signs of one format.

    With a `moment` (counted from 1) every t becomes a number. `taken` collects references in reading order.
    """

    network: Network
    moment: int | None = None
    taken: list[Reference] = field(default_factory=list)

    def write(self, node: Expression, least: int = 0) -> str:
        """The node written so that it can stand where precedence `least` is needed."""
        written, precedence = self._written(node)
        return self.bracketed(written) if precedence < least else written

    def _written(self, node: Expression) -> Written:
        match node:
            case Number(value=value):
                return self.number(value), ATOM if value >= 0 else SUM
            case Size(name=name):
                return name, ATOM
            case Value() | Adjoint():
                self.taken.append(node)
                return self.reference(node, len(self.taken) - 1), ATOM
            case Taps():
                body = self.write(node.body, PRODUCT)
                return self.tap_sum(node, body), PRODUCT
            case Total(body=Value(), examples=True):
                return self.whole_sum("n,t" if node.moments else "n", self.write(node.body, PRODUCT)), PRODUCT
            case Total(moments=True):
                return self.moment_sum(self.write(node.body, PRODUCT)), PRODUCT
            case Total() | Choice():
                return self._written(node.body)
        return self._applied(node, ops()[node.op].notation)

    def _applied(self, node: Apply, notation: Notation) -> Written:
        parts = node.arguments
        match notation.kind:
            case "call":
                return self.call(notation, ", ".join(self.write(part) for part in parts)), ATOM
            case "sum":
                return self._sum(parts), SUM
            case "negative":
                return self.minus + self.write(parts[0], PRODUCT), SUM
            case "product":
                return self._product(parts), PRODUCT
            case "quotient":
                return self.quotient(parts[0], parts[1])
            case "fraction":
                return self.quotient(parts[0], apply("mul", *parts[1:]))
            case "root":
                return self.root(self.write(parts[0])), ATOM
            case "power":
                return self.power(parts[0], self.write(parts[1])), POWER
            case "matmul":
                return f"{self.write(parts[0], PRODUCT)} {self.write(parts[1], POWER)}", PRODUCT
            case "outer":
                return f"{self.write(parts[0], POWER)} {self.outer} {self.write(parts[1], POWER)}", PRODUCT
            case "transpose":
                return self.transposed(self.write(parts[0], ATOM)), ATOM
            case "transparent":
                return self._written(parts[0])
            case "axis_sum":
                return self._axis_sum(node)
            case "element":
                return self.element(self.write(parts[0], ATOM), self.position(node)), ATOM
            case "place":
                return f"{self.write(parts[0], PRODUCT)} {self.element(self.unit, self.position(node))}", PRODUCT
            case "template":
                return self._template(node, notation), ATOM
            case "infix":
                words = [notation.index] if notation.index else []
                words += [f"{name} {setting}" for name, setting in _settings(node)]
                sign = self.indexed(self.choose(notation.latex, notation.text), ", ".join(words))
                gap = self.times if words else " "
                # Written like a quotient: bracketed in a product, where ∗ between ⊙ could be read either way.
                return f"{self.write(parts[0], POWER)} {sign}{gap}{self.write(parts[1], POWER)}", QUOTIENT
            case "indexed":
                words = [setting for _, setting in _settings(node)]
                name = self.indexed(self.choose(notation.latex, notation.text), ", ".join(words))
                inside = ", ".join(self.write(part) for part in parts)
                return self.call(replace(notation, latex=name, text=name), inside), ATOM

    def _sum(self, terms: tuple[Expression, ...]) -> str:
        written = self.write(terms[0], SUM)
        for term in terms[1:]:
            if isinstance(term, Apply) and term.op == "neg":
                written += f" {self.minus} {self.write(term.arguments[0], PRODUCT)}"
            elif isinstance(term, Number) and term.value < 0:
                written += f" {self.minus} {self.number(-term.value)}"
            else:
                written += f" + {self.write(term, SUM)}"
        return written

    def _product(self, factors: tuple[Expression, ...]) -> str:
        written = self.write(factors[0], PRODUCT)
        for before, factor in pairwise(factors):
            plain = isinstance(before, Number) or not before.shape or not factor.shape
            written += (self.times if plain else f" {self.element_wise} ") + self.write(factor, PRODUCT)
        return written

    def _axis_sum(self, node: Apply) -> Written:
        (inside,), axis = node.arguments, dict(node.attributes).get("axis")
        if _count(inside.shape) == _count(node.shape):
            return self._written(inside)
        letter = self._axis_letter(inside, axis) if isinstance(axis, int) else ""
        return self.axis_sum(letter, self.write(inside, PRODUCT)), PRODUCT

    def _axis_letter(self, node: Expression, axis: int) -> str:
        for _, part in walk(node):
            if isinstance(part, Value | Adjoint) and part.shape == node.shape:
                axes = self.network.quantities[part.name].axes
                if len(axes) > axis:
                    return axes[axis]
        return ""

    def _template(self, node: Apply, notation: Notation) -> str:
        single = _count(node.arguments[0].shape) == 1 and notation.single_latex
        latex, text = (notation.single_latex, notation.single_text) if single else (notation.latex, notation.text)
        return _PLACE.sub(lambda place: self.write(node.arguments[int(place[1])], PRODUCT), self.choose(latex, text))

    def position(self, node: Apply) -> str:
        """The entry an element or a placement addresses."""
        position = node.attribute("position")
        assert isinstance(position, Offset)
        return offset_words(position, "", self.minus)

    def when(self, offset: Offset | None) -> str:
        """The moment a reference is read at: `t-1`, a number where the moment is known, or nothing."""
        if offset is None:
            return ""
        if self.moment is not None:
            moved = Offset(offset.constant + self.moment, offset.factors)
            return offset_words(moved, "", "-")
        return offset_words(offset, "t", "-")

    minus = "-"
    times = " "
    outer = "⊗"
    element_wise = "⊙"
    unit = "e"

    @abstractmethod
    def bracketed(self, written: str) -> str: ...
    @abstractmethod
    def number(self, value: float) -> str: ...
    @abstractmethod
    def reference(self, node: Reference, count: int) -> str: ...
    @abstractmethod
    def call(self, notation: Notation, inside: str) -> str: ...
    @abstractmethod
    def quotient(self, top: Expression, bottom: Expression) -> Written: ...
    @abstractmethod
    def root(self, inside: str) -> str: ...
    @abstractmethod
    def power(self, base: Expression, exponent: str) -> str: ...
    @abstractmethod
    def transposed(self, written: str) -> str: ...
    @abstractmethod
    def element(self, written: str, position: str) -> str: ...
    @abstractmethod
    def axis_sum(self, letter: str, body: str) -> str: ...
    @abstractmethod
    def tap_sum(self, node: Taps, body: str) -> str: ...
    @abstractmethod
    def moment_sum(self, body: str) -> str: ...
    @abstractmethod
    def whole_sum(self, indices: str, body: str) -> str: ...
    @abstractmethod
    def indexed(self, sign: str, words: str) -> str: ...
    @abstractmethod
    def choose(self, latex: str, text: str) -> str: ...


def _settings(node: Apply) -> Iterator[tuple[str, str]]:
    """The settings a text may state, as far as it does, by name: a number, or two as `2×3`."""
    stated = dict(node.attributes)
    for name in ops()[node.op].settings:
        if name in stated:
            value = stated[name]
            yield name, "×".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _count(shape: Shape | None) -> int:
    count = 1
    for length in shape or ():
        count *= length
    return count


def offset_words(offset: Offset, start: str, minus: str) -> str:
    """An offset as it is written after `start`: `t-1`, `t+m`, `m-1`, `9-m`, `3`."""
    parts = [(factor, (str(abs(factor)) if abs(factor) != 1 else "") + index) for index, factor in offset.factors]
    if offset.constant or not (parts or start):
        parts.append((offset.constant, str(abs(offset.constant))))
    if not start:
        parts.sort(key=lambda part: part[0] < 0)  # what is added first, so that no sign stands at the front
    words = start
    for sign, part in parts:
        words += (minus if sign < 0 else "+" if words else "") + part
    return words
