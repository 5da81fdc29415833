"""Derivations on paper: a LaTeX document that holds together for every adjoint of every network, and plain text."""

import re

import pytest

import engine
from engine.derivation.steps import derivation
from engine.exchange.networks import network_names
from engine.notation.derivation import derivation_latex, derivation_text
from engine.notation.steps import SCREEN, TEXT, chain, term, use

LATIN = 0x17F
KNOWN = frozenset(
    """
    documentclass usepackage allowdisplaybreaks setlength parindent begin end section subsection
    frac tfrac partial sum left right top odot otimes boxed operatorname mathrm mathit quad cdot sqrt ast star times
    hat prime Vert lVert rVert lfloor rfloor tanh ln exp sin cos max min not le ge
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega Delta
    """.split()  # noqa: SIM905
)
"""Commands of LaTeX with amsmath and amssymb."""


@pytest.fixture(scope="module", params=network_names())
def program(request):
    """A built-in network's program."""
    return engine.load(request.param).program


def test_every_document_holds_together(program):
    """Braces, environments, dollars and stretching brackets are paired, and every command is one of amsmath's."""
    for name in program.adjoints:
        text = "\n".join(derivation_latex(derivation(program, name), program.network))
        bare = re.sub(r"\\[{}$&#_%\\]", "", text)
        depth = 0
        for mark in bare:
            depth += (mark == "{") - (mark == "}")
            assert depth >= 0, name
        assert depth == 0
        assert bare.count("$") % 2 == 0
        for row in text.splitlines():
            assert len(re.findall(r"\\left\W", row)) == len(re.findall(r"\\right\W", row)), row
        opened = re.findall(r"\\(begin|end){(.*?)}", text)
        assert opened[0] == ("begin", "document")
        assert opened[-1] == ("end", "document")
        assert opened[1:-1] == [("begin", "align*"), ("end", "align*")] * (len(opened[1:-1]) // 2)
        assert set(re.findall(r"\\([A-Za-z]+)", text)) <= KNOWN
        assert not {mark for mark in text if ord(mark) > LATIN}, "letters that inputenc does not know"


def test_every_step_is_written_as_text(program):
    """Each term stands in the text, the use marked exactly once, and no LaTeX is left in it."""
    network = program.network
    for name in program.adjoints:
        found = derivation(program, name)
        text = "\n".join(derivation_text(found, network))
        assert "\\" not in text
        for one in found.terms:
            assert use(TEXT, one.use, network).count("«") == 1
            assert use(SCREEN, one.use, network).count(r"\class{use}") == 1
            assert term(TEXT, found, one, network) in text
        assert chain(TEXT, found, network) in text


def test_the_chain_rule_of_the_state():
    """The moments are those of the uses, and each factor stands before the adjoint it carries."""
    program = engine.load("lstm_peephole").program
    assert chain(TEXT, derivation(program, "s"), program.network) == (
        "ε_s[t] = (∂b_c[t]/∂s[t])ᵀ ε_c[t] + (∂a_ω[t]/∂s[t])ᵀ δ_ω[t] + (∂s[t+1]/∂s[t])ᵀ ε_s[t+1]"
        " + (∂a_ι[t+1]/∂s[t])ᵀ δ_ι[t+1] + (∂a_φ[t+1]/∂s[t])ᵀ δ_φ[t+1]"
    )


def test_a_parameter_is_used_at_every_moment():
    """The chain rule of W_h sums over t."""
    program = engine.load("rnn").program
    assert chain(TEXT, derivation(program, "W_h"), program.network) == "∂E/∂W_h = Σ_t (∂a_h[t]/∂W_h)ᵀ δ_h[t]"


def test_taps_are_summed_over():
    """What reads h at t - m is used at t + m, for every m."""
    network = engine.parse("sizes(M=3)\nw: parameter(M)\nx[t]: input(1)\nd[t]: target(1)\n"
                           "a[t]: 1 = v * x[t] + sum(w[m-1] * h[t-m] for m in range(1, M+1))\n"
                           "h[t] = tanh(a[t])\nE[t] = half_sse(h[t], d[t])")  # fmt: skip
    written = chain(TEXT, derivation(network.program, "h"), network)
    assert "Σ_m (∂a[t+m]/∂h[t])ᵀ ∂E/∂a[t+m]" in written
