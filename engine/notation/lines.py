"""The lines of a program as they are written: left side, and the right side term by term."""

from dataclasses import dataclass

from engine.derivation.program import Line
from engine.expression import NOW, Adjoint, Apply, Expression, Reference, Value
from engine.language.network import Network
from engine.notation.latex import latex
from engine.notation.plain import plain


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a sum with its sign; `expression` is what stands after the sign."""

    negative: bool
    expression: Expression


def terms(expression: Expression) -> tuple[Term, ...]:
    """The terms of a sum in order; one term for anything else."""
    parts = expression.arguments if isinstance(expression, Apply) and expression.op == "add" else (expression,)
    return tuple(
        Term(True, part.arguments[0]) if isinstance(part, Apply) and part.op == "neg" else Term(False, part)
        for part in parts
    )


def left_side(line: Line, network: Network) -> Reference:
    """The quantity a line makes, as a reference at t."""
    quantity = network.quantities[line.name]
    offset = NOW if quantity.timed and line.section != "loss" else None
    return Adjoint(line.name, offset, quantity.shape) if line.adjoint else Value(line.name, offset, quantity.shape)


def line_latex(line: Line, network: Network, *, moment: int | None = None) -> str:
    """The whole line in LaTeX."""
    return (
        f"{latex(left_side(line, network), network, moment=moment)} = {latex(line.expression, network, moment=moment)}"
    )


def line_text(line: Line, network: Network, *, moment: int | None = None) -> str:
    """The whole line as text."""
    right = plain(line.expression, network, moment=moment)
    return f"{plain(left_side(line, network), network, moment=moment)} = {right}"
