"""Fused costs of extreme net inputs, through a network: finite, and right by arithmetic of 60 digits."""

import itertools
from decimal import Decimal, localcontext

import numpy as np
import pytest

import engine

SMALL = (0.0, 1e-300, 1e-8, 0.5, 5.0, 17.0, 20.0, 36.7, 40.0, 88.0, 104.0, 400.0, 690.8, 745.2, 800.0, 1e4, 1e15)
NET_INPUTS = sorted({sign * size for size in SMALL for sign in (1, -1)})
TARGETS = (0.0, 1e-300, 0.3, 1.0)
SCORES = (0.0, 1e-8, 30.0, -40.0, 690.8, 800.0, -1e4)
KINDS = [("float64", 1e-14), ("float32", 2e-6)]
LARGEST = Decimal(10) ** 9


def exp(x: Decimal) -> Decimal:
    """The exponential; nothing below any number that could matter here."""
    return x.exp() if x > -100000 else Decimal(0)


def softplus(a: Decimal) -> Decimal:
    """ln(1 + exp(a)), by its series where exp(a) is lost beside 1."""
    small = exp(-abs(a))
    return max(a, Decimal(0)) + ((1 + small).ln() if small > Decimal("1e-25") else small - small * small / 2)


@pytest.mark.parametrize(("dtype", "tolerance"), KINDS)
def test_sigmoid_and_binary_cross_entropy(dtype, tolerance):
    """Loss to the last digits even where it is 1e-300, output error y - d, prediction right at both ends."""
    cases = np.array(list(itertools.product(NET_INPUTS, TARGETS))).astype(dtype)
    assert len(cases) >= 100
    network = engine.parse("a: input()\nd: target()\ny = sigmoid(a)\nE = bce(y, d)")
    trace = engine.run(network.program, inputs={"a": cases[:, 0], "d": cases[:, 1]}, parameters={}, dtype=dtype)
    with localcontext() as context:
        context.prec = 60
        exact = [(Decimal(float(a)), Decimal(float(d))) for a, d in cases]
        losses = [float(d * softplus(-a) + (1 - d) * softplus(a)) for a, d in exact]
        outputs = [(1 if a >= 0 else exp(a)) / (1 + exp(-abs(a))) for a, d in exact]
        errors = [float(y - d) for y, (_, d) in zip(outputs, exact, strict=True)]
    least = float(np.finfo(dtype).tiny)
    np.testing.assert_allclose(trace.value("E"), losses, rtol=tolerance, atol=least)
    np.testing.assert_allclose(trace.value("y"), [float(y) for y in outputs], rtol=tolerance, atol=least)
    np.testing.assert_allclose(trace.adjoint("a"), errors, rtol=0, atol=tolerance)
    np.testing.assert_allclose(trace.adjoint("d"), -cases[:, 0], rtol=0)
    assert np.isfinite(trace.value("E")).all()


@pytest.mark.parametrize("cost", ["cce", "kl"])
@pytest.mark.parametrize(("dtype", "tolerance"), KINDS)
def test_softmax_and_its_costs(cost, dtype, tolerance):
    """Every triple of scores with certain, shared and lopsided targets: loss, probabilities and output error."""
    targets = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.25, 0.25, 0.5))
    pairs = list(itertools.product(itertools.product(SCORES, repeat=3), targets))
    assert len(pairs) >= 1000
    scores, wanted = (np.array([pair[side] for pair in pairs]).astype(dtype) for side in (0, 1))
    network = engine.parse(f"a: input(3)\nd: target(3)\ny = softmax(a)\nE = {cost}(y, d)")
    trace = engine.run(network.program, inputs={"a": scores, "d": wanted}, parameters={}, dtype=dtype)
    losses, outputs = [], []
    with localcontext() as context:
        context.prec = 60
        for row, target in zip(scores, wanted, strict=True):
            exact = [Decimal(float(score)) for score in row]
            top = max(exact)
            raised = [exp(score - top) for score in exact]
            whole = sum(raised, Decimal(0))
            beyond = sum(sorted(raised)[:-1], Decimal(0))
            logarithm = whole.ln() if beyond > Decimal("1e-25") else beyond - beyond * beyond / 2
            shares = [Decimal(float(share)) for share in target]
            parts = [(share, score - top - logarithm) for share, score in zip(shares, exact, strict=True)]
            own = sum((p * p.ln() for p, _ in parts if p), Decimal(0)) if cost == "kl" else Decimal(0)
            losses.append(float(own - sum((p * score for p, score in parts), Decimal(0))))
            outputs.append([float(part / whole) for part in raised])
    least = 1e-15 if cost == "kl" and dtype == "float64" else 1e-6 if cost == "kl" else float(np.finfo(dtype).tiny)
    np.testing.assert_allclose(trace.value("E"), losses, rtol=tolerance, atol=least)
    np.testing.assert_allclose(trace.value("y"), outputs, rtol=100 * tolerance, atol=float(np.finfo(dtype).tiny))
    np.testing.assert_allclose(trace.adjoint("a"), np.array(outputs) - wanted, rtol=0, atol=10 * tolerance)
    assert np.isfinite(trace.value("E")).all()


def test_what_the_textbook_forms_make_of_them():
    """The same net inputs without fusion: the loss is infinite and the output error no number where it is saturated."""
    cases = np.array(list(itertools.product(NET_INPUTS, (0.0, 1.0))))
    network = engine.parse("a: input()\nd: target()\ny = sigmoid(a)\nE = bce(y, d)")
    inputs = {"a": cases[:, 0], "d": cases[:, 1]}
    plain = engine.run(network.unfused, inputs=inputs, parameters={})
    assert not np.isfinite(plain.value("E")).all() and not np.isfinite(plain.adjoint("a")).all()
