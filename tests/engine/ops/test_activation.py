"""Activations where numbers go wrong: their ends, their kinks, their axes, and slopes that are given."""

import numpy as np
import pytest

import engine
from engine.expression import Value
from engine.ops import ShapeError, apply
from tests.engine.ops.test_values import result, slope


def test_the_logistic_function_keeps_its_digits_at_both_ends():
    """Far to the left it is the exponential, not zero; its slope is the same on both sides."""
    far = np.array([20.0, 40.0, 400.0, 700.0])
    np.testing.assert_allclose(result("sigmoid", -far), np.exp(-far), rtol=3e-9)
    np.testing.assert_allclose(slope("sigmoid", -far), slope("sigmoid", far), rtol=1e-15)
    np.testing.assert_allclose(slope("sigmoid", far[1:]), np.exp(-far[1:]), rtol=1e-15)
    assert result("sigmoid", [0.0, -0.0, np.inf, -np.inf]).tolist() == [0.5, 0.5, 1.0, 0.0]


def test_softplus_far_out():
    assert result("softplus", [-800.0, 800.0, -40.0]).tolist() == [0.0, 800.0, float(np.exp(-40.0))]


def test_leaky_relu_takes_its_slope():
    """A number for all, or one for each unit; at the kink the derivative is the slope."""
    assert result("leaky_relu", [-2.0, 0.0, 3.0], 0.1).tolist() == [-0.2, 0.0, 3.0]
    assert slope("leaky_relu", [-2.0, 0.0, 3.0], 0.1).tolist() == [0.1, 0.1, 1.0]
    assert slope("leaky_relu", [-2.0, 0.0, 3.0], 0.1, number=1) == -2.0
    assert result("leaky_relu", [[-1.0, -1.0], [2.0, -3.0]], [0.5, 0.25]).tolist() == [[-0.5, -0.25], [2.0, -0.75]]
    with pytest.raises(ShapeError, match="do not fit"):
        apply("leaky_relu", Value("z", None, (3,)), Value("slope", None, (2,)))
    with pytest.raises(ShapeError, match="do not fit"):
        apply("leaky_relu", Value("z", None, ()), Value("slope", None, (2,)))


@pytest.mark.parametrize("slope_text", ["0.01", "alpha", "alpha * alpha"])
def test_the_slope_may_be_learned(slope_text):
    """An undeclared slope is a number, and its adjoint collects over units and examples."""
    network = engine.parse(f"z: input(3)\ny = leaky_relu(z, {slope_text})\nE = sum(y * y)")
    parameters = {"alpha": 0.2} if "alpha" in slope_text else {}
    report = engine.check(network.program, {"z": [[-1.0, 0.5, -0.25], [2.0, -3.0, 0.125]]}, parameters)
    assert report.passed


def test_softmax_works_along_the_last_axis():
    found = result("softmax", [[0.0, 0.0], [0.0, np.log(3.0)]])
    np.testing.assert_allclose(found, [[0.5, 0.5], [0.25, 0.75]], rtol=1e-15)
    np.testing.assert_allclose(result("log_softmax", [[0.0, 0.0], [0.0, np.log(3.0)]]), np.log(found), rtol=1e-15)
    with pytest.raises(ShapeError, match="met a single number"):
        apply("softmax", Value("z", None, ()))


def test_softmax_far_out():
    """Neither end overflows, and the logarithm tells apart what the probabilities cannot."""
    assert result("softmax", [1e4, 0.0, -1e4]).tolist() == [1.0, 0.0, 0.0]
    assert result("log_softmax", [1e4, 0.0, -1e4]).tolist() == [0.0, -1e4, -2e4]
    assert result("log_softmax", [40.0, 0.0])[0] == pytest.approx(-np.exp(-40.0), rel=1e-15)
    assert result("softmax", [7.0]).tolist() == [1.0]


def test_the_identity_is_written_as_its_operand():
    network = engine.parse("x: input(2)\ny = identity(x)\nE = sum(y)")
    trace = engine.run(network.program, inputs={"x": [[1.0, 2.0]]}, parameters={})
    assert trace.value("y").tolist() == [[1.0, 2.0]] and trace.adjoint("x").tolist() == [[1.0, 1.0]]
