"""`equations`: the lines of a network's program, forward and derived, as text, as LaTeX, or as NumPy code."""

import argparse
import math
from collections import Counter
from collections.abc import Iterator

import numpy as np

from engine.commands import DONE, Refusal, Subcommand
from engine.derivation.program import Line, Program, Section
from engine.derivation.steps import derivation
from engine.errors import ChainruleError
from engine.exchange.requests import add_network_arguments, requested_network
from engine.exchange.wording import met
from engine.expression import references
from engine.language.formulas import nearest
from engine.language.network import Network
from engine.notation.derivation import derivation_latex, derivation_text
from engine.notation.lines import line_latex, line_text
from engine.notation.rows import broken, escaped
from engine.optimisers.attaching import with_update
from engine.optimisers.rule import parse_rules
from engine.plan.arrays import Extent
from engine.plan.definitions import NotPlanned
from engine.plan.planning import plan

HEADINGS: dict[Section, str] = {
    "forward": "Forward", "loss": "Loss", "backward": "Backward", "parameters": "Parameters", "inputs": "Inputs",
    "update": "Update",
}  # fmt: skip
DERIVED: tuple[Section, ...] = ("backward", "parameters", "inputs", "update")
FIRST_MOMENTS = 10


def text_listing(program: Program, sections: tuple[Section, ...]) -> Iterator[str]:
    """The lines with their numbers, by section and paragraph of the text, lined up at the equals sign.

    Above stands how many numbers training changes, beside each paragraph of the text how many it is the first to read.
    """
    network = program.network
    yield network.title.partition("\n")[0].strip() or network.name
    if network.parameter_count:
        yield f"  {_counted(network.parameter_count)}"
    counts = _counts_by_paragraph(network)
    number_width = len(str(len(program.lines)))
    for section, lines in _filled(program, sections):
        yield ""
        yield HEADINGS[section]
        written = [line_text(line, network).partition(" = ") for line in lines]
        width = max(len(left) for left, _, _ in written)
        gate = ""
        for line, (left, _, right) in zip(lines, written, strict=True):
            if line.gate != gate:
                gate = line.gate
                count = f": {_counted(counts[gate])}" if section == "forward" and counts[gate] else ""
                yield f"  {gate}{count}" if gate else ""
            yield f"  {line.number:>{number_width}}  {left:>{width}} = {right}"


def _counts_by_paragraph(network: Network) -> Counter[str]:
    """How many numbers the parameters have that a paragraph of the text is the first to read."""
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    for equation in network.equations:
        for name in {reference.name for reference in references(equation.expression)} - seen:
            seen.add(name)
            if network.quantities[name].role == "parameter":
                counts[equation.gate] += math.prod(network.quantities[name].shape)
    return counts


def _counted(parameters: int) -> str:
    return f"{parameters:,} parameter{'' if parameters == 1 else 's'}"


def latex_document(program: Program, sections: tuple[Section, ...]) -> Iterator[str]:
    """A whole small document: one align environment a section, rows tagged with the numbers of the lines."""
    network = program.network
    yield r"\documentclass{article}"
    yield r"\usepackage{amsmath,amssymb}"
    yield r"\usepackage[landscape,margin=2cm]{geometry}"
    yield r"\allowdisplaybreaks"
    yield r"\begin{document}"
    yield rf"\section*{{{escaped(network.title.partition(chr(10))[0].strip() or network.name)}}}"
    for section, lines in _filled(program, sections):
        yield rf"\subsection*{{{HEADINGS[section]}}}"
        yield r"\begin{align*}"
        yield " \\\\\n".join(_latex_row(line, network) for line in lines)
        yield r"\end{align*}"
    yield r"\end{document}"


def _filled(program: Program, sections: tuple[Section, ...]) -> Iterator[tuple[Section, tuple[Line, ...]]]:
    for section in sections:
        if lines := program.section(section):
            yield section, lines


