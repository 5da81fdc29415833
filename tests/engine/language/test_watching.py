"""Expressions over values and adjoints: names, moments ahead, shapes, and what is refused."""

import numpy as np
import pytest

import engine
from engine.evaluation import evaluate
from engine.expression import Adjoint, Offset, Value
from engine.language.watching import adjoint_names, read_assignment, read_expression


@pytest.fixture(scope="module")
def network():
    return engine.load("lstm_peephole", H=3, C=2, K=2)


@pytest.fixture(scope="module")
def trace(network):
    generator = np.random.default_rng(0)
    inputs = {"x": generator.normal(size=(4, 2, 1)), "d": generator.uniform(size=(4, 2, 2))}
    return engine.run(network.program, inputs, network.initialise())


def test_adjoints_are_read_by_the_names_of_the_text(network):
    """And by d_ before the quantity's name, which every adjoint has."""
    assert read_expression("eps_s[t+1]", network) == Adjoint("s", Offset(1), (3, 2))
    assert read_expression("d_s[t]", network) == Adjoint("s", Offset(0), (3, 2))
    assert read_expression("d_W_k", network) == Adjoint("W_k", None, (2, 6))
    assert read_expression("s[t-1]", network) == Value("s", Offset(-1), (3, 2))


def test_a_quantity_hides_an_adjoint_of_the_same_name():
    """What the text defines is what its name means."""
    network = engine.parse("x: input()\nd_x = x * 2\nE = d_x ** 2")
    assert read_expression("d_x", network) == Value("d_x", None, ())
    assert "d_x" not in adjoint_names(network)


def test_the_future_is_zero_beyond_the_last_moment(network, trace):
    """b_phi[t+1] is read a moment ahead, and nothing lies behind the end."""
    ahead = evaluate(read_expression("b_phi[t+1]", network), trace.surroundings)
    assert np.array_equal(ahead[:-1], trace.value("b_phi")[1:])
    assert not ahead[-1].any()


def test_a_derived_line_written_by_hand_gives_the_same_numbers(network, trace):
    """Equation 41 of paper 000."""
    by_hand = read_expression("b_omega[t] * (1 - b_omega[t]) * sum(eps_c[t] * tanh(s[t]), axis=1)", network)
    assert np.allclose(evaluate(by_hand, trace.surroundings), trace.adjoint("a_omega"), rtol=1e-13, atol=0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("eps_z[t]", "did you mean 'eps_s'"),
        ("W_q @ x[t]", "no quantity and no adjoint is called 'W_q'"),
        ("W_k @ delta_k[t]", "columns of the left"),
        ("s", "has a value at every moment"),
        ("W_k[t]", "stands outside time"),
        ("1 +", "cannot be read"),
        ("", "cannot be read"),
        ("(lambda: 1)()", "only ops can be called"),
        ("x[t] if 1 else 2", "not in the language"),
        ("x[t]\n= 2", "cannot be read"),
        ("nonsuch(x[t])", "no op is called"),
        ("(" * 60 + "1" + ")" * 60, "nested deeper"),
        ("\x00", "cannot stand in a text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(network, text, message):
    """In the language's own words."""
    with pytest.raises(engine.LanguageError, match=r"^line \d, column \d+: ") as caught:
        read_expression(text, network)
    assert message in str(caught.value)


def test_a_formula_has_an_adjoint_on_its_left(network):
    """At t, of the shape of the right side."""
    target, expression = read_assignment("delta_phi[t] = sum(eps_s[t], axis=1)", network)
    assert target == Adjoint("a_phi", Offset(0), (3,))
    assert expression.shape == (3,)
    for text, message in (
        ("delta_phi[t]", "has a left side"),
        ("s[t] = eps_s[t]", "the left side is an adjoint"),
        ("delta_phi[t+1] = delta_phi[t]", "the left side is an adjoint"),
        ("delta_phi[t] = eps_s[t]", r"the left side has shape (3,), the right side (3, 2)"),
    ):
        with pytest.raises(engine.LanguageError) as caught:
            read_assignment(text, network)
        assert message in str(caught.value)
