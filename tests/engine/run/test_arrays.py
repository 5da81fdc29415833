"""Arrays that do not fit are refused before anything runs, with what was met and what is allowed."""

import numpy as np
import pytest

import engine
from engine.errors import DataError

RNN = engine.load("rnn", I=2, H=3, K=1)
X, D = np.zeros((4, 2, 2)), np.zeros((4, 2, 1))


def run(
    inputs: dict[str, object], parameters: dict[str, object] | None = None, *, dtype: str = "float64"
) -> engine.Trace:
    given = RNN.initialise() if parameters is None else parameters
    return engine.run(RNN.program, inputs=inputs, parameters=given, dtype=dtype)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"x": X}, "input 'd' is missing"),
        ({"x": X, "d": D, "e": D}, "input 'e' is not one of this network"),
        (
            {"x": np.zeros((4, 2, 3)), "d": D},
            r"input 'x' needs shape \(T, B, 2\), or without B for one example; met \(4, 2, 3\)",
        ),
        ({"x": np.zeros(2), "d": D}, r"needs shape \(T, B, 2\)"),
        ({"x": np.zeros((4, 3, 2)), "d": D}, "'d' has 2 examples, another input has 3"),
        ({"x": np.zeros((5, 2, 2)), "d": D}, "'d' has 4 moments, another input has 5"),
        ({"x": np.zeros((0, 2, 2)), "d": np.zeros((0, 2, 1))}, "'x' is empty"),
        ({"x": np.zeros((4, 2, 2), complex), "d": D}, "holds complex128; real numbers are allowed"),
        ({"x": np.full((4, 2, 2), "a"), "d": D}, "real numbers are allowed"),
    ],
)
def test_inputs_that_do_not_fit(inputs, message):
    with pytest.raises(DataError, match=message):
        run(inputs)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"W_x": None}, "parameter 'W_x' is missing"),
        ({"W_x": np.zeros((2, 3))}, r"parameter 'W_x' needs shape \(3, 2\), met \(2, 3\)"),
        ({"W_z": np.zeros(2)}, "parameter 'W_z' is not one of this network"),
    ],
)
def test_parameters_that_do_not_fit(change, message):
    parameters = {**RNN.initialise(), **change}
    with pytest.raises(DataError, match=message):
        run({"x": X, "d": D}, {name: array for name, array in parameters.items() if array is not None})


@pytest.mark.parametrize("dtype", ["int32", "double precision"])
def test_other_kinds_of_numbers_are_refused(dtype):
    with pytest.raises(DataError, match="float64 or float32 is allowed"):
        run({"x": X, "d": D}, dtype=dtype)


def test_one_example_needs_no_axis():
    """(T, …) is one example; whole numbers and truth values are numbers."""
    trace = run({"x": np.ones((4, 2), int), "d": np.ones((4, 1), bool)})
    assert trace.examples == 1 and trace.moments == 4
    assert trace.value("b_h").shape == (4, 1, 3)


def test_nested_lists_are_arrays():
    assert run({"x": [[1, 2], [3, 4]], "d": [[0], [1]]}).moments == 2


def test_networks_without_time_have_a_batch_or_none():
    network = engine.load("mlp", I=3, K=2)
    single = engine.run(network.program, inputs={"x": np.ones(3), "d": np.ones(2)}, parameters=network.initialise())
    batch = engine.run(
        network.program, inputs={"x": np.ones((5, 3)), "d": np.ones((5, 2))}, parameters=network.initialise()
    )
    assert single.moments is None and single.value("E").shape == (1,)
    assert batch.value("E").shape == (5,) and batch.adjoint("x").shape == (5, 3)


def test_moments_are_stated_where_no_input_has_them():
    """A network that only reads itself runs as long as it is asked to."""
    network = engine.parse("h[t] = 0.5 * h[t-1] + w\nE[t] = h[t] ** 2")
    trace = engine.run(network.program, inputs={}, parameters={"w": 1.0}, moments=3)
    assert trace.value("h")[:, 0].tolist() == [1.0, 1.5, 1.75]
