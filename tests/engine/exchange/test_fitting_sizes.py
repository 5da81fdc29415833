"""Sizes told from arrays: single sizes, sizes behind a formula, and what cannot be told."""

import numpy as np
import pytest

import engine
from engine.exchange.fitting_sizes import fitting_sizes


def told(name, arrays, **fixed):
    """The sizes told for a built-in network."""
    return fitting_sizes(lambda sizes: engine.load(name, **sizes), fixed, arrays)


def test_inputs_tell_their_own_sizes():
    """With and without the axis of examples."""
    assert told("lstm_peephole", {"x": np.zeros((5, 2, 3)), "d": np.zeros((5, 4))}) == {"I": 3, "K": 4}


@pytest.mark.parametrize("name", ["lstm_peephole", "gru", "rnn", "lstm"])
def test_parameters_tell_all_sizes(name):
    """Also those that only products show in some arrays."""
    sizes = {size: number for number, size in enumerate(engine.load(name).sizes, start=2)}
    assert told(name, engine.load(name, **sizes).initialise()) == sizes


def test_sizes_with_one_first_letter_are_kept_apart():
    """H1, H2 and H3 are three sizes."""
    parameters = engine.load("mlp", H1=7, H2=8, H3=9).initialise()
    assert told("mlp", parameters) == {"I": 3, "H1": 7, "H2": 8, "H3": 9, "K": 2}


def test_a_size_behind_a_formula_is_told():
    """Nine taps are M - 1."""
    assert told("rnn_mtap", {"w": np.zeros(9)}) == {"M": 10}


def test_a_length_that_no_size_gives_tells_nothing():
    """An odd number of entries is no 2 * H."""
    text = "sizes(H=2)\nx: input(2 * H)\ny = sum(x)"
    make = lambda sizes: engine.parse(text, **sizes)  # noqa: E731 # one line reads best here
    assert fitting_sizes(make, {}, {"x": np.zeros((1, 7))}) == {}
    assert fitting_sizes(make, {}, {"x": np.zeros((1, 8))}) == {"H": 4}
    assert fitting_sizes(make, {}, {"x": np.zeros((1, 1, 8))}) == {}  # too many axes
    assert fitting_sizes(make, {}, {"x": np.zeros((1, 0))}) == {}


def test_a_stated_size_is_not_told_again():
    """What the user says stands."""
    assert told("lstm", {"x": np.zeros((5, 3)), "d": np.zeros((5, 6))}, I=2) == {"H": 6}
