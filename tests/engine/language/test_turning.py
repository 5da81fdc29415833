"""Turning: only calls of the two ops change, and a kernel turned by 180° under the other op gives the same numbers."""

import numpy as np
import pytest

import engine
from engine.exchange.example_inputs import example_inputs
from engine.exchange.networks import network_text
from engine.language.turning import sliding_ops, turned_text

OBLONG = '''"""A conv( in the title — stays, and ≠ moves no column."""
sizes(a=5, b=7, stride=1)
symbols(X="X_conv")
X: input(a, b, 2)
d: target(2)
K: parameter(3, 2, 4, 2)
# conv(X, K) in a comment stays
z = tanh(conv(X, K, stride=(stride, 2), padding=(1, 0))) * 0.5 + conv(X, K, stride=(stride, 2), padding=(1, 0))
v = flatten_maps(z)
y = W @ v
E = half_sse(y, d)
'''


def run_of(text: str, *, turned: tuple[str, ...] = ()) -> engine.Trace:
    """A run on the same seeded numbers, with some kernels turned by 180°."""
    network = engine.parse(text)
    parameters = network.initialise(3)
    for name in turned:
        parameters[name] = parameters[name][:, ::-1, ::-1, :].copy()
    return engine.run(network.program, inputs=example_inputs(network, seed=5), parameters=parameters)


def test_only_calls_change():
    """Titles, comments and symbols keep their words; turned back the text is what it was."""
    text = turned_text(OBLONG, correlate=True)
    assert text.count("xcorr(X, K, stride") == 2
    assert "A conv( in the title" in text and "# conv(X, K) in a comment" in text and '"X_conv"' in text
    assert turned_text(text, correlate=True) == text
    assert turned_text(text, correlate=False) == OBLONG


def test_lines_may_end_in_any_way():
    assert turned_text(OBLONG.replace("\n", "\r\n"), correlate=True) == turned_text(OBLONG, correlate=True)


def test_which_ops_slide():
    assert sliding_ops(engine.parse(OBLONG)) == {"conv"}
    assert sliding_ops(engine.parse(turned_text(OBLONG, correlate=True))) == {"xcorr"}
    assert sliding_ops(engine.parse(network_text("mlp"))) == frozenset()


@pytest.mark.parametrize(("text", "kernels"), [(OBLONG, ("K",)), (network_text("cnn_small"), ("K1", "K2"))])
def test_a_turned_kernel_under_the_other_op_is_the_same(text, kernels):
    """A conv with K and an xcorr with K turned by 180°: all values, all adjoints; ∂E/∂K itself is turned too."""
    one, other = run_of(text), run_of(turned_text(text, correlate=True), turned=kernels)
    for name in one.values:
        if name not in kernels:
            assert np.allclose(one.values[name], other.values[name], rtol=1e-13, atol=1e-13), name
    for name in one.adjoints:
        wanted = one.adjoints[name]
        wanted = wanted[:, ::-1, ::-1, :] if name in kernels else wanted
        assert np.allclose(wanted, other.adjoints[name], rtol=1e-12, atol=1e-12), name
    assert not np.allclose(one.loss, run_of(turned_text(text, correlate=True)).loss)
