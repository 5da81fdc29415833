"""Reber strings: each is one of the embedded grammar, and one that is not is told apart."""

import re

import numpy as np
import pytest

from engine.exchange.datasets import Examples, draw_examples

# The graph of Reber 1967 as a regular expression, written down apart from the generator's table.
LOWER = "T*V(?:PXT*V)*(?:PS|V)"
INNER = f"B(?:TS*X(?:XT*V(?:PXT*V)*(?:V|PS)|S)|P{LOWER})E"
EMBEDDED = re.compile(f"B(?:T{INNER}T|P{INNER}P)E")
COUNT = 400


@pytest.fixture(scope="module")
def examples() -> Examples:
    return draw_examples("reber", seed=5, count=COUNT, moments=20)


def strings(examples: Examples) -> list[str]:
    """The strings as x and the last symbol of d spell them."""
    symbols = np.array(examples.labels["x"])
    x, d, m = (examples.inputs[key] for key in "xdm")
    spelt = []
    for example in range(examples.count):
        length = int(m[:, example].sum())
        codes = [*x[:length, example].argmax(-1), d[length - 1, example].argmax()]
        spelt.append("".join(symbols[codes]))
    return spelt


def test_every_string_is_of_the_grammar(examples: Examples):
    assert all(EMBEDDED.fullmatch(string) for string in strings(examples))


@pytest.mark.parametrize("wrong", ["BTBTXSEPE", "BTBTSETE", "BPBPVPE", "BTBTXXVTE", "TBTXSETE"])
def test_what_is_not_of_the_grammar_is_told_apart(wrong: str):
    """So that the test above can fail."""
    assert not EMBEDDED.fullmatch(wrong)


def test_many_different_strings_of_many_lengths(examples: Examples):
    found = strings(examples)
    assert len(set(found)) > 60
    assert min(map(len, found)) == 9 and max(map(len, found)) == 21
    assert 0.4 < np.mean([string[1] == "T" for string in found]) < 0.6


def test_the_target_is_the_next_symbol(examples: Examples):
    x, d, m = (examples.inputs[key] for key in "xdm")
    both = m[1:] == 1
    assert np.array_equal(x[1:][both], d[:-1][both])
    assert (x.sum(axis=-1) == m).all() and (d.sum(axis=-1) == m).all()


def test_the_note_tells_what_the_coins_cost(examples: Examples):
    """Every symbol but the fixed B, B, E, T or P, E was tossed for."""
    tosses = np.mean([len(string) - 5 for string in strings(examples)])
    assert f"{tosses * np.log(2):.2f}" in examples.note
