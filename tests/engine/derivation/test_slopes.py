"""Derivatives refer to what has a name: a squashed value stands for its long argument, a short argument stays."""

import numpy as np

import engine
from engine.notation.lines import line_text

LONG = """
sizes(I=2, H=3)
x[t]: input(I)
d[t]: target(H)
f[t]: H = sigmoid(W @ x[t] + U @ h[t-1] + b)
h[t] = f[t] * tanh(V @ x[t] + c)
n[t] = tanh(Z @ h[t])
E[t] = half_sse(n[t], d[t])
"""
SHORT = LONG.replace(
    "f[t]: H = sigmoid(W @ x[t] + U @ h[t-1] + b)", "a[t]: H = W @ x[t] + U @ h[t-1] + b\nf[t] = sigmoid(a[t])"
)


def written(network: engine.DerivedNetwork, name: str) -> str:
    line = network.program.line_of[name, True]
    return line_text(line, network)


def test_the_slope_of_an_unnamed_sum_is_written_with_the_result():
    network = engine.parse(LONG)
    assert written(network, "b") == "∂E/∂b = Σ_t f[t] ⊙ (1 − f[t]) ⊙ ∂E/∂f[t]"
    assert written(network, "Z") == "∂E/∂Z = Σ_t ((1 − n[t]^2) ⊙ ∂E/∂n[t]) ⊗ h[t]"


def test_a_named_argument_and_a_function_inside_an_equation_keep_their_prime():
    network = engine.parse(SHORT)
    assert written(network, "a") == "∂E/∂a[t] = σ'(a[t]) ⊙ ∂E/∂f[t]"
    assert "tanh'(V x[t] + c)" in written(network, "c")


def test_both_ways_of_writing_have_the_same_numbers():
    long, short = engine.parse(LONG), engine.parse(SHORT)
    random = np.random.default_rng(5)
    inputs = {"x": random.normal(size=(6, 2, 2)), "d": random.normal(size=(6, 2, 3))}
    parameters = long.initialise(3)
    one, other = (engine.run(network.program, inputs, parameters) for network in (long, short))
    for name in (*parameters, "h", "f", "n", "x"):
        np.testing.assert_allclose(one.adjoint(name), other.adjoint(name), rtol=1e-12, atol=1e-14)
