"""Expressions as plain text with the letters of the papers, for a terminal."""

from dataclasses import dataclass

from engine.expression import Adjoint, Expression, Reference, Taps, Value
from engine.language.network import Network
from engine.notation.symbols import symbol_text
from engine.notation.writing import ATOM, PRODUCT, QUOTIENT, Writer, Written
from engine.ops import Notation


@dataclass(slots=True)
class PlainWriter(Writer):
    """Writes text such as `ε_s[t] = b_φ[t+1] ⊙ ε_s[t+1]`."""

    minus = "−"
    times = " "

    def bracketed(self, written: str) -> str:
        return f"({written})"

    def number(self, value: float) -> str:
        return f"{value:.12g}"

    def reference(self, node: Reference, count: int) -> str:
        return quantity_text(self.network, node, self.when(node.offset))

    def call(self, notation: Notation, inside: str) -> str:
        return f"{notation.text}({inside})"

    def quotient(self, top: Expression, bottom: Expression) -> Written:
        return f"{self.write(top, PRODUCT)} / {self.write(bottom, ATOM)}", QUOTIENT

    def root(self, inside: str) -> str:
        return f"sqrt{self.bracketed(inside)}"

    def power(self, base: Expression, exponent: str) -> str:
        written = self.write(base, ATOM)
        quotient = isinstance(base, Adjoint) and "/" in written
        return f"{self.bracketed(written) if quotient else written}^{exponent}"

    def transposed(self, written: str) -> str:
        return f"{written}ᵀ"

    def element(self, written: str, position: str) -> str:
        return f"{written}[{position}]"

    def axis_sum(self, letter: str, body: str) -> str:
        return f"Σ_{letter} {body}" if letter else f"Σ {body}"

    def tap_sum(self, node: Taps, body: str) -> str:
        return f"Σ_{{{node.index}={node.start}…{node.stop - 1}}} {body}"

    def moment_sum(self, body: str) -> str:
        return f"Σ_t {body}"

    def whole_sum(self, indices: str, body: str) -> str:
        return f"Σ_{{{indices}}} {body}" if "," in indices else f"Σ_{indices} {body}"

    def indexed(self, sign: str, words: str) -> str:
        return f"{sign}_{{{words}}}" if " " in words else f"{sign}_{words}" if words else sign

    def choose(self, latex: str, text: str) -> str:
        return text


def quantity_text(network: Network, node: Reference, when: str) -> str:
    """A value or an adjoint with its moment in brackets."""
    at = f"[{when}]" if when else ""
    if isinstance(node, Value):
        return symbol_text(node.name, network) + at
    named = network.adjoint_name(node.name)
    if named is not None:
        return symbol_text(named, network) + at
    return f"∂{symbol_text(network.objective, network)}/∂{symbol_text(node.name, network)}{at}"


def plain(expression: Expression, network: Network, *, moment: int | None = None) -> str:
    """The expression as text; `moment`, counted from 1, puts numbers in place of t."""
    return PlainWriter(network, moment).write(expression)
