"""A plan records what the interpreter records, for every network, kind of number and extent."""

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import engine
from engine.plan.arrays import Extent
from engine.plan.planning import plan
from engine.run.interpreter import run
from tests.engine.language.random_networks import network_texts
from tests.engine.plan.agreement import apart, both, made_up

EXTENTS = [(1, 1), (1, 3), (2, 1), (7, 1), (7, 3), (40, 2)]
ODD_SIZES = {
    "lstm_peephole": [{"H": 1, "C": 1, "I": 1, "K": 1}, {"H": 3, "C": 2, "I": 2, "K": 3}, {"H": 5, "I": 3, "K": 2}],
    "lstm": [{"H": 1, "I": 1}, {"H": 7, "I": 3}],
    "gru": [{"H": 1, "I": 1, "K": 1}, {"H": 5, "I": 2, "K": 3}],
    "rnn": [{"H": 1, "I": 1, "K": 1}, {"H": 3, "I": 5, "K": 2}],
    "rnn_mtap": [{"M": 2}, {"M": 9}],
}  # fmt: skip


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", engine.network_names())
def test_every_network_in_both_kinds(name, dtype):
    network = engine.load(name)
    for moments, examples in EXTENTS if network.timed else [(1, 1), (1, 2)]:
        plain, planned = both(network, moments=moments, examples=examples, dtype=dtype)
        assert apart(plain, planned, dtype) == {}


@pytest.mark.parametrize("name", ODD_SIZES)
def test_sizes_of_one_and_odd_sizes(name):
    for sizes in ODD_SIZES[name]:
        network = engine.load(name, **sizes)
        for moments, examples in [(1, 1), (6, 1), (6, 3)]:
            assert apart(*both(network, moments=moments, examples=examples)) == {}


@given(network_texts(), st.sampled_from([(1, 1), (2, 3), (4, 2), (5, 1)]))
@settings(max_examples=60, deadline=None)
def test_random_networks(text, extent):
    note(text)
    assert apart(*both(engine.parse(text), moments=extent[0], examples=extent[1])) == {}


@pytest.mark.parametrize("examples", [1, 2])
def test_a_long_sequence(examples):
    """Beyond a thousand moments the views of each are made on the way."""
    assert apart(*both(engine.load("rnn", H=2), moments=1200, examples=examples)) == {}


def test_a_function_of_what_was_before_the_first_moment_is_not_zero():
    """What is kept for a second use is read within the sequence only: before it σ(0) is a half."""
    network = engine.parse(
        "x[t]: input()\na[t] = x[t] + w * b[t-1]\nb[t] = sigmoid(a[t])\nE[t] = b[t] * sigmoid(a[t-1])"
    )
    plain, planned = both(network)
    assert apart(plain, planned) == {}
    assert np.allclose(planned.value("E")[0], planned.value("b")[0] / 2)


def test_flows_from_beyond_the_last_moment_do_not_exist():
    """Not even where what they are multiplied by would be infinite there."""
    network = engine.parse("x[t]: input()\nh[t] = log(x[t]) * h[t-1] + x[t] / x[t-1]\nE[t] = h[t] ** 2")
    assert apart(*both(network)) == {}


def test_gates_far_in_saturation_keep_their_slopes():
    """σ' is right to the last digits where 1 - σ would have none left."""
    network = engine.parse("x[t]: input()\na[t] = x[t] + w * b[t-1]\nb[t] = sigmoid(a[t])\nE[t] = b[t]")
    inputs, parameters = {"x": np.array([40.0, -40.0, 30.0, -800.0, 800.0])}, {"w": np.array(1.0)}
    plain = run(network.program, inputs, parameters)
    planned = engine.run(network.program, inputs, parameters)
    assert np.allclose(planned.adjoint("a"), plain.adjoint("a"), rtol=1e-12, atol=0)
    assert np.allclose(planned.value("b"), plain.value("b"), rtol=1e-12, atol=1e-300)


def test_what_is_kept_less_is_the_same():
    """A run for the adjoints of the parameters alone computes just these, and the loss alone still less."""
    network = engine.load("lstm_peephole", H=3)
    inputs, parameters = made_up(network), network.initialise(seed=1)
    whole = engine.run(network.program, inputs, parameters)
    extent = Extent(5, 2, np.dtype("float64"))
    sizes = []
    for keep in ("all", "parameters", "loss"):
        planned = plan(network.program, extent, keep=keep)
        storage = planned.storage()
        planned.run(storage, {**inputs, **parameters})
        assert np.array_equal(storage.values["E"], whole.value("E"))
        for name in parameters if keep != "loss" else ():
            assert np.allclose(storage.adjoints[name], whole.adjoint(name), rtol=1e-12, atol=1e-15)
        sizes.append(planned.bytes)
    assert sizes[0] > sizes[1] > sizes[2]


def test_storage_can_be_filled_again():
    """A training loop runs in the same storage: nothing of the last run is left in the next."""
    network = engine.load("gru", H=3)
    planned = plan(network.program, Extent(6, 2, np.dtype("float64")))
    storage = planned.storage()
    parameters = network.initialise(seed=1)
    for seed in (3, 4):
        inputs = made_up(network, moments=6, seed=seed)
        planned.run(storage, {**inputs, **parameters})
        plain = run(network.program, inputs, parameters)
        assert all(np.allclose(storage.values[name], array, rtol=1e-12) for name, array in plain.values.items())
        assert all(np.allclose(storage.adjoints[name], array, atol=1e-12) for name, array in plain.adjoints.items())
