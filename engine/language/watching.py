"""Reads one expression over the values and adjoints of a network, such as `b_phi[t+1] * eps_s[t+1]`."""

import ast
from dataclasses import dataclass

from engine.expression import NOW, Adjoint, Expression, Offset, Value, references, transform
from engine.language.draft import Declared, Draft, DraftEquation, Marks
from engine.language.formulas import FormulaReader, nearest
from engine.language.limits import check_text, check_tree
from engine.language.message import LanguageError, Place
from engine.language.network import Network
from engine.language.shapes import resolve_shapes

PREFIX = "d_"
"""Before the name of a quantity it makes the name of its adjoint, for those to which the text gives none."""
_RESULT = "this expression"


class WatchReader(FormulaReader):
    """Reads formulas that may look ahead: whoever watches a run knows all its moments."""

    __slots__ = ()

    def _past(self, offset: Offset, node: ast.Subscript) -> None:
        """Every moment may be read; beyond the first and the last one all is zero."""


def adjoint_names(network: Network) -> dict[str, str]:
    """The names under which expressions read adjoints, each with its quantity: `delta_iota`, or `d_b_iota`.

    Every adjoint has a name made of d_ and the quantity's, and the one the text gives it. A quantity of the same name
    hides it.
    """
    found: dict[str, str] = {}
    for name in network.quantities:
        for adjoint in (f"{PREFIX}{name}", network.adjoint_name(name)):
            if adjoint is not None and adjoint not in network.quantities:
                found[adjoint] = name
    return found


@dataclass(frozen=True, slots=True)
class Watched:
    """An expression as it was read, before its shapes are known: the names it reads are declared in `draft`."""

    draft: Draft
    expression: Expression
    marks: Marks
    adjoints: dict[str, str]

    def named(self, expression: Expression) -> Expression:
        """The same with adjoints in place of the names they were read by."""

        def change(node: Expression) -> Expression:
            if isinstance(node, Value) and node.name in self.adjoints:
                return Adjoint(self.adjoints[node.name], node.offset, node.shape)
            return node

        return transform(expression, change)


def read_expression(text: str, network: Network) -> Expression:
    """The typed expression that a text means for a network.

    Values are read by their names, adjoints by those of `adjoint_names`, both at any moment: `eps_s[t+1]`. Raises
    LanguageError, with line, column and caret, for whatever the language does not allow.
    """
    read = watched(text, network, WatchReader)
    (typed,) = resolve_shapes(read.draft)
    return read.named(typed)


def watched(text: str, network: Network, kind: type[WatchReader]) -> Watched:
    """The expression of a text, every name in it known. Raises LanguageError for what is not in the language."""
    text = text.strip()
    adjoints = adjoint_names(network)
    body = _body(text)
    moments = {name: quantity.timed for name, quantity in network.quantities.items()}
    moments |= {adjoint: moments[name] for adjoint, name in adjoints.items()}
    reader = kind(text, dict(network.sizes), moments)
    expression, marks = reader.read(body)
    for name, (_, place) in reader.used.items():
        if name not in moments:
            raise LanguageError(f"no quantity and no adjoint is called {name!r}{nearest(name, moments)}", place, text)
    draft = Draft(text, sizes=dict(network.sizes))
    for name, timed in moments.items():
        quantity = network.quantities[adjoints.get(name, name)]
        draft.names[name] = Declared(name, "input", timed, Place(), quantity.shape, axes=quantity.axes)
    timed = any(part.offset is not None for part in references(expression))
    draft.names[_RESULT] = Declared(_RESULT, "defined", timed, Place())
    draft.equations.append(DraftEquation(_RESULT, timed, expression, marks, Place(), "", text))
    return Watched(draft, expression, marks, adjoints)


def read_assignment(text: str, network: Network) -> tuple[Adjoint, Expression]:
    """A formula for an adjoint, `delta_phi[t] = …`: the adjoint at t (or outside time), and what stands on the right.

    Raises LanguageError where the left side is no adjoint of the network or the shapes differ.
    """
    left, sign, right = text.partition("=")
    if not sign:
        raise LanguageError("a formula has a left side: `delta_phi[t] = …`", Place(), text)
    target = read_expression(left, network)
    if not isinstance(target, Adjoint) or target.offset not in (None, NOW):
        allowed = ", ".join(adjoint_names(network))
        raise LanguageError(f"the left side is an adjoint, at t where it has moments: {allowed}", Place(), text)
    expression = read_expression(right, network)
    if expression.shape != target.shape:
        raise LanguageError(
            f"the left side has shape {target.shape}, the right side {expression.shape}", Place(1, len(left) + 2), text
        )
    return target, expression


def _body(text: str) -> ast.expr:
    """The syntax of a text that is a single expression."""
    check_text(text)
    try:
        tree = ast.parse(text, mode="eval")
        check_tree(tree, text)
    except SyntaxError as error:
        place = Place(error.lineno or 1, max(1, error.offset or 1))
        raise LanguageError(f"this cannot be read: {error.msg}", place, text) from None
    except (RecursionError, MemoryError, ValueError) as error:
        raise LanguageError(f"this cannot be read: {error}", Place(), text) from None
    return tree.body
