"""Terms as LaTeX in which every reference and every sub-expression is marked, so that both are found in the picture."""

import re
from dataclasses import dataclass

from engine.expression import Address, Adjoint, Expression, Number, Reference, Size, Value, walk
from engine.language.network import Network
from engine.notation.latex import LatexWriter
from engine.notation.writing import Written

_BARE = re.compile(r"\\class\{ref\d+\}\{[^{}]*(\{[^{}]*\}[^{}]*)*\}")


@dataclass(frozen=True, slots=True)
class Marked:
    r"""LaTeX with `\class{refN}` around `references[N]` and `\class{partN}` around what stands at `parts[N]`."""

    latex: str
    references: tuple[Reference, ...] = ()
    parts: tuple[Address, ...] = ()


class _PartWriter(LatexWriter):
    """Writes LaTeX and remembers where in the tree each piece of it stands.

    Equal nodes may be one object, so a node is found by going on from the last one in reading order.
    """

    def __init__(self, network: Network, root: Expression, above: Address) -> None:
        super().__init__(network, None, marked=True)
        self.order = list(walk(root, above))
        self.reached = 0
        self.addresses: list[Address] = []

    def _written(self, node: Expression) -> Written:
        address = self._find(node)
        written, precedence = super()._written(node)
        if address is None or isinstance(node, Value | Adjoint | Number | Size):
            return written, precedence
        self.addresses.append(address)
        return rf"\class{{part{len(self.addresses) - 1}}}{{{written}}}", precedence

    def transposed(self, written: str) -> str:
        """The sign goes inside the mark of a bare reference, where it stands above the indices and not after them."""
        if _BARE.fullmatch(written):
            return super().transposed(written[:-1]) + "}"
        return super().transposed(written)

    def _find(self, node: Expression) -> Address | None:
        for number in range(self.reached, len(self.order)):
            address, candidate = self.order[number]
            if candidate is node:
                self.reached = number + 1
                return address
        return None


def marked(expression: Expression, network: Network, above: Address = ()) -> Marked:
    """The expression, which stands at `above` in its line, with all its marks."""
    writer = _PartWriter(network, expression, above)
    latex = writer.write(expression)
    return Marked(latex, tuple(writer.taken), tuple(writer.addresses))
