"""The steps of a derivation as LaTeX and as text: definition, uses with the reading part marked, chain rule, terms."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.derivation.steps import Derivation, TermSteps, Use, Words
from engine.expression import NOW, Expression, Reference, Value
from engine.language.network import Network
from engine.notation.latex import LatexWriter, latex
from engine.notation.plain import PlainWriter, plain
from engine.notation.symbols import symbol_latex, symbol_text


@dataclass(slots=True)
class _MarkedLatex(LatexWriter):
    """Marks one reference, told from others by identity, with a template in which `<0>` stands for it."""

    use: Reference | None = None
    mark: str = "<0>"

    def reference(self, node: Reference, count: int) -> str:
        written = LatexWriter.reference(self, node, count)
        return self.mark.replace("<0>", written) if node is self.use else written


@dataclass(slots=True)
class _MarkedText(PlainWriter):
    use: Reference | None = None

    def reference(self, node: Reference, count: int) -> str:
        written = PlainWriter.reference(self, node, count)
        return f"«{written}»" if node is self.use else written


@dataclass(frozen=True, slots=True)
class Style:
    """One way to write steps: an expression, a use with its mark, a fraction of two quantities, a sum of terms."""

    write: Callable[[Expression, Network], str]
    marked: Callable[[Use, Network], str]
    partial: Callable[[str, str], str]
    transposed: Callable[[str], str]
    summed: Callable[[str, str], str]
    goal: Callable[[str, Network], str]


def _marked_latex(mark: str) -> Callable[[Use, Network], str]:
    return lambda use, network: _MarkedLatex(network, use=use.read, mark=mark).write(use.equation.expression)


DOCUMENT = Style(
    latex,
    _marked_latex(r"\boxed{<0>}"),
    lambda top, bottom: rf"\frac{{\partial {top}}}{{\partial {bottom}}}",
    lambda inside: rf"\left( {inside} \right)^{{\top}}",
    lambda index, body: rf"\sum_{{{index}}} {body}",
    symbol_latex,
)
"""LaTeX that compiles: what reads the quantity stands in a box."""
SCREEN = Style(
    DOCUMENT.write,
    _marked_latex(r"\,\class{use}{<0>}\,"),
    DOCUMENT.partial,
    DOCUMENT.transposed,
    DOCUMENT.summed,
    DOCUMENT.goal,
)
"""LaTeX for the typesetter of the screen: what reads the quantity is a part called `use`."""
TEXT = Style(
    plain,
    lambda use, network: _MarkedText(network, use=use.read).write(use.equation.expression),
    lambda top, bottom: f"∂{top}/∂{bottom}",
    lambda inside: f"({inside})ᵀ",
    lambda index, body: f"Σ_{index} {body}",
    symbol_text,
)
"""Plain text: what reads the quantity stands in « »."""


def written(style: Style, expression: Expression, network: Network) -> str:
    """An expression."""
    return style.write(expression, network)


def target(style: Style, found: Derivation, network: Network) -> str:
    """The adjoint that is derived."""
    return style.write(found.target, network)


def definition(style: Style, found: Derivation, network: Network) -> str:
    """What the adjoint is: δ[t] = dE/dx[t], or ∂E/∂W alone where that is its name already."""
    own = Value(found.target.name, found.target.offset, found.target.shape)
    goal = style.goal(network.objective, network)
    derivative = style.partial(goal, style.write(own, network))
    named = style.write(found.target, network)
    return named if named == derivative else f"{named} = {derivative}"


def use(style: Style, one: Use, network: Network) -> str:
    """The forward equation as the network has it, the part that reads the quantity marked."""
    made = Value(one.equation.name, NOW if one.equation.timed else None, one.equation.expression.shape)
    return f"{style.write(made, network)} = {style.marked(one, network)}"


def chain(style: Style, found: Derivation, network: Network) -> str:
    """The chain rule: over all equations that use the quantity, the local derivative against their adjoint."""
    own = style.write(Value(found.target.name, found.target.offset, found.target.shape), network)
    factors = [_factor(style, one, network, own=own) for one in found.meetings]
    if found.seeded:
        factors.insert(0, "1")
    return f"{style.write(found.target, network)} = {' + '.join(factors) or '0'}"


def term(style: Style, found: Derivation, one: TermSteps, network: Network) -> str:
    """What one use sends: the factor of the chain rule, as the rules give it, and simplified, equal one by one.

    An equation that reads the quantity in several places has one factor for all, so its terms begin without it.
    """
    own = style.write(Value(found.target.name, found.target.offset, found.target.shape), network)
    together = [each for each in found.uses if (each.equation, each.delay) == (one.use.equation, one.use.delay)]
    parts = [_factor(style, one.use, network, own=own)] if len(together) == 1 else []
    parts += [style.write(one.before, network), style.write(one.after, network)]
    return " = ".join(dict.fromkeys(parts))


def factor(style: Style, found: Derivation, one: Use, network: Network) -> str:
    """The local derivative against the adjoint of what uses the quantity, as the chain rule has it."""
    own = style.write(Value(found.target.name, found.target.offset, found.target.shape), network)
    return _factor(style, one, network, own=own)


def _factor(style: Style, one: Use, network: Network, *, own: str) -> str:
    slope = style.partial(style.write(one.user, network), own)
    whole = bool(one.user.shape or one.read.shape)
    body = f"{style.transposed(slope) if whole else slope} {style.write(one.sends, network)}"
    for index, _ in one.delay.factors:
        body = style.summed(index, body)
    return style.summed("t", body) if one.equation.timed and one.read.offset is None else body


def sentence(style: Style, words: Words, network: Network, *, maths: Callable[[str], str] = str) -> str:
    """A sentence; `maths` puts around what is a formula in it whatever the format needs."""
    text = "".join(word if isinstance(word, str) else maths(style.write(word, network)) for word in words)
    return text[:1].upper() + text[1:] if words and isinstance(words[0], str) else text
