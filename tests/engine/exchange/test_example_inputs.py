"""Seeded inputs fit every network and never leave the domain of its functions."""

import numpy as np
import pytest

import engine
from engine.exchange.example_inputs import example_inputs


@pytest.mark.parametrize("name", engine.network_names())
def test_every_built_in_network_runs_on_them(name):
    """The loss and every adjoint are finite."""
    network = engine.load(name)
    trace = engine.run(network.program, example_inputs(network, moments=3, examples=2), network.initialise())
    assert np.isfinite(trace.loss)
    assert all(np.isfinite(array).all() for array in trace.adjoints.values())
    assert trace.examples == 2


@pytest.mark.parametrize("formula", ["log(x)", "sqrt(x)", "1 / x", "x ** 0.5", "x ** -2"])
def test_inputs_are_positive_where_a_function_needs_it(formula):
    """A logarithm, a root or a quotient of an input has a value."""
    network = engine.parse(f"sizes(N=200)\nx: input(N)\ny = sum({formula})")
    inputs = example_inputs(network)
    assert ((inputs["x"] > 0.1) & (inputs["x"] < 0.9)).all()
    assert np.isfinite(engine.run(network.program, inputs, {}).loss)


def test_inputs_have_both_signs_elsewhere():
    """A first look shows both sides of zero."""
    x = example_inputs(engine.parse("sizes(N=200)\nx: input(N)\ny = sum(x ** 3) / 2"))["x"]
    assert x.min() < -1
    assert x.max() > 1


def test_targets_suit_every_cost():
    """Strictly between 0 and 1, of the shape the network declares."""
    d = example_inputs(engine.load("lstm_peephole", K=3), 4, moments=50, examples=2)["d"]
    assert d.shape == (50, 2, 3)
    assert ((d > 0.1) & (d < 0.9)).all()


def test_the_same_seed_gives_the_same_numbers():
    """And another seed others."""
    network = engine.load("rnn")
    first, again, other = (example_inputs(network, seed)["x"] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
