"""Comparing: the records, the arrays behind a number, seeds, and any run as the ground for a trial."""

import numpy as np
import pytest

import engine
from engine.errata.compare import compare, difference, measure
from engine.errata.reading import find_entries


def only(name):
    """The one equation of this name."""
    (entry,) = (entry for entry in find_entries(name) if entry.name == name)
    return entry


def test_a_difference_is_measured_by_the_largest_right_number():
    """Nothing by nothing is 0, something by nothing is infinite."""
    assert difference(np.array([1.0, 2.0]), np.array([1.0, 4.0])) == 0.5
    assert difference(np.zeros(2), np.zeros(2)) == 0
    assert difference(np.ones(2), np.zeros(2)) == np.inf


def test_equation_43_is_wrong_as_printed():
    """The most telling misprint: the line alone and the gradients it leads to."""
    comparison = compare(only("000:43"), 7)
    assert comparison.printed_difference > 0.04
    assert comparison.corrected_difference < 1e-14
    assert comparison.results[1].printed_difference > 0.1
    assert comparison.results[1].corrected_difference < 1e-12


def test_the_seed_decides_the_numbers():
    """The same seed gives the same, another gives others."""
    first, again, other = (compare(only("000:24"), seed).printed_difference for seed in (0, 0, 1))
    assert first == again != other


def test_the_arrays_are_there_to_be_shown():
    """Per moment, example and unit; the right ones are the adjoints of the run."""
    (part,) = compare(only("000:43")).results[0].parts
    assert part.right.shape == (5, 2, 3) == part.printed.shape == part.corrected.shape
    gradients = compare(only("000:43")).results[1].parts
    assert {part.name for part in gradients} >= {"d_W_x_phi", "d_p_phi", "d_theta_phi", "d_W_k"}


def test_any_run_can_be_measured():
    """What is on the screen, not only a seeded network."""
    network = engine.load("lstm_peephole", H=4)
    generator = np.random.default_rng(3)
    inputs = {"x": generator.normal(size=(7, 3, 1)), "d": generator.uniform(size=(7, 3, 1))}
    trace = engine.run(network.program, inputs, network.initialise(2))
    result = measure(only("000:43").trials[0], trace)
    assert result.parts[0].printed.shape == (7, 3, 4)
    assert result.corrected_difference < 1e-13 < result.printed_difference


def test_a_fused_run_can_be_measured():
    """The engine runs a sigmoid under a cross-entropy in one step; the printed recursion goes through the output."""
    network = engine.load("rnn_mtap")
    generator = np.random.default_rng(3)
    inputs = {"x": generator.normal(size=(6, 2)), "d": generator.uniform(size=(6, 2))}
    trace = engine.run(network.program, inputs, network.initialise(2))
    result = measure(only("003:6.1 gradient line 1").trials[1], trace)
    assert result.printed_difference == pytest.approx(2.0)
    assert result.corrected_difference < 1e-13


def test_what_has_no_value_has_no_difference():
    """The printed right side of equation 7 does not say which weight it means."""
    comparison = compare(only("000:7"))
    assert comparison.printed_difference is None
    assert comparison.corrected_difference < 1e-12


def test_an_equation_without_trials_has_no_numbers():
    """A definition cannot be wrong by a number."""
    comparison = compare(only("000:11"))
    assert comparison.results == ()
    assert comparison.printed_difference is None is comparison.corrected_difference


@pytest.mark.parametrize("name", ["000:45", "000:48 line 2", "003:6.3 delta_c"])
def test_the_derived_recursion_is_reproduced_without_any_formula(name):
    """The backward pass made anew, nothing replaced, is the engine's own."""
    from engine.errata.recursion import backward
    from engine.errata.subject import sample, subject

    entry = only(name)
    trace = sample(subject(entry.paper, entry.network), entry.trials[0], entry.paper, 0)
    adjoints = backward(trace, ())
    for line in trace.program.section("backward", "parameters"):
        assert difference(adjoints[line.name], trace.adjoints[line.name]) < 1e-13
