"""A whole derivation on paper: a LaTeX document that compiles as it stands, or text for a terminal."""

from collections.abc import Iterator

from engine.derivation import telling
from engine.derivation.steps import Derivation, Words
from engine.language.network import Network
from engine.notation.rows import broken, escaped, in_text
from engine.notation.steps import DOCUMENT, TEXT, Style, chain, definition, sentence, target, term, use, written


def derivation_latex(found: Derivation, network: Network) -> Iterator[str]:
    """The lines of the document: a section a step, sentences around aligned equations."""
    title = escaped(network.title.partition("\n")[0].strip() or network.name)
    yield r"\documentclass{article}"
    yield r"\usepackage[utf8]{inputenc}"
    yield r"\usepackage{amsmath,amssymb}"
    yield r"\usepackage[margin=2cm]{geometry}"
    yield r"\allowdisplaybreaks"
    yield r"\setlength{\parindent}{0pt}"
    yield r"\begin{document}"
    yield rf"\section*{{Derivation of ${target(DOCUMENT, found, network)}$}}"
    yield rf"{title.rstrip('.')}."
    for number, (heading, words, equations) in enumerate(_steps(DOCUMENT, found, network), 1):
        yield ""
        yield rf"\subsection*{{{number}. {escaped(heading)}}}"
        yield words
        if equations:
            yield r"\begin{align*}"
            yield " \\\\\n".join(_rows(equation) for equation in equations)
            yield r"\end{align*}"
    yield r"\end{document}"


def derivation_text(found: Derivation, network: Network) -> Iterator[str]:
    """The same for a terminal."""
    yield f"Derivation of {target(TEXT, found, network)} in {network.name}"
    for number, (heading, words, equations) in enumerate(_steps(TEXT, found, network), 1):
        yield ""
        yield f"{number}. {heading}"
        yield f"   {words}"
        for equation in equations:
            yield f"     {equation}"


def _steps(style: Style, found: Derivation, network: Network) -> Iterator[tuple[str, str, list[str]]]:
    """Heading, sentence and equations of each step; terms are steps of their own."""

    def say(words: Words) -> str:
        return _said(style, words, network)

    left = target(style, found, network)
    yield "What is looked for", say(telling.looked_for(found, network)), [definition(style, found, network)]
    uses = [use(style, one, network) for one in found.uses]
    yield "Where it is used", say(telling.where_used(found, network)), list(dict.fromkeys(uses))
    yield "The chain rule", say(telling.chain_rule(found)), [chain(style, found, network)]
    for one in found.terms:
        yield f"Term {one.number}", say(telling.of_term(one)), [term(style, found, one, network)]
    yield "Collected", say(telling.collected(found)), [f"{left} = {written(style, found.collected, network)}"]
    for step in found.rewritings:
        yield "Simplified", say(step.why), [f"{left} = {written(style, step.expression, network)}"]
    yield "In the program", say(telling.in_program(found)), []


def _said(style: Style, words: Words, network: Network) -> str:
    if style is TEXT:
        return sentence(style, words, network)
    prepared = tuple(in_text(word) if isinstance(word, str) else word for word in words)
    return sentence(style, prepared, network, maths=lambda formula: f"${formula}$")


def _rows(equation: str) -> str:
    """One equation of an align environment: aligned at its first equals sign, later ones and long sums below it."""
    left, equals, right = equation.partition(" = ")
    if not equals:
        return " \\\\\n".join(f"&{row}" if not number else rf"&\quad {row}" for number, row in enumerate(broken(left)))
    rows: list[str] = []
    for part in right.split(" = "):
        first, *rest = broken(part)
        rows += [f"{'' if rows else left} &= {first}", *(rf"&\quad {row}" for row in rest)]
    return " \\\\\n".join(rows)
