"""Answers: a right term is right however it is written, a wrong one is told what is wrong, and no chance helps it."""

from functools import lru_cache

import numpy as np
import pytest

from engine.checking.judging import judge_number, judge_sum, judge_term, second_run
from engine.derivation.steps import derivation
from engine.exchange.networks import network_names
from engine.exchange.opening import Opening, prepare
from engine.run.interpreter import run


@lru_cache(maxsize=8)
def opened(network):
    """The program of a built-in network and two runs of it."""
    prepared = prepare(Opening(network, seed=1))
    return prepared.program, (prepared.run(), second_run(prepared.program))


def judged(network, name, number, text):
    """What is said of an answer for a term; 0 asks for the whole sum."""
    program, traces = opened(network)
    found = derivation(program, name)
    return judge_term(text, found, number, traces) if number else judge_sum(text, found, traces)


@pytest.mark.parametrize(
    ("network", "name", "number", "text"),
    [
        ("lstm_peephole", "s", 1, "b_omega[t] * (1 - tanh(s[t])**2) * eps_c[t]"),
        ("lstm_peephole", "s", 1, "eps_c[t] * b_omega[t] * tanh'(s[t])"),
        ("lstm_peephole", "s", 2, "p_omega * delta_omega[t]"),
        ("lstm_peephole", "s", 2, "p_ω ⊙ δ_ω[t]"),
        ("lstm_peephole", "s", 3, "b_phi[t+1] * eps_s[t+1]"),
        ("lstm_peephole", "a_omega", 0, "b_omega[t] * (1 - b_omega[t]) * tanh(s[t]) * eps_c[t]"),
        ("lstm_peephole", "a_omega", 1, "sigmoid'(a_omega[t]) * d_b_omega[t]"),
        ("rnn", "W_h", 1, "outer(delta_h[t], b_h[t-1])"),
        ("rnn", "W_h", 1, "Σ_t outer(δ_h[t+1], b_h[t])"),
        ("rnn", "b_h", 2, "W_h.T @ delta_h[t+1]"),
        ("rnn", "b_h", 2, "transpose(W_h) @ delta_h[t+1]"),
        ("gru", "h", 5, "r[t+1] * (W_hn.T @ delta_n[t+1])"),
        ("mlp", "W1", 1, "outer(delta1, x)"),
        ("cnn_small", "K1", 1, "conv(rot180(X), delta1)"),
        ("cnn_classes", "z4", 0, "y * sum(d) - d"),
        ("rnn_mtap", "xi", 0, "(h[t] - d[t]) / T + h[t]*(1-h[t]) * sum(w[m-1]*delta_xi[t+m] for m in range(1, 4))"),
    ],
)
def test_a_right_term_is_right_in_any_form(network, name, number, text):
    """By results or by slopes, in letters of the text or of the screen, with factors in any order."""
    assert judged(network, name, number, text).right


TERMS = ["b_phi[t+1]*eps_s[t+1]", "p_iota*delta_iota[t+1]", "p_phi*delta_phi[t+1]", "p_omega*delta_omega[t]",
         "b_omega[t]*tanh'(s[t])*eps_c[t]"]  # fmt: skip


def test_the_terms_of_a_sum_come_in_any_order():
    """Each order of the five terms is right; four of them are told what is missing, a wrong one which it is."""
    for turn in range(5):
        assert judged("lstm_peephole", "s", 0, " + ".join(TERMS[turn:] + TERMS[:turn])).right
    assert judged("lstm_peephole", "s", 0, " + ".join(TERMS[:4])).hint == (
        "What is there is right; 1 of 5 terms is missing."
    )
    wrong = [*TERMS[:3], "p_omega*delta_phi[t]", TERMS[4]]
    assert judged("lstm_peephole", "s", 0, " + ".join(wrong)).hint == "4 of 5 terms are right; p_ω ⊙ δ_φ[t] is not."


