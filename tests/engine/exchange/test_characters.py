"""Characters: windows of a text as symbols, and the symbol after each."""

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.characters import MOST_CHARACTERS, MOST_SYMBOLS, looks_like_prose, text_examples
from engine.exchange.datasets import Examples

TEXT = "the cat sat on the mat,\n\tand that was that; " * 6


def cut(text: str, *, count: int = 50, moments: int = 9, held_back: float = 0.2) -> Examples:
    return text_examples(text, source="it.txt", count=count, moments=moments, held_back=held_back)


def spelt(examples: Examples, key: str) -> list[str]:
    symbols = np.array(examples.labels[key])
    codes = examples.inputs[key].argmax(axis=-1)
    return ["".join(symbols[codes[:, example]]) for example in range(examples.count)]


def test_windows_spell_the_text_and_the_targets_what_follows():
    examples = cut(TEXT)
    shown = TEXT.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥")
    assert examples.count == 50
    for read, asked in zip(spelt(examples, "x"), spelt(examples, "d"), strict=True):
        assert read in shown and shown.find(read + asked[-1]) >= 0 and asked[:-1] == read[1:]
    assert all((examples.inputs[key].sum(axis=-1) == 1).all() for key in "xd")
    assert (examples.inputs["m"] == 1).all()
    assert shown.startswith(spelt(examples, "x")[0])


def test_what_is_held_back_was_not_read_before():
    """A text in which no two places are alike: no symbol of the last windows is in the first."""
    text = "".join(chr(0x100 + place) for place in range(90))
    examples = cut(text, count=1000, moments=5)
    windows = spelt(examples, "x")
    held = round(0.2 * len(windows))
    assert held and not set("".join(windows[:-held])) & set("".join(windows[-held:]))


def test_a_short_text_gives_the_windows_it_has():
    examples = cut("abcab", moments=4)
    assert examples.count == 1 and spelt(examples, "d") == ["bcab"]


def test_rare_symbols_share_one():
    common = "".join(chr(0x4E00 + place) for place in range(MOST_SYMBOLS - 1))
    examples = cut(common * 2 + "".join(chr(0x6E00 + place) for place in range(50)), count=300, moments=3)
    assert len(examples.labels["x"]) == MOST_SYMBOLS and examples.labels["x"][-1] == "other"
    assert "".join(examples.labels["x"][:-1]) == common
    assert "the 95 most frequent have a symbol each" in examples.note


def test_only_the_beginning_of_a_long_text_is_read():
    examples = cut("ab" * (MOST_CHARACTERS // 2) + "c" * 100)
    assert examples.labels["x"] == ("a", "b")
    assert "the first 1,000,000 of 1,000,100 characters" in examples.note


def test_more_moments_than_memory_are_refused():
    """Before anything is allocated; fewer windows are cut of long ones."""
    text = "".join(map(chr, range(0x100, 0x150))) * 10_000
    with pytest.raises(DataError, match="700,000 moments asked for; at most 52,428 of 80 symbols"):
        cut(text, moments=700_000)
    assert cut(text, moments=20_000).count == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "0 characters met; 10 are needed"), ("abc", "3 characters met"), ("a" * 40, "one character over and over")],
)
def test_what_is_no_text_to_learn_is_refused(text: str, words: str):
    with pytest.raises(DataError, match=f"^it.txt: {words}"):
        cut(text)


@pytest.mark.parametrize(
    ("text", "prose"),
    [(TEXT, True), ("Über allen Gipfeln\nist Ruh", True), ("日本語の文", True), ("", False), ("1,2\n3,4\n", False),
     ("time,power\n1,2.5\n2,3.5\n3,4.5\n4,x\n", False), ("+-*/ 12 34", False)],
)  # fmt: skip
def test_prose_is_told_from_tables_by_its_letters(text: str, prose: bool):
    assert looks_like_prose(text) is prose
