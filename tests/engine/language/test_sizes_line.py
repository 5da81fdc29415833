"""The line of sizes: what it declares, and the same text with other numbers, nothing else in it touched."""

import pytest

import engine
from engine.language.sizes_line import declared_sizes, with_sizes


@pytest.mark.parametrize("name", engine.network_names())
def test_every_network_declares_the_sizes_it_has(name):
    network = engine.load(name)
    assert {size.name: size.number for size in declared_sizes(network.text)} == dict(network.sizes)
    assert with_sizes(network.text, network.sizes) == network.text


def test_other_numbers_go_where_the_old_ones_stood():
    """Also behind letters that take more than one byte, and where one number is longer than another."""
    text = '"""Σ"""; sizes(I=1,\n  H=8)  # H=8\nx: input(I)\nE = sum(expand(x, H))\n'
    changed = with_sizes(text, {"H": 128, "I": 20, "Z": 3})
    assert changed == text.replace("I=1,", "I=20,").replace("  H=8)", "  H=128)")


def test_a_computed_size_stays_computed():
    text = "sizes(H=2, M=2 * H)\nx: input(M)\nE = sum(x)\n"
    assert [(size.name, size.number) for size in declared_sizes(text)] == [("H", 2), ("M", None)]
    assert with_sizes(text, {"H": 3, "M": 5}) == text.replace("H=2", "H=3")
    assert engine.parse(with_sizes(text, {"H": 3})).sizes == {"H": 3, "M": 6}


@pytest.mark.parametrize("text", ["sizes(H=", "", "x" * 100_000, "sizes(**a)", "sizes(H)", "\0", "f()(a=1)"])
def test_a_text_that_cannot_be_parsed_has_none_and_stays(text):
    assert declared_sizes(text) == ()
    assert with_sizes(text, {"H": 3}) == text
