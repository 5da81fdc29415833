"""Reads a term that a person typed: like a watch, but as forgiving as a formula on paper is about shapes and signs."""

import ast
import re
from collections.abc import Sequence
from dataclasses import replace

from engine.expression import Adjoint, Apply, Expression, Shape, Taps, Value, walk
from engine.language.formulas import Read
from engine.language.limits import check_text
from engine.language.message import LanguageError, Place
from engine.language.network import Network
from engine.language.watching import WatchReader, adjoint_names, moments_of_names, syntax_of, typed_expression
from engine.notation.symbols import GREEK
from engine.ops import ShapeError, apply, broadcast_shape, ops

_SIGNS = {"⊙": "*", "·": "*", "−": "-", "′": "'", "ᵀ": ".T",
          **{letter: name for name, letter in GREEK.items() if name != "epsilon"}}  # fmt: skip
_SIGMOID = re.compile(r"\bsigma(?='?\()")
_PRIME = re.compile(r"'(?=\()")
_SUM = re.compile(r"^\s*Σ(_t)?\s*")
_OPEN = ("call", "infix", "indexed")


class _AnswerReader(WatchReader):
    """Takes slopes (`tanh'(s[t])`) and a transpose written as `W.T` as well."""

    __slots__ = ()

    def _call(self, node: ast.Call) -> Read:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        op = ops().get(name)
        if op is not None and not op.callable and op.notation.kind in _OPEN and len(node.args) == op.arguments:
            return self._gather(name, node, [self.read(argument) for argument in node.args])
        return super()._call(node)

    def read(self, node: ast.expr) -> Read:
        """The expression that a syntax node stands for, with the place of every part of it."""
        if isinstance(node, ast.Attribute) and node.attr == "T":
            return self._gather("transpose", node, [self.read(node.value)])
        return super().read(node)


def read_term(text: str, network: Network, wanted: Expression) -> Expression:
    """The typed expression of a term.

    Letters and signs of the screen are understood besides those of the language: `p_ω ⊙ δ_ω[t]`, `tanh'(s[t])`, `W.T`,
    a Σ in front. What a formula leaves to the reader is put in where shapes ask for it: a factor of shape (H) beside
    one of shape (H, C) is repeated, an axis of length 1 is left out before a product of matrices, and of the several
    convolutions written alike it is the one in `wanted`, the term that is asked for. Raises LanguageError.
    """
    check_text(text)
    text = in_ascii(text)
    reader = _AnswerReader(text, dict(network.sizes), moments_of_names(network))
    expression, marks = reader.read(syntax_of(text))
    try:
        return typed_expression(reader, expression, marks, network)
    except (LanguageError, KeyError) as error:
        try:
            return _fitted(expression, network, wanted)
        except (ShapeError, KeyError) as reason:
            if isinstance(error, LanguageError):
                raise error from None
            raise LanguageError(f"this has no shape here: {reason}", Place(), text) from None


def in_ascii(text: str) -> str:
    """The text with the letters of the language in place of those of the screen."""
    text = _SUM.sub("", text)
    text = "".join(_SIGNS.get(mark, mark) for mark in text)
    return _PRIME.sub("_prime", _SIGMOID.sub("sigmoid", text)).strip()


def product(factors: Sequence[Expression]) -> Expression:
    """The product of factors, those of fewer axes repeated along the others. Raises ShapeError."""
    return _wide("mul", tuple(factors), {}) if len(factors) > 1 else factors[0]


def _fitted(node: Expression, network: Network, wanted: Expression) -> Expression:
    """The node with its shape, its operands made to fit where nothing else does. Raises ShapeError or KeyError."""
    if isinstance(node, Value):
        name = adjoint_names(network).get(node.name)
        if name is not None:
            return Adjoint(name, node.offset, network.quantities[name].shape)
        return replace(node, shape=network.quantities[node.name].shape)
    if isinstance(node, Taps):
        return replace(node, body=_fitted(node.body, network, wanted))
    if not isinstance(node, Apply):
        return node
    parts = tuple(_fitted(part, network, wanted) for part in node.arguments)
    settings = dict(node.attributes)
    try:
        return apply(node.op, *parts, **settings)
    except (ShapeError, KeyError):
        if ops()[node.op].shape is broadcast_shape:
            return _wide(node.op, parts, settings)
        alike = _written_alike(node.op, parts, wanted)
        return alike or apply(node.op, *(_flat(part) for part in parts), **settings)


def _written_alike(op: str, parts: tuple[Expression, ...], wanted: Expression) -> Apply | None:
    """The op of the term that is asked for which has the same sign and takes operands of the same shapes."""
    sign, shapes = ops()[op].notation.latex, [part.shape for part in parts]
    applied = (node for _, node in walk(wanted) if isinstance(node, Apply))
    for node in applied:
        same = sign and ops()[node.op].notation.latex == sign
        if same and [argument.shape for argument in node.arguments] == shapes:
            return apply(node.op, *parts, **dict(node.attributes))
    return None


def _wide(op: str, parts: tuple[Expression, ...], settings: dict[str, object]) -> Apply:
    widest = max((part.shape or () for part in parts), key=len)
    return apply(op, *(_widened(part, widest) for part in parts), **settings)


def _widened(node: Expression, shape: Shape) -> Expression:
    """The node repeated along the last axes of `shape`, if its own are the first of them."""
    own = node.shape or ()
    if own == shape[: len(own)] and own:
        for axis in range(len(own), len(shape)):
            node = apply("expand", node, axis=axis, length=shape[axis])
    return node


def _flat(node: Expression) -> Expression:
    """The node without its last axis, if that has one entry only."""
    own = node.shape or ()
    return apply("flatten", node) if len(own) == 2 and own[-1] == 1 else node
