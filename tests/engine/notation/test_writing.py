"""Expressions are written with the brackets they need and no others, as text and as LaTeX."""

import re

import pytest

import engine
from engine.derivation.program import Line
from engine.expression import Expression, references
from engine.notation.latex import latex, references_in_order
from engine.notation.lines import left_side, line_latex, line_text, terms
from engine.notation.plain import plain


def equation_of(text: str, name: str = "y") -> tuple[engine.DerivedNetwork, Expression]:
    """A network and the right side of one of its equations."""
    network = engine.parse(text)
    return network, next(equation.expression for equation in network.equations if equation.name == name)


@pytest.mark.parametrize(
    ("formula", "text", "tex"),
    [
        ("a + b - c", "a + b − c", "a + b - c"),
        ("a - (b - c)", "a − (b − c)", "a - (b - c)"),
        ("(a + b) * c", "(a + b) c", r"(a + b)\,c"),
        ("a * b + c", "a b + c", r"a\,b + c"),
        ("-a * b", "(−a) b", r"(-a)\,b"),
        ("a / b", "a / b", r"\frac{a}{b}"),
        ("(a + b) / (a * b)", "(a + b) / (a b)", r"\frac{a + b}{a\,b}"),
        ("a ** 2", "a^2", "a^{2}"),
        ("(a + b) ** 2", "(a + b)^2", "(a + b)^{2}"),
        ("2 * a", "2 a", r"2\,a"),
        ("1e-7 * a", "1e-07 a", r"1 \cdot 10^{-7}\,a"),
        ("sin(a) + sigmoid(b)", "sin(a) + σ(b)", r"\sin(a) + \sigma(b)"),
    ],
)
def test_numbers(formula, text, tex):
    network, expression = equation_of(f"a: input()\nb: input()\nc: input()\ny = {formula} + 0 * (a + b + c)")
    assert plain(expression, network).startswith(text + " + 0")  # the last term only makes every input used
    assert latex(expression, network).startswith(tex)


def test_vectors_are_multiplied_element_by_element():
    network, expression = equation_of("a: input(3)\nb: input(3)\nz = a * b * 2\ny = sum(z)", "z")
    assert plain(expression, network) == "a ⊙ b 2"
    assert latex(expression, network) == r"a \odot b\,2"


def test_sums_of_vectors_in_a_matrix_product_are_bracketed():
    network, expression = equation_of("W: parameter(3, 3)\na: input(3)\nb: input(3)\nz = W @ (a + b)\ny = sum(z)", "z")
    assert plain(expression, network) == "W (a + b)"
    assert latex(expression, network) == "W (a + b)"


def test_a_moment_replaces_t():
    """At the paper's moment 5 every t is a number."""
    network = engine.load("lstm")
    line = network.program.line_of["c", True]
    assert line_text(line, network, moment=5) == "∂E/∂c[5] = o[5] ⊙ tanh'(c[5]) ⊙ ∂E/∂h[5] + f[6] ⊙ ∂E/∂c[6]"
    assert r"\partial c^{5}" in line_latex(line, network, moment=5)


def test_taps_and_entries():
    network = engine.load("rnn_mtap", M=4)
    forward, backward = (network.program.line_of["xi", adjoint] for adjoint in (False, True))
    assert line_text(forward, network) == "ξ[t] = x[t] + Σ_{m=1…3} w[m−1] h[t-m]"
    assert line_latex(forward, network) == r"\xi^{t} = x^{t} + \sum_{m=1}^{3} w_{m-1}\,h^{t-m}"
    assert backward.name == "xi"
    h = next(equation for equation in network.equations if equation.name == "h")
    assert plain(h.expression, network) == "σ(ξ[t])"


def test_the_problems_of_the_homework_are_written_as_in_its_solutions():
    network = engine.load("one_gate")
    lines = [line_text(line, network) for line in network.program.section("backward")]
    assert lines == [
        "δ_h[t] = h[t] − d[t] + u_c ⊙ δ_c[t+1] + u_o ⊙ δ_z[t+1]",
        "δ_o[t] = c[t] ⊙ δ_h[t]",
        "δ_z[t] = σ'(z_o[t]) ⊙ δ_o[t]",
        "δ_c[t] = o[t] ⊙ δ_h[t] + δ_c[t+1]",
    ]
    graph = engine.load("scalar_graph")
    assert [line_text(line, graph) for line in graph.program.section("backward", "inputs")] == [
        "∂y/∂h1 = h1",
        "∂y/∂h0 = h0 + cos(h0) ∂y/∂h1",
        "∂y/∂x = −sin(x) ∂y/∂h1 + 3 x^2 ∂y/∂h0",
    ]


def test_a_line_knows_its_left_side_and_terms():
    """The terms of a backward line are its flows: what the cost sends back is one term, though it is a difference."""
    network = engine.load("one_gate")
    line = network.program.line_of["h", True]
    assert plain(left_side(line, network), network) == "δ_h[t]"
    assert [(term.negative, plain(term.expression, network)) for term in terms(line.expression)] == [
        (False, "h[t] − d[t]"),
        (False, "u_c ⊙ δ_c[t+1]"),
        (False, "u_o ⊙ δ_z[t+1]"),
    ]
    u = engine.load("gru").program.line_of["u", True]
    assert [term.negative for term in terms(u.expression)] == [False, True]


def assert_marked(network: engine.DerivedNetwork, line: Line) -> None:
    """Each reference of the line is marked once, numbered in the order in which it is written."""
    marked = latex(line.expression, network, marked=True)
    taken = references_in_order(line.expression, network)
    assert [marked.count(rf"\class{{ref{number}}}") for number in range(len(taken))] == [1] * len(taken), marked
    assert sorted(map(str, taken)) == sorted(map(str, references(line.expression)))


@pytest.mark.parametrize("name", engine.network_names())
def test_marked_latex_counts_every_reference(name):
    """A picture of a formula can be clicked; costs, which are written by templates, are tried below."""
    network = engine.load(name)
    for line in network.program.lines:
        if line_of_cost(network) is not line:
            assert_marked(network, line)


def line_of_cost(network: engine.DerivedNetwork) -> Line:
    """The forward line of the objective."""
    return network.program.line_of[network.objective, False]


@pytest.mark.parametrize("name", ["rnn", "mlp", "lstm", "one_gate"])
def test_the_cost_in_latex(name):
    """Half a sum of squares, its operands marked once each."""
    network = engine.load(name)
    line = line_of_cost(network)
    assert re.search(r"\\t?frac\{1\}\{2\}|\\t?frac12", line_latex(line, network))
    assert_marked(network, line)


def test_products_of_quotients_can_be_read():
    network = engine.load("rnn_mtap")
    assert " 1 / T" not in line_text(network.program.line_of["h", True], network)
