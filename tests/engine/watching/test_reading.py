"""What watches and conditions may be made of, and what is refused with line, column and caret."""

import pytest

import engine
from engine.expression import Adjoint, Offset, Value
from engine.watching.condition import read_condition
from engine.watching.reading import read_node
from engine.watching.tree import Everything, Formula
from engine.watching.watch import read_watch
from tests.engine.watching.traces import trace_of

NETWORK = trace_of("lstm_peephole").program.network


@pytest.mark.parametrize(
    "text",
    [
        "abs(eps_s) < 1e-6",
        "b_phi > 0.99",
        "isnan(*)",
        "isinf( * )",
        "sign(delta_iota) != sign(last(delta_iota))",
        "max(abs(delta_iota)) > 3 and (norm(eps_s) < 1 or isnan(s))",
        "s[t][2, 0] > last(s[t][2, 0])",
        "0 < b_phi < 1",
        "abs(s[t] - s[t-1])[2, 0] > 0.1",
        "last(b_phi > 0.5) and not b_phi > 0.5",
        "t >= 3 and s > 0",
    ],
)
def test_conditions_that_people_write(text):
    assert read_condition(text, NETWORK).text == text


def test_a_name_without_a_moment_is_read_at_t():
    """In watches and conditions; an equation states its moments."""
    assert read_node("s", NETWORK) == Formula(Value("s", Offset(), (8, 1)), (), 2, "s")
    assert read_node("eps_s", NETWORK).expression == Adjoint("s", Offset(), (8, 1))
    assert read_node("W_k", NETWORK).lead == 0
    assert read_node("norm(W_k)", NETWORK).lead == 0
    assert isinstance(read_condition("isnan(*)", NETWORK).node, Everything)


def test_a_gate_of_each_block_meets_all_cells_of_the_block():
    """What an equation says with expand(…); entries that fit the last axes are read as equations read them."""
    assert read_watch("f * h", engine.load("lstm")).shape == (8,)
    wide = engine.load("lstm_peephole", C=2)
    assert read_watch("expand(b_phi, C) * s", wide).shape == (8, 2)
    for short in ("b_phi * s", "1 - b_phi + s * 2", "b_phi > s", "maximum(b_phi, s)"):
        assert read_watch(short, wide).shape == (8, 2)
    assert read_node("b_phi * s", wide).expression == read_node("expand(b_phi, C) * s", wide).expression


def test_a_quantity_may_be_called_like_a_reduction():
    """A word is a reduction only where it is called."""
    network = engine.parse("x[t]: input(2)\nnorm[t] = x[t] * 2\nE[t] = sum(norm[t])")
    assert read_watch("norm(norm)", network).shape == ()


def test_what_was_read_is_kept():
    assert read_node("norm(eps_s)", NETWORK) is read_node(" norm(eps_s)", NETWORK)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("norm(eps_z)", 6, "did you mean 'eps_s'"),
        ("nrom(eps_s)", 1, "did you mean 'norm'"),
        ("max(s, b_phi)", 1, "max reads one operand, as in max(s[t]); of two numbers maximum(a, b) takes one"),
        ("norm()", 1, "norm reads one operand"),
        ("norm(*s)", 1, "norm reads one operand"),
        ("mean(s, axis=1)", 1, "mean reads one operand"),
        ("1 + last(W_k)", 10, "stands outside time"),
        ("s[t][9, 0]", 6, "entries 9 to 9 are read"),
        ("W_k[0, 0, 0]", 11, "an entry can be taken from a vector or a matrix"),
        ("max(s > 1)", 5, "sum(…) counts where it holds"),
        ("W_h_iota > W_h_omega and W_x_iota > W_k", 26, "its sides have shapes"),
        ("(s > 1) > 0", 1, "join conditions by and, or, not"),
        ("sum(norm(s[t-m]) for m in range(3))", 5, "inside a tap sum"),
        ("sum(t * s[t-m] for m in range(3))", 5, "inside a tap sum"),
        ("norm(expand(s, 100000))", 6, "makes 800,000 numbers at a time; at most 10,000 are watched here"),
        ("s is b_phi", 1, "between two sides stands one of"),
        ("s if 1 else 2", 1, "not in the language"),
        ("__import__('os')", 1, "no op is called"),
        ("s.real", 1, "not in the language"),
        ("[s, s]", 1, "not in the language"),
        ("(lambda: 1)()", 1, "only ops can be called"),
        ("norm(s", 5, "cannot be read"),
        ("", 1, "cannot be read"),
        ("(" * 60 + "s" + ")" * 60, 41, "nested deeper"),
        ("s" * 5000, 1, "at most 4096 are read"),
        ("not " * 30 + "s > 1", 1, "more than twenty signs"),
        ("\x00", 1, "cannot stand in a text"),
    ],
)
def test_what_is_refused_with_its_place(text, column, message):
    with pytest.raises(engine.LanguageError) as caught:
        read_watch(text, NETWORK)
    assert message in str(caught.value)
    assert caught.value.place.column == column


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("s", "compares nothing"),
        ("s > 1 and b_phi", "compares nothing"),
        ("not norm(s)", "compares nothing"),
        ("last(s)", "compares nothing"),
        ("isnan(*) and s > 1", "cannot be read"),
        ("loss < 1", "no quantity and no adjoint is called 'loss'"),
        ("isfinite(*)", "cannot be read"),
    ],
)
def test_what_is_no_condition(text, message):
    with pytest.raises(engine.LanguageError, match=message):
        read_condition(text, NETWORK)


def test_an_adjoint_that_there_is_not_is_refused_when_read():
    """The objective does not depend on it, so no run has its array."""
    network = engine.parse("x: input(2)\ny = x * 2\nz = x * 3\nE = sum(y)")
    with pytest.raises(engine.LanguageError, match="'z' has no adjoint: the objective does not depend on it"):
        read_watch("1 + norm(d_z)", network)
