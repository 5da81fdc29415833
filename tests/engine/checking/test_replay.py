"""Replays without a nudge repeat the run, and a nudge is what an intervention by hand would do."""

import numpy as np
import pytest

import engine
from engine.checking.differences import Probe, estimate
from engine.checking.replay import affected, recorded, replay, stackable
from engine.run.interpreter import forward
from engine.run.intervention import Intervention
from tests.engine.checking.wrong_program import numbers_for


@pytest.mark.parametrize("name", ["lstm_peephole", "gru", "rnn_mtap", "mlp", "scalar_graph"])
def test_without_a_nudge_the_objective_is_that_of_the_run(name):
    network = engine.load(name)
    trace = engine.run(network.program, numbers_for(network), network.initialise())
    base, order = recorded(trace), np.array([1, 0, 1])
    for quantity in network.quantities.values():
        array = base.values[quantity.name]
        nudges = np.zeros_like(array)
        if quantity.role != "parameter":
            nudges = nudges[:, order] if quantity.timed else nudges[order]
        found = replay(base, quantity.name, nudges, order)
        expected = base.values[network.objective].reshape(-1, trace.examples)[:, order]
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=0)


def test_a_nudge_is_an_intervention():
    """The objective after a nudge is bit for bit that of a run with the nudged value put in."""
    network = engine.load("lstm_peephole", H=3)
    inputs, parameters = numbers_for(network, examples=1), network.initialise()
    trace = engine.run(network.program, inputs, parameters)
    nudges = np.zeros_like(trace.value("s"))
    nudges[2, 0, 1, 0] = 0.125
    put = Intervention("s", (2, 0, 1, 0), float(trace.value("s")[2, 0, 1, 0] + 0.125))
    expected = forward(network.program, inputs, parameters, interventions=[put])["E"]
    found = replay(recorded(trace), "s", nudges, np.zeros(1, int), start=2)
    np.testing.assert_allclose(found[2:], expected[2:], rtol=1e-14)
    np.testing.assert_array_equal(found[:2], expected[:2])


def test_only_what_depends_on_the_nudged_quantity_is_computed_again():
    program = engine.load("mlp").program
    assert affected(program, "b3") == {"b3", "a_k", "y", "E"}


def test_one_nudge_at_a_time_gives_the_same_numbers(monkeypatch):
    """Parameters that ops cannot take once per copy, or that are too large for it, are nudged in runs of their own."""
    network = engine.load("rnn", H=3)
    base = recorded(engine.run(network.program, numbers_for(network), network.initialise()))
    probes = [Probe(None, np.array([number]), np.ones(1), 1.0) for number in range(9)]
    assert stackable(base, "W_h")
    together = estimate(base, "W_h", probes, np.full(9, 1e-3))
    monkeypatch.setattr("engine.checking.differences.stackable", lambda base, name: False)
    apart = estimate(base, "W_h", probes, np.full(9, 1e-3))
    np.testing.assert_allclose(together.central, apart.central, rtol=1e-9, atol=1e-12)


def test_many_probes_are_run_in_portions(monkeypatch):
    network = engine.load("rnn", H=3)
    base = recorded(engine.run(network.program, numbers_for(network), network.initialise()))
    probes = [Probe(1, np.array([number]), np.ones(1), 1.0) for number in range(18)]
    whole = estimate(base, "a_h", probes, np.full(18, 1e-3))
    monkeypatch.setattr("engine.checking.differences.NUMBERS_AT_ONCE", 2000)
    portions = estimate(base, "a_h", probes, np.full(18, 1e-3))
    np.testing.assert_allclose(whole.central, portions.central, rtol=1e-9, atol=1e-12)
