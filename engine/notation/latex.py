"""Expressions as LaTeX, with marks on the terms and references so that a picture of them can be clicked."""

from dataclasses import dataclass

from engine.expression import Adjoint, Expression, Reference, Taps, Value
from engine.language.network import Network
from engine.notation.symbols import symbol_latex
from engine.notation.writing import ATOM, Writer, Written
from engine.ops import Notation


@dataclass(slots=True)
class LatexWriter(Writer):
    r"""Writes LaTeX; with `marked`, every reference stands in `\class{refN}{…}`, N counting in reading order."""

    marked: bool = False

    minus = "-"
    times = r"\,"
    outer = r"\otimes"
    element_wise = r"\odot"
    unit = "e"

    def bracketed(self, written: str) -> str:
        tall = any(word in written for word in (r"\frac", r"\sum"))
        return rf"\left( {written} \right)" if tall else f"({written})"

    def number(self, value: float) -> str:
        text = f"{value:.12g}"
        if "e" in text:
            mantissa, exponent = text.split("e")
            return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"
        return text

    def reference(self, node: Reference, count: int) -> str:
        written = quantity_latex(self.network, node, self.when(node.offset))
        return rf"\class{{ref{count}}}{{{written}}}" if self.marked else written

    def call(self, notation: Notation, inside: str) -> str:
        return f"{notation.latex}{self.bracketed(inside)}"

    def quotient(self, top: Expression, bottom: Expression) -> Written:
        return rf"\frac{{{self.write(top)}}}{{{self.write(bottom)}}}", ATOM

    def root(self, inside: str) -> str:
        return rf"\sqrt{{{inside}}}"

    def power(self, base: Expression, exponent: str) -> str:
        written = self.write(base, ATOM)
        raised = isinstance(base, Value | Adjoint) and any(mark in written for mark in ("^", "'", r"\frac"))
        return f"{self.bracketed(written) if raised else written}^{{{exponent}}}"

    def transposed(self, written: str) -> str:
        return rf"{written}^{{\top}}"

    def element(self, written: str, position: str) -> str:
        return f"{written}_{{{position}}}"

    def axis_sum(self, letter: str, body: str) -> str:
        return rf"\sum_{{{letter}}} {body}" if letter else rf"\sum {body}"

    def tap_sum(self, node: Taps, body: str) -> str:
        return rf"\sum_{{{node.index}={node.start}}}^{{{node.stop - 1}}} {body}"

    def moment_sum(self, body: str) -> str:
        return rf"\sum_{{t}} {body}"

    def whole_sum(self, indices: str, body: str) -> str:
        return rf"\sum_{{{indices}}} {body}"

    def indexed(self, sign: str, words: str) -> str:
        inside = words.replace(" ", r"\ ").replace("×", r"\times ")
        return rf"{sign}_{{\mathrm{{{inside}}}}}" if words else sign

    def choose(self, latex: str, text: str) -> str:
        return latex


def quantity_latex(network: Network, node: Reference, when: str) -> str:
    """A value or an adjoint with its moment as superscript."""
    above = f"^{{{when}}}" if when else ""
    if isinstance(node, Value):
        return symbol_latex(node.name, network) + above
    named = network.adjoint_name(node.name)
    if named is not None:
        return symbol_latex(named, network) + above
    goal = symbol_latex(network.objective, network)
    return rf"\frac{{\partial {goal}}}{{\partial {symbol_latex(node.name, network)}{above}}}"


def latex(expression: Expression, network: Network, *, moment: int | None = None, marked: bool = False) -> str:
    """The expression in LaTeX; `moment`, counted from 1, puts numbers in place of t."""
    return LatexWriter(network, moment, marked=marked).write(expression)


def references_in_order(expression: Expression, network: Network) -> tuple[Reference, ...]:
    """The references as marked LaTeX counts them."""
    writer = LatexWriter(network)
    writer.write(expression)
    return tuple(writer.taken)
