"""Reads one expression over the values and adjoints of a network, such as `b_phi[t+1] * eps_s[t+1]`."""

import ast
from collections.abc import Mapping
from types import MappingProxyType

from engine.expression import NOW, Adjoint, Expression, Offset, Shape, Value, references, transform
from engine.language.draft import Declared, Draft, DraftEquation, Marks
from engine.language.formulas import FormulaReader, nearest
from engine.language.limits import check_text, check_tree
from engine.language.message import LanguageError, Place, plain_words
from engine.language.network import Network
from engine.language.shapes import resolve_shapes

PREFIX = "d_"
"""Before the name of a quantity it makes the name of its adjoint, for those to which the text gives none."""
_RESULT = "this expression"
NONE: Mapping[str, Shape] = MappingProxyType({})


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


def moments_of_names(network: Network) -> dict[str, bool]:
    """Every name that expressions may read, those of adjoints included, with whether it has moments."""
    moments = {name: quantity.timed for name, quantity in network.quantities.items()}
    return moments | {adjoint: moments[name] for adjoint, name in adjoint_names(network).items()}


def read_expression(text: str, network: Network) -> Expression:
    """The typed expression that a text means for a network.

    Values are read by their names, adjoints by those of `adjoint_names`, both at any moment: `eps_s[t+1]`. Raises
    LanguageError, with line, column and caret, for whatever the language does not allow.
    """
    text = text.strip()
    body = syntax_of(text)
    reader = WatchReader(text, dict(network.sizes), moments_of_names(network))
    expression, marks = reader.read(body)
    return typed_expression(reader, expression, marks, network)


def typed_expression(
    reader: FormulaReader, expression: Expression, marks: Marks, network: Network, *, parts: Mapping[str, Shape] = NONE
) -> Expression:
    """What a reader has read, with all shapes, and adjoints in the place of their names.

    `parts` holds the shapes of names that stand for what is computed apart. Raises LanguageError for names that there
    are not and for shapes that do not fit.
    """
    text, moments, adjoints = reader.text, reader.timed, adjoint_names(network)
    for name, (_, place) in reader.used.items():
        if name not in moments:
            raise LanguageError(f"no quantity and no adjoint is called {name!r}{nearest(name, moments)}", place, text)
    draft = Draft(text, sizes=dict(network.sizes))
    for name in reader.used:
        quantity = network.quantities[adjoints.get(name, name)]
        draft.names[name] = Declared(name, "input", moments[name], Place(), quantity.shape, axes=quantity.axes)
    for name, shape in parts.items():
        draft.names[name] = Declared(name, "input", False, Place(), shape)
    timed = any(part.offset is not None for part in references(expression))
    draft.names[_RESULT] = Declared(_RESULT, "defined", timed, Place())
    draft.equations.append(DraftEquation(_RESULT, timed, expression, marks, Place(), "", text))
    (typed,) = resolve_shapes(draft)

    def name_adjoints(node: Expression) -> Expression:
        if isinstance(node, Value) and node.name in adjoints:
            return Adjoint(adjoints[node.name], node.offset, node.shape)
        return node

    return transform(typed, name_adjoints)


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


def syntax_of(text: str) -> ast.expr:
    """The syntax of a text that is a single expression."""
    check_text(text)
    try:
        tree = ast.parse(text, mode="eval")
        check_tree(tree, text)
    except SyntaxError as error:
        place = Place(error.lineno or 1, max(1, error.offset or 1))
        raise LanguageError(f"this cannot be read: {plain_words(error.msg)}", place, text) from None
    except (RecursionError, MemoryError, ValueError) as error:
        raise LanguageError(f"this cannot be read: {error}", Place(), text) from None
    return tree.body
