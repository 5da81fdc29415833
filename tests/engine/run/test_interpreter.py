"""The plain interpreter: values before the first moment, what is kept, and numbers that overflow."""

import numpy as np
import pytest

import engine
from engine.run.interpreter import forward, run


def test_before_the_first_moment_is_zero():
    network = engine.parse("x[t]: input()\nh[t] = x[t] + 2 * h[t-2]\nE[t] = h[t] ** 2")
    trace = run(network.program, inputs={"x": [1.0, 1.0, 1.0]}, parameters={})
    assert trace.value("h")[:, 0].tolist() == [1.0, 1.0, 3.0]
    assert trace.adjoint("h")[:, 0].tolist() == [2 + 12, 2, 6]


def test_the_forward_pass_alone_gives_the_same_values():
    network = engine.load("gru")
    generator = np.random.default_rng(0)
    inputs = {"x": generator.normal(size=(4, 2, 1)), "d": generator.uniform(size=(4, 2, 1))}
    values = forward(network.program, inputs, network.initialise())
    trace = run(network.program, inputs=inputs, parameters=network.initialise())
    assert set(values) == set(trace.values)
    assert all(np.array_equal(values[name], trace.value(name)) for name in values)


def test_values_that_stand_outside_time_are_computed_once():
    """Quantities without t are ready before the first moment, and can be read at every one."""
    network = engine.parse("x[t]: input(2)\nW2: (3, 2) = W * 2\nh[t]: 3 = W2 @ x[t]\nE[t] = sum(h[t])")
    parameters = {"W": np.arange(6.0).reshape(3, 2)}
    trace = run(network.program, inputs={"x": np.ones((2, 4, 2))}, parameters=parameters)
    assert np.allclose(trace.value("h")[0, 0], (2 * parameters["W"]).sum(axis=1))
    assert np.allclose(trace.adjoint("W"), 2 * 2 * 4)


def test_overflow_is_a_number_and_no_warning():
    """Infinities are shown as they are: the run does not end, and nothing is printed."""
    network = engine.parse("x: input()\nz = exp(x)\ny = z ** 2")
    trace = run(network.program, inputs={"x": [800.0]}, parameters={})
    assert trace.value("y").tolist() == [np.inf]


@pytest.mark.parametrize("dtype", ["float64", "float32", np.float32, np.dtype("float64")])
def test_kinds(dtype):
    network = engine.load("counter")
    trace = run(network.program, inputs={"x": [1, 0]}, parameters=network.initialise(), dtype=dtype)
    arrays = [*trace.values.values(), *trace.adjoints.values()]
    assert {type(array) for array in arrays} == {np.ndarray}
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}


def test_a_network_of_numbers_has_arrays_for_its_parameters_too():
    """Adjoints of single-number parameters are arrays without axes, read-only as all others."""
    network = engine.load("counter")
    trace = run(network.program, inputs={"x": [1, 0]}, parameters=network.initialise())
    assert trace.adjoint("w_i").shape == () and not trace.adjoint("w_i").flags.writeable