@pytest.mark.parametrize(
    ("network", "name", "number", "text", "hint"),
    [
        ("lstm_peephole", "s", 2, "-p_omega * delta_omega[t]", "sign"),
        ("lstm_peephole", "s", 2, "p_omega * delta_omega[t+1]", "right if every t were t−1"),
        ("lstm_peephole", "s", 3, "b_phi[t] * eps_s[t+1]", "look at b_φ[t]"),
        ("lstm_peephole", "s", 4, "p_phi * delta_phi[t+1]", "That is term 5"),
        ("lstm_peephole", "s", 4, "delta_iota[t+1]", "A factor is missing"),
        ("lstm_peephole", "s", 4, "p_iota * p_iota * delta_iota[t+1]", "A factor is too much: p_ι"),
        ("lstm_peephole", "s", 4, "2 * p_iota * delta_iota[t+1]", "2 times the term"),
        ("lstm_peephole", "s", 4, "p_iota * a_iota[t+1]", "reads no adjoint"),
        ("lstm_peephole", "s", 1, "b_omega[t] * tanh(s[t]) * eps_c[t]", "slope belongs where tanh(s[t]) stands"),
        ("lstm_peephole", "s", 4, "delta_k[t]", "the term has 8"),
        ("lstm_peephole", "s", 0, "eps_s[t]", "the adjoint itself"),
        ("cnn_small", "K1", 1, "d_K1", "the adjoint itself"),
        ("rnn", "b_h", 2, "W_h @ delta_h[t+1]", "A transpose is missing"),
        ("rnn", "b_h", 1, "W_k @ delta_k[t]", "A transpose is missing"),
        ("rnn", "W_h", 1, "outer(b_h[t-1], delta_h[t])", "the wrong way round"),
        ("rnn", "W_h", 1, "outer(delta_h[t], b_h[t])", "One moment is wrong"),
        ("cnn_small", "K1", 1, "conv(X, delta1)", "A turn by 180° is missing"),
        ("cnn_small", "K1", 1, "conv(rot180(X), rot180(delta1))", "A turn by 180° is too much"),
        ("rnn", "W_h", 1, "delta_h[t]", "It has the shape 8, the term has 8 × 8"),
        ("mlp", "W1", 1, "outer(x, delta1)", "Rows and columns are exchanged"),
        ("gru", "h", 5, "W_hn.T @ (r[t+1] * delta_n[t+1])", "The numbers differ at"),
    ],
)
def test_a_wrong_term_is_told_what_is_wrong(network, name, number, text, hint):
    """Sign, moment, factor, slope, transpose, shape, or another term; never the term itself."""
    found = judged(network, name, number, text)
    assert not found.right
    assert hint in found.hint
    assert not found.unreadable


@pytest.mark.parametrize(
    "text", ["b_phi[t+1] *", "", "nothing[t]", "p_omega @ @", "__import__('os')", "W_k @ 3", "(" * 300]
)
def test_nonsense_is_answered_with_a_place(text):
    """The language's own message, with its caret; no exception of any other kind."""
    found = judged("lstm_peephole", "s", 2, text)
    assert not found.right
    assert "line 1, column" in found.unreadable
    assert "^" in found.unreadable


def test_zero_adjoints_do_not_make_everything_right():
    """With targets equal to what is predicted every adjoint is 0; the second run tells right from wrong."""
    program, (trace, second) = opened("rnn")
    inputs = {name: trace.values[name] for name in ("x", "d")}
    parameters = {quantity.name: trace.values[quantity.name] for quantity in program.network.having("parameter")}
    bare = program.without_update
    zero = run(bare, {**inputs, "d": run(bare, inputs, parameters).value("y")}, parameters)
    assert not np.any(zero.adjoint("b_h"))
    found = derivation(program, "b_h")
    wrong = judge_term("W_h.T @ (3 * b_h[t] * delta_h[t+1])", found, 2, (zero, second))
    assert not wrong.right
    assert wrong.hint == "It agrees on this run by chance only, not on another one."
    assert judge_term("W_h.T @ delta_h[t+1]", found, 2, (zero, second)).right


@pytest.mark.parametrize("network", network_names())
def test_a_second_run_is_possible_and_lively(network):
    """It exists for every built-in network, and the adjoints of what matters are not all zero."""
    second = opened(network)[1][1]
    assert second is not None
    program = opened(network)[0]
    lively = [name for name in program.adjoints if np.any(second.adjoint(name))]
    assert len(lively) >= 0.8 * len(program.adjoints)


def test_numbers_are_right_to_the_digits_shown():
    """Rounded as on the screen; the sign, the decimal point and nearness are told."""
    assert judge_number("-0.0123", -0.012345, 4).right
    assert judge_number("−0,0123", -0.012345, 4).right
    assert judge_number("1.2e-5", 1.23e-5, 4).right
    assert judge_number("0", 0.0, 4).right
    assert "sign" in judge_number("0.0123", -0.012345, 4).hint
    assert "decimal point" in judge_number("-0.123", -0.0123, 4).hint
    assert "Near" in judge_number("-0.0125", -0.012345, 4).hint
    assert judge_number("7", -0.012345, 4).hint == "Another number."
    assert "is no number" in judge_number("a lot", 1.0, 4).unreadable
