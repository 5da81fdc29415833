"""A perceptron of any depth is a text like any other: opened from a file, it gives what the paper's formulas give."""

from pathlib import Path

import numpy as np
import pytest

from engine.exchange.opening import Opening, prepare

WIDTHS = (4, 6, 3, 5, 2, 7, 4)


def text_of(depth: int) -> str:
    """The built-in perceptron with another number of hidden layers (Hernández et al., eqs 3-14)."""
    lines = ['"""Perceptron of another depth."""', "sizes(I=3, K=2)", "x: input(I)", "d: target(K)"]
    for layer in range(1, depth + 1):
        below = "x" if layer == 1 else f"b{layer - 1}"
        lines.append(f"a{layer}: {WIDTHS[layer - 1]} = W{layer} @ {below} + theta{layer}")
        lines.append(f"b{layer} = sigmoid(a{layer})")
    lines += [f"a_k: K = W_k @ b{depth} + theta_k", "y = sigmoid(a_k)", "E = half_sse(y, d)"]
    return "\n".join(lines)


@pytest.mark.parametrize("depth", range(1, 8))
def test_a_perceptron_of_any_depth(depth: int, tmp_path: Path):
    """Values, δ of every layer and every gradient by the recursion of equations 3 to 14, to rounding."""
    path = tmp_path / f"deep{depth}.net"
    path.write_text(text_of(depth), encoding="utf-8")
    trace = prepare(Opening(str(path), examples=3)).run()
    layers = [str(layer) for layer in range(1, depth + 1)]
    outputs = [trace.value("x")]
    for layer in layers:
        net = outputs[-1] @ trace.value(f"W{layer}").T + trace.value(f"theta{layer}")
        outputs.append(1 / (1 + np.exp(-net)))
        np.testing.assert_allclose(trace.value(f"b{layer}"), outputs[-1], rtol=1e-12)
    y = 1 / (1 + np.exp(-(outputs[-1] @ trace.value("W_k").T + trace.value("theta_k"))))
    delta = (y - trace.value("d")) * y * (1 - y)
    np.testing.assert_allclose(trace.adjoint("a_k"), delta, rtol=1e-12)
    for name, below in zip(("_k", *layers[::-1]), outputs[::-1], strict=True):
        np.testing.assert_allclose(trace.adjoint(f"W{name}"), delta.T @ below, rtol=1e-11, atol=1e-16)
        np.testing.assert_allclose(trace.adjoint(f"theta{name}"), delta.sum(axis=0), rtol=1e-11, atol=1e-16)
        delta = delta @ trace.value(f"W{name}") * below * (1 - below)
        quantity = f"a{int(name) - 1}" if name not in ("_k", "1") else f"a{depth}"
        if name != "1":
            np.testing.assert_allclose(trace.adjoint(quantity), delta, rtol=1e-11, atol=1e-16)
