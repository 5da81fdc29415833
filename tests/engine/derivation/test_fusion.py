"""Fused costs: what is recognised, what is written, and that every number stays right however saturated a unit is."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.checking.check import check
from engine.checking.report import written
from engine.commands import main
from engine.derivation.fusion import fused_cost
from engine.derivation.program import derive
from engine.notation.lines import line_text
from engine.run.intervention import Intervention
from tests.golden.cases import CASES

Array = np.ndarray[Any, Any]
OUTPUT = 'x: input(3)\nd: target(2)\nadjoints("a_* -> delta_*")\na_k = W @ x\ny = {squash}(a_k)\nE = {cost}(y, d)'
RECURRENT = """adjoints("a -> delta")
x[t]: input(3)
d[t]: target(2)
a[t] = W @ x[t] + V @ y[t-1]
y[t] = {squash}(a[t])
E[t] = {cost}(y[t], d[t]) / T"""
PAIRS = [("sigmoid", "bce"), ("softmax", "cce"), ("softmax", "kl")]
TEXTS = [
    "x: input(3)\nd: target(2)\ny = sigmoid(W @ x + b)\nE = bce(y, d)",
    "x: input(3)\nd: target(2)\nE = 2 * bce(sigmoid(W @ x), d) + sum(W @ x)",
    "x: input(3)\nd: target(3)\ny = sigmoid(x)\nE = bce(y, d) + bce(y, 0.5 * y) + sum(y * y)",
    "x: input(3)\nd: target(3)\ny = sigmoid(x)\nz = softmax(M @ y)\nE = bce(y, d) + cce(z, d) + 3 * kl(z, d)",
    "x[t]: input(3)\nd[t]: target(2)\ny[t] = sigmoid(W @ x[t] + V @ y[t-1])\nE[t] = bce(y[t], d[t])",
    "x[t]: input(3)\nd[t]: target(2)\ny = sigmoid(b)\nE[t] = bce(y, d[t]) + sum(x[t])",
    "x[t]: input(2)\nd[t]: target(2)\nw: parameter(2)\ny[t] = softmax(x[t])\n"
    "E[t] = sum(w[m-1] * cce(y[t], d[t-m]) for m in range(1, 3))",
    "x[t]: input(2)\nd[t]: target(2)\ny[t] = sigmoid(x[t])\nE[t] = bce(0.1 + 0.8 * y[t-1], d[t]) + bce(y[t], d[t])",
]
NAMED = [*(text for text in TEXTS if "\ny" in text), *(RECURRENT.format(squash=one, cost=two) for one, two in PAIRS)]


def backward(text: str, *, fused: bool = True) -> list[str]:
    network = engine.parse(text)
    program = network.program if fused else network.unfused
    return [line_text(line, network) for line in program.section("backward")]


def numbers(network: engine.DerivedNetwork) -> dict[str, Array]:
    """Two examples, of four moments where there are any."""
    generator = np.random.default_rng(3)
    given = network.having("input", "target")
    return {one.name: generator.uniform(0.1, 0.9, ((4,) if one.timed else ()) + (2, *one.shape)) for one in given}


def test_the_output_error_is_written_in_one_step():
    """Y - d for sigmoid; for softmax y times the sum of the targets, which need not be one, minus d."""
    assert backward(OUTPUT.format(squash="sigmoid", cost="bce")) == ["δ_k = y − d"]
    assert backward(OUTPUT.format(squash="softmax", cost="cce")) == ["δ_k = y Σ d − d"]
    assert backward(OUTPUT.format(squash="softmax", cost="kl")) == ["δ_k = y Σ d − d"]
    assert backward(OUTPUT.format(squash="sigmoid", cost="half_sse")) == ["δ_k = (y − d) ⊙ σ'(a_k)"]


def test_the_textbook_form_is_there_on_request():
    assert backward(OUTPUT.format(squash="sigmoid", cost="bce"), fused=False) == [
        "δ_k = σ'(a_k) ⊙ ((y − d) / (y ⊙ (1 − y)))"
    ]
    network = engine.load("rnn_mtap")
    assert all(line.fused is None for line in network.unfused.lines)
    assert line_text(network.unfused.line_of["xi", True], network) == "δ_ξ[t] = σ'(ξ[t]) ∂E/∂h[t]"


def test_the_command_line_prints_either(capsys):
    """`equations --unfused` is how the textbook form is asked for without a window."""
    for options, wanted in (([], "δ_ξ[t] = (h[t] − d[t]) / T + "), (["--unfused"], "δ_ξ[t] = σ'(ξ[t]) ∂E/∂h[t]")):
        assert main(["equations", "rnn_mtap", "--backward", *options]) == 0
        assert wanted in capsys.readouterr().out


def test_other_uses_of_the_prediction_keep_their_own_way():
    """In problem 6.1 the output is read again by the taps: their flow goes through the squashing function."""
    network = engine.load("rnn_mtap", M=4)
    lines = {line.name: line_text(line, network) for line in network.program.section("backward", "inputs")}
    assert lines["xi"] == "δ_ξ[t] = (h[t] − d[t]) / T + σ'(ξ[t]) Σ_{m=1…3} w[m−1] δ_ξ[t+m]"
    assert lines["h"] == "∂E/∂h[t] = (h[t] − d[t]) / (h[t] (1 − h[t]) T) + Σ_{m=1…3} w[m−1] δ_ξ[t+m]"
    assert lines["d"] == "∂E/∂d[t] = −(ξ[t] / T)"


def test_a_forward_line_is_written_as_the_text_has_it():
    network = engine.load("rnn_mtap")
    line = network.program.line_of["E", False]
    assert line_text(line, network) == "E[t] = BCE(h[t], d[t]) / T"
    assert line.fused is not None and line.computed is line.fused


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("y = sigmoid(x)\nE = bce(y, d)", True),
        ("E = bce(sigmoid(x), d)", True),
        ("y = tanh(x)\nE = bce(y, d)", False),
        ("y = softmax(x)\nE = bce(y, d)", False),
        ("y = 0.5 * sigmoid(x)\nE = bce(y, d)", False),
        ("E = bce(d, d)", False),
    ],
)
def test_what_is_recognised(text, found):
    network = engine.parse(f"x: input(2)\nd: target(2)\n{text}")
    assert (fused_cost(network, network.equations[-1].expression) is not None) == found


def test_a_prediction_of_an_earlier_moment_is_not_fused():
    """Before the first moment it is zero, which no sigmoid gives."""
    network = engine.parse("x[t]: input()\nd[t]: target()\ny[t] = sigmoid(x[t])\nE[t] = bce(y[t-1], d[t])")
    assert network.program.line_of["E", False].fused is None


@pytest.mark.parametrize("text", TEXTS)
def test_fused_and_unfused_agree_with_differences_and_each_other(text):
    """With net inputs inside expressions, several costs, costs at many moments, and predictions that feed back."""
    network = engine.parse(text)
    inputs, parameters = numbers(network), network.initialise(1)
    for program in (network.program, network.unfused):
        report = check(program, inputs, parameters)
        assert report.passed, written(report)
    one, other = (
        engine.run(program, inputs=inputs, parameters=parameters) for program in (network.program, network.unfused)
    )
    for name in one.adjoints:
        np.testing.assert_allclose(one.adjoint(name), other.adjoint(name), rtol=1e-11, atol=1e-13, err_msg=name)
    assert one.loss == pytest.approx(other.loss, rel=1e-13)


@pytest.mark.parametrize(("squash", "cost"), PAIRS)
@pytest.mark.parametrize("size", [40.0, 800.0])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_saturated_units_are_right(squash, cost, size, dtype):
    """One-hot targets far out on either side: the output error is y - d, the cost and every gradient are finite."""
    text = OUTPUT.format(squash=squash, cost=cost)
    network = engine.parse(text)
    weights = np.array([[size, 0.0, 0.0], [-size, 0.0, 0.0]])
    inputs = {"x": np.tile([[1.0, 0, 0], [-1.0, 0, 0]], (2, 1)), "d": np.repeat([[1.0, 0.0], [0.0, 1.0]], 2, axis=0)}
    trace = engine.run(network.program, inputs=inputs, parameters={"W": weights}, dtype=dtype)
    assert np.array_equal(trace.adjoint("a_k"), trace.value("y") - trace.value("d"))
    gap = 2 * size
    np.testing.assert_allclose(trace.value("E"), [0, gap, gap, 0], rtol=1e-6, atol=1e-15)
    for name in ("a_k", "W", "x"):
        assert np.isfinite(trace.adjoint(name)).all(), name
    assert (trace.adjoint("y")[[0, 3]][trace.value("d")[[0, 3]] == 1] == -1).all()


@pytest.mark.parametrize("size", [20.0, 30.0, 40.0, 800.0])
def test_the_network_of_problem_6_1_stands_large_inputs(size):
    """Inputs of either sign: every gradient agrees with differences, where the textbook form is no number at 800."""
    network = engine.load("rnn_mtap")
    generator = np.random.default_rng(0)
    inputs = {
        "x": size * generator.choice((-1.0, 1.0), (6, 2)) + generator.uniform(-1, 1, (6, 2)),
        "d": generator.integers(0, 2, (6, 2)).astype(float),
    }
    parameters = network.initialise(1)
    report = check(network.program, inputs, parameters)
    assert report.passed, written(report)
    trace = engine.run(network.program, inputs=inputs, parameters=parameters)
    assert np.isfinite(trace.loss) and np.isfinite(trace.adjoint("xi")).all() and np.isfinite(trace.adjoint("w")).all()
    plain = engine.run(network.unfused, inputs=inputs, parameters=parameters)
    assert np.isfinite(plain.adjoint("xi")).all() == (size < 40)


@pytest.mark.parametrize("text", NAMED)
def test_predictions_put_in_by_hand(text):
    """With a prediction held at one place, or everywhere, all adjoints agree with differences and flows sum to them."""
    network = engine.parse(text)
    known = network.quantities["y"]
    place = (*((1,) if known.timed else ()), 0, *(0 for _ in known.shape))
    inputs, parameters = numbers(network), network.initialise(1)
    for interventions in ([Intervention("y", place, 0.3)], [Intervention("y", (), 0.4)], [Intervention("E", (), 1.0)]):
        report = check(network.program, inputs, parameters, interventions=interventions)
        assert report.passed, written(report)
        one, other = (
            engine.run(program, inputs=inputs, parameters=parameters, interventions=interventions)
            for program in (network.program, network.unfused)
        )
        for name, adjoint in one.adjoints.items():
            np.testing.assert_allclose(adjoint, other.adjoint(name), rtol=1e-11, atol=1e-13, err_msg=name)
            quantity = network.quantities[name]
            for moment in range(4) if quantity.timed else (None,):
                flows = one.flows(name, moment, 1)
                here = adjoint if quantity.role == "parameter" else adjoint[moment, 1] if quantity.timed else adjoint[1]
                np.testing.assert_allclose(sum(flow.array for flow in flows), here, rtol=1e-11, atol=1e-13)


def test_what_is_put_in_elsewhere_leaves_saturated_units_alone():
    """A value put in takes the textbook's way at its own moment and example only."""
    network = engine.parse(RECURRENT.format(squash="sigmoid", cost="bce"))
    generator = np.random.default_rng(0)
    x, d = 800 * generator.choice((-1.0, 1.0), (4, 2, 3)), generator.integers(0, 2, (4, 2, 2))
    inputs = {"x": x, "d": d.astype(float)}
    free, held, recurrent = (
        engine.run(network.program, inputs=inputs, parameters=network.initialise(1), interventions=given)
        for given in ((), [Intervention("y", (1, 0), 0.3)], [Intervention("a", (1, 0, 0), 0.3)])
    )
    for trace in (free, held, recurrent):
        assert np.isfinite(trace.loss) and np.isfinite(trace.adjoint("a")).all()
    assert not held.adjoint("a")[1, 0].any()
    assert np.array_equal(free.adjoint("a")[3], held.adjoint("a")[3])


def test_golden_numbers_of_problem_6_1_in_both_forms():
    """The reference adjoints to 1e-12, whichever form is run."""
    case = CASES["rnn_mtap"]()
    for program in (case.network.program, derive(case.network, fused=False)):
        trace = engine.run(program, inputs=case.inputs, parameters=case.parameters)
        for theirs in ("xi", "h", "x"):
            wanted = case.data["adjoints"][theirs]
            np.testing.assert_allclose(trace.adjoint(theirs)[:, 0], wanted, rtol=1e-12, atol=1e-13)
