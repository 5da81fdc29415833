"""Values put in by hand, in a planned run: what the interpreter makes of them, and no other number changed."""

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import engine
from engine.run.fast import run_planned
from engine.run.intervention import Intervention
from tests.engine.language.random_networks import network_texts
from tests.engine.plan.agreement import apart, both, made_up


def everywhere(network, value=0.25):
    """One intervention for each quantity, on one number of one example at one moment."""
    for quantity in network.quantities.values():
        lead = () if quantity.role == "parameter" else (1, 0) if quantity.timed else (0,)
        yield Intervention(quantity.name, (*lead, *(0 for _ in quantity.shape)), value)


@pytest.mark.parametrize("name", [name for name in engine.network_names() if name != "cnn_planes"])
def test_a_value_put_into_every_quantity(name):
    network = engine.load(name)
    for intervention in everywhere(network):
        plain, planned = both(network, moments=4, examples=2, interventions=[intervention])
        assert apart(plain, planned) == {}
        assert planned.altered == plain.altered
        assert all(np.array_equal(planned.held[one], rows) for one, rows in plain.held.items())
        for one in plain.passed_on:
            assert np.allclose(plain.passed_on[one], planned.surroundings.adjoints[one], atol=1e-12)


@given(network_texts(), st.data())
@settings(max_examples=40, deadline=None)
def test_random_networks(text, data):
    note(text)
    network = engine.parse(text)
    put = data.draw(st.lists(st.sampled_from(list(everywhere(network))), min_size=1, max_size=3))
    assert apart(*both(network, moments=3, interventions=put)) == {}


@pytest.mark.parametrize("name", ["lstm_peephole", "lstm", "gru", "rnn", "cnn_small", "mlp"])
def test_what_does_not_depend_on_it_keeps_its_bits(name):
    """Seen beside the run without it, only what follows differs: other examples and earlier moments do not."""
    network = engine.load(name)
    inputs, parameters = made_up(network), network.initialise(seed=1)
    free = run_planned(network.program, inputs, parameters)
    for intervention in everywhere(network):
        quantity = network.quantities[intervention.name]
        if quantity.role == "parameter":
            continue
        held = run_planned(network.program, inputs, parameters, interventions=[intervention])
        for one, array in free.values.items():
            if network.quantities[one].role == "parameter":
                continue
            if network.quantities[one].timed:
                assert np.array_equal(held.value(one)[:1], array[:1])
                assert np.array_equal(held.value(one)[:, 1], array[:, 1])
            else:
                assert np.array_equal(held.value(one)[1], array[1])


def test_a_trace_stays_as_it_is_when_another_run_follows():
    network = engine.load("rnn", H=3)
    inputs, parameters = made_up(network), network.initialise(seed=1)
    first = run_planned(network.program, inputs, parameters)
    recorded = (*first.values.values(), *first.adjoints.values())
    kept = [(array, array.copy()) for array in recorded]
    run_planned(network.program, made_up(network, seed=9), network.initialise(seed=5))
    assert all(np.array_equal(array, copy) and not array.flags.writeable for array, copy in kept)
