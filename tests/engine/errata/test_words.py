"""LaTeX as plain text: letters, fractions, indices, marks, and all formulas of the papers."""

import pytest

from engine.errata.reading import entries
from engine.errata.words import in_words


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\delta_\phi^t", "δ_φ^t"),
        (r"\frac{\partial E}{\partial a_{\class{wrong}{\iota}}^t}", "∂E/∂a_«ι»^t"),
        (r"\frac{1}{2}\sum_{i=1}^{n} x_i^{t-1}", "1/2 Σ_{i=1}^n x_i^{t-1}"),
        (r"\frac{a+b}{2n}", "(a+b)/(2n)"),
        (r"\hat{y}=\sqrt{v+\epsilon}", "ŷ = √(v+ε)"),
        (r"\{b_o=1\}", "{b_o=1}"),
        (r"x\le 1 \text{ or } y\ge 1", "x≤1 or y≥1"),
        (r"o\tanh(c)", "o tanh(c)"),
        ("", ""),
        (r"\frac{a", "a/()"),
    ],
)
def test_formulas_read_well(latex, text):
    """On one line, without backslashes."""
    assert " ".join(in_words(latex).split()).replace("y\N{COMBINING CIRCUMFLEX ACCENT}", "ŷ") == text


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_no_command_is_left(entry):
    """Whatever the papers print can be shown in a terminal."""
    for latex in (entry.printed, entry.corrected):
        assert "\\" not in in_words(latex)
        assert "\n" not in in_words(latex)
