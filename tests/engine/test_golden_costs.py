"""Every cost of every activation, and the activations' curves, agree with float64 automatic differentiation."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.derivation.program import derive
from tests.golden.cases import read

Array = np.ndarray[Any, Any]
EXACT = 1e-12
DATA = read("losses_x_activations")
PAIRS = sorted(DATA["pairs"])


def called(activation: str) -> str:
    """How a text calls the activation: the leaky ReLU takes its slope."""
    return "leaky_relu(z, 0.01)" if activation == "leaky_relu" else f"{activation}(z)"


def assert_close(found: Array, wanted: object, what: str, tolerance: float = EXACT) -> None:
    """Compare relative to the largest entry."""
    expected = np.asarray(wanted, float)
    assert found.shape == expected.shape, what
    scale = np.max(np.abs(expected), initial=0.0) or 1.0
    assert np.max(np.abs(found - expected), initial=0.0) <= tolerance * scale, what


@pytest.mark.parametrize("fused", [True, False], ids=["fused", "unfused"])
@pytest.mark.parametrize("pair", PAIRS)
def test_a_cost_of_an_activation(pair, fused):
    """Prediction, cost, and the adjoints of prediction and net input; a matrix of four rows, as the file counts n."""
    cost, activation = pair.split("|")
    wanted = DATA["pairs"][pair]
    network = engine.parse(f"z: input(4, 3)\nd: target(4, 3)\ny = {called(activation)}\nE = {cost}(y, d)")
    program = network.program if fused else derive(network, fused=False)
    inputs = {"z": np.array([DATA["inputs"][wanted["z_set"]]]), "d": np.array([DATA["inputs"]["targets"][cost]])}
    trace = engine.run(program, inputs=inputs, parameters={})
    assert_close(trace.value("y")[0], wanted["yhat"], f"{pair}: prediction")
    assert trace.loss == pytest.approx(wanted["E"], rel=EXACT)
    assert_close(trace.adjoint("y")[0], wanted["dE_dyhat"], f"{pair}: adjoint of the prediction")
    assert_close(trace.adjoint("z")[0], wanted["dE_dz"], f"{pair}: adjoint of the net input")


@pytest.mark.parametrize("activation", [name for name in DATA["curves"] if name != "z"])
def test_the_curve_of_an_activation(activation):
    """Value and slope, at the kink too: the slope there is 0 for ReLU, and leaky ReLU's slope below for its own."""
    z = np.array(DATA["curves"]["z"])
    network = engine.parse(f"z: input()\nE = {called(activation)}")
    trace = engine.run(network.program, inputs={"z": z}, parameters={})
    assert_close(trace.value("E"), DATA["curves"][activation]["g"], activation)
    assert_close(trace.adjoint("z"), DATA["curves"][activation]["dg_torch"], f"slope of {activation}")


@pytest.mark.parametrize("activation", [name for name in DATA["curves"] if name != "z"])
def test_the_slope_as_printed_differs_at_the_kink_alone(activation):
    """The document prints 1 at 0 for ReLU and leaky ReLU, where every number up to 1 would do; elsewhere all agree."""
    z, curve = np.array(DATA["curves"]["z"]), DATA["curves"][activation]
    found = engine.run(
        engine.parse(f"z: input()\nE = {called(activation)}").program, inputs={"z": z}, parameters={}
    ).adjoint("z")
    kinked = activation in ("relu", "leaky_relu")
    apart = z == 0 if kinked else np.zeros(len(z), bool)
    printed = np.array(curve["dg_printed"])
    assert_close(found[~apart], printed[~apart], f"printed slope of {activation}")
    assert np.all(printed[apart] == 1) and np.all(found[apart] < 1) and apart.any() == kinked


def test_the_jacobian_of_softmax_is_full():
    """Row by row: what one output alone sends back."""
    data = DATA["softmax_jacobian"]
    network = engine.parse("z: input(5)\nw: input(5)\ng = softmax(z)\nE = w @ g")
    trace = engine.run(network.program, inputs={"z": [data["z"]] * 5, "w": np.eye(5)}, parameters={})
    assert_close(trace.value("g")[0], data["g"], "softmax")
    assert_close(trace.adjoint("z"), data["J"], "Jacobian")


def test_the_curves_of_the_file_are_all_compared():
    assert set(DATA) >= {"pairs", "curves", "softmax_jacobian"}
    assert len(PAIRS) == 6 * 7
