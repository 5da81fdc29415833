"""Names of texts become the letters of the papers."""

import pytest

import engine
from engine.expression import NOW, Adjoint
from engine.notation.latex import quantity_latex
from engine.notation.plain import quantity_text
from engine.notation.symbols import symbol_latex, symbol_text


@pytest.mark.parametrize(
    ("name", "latex", "text"),
    [
        ("a_iota", r"a_{\iota}", "a_ι"),
        ("W_x_iota", r"W_{x \iota}", "W_x_ι"),
        ("theta3", r"\theta_{3}", "θ3"),
        ("eps_s", r"\epsilon_{s}", "ε_s"),
        ("delta_omega", r"\delta_{\omega}", "δ_ω"),
        ("h0", "h_{0}", "h0"),
        ("b_h", "b_{h}", "b_h"),
        ("xi", r"\xi", "ξ"),
        ("W_xi", "W_{xi}", "W_xi"),
        ("W_hg", "W_{hg}", "W_hg"),
        ("E", "E", "E"),
    ],
)
def test_symbols(name, latex, text):
    """Greek names become Greek letters, other parts indices; the index xi means from x to gate i."""
    assert symbol_latex(name) == latex
    assert symbol_text(name) == text


def test_a_text_can_say_how_a_name_is_written():
    network = engine.load("rnn_mtap")
    assert quantity_latex(network, Adjoint("xi", NOW, ()), "t") == r"\delta_{\xi}^{t}"


def test_the_letter_xi_as_an_index_in_plain_text():
    assert quantity_text(engine.load("rnn_mtap"), Adjoint("xi", NOW, ()), "t") == "δ_ξ[t]"
