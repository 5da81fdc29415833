"""A network takes its sizes from examples, or says in one line why it cannot."""

import numpy as np
import pytest

from engine.errors import ChainruleError
from engine.exchange.fitting_examples import network_for_examples

SYMBOLS = {"x": np.zeros((4, 3, 5)), "d": np.zeros((4, 3, 5)), "m": np.ones((4, 3))}


@pytest.mark.parametrize("name", ["lstm_symbols", "lstm_adding", "rnn_adding", "lstm_peephole", "rnn", "gru", "lstm"])
def test_sizes_follow_the_arrays(name: str):
    """A mask that a network does not read is left out; one size for targets and hidden units follows the targets."""
    network, arrays = network_for_examples(name, asked={}, usual={"H": 4}, arrays=SYMBOLS)
    assert network.quantities["x"].shape == (5,) == network.quantities["d"].shape
    assert ("m" in arrays) is ("m" in network.quantities)
    assert network.sizes["H"] == (5 if name == "lstm" else 4)


def test_sizes_that_are_asked_for_win():
    network, _ = network_for_examples("lstm_symbols", asked={"H": 9}, usual={"H": 4}, arrays=SYMBOLS)
    assert network.sizes["H"] == 9


def test_pictures():
    arrays = {"X": np.zeros((2, 14, 14, 3)), "d": np.zeros((2, 1))}
    network, _ = network_for_examples("cnn_small", asked={}, usual={"maps1": 2}, arrays=arrays)
    assert network.quantities["X"].shape == (14, 14, 3) and network.sizes["maps1"] == 2


def test_single_numbers_lose_an_axis_of_one():
    arrays = {"x": np.zeros((4, 3, 1)), "d": np.zeros((4, 3, 1))}
    _, shaped = network_for_examples("rnn_mtap", asked={}, usual={}, arrays=arrays)
    assert shaped["x"].shape == (4, 3)


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        ("cnn_small", {}, "network cnn_small reads X, d; these examples hold x, d, m"),
        ("mlp", {}, "network mlp takes x of shape"),
        ("lstm_symbols", {"I": 3}, r"takes x\[t\] of shape \(3,\) for each example and moment"),
        ("lstm_symbols", {"Q": 3}, "no size is called 'Q'"),
        ("rnn_mtap", {}, r"takes x\[t\] of shape \(\)"),
        ("lstm_symbol", {}, "did you mean 'lstm_symbols'"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, asked: dict[str, int], words: str):
    with pytest.raises(ChainruleError, match=words):
        network_for_examples(name, asked=asked, usual={}, arrays=SYMBOLS)