def _latex_row(line: Line, network: Network) -> str:
    left, _, right = line_latex(line, network).partition(" = ")
    parts = broken(right)
    rows = [rf"{left} &= {parts[0]}", *(rf"&\quad {part}" for part in parts[1:])]
    return " \\\\\n".join(rows) + rf" \tag{{{line.number}}}"


def numpy_code(program: Program, sections: tuple[Section, ...]) -> Iterator[str]:
    """The NumPy that runs, for one example of a first look: a function, with the equation above each block."""
    extent = Extent(FIRST_MOMENTS if program.network.timed else None, 1, np.dtype("float64"))
    try:
        planned = plan(program, extent)
    except NotPlanned as reason:
        raise ChainruleError(f"{program.network.name}: no NumPy is generated for {reason}") from None
    title = program.network.title.partition("\n")[0].strip() or program.network.name
    yield '"""' + title.replace("\\", "/").replace('"', "'")
    yield ""
    yield "The function fills arrays laid out before it runs: `bound` holds them, their views and NumPy's functions."
    if extent.moments:
        yield f"Made for {extent.moments} moments and {extent.examples} example, {extent.dtype.name}."
        yield "A name with _all holds all moments, _before reads a moment earlier, _after one later; d_ is an adjoint."
    else:
        yield f"Made for {extent.examples} example, {extent.dtype.name}; d_ is an adjoint."
    yield '"""'
    yield ""
    yield from (planned.text if "forward" in sections else planned.derived_text).splitlines()


DERIVATIONS = {"text": derivation_text, "latex": derivation_latex}
FORMATS = {"text": text_listing, "latex": latex_document, "numpy": numpy_code}


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_network_arguments(parser)
    parser.add_argument("--backward", action="store_true", help="only what was derived: backward, parameters, inputs")
    parser.add_argument(
        "--unfused",
        action="store_true",
        help="cross-entropies derived through sigmoid or softmax as the textbook does, in place of y − d in one step",
    )
    parser.add_argument(
        "--optimiser",
        metavar="RULES",
        help="the update as well, as in 'adam eta=0.01' or 'clip_norm limit=1 + sgd' (`list optimisers`)",
    )
    parser.add_argument(
        "--derive",
        metavar="NAME",
        help="one adjoint, step by step: its uses, a term for each, the sum; NAME is that of the quantity or adjoint",
    )
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="text",
        help="text for a terminal, a LaTeX document that compiles as it stands, or the NumPy that runs (default: text)",
    )


def _run(options: argparse.Namespace) -> int:
    network = requested_network(options)
    program = network.unfused if options.unfused else network.program
    if options.optimiser is not None:
        program = with_update(program, parse_rules(options.optimiser))
    if options.derive is not None:
        return _derived(options, program)
    for row in FORMATS[options.format](program, DERIVED if options.backward else tuple(HEADINGS)):
        print(row)
    return DONE


def _derived(options: argparse.Namespace, program: Program) -> int:
    """One adjoint instead of all lines."""
    if options.format not in DERIVATIONS:
        raise Refusal(
            f"--derive: {options.format} has no steps to write; allowed is --format {' or '.join(DERIVATIONS)}"
        )
    found = derivation(program, derived_name(program, options.derive))
    for row in DERIVATIONS[options.format](found, program.network):
        print(row)
    return DONE


def derived_name(program: Program, name: str) -> str:
    """The quantity meant by its own name or its adjoint's: s, eps_s, dE/ds. Raises ChainruleError with the nearest."""
    network = program.network
    named: dict[str, str] = {}
    for quantity in program.adjoints:
        for called in (quantity, network.adjoint_name(quantity), f"d{network.objective}/d{quantity}"):
            if called is not None:
                named.setdefault(called, quantity)
    if name not in named:
        raise ChainruleError(
            f"--derive {met(name)}: {network.name} has no adjoint called so{nearest(name, named)}; "
            f"allowed are {', '.join(program.adjoints)}"
        )
    return named[name]


EQUATIONS = Subcommand(
    "equations",
    "print a network's equations and the backward pass derived from them",
    _arguments,
    _run,
    example="chainrule equations lstm_peephole --backward",
)
