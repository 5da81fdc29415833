"""The derived backward pass of the peephole LSTM is equations 41 to 48 of its paper, with the misprints corrected."""

import pytest

import engine
from engine.notation.lines import line_text

# Equations: output units (10), cell outputs (45, all inputs of the layer), output gate (41), states (48),
# cells (42), forget gate (43, with the forget gate's own derivative and s[t-1]), input gate (44).
ONE_CELL = """
δ_k[t] = (y[t] − d[t]) ⊙ σ'(a_k[t])
ε_c[t] = W_kᵀ δ_k[t] + W_h_ιᵀ δ_ι[t+1] + W_h_φᵀ δ_φ[t+1] + W_h_cᵀ δ_c[t+1] + W_h_ωᵀ δ_ω[t+1]
δ_ω[t] = σ'(a_ω[t]) ⊙ tanh(s[t]) ⊙ ε_c[t]
ε_s[t] = b_ω[t] ⊙ tanh'(s[t]) ⊙ ε_c[t] + p_ω ⊙ δ_ω[t] + b_φ[t+1] ⊙ ε_s[t+1] + p_ι ⊙ δ_ι[t+1] + p_φ ⊙ δ_φ[t+1]
δ_c[t] = b_ι[t] ⊙ tanh'(a_c[t]) ⊙ ε_s[t]
δ_φ[t] = σ'(a_φ[t]) ⊙ s[t-1] ⊙ ε_s[t]
δ_ι[t] = σ'(a_ι[t]) ⊙ tanh(a_c[t]) ⊙ ε_s[t]
"""

TWO_CELLS = """
δ_k[t] = (y[t] − d[t]) ⊙ σ'(a_k[t])
ε_c[t] = W_kᵀ δ_k[t] + W_h_ιᵀ δ_ι[t+1] + W_h_φᵀ δ_φ[t+1] + W_h_cᵀ δ_c[t+1] + W_h_ωᵀ δ_ω[t+1]
δ_ω[t] = σ'(a_ω[t]) ⊙ Σ_c tanh(s[t]) ⊙ ε_c[t]
ε_s[t] = b_ω[t] ⊙ tanh'(s[t]) ⊙ ε_c[t] + p_ω ⊙ δ_ω[t] + b_φ[t+1] ⊙ ε_s[t+1] + p_ι ⊙ δ_ι[t+1] + p_φ ⊙ δ_φ[t+1]
δ_c[t] = b_ι[t] ⊙ tanh'(a_c[t]) ⊙ ε_s[t]
δ_φ[t] = σ'(a_φ[t]) ⊙ Σ_c s[t-1] ⊙ ε_s[t]
δ_ι[t] = σ'(a_ι[t]) ⊙ Σ_c tanh(a_c[t]) ⊙ ε_s[t]
"""

# Equation 29 with its sum over moments, and the moment at which each weight's source stands.
GRADIENTS = """
∂E/∂W_x_ι = Σ_t δ_ι[t] ⊗ x[t]
∂E/∂W_h_ι = Σ_t δ_ι[t] ⊗ b_c[t-1]
∂E/∂p_ι = Σ_t s[t-1] ⊙ δ_ι[t]
∂E/∂θ_ι = Σ_t δ_ι[t]
∂E/∂W_x_φ = Σ_t δ_φ[t] ⊗ x[t]
∂E/∂W_h_φ = Σ_t δ_φ[t] ⊗ b_c[t-1]
∂E/∂p_φ = Σ_t s[t-1] ⊙ δ_φ[t]
∂E/∂θ_φ = Σ_t δ_φ[t]
∂E/∂W_x_c = Σ_t δ_c[t] ⊗ x[t]
∂E/∂W_h_c = Σ_t δ_c[t] ⊗ b_c[t-1]
∂E/∂θ_c = Σ_t δ_c[t]
∂E/∂W_x_ω = Σ_t δ_ω[t] ⊗ x[t]
∂E/∂W_h_ω = Σ_t δ_ω[t] ⊗ b_c[t-1]
∂E/∂p_ω = Σ_t s[t] ⊙ δ_ω[t]
∂E/∂θ_ω = Σ_t δ_ω[t]
∂E/∂W_k = Σ_t δ_k[t] ⊗ b_c[t]
∂E/∂θ_k = Σ_t δ_k[t]
"""


@pytest.mark.parametrize(("cells", "wanted"), [(1, ONE_CELL), (2, TWO_CELLS)])
def test_backward_equations(cells, wanted):
    """In the order in which they are computed; the sums over the cells of a block appear where there are several."""
    network = engine.load("lstm_peephole", I=2, H=3, C=cells, K=2)
    found = [line_text(line, network) for line in network.program.section("backward")]
    assert found == wanted.strip().splitlines()


@pytest.mark.parametrize("cells", [1, 2])
def test_gradients(cells):
    """One block cell or two: the gradients are written alike."""
    network = engine.load("lstm_peephole", I=2, H=3, C=cells, K=2)
    assert [
        line_text(line, network) for line in network.program.section("parameters")
    ] == GRADIENTS.strip().splitlines()


def test_the_printed_misprint_in_equation_24_moves_the_peephole_term():
    """Where the output gate reads the state of the moment before, its term in equation 48 comes from a moment later."""
    network = engine.load("lstm_peephole", H=3)
    printed = engine.parse(network.text.replace("p_omega * s[t]", "p_omega * s[t-1]"), H=3)
    lines = {line.name: line_text(line, printed) for line in printed.program.section("backward", "parameters")}
    assert lines["s"] == (
        "ε_s[t] = b_ω[t] ⊙ tanh'(s[t]) ⊙ ε_c[t] + b_φ[t+1] ⊙ ε_s[t+1] + p_ι ⊙ δ_ι[t+1] + p_φ ⊙ δ_φ[t+1]"
        " + p_ω ⊙ δ_ω[t+1]"
    )
    assert lines["p_omega"] == "∂E/∂p_ω = Σ_t s[t-1] ⊙ δ_ω[t]"


def test_adjoints_without_a_name_are_computed_along():
    """The paper has no letter for the adjoints of the gates' outputs: they are written out, but still recorded."""
    network = engine.load("lstm_peephole", H=2)
    along = {line.name: line.along for line in network.program.section("backward")}
    assert along == {
        "a_k": ("y",),
        "b_c": (),
        "a_omega": ("b_omega",),
        "s": (),
        "a_c": (),
        "a_phi": ("b_phi",),
        "a_iota": ("b_iota",),
    }
