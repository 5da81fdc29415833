"""What every printed equation keeps: whole records, places that exist, forms that run, and the right numbers."""

import re
from functools import cache

import pytest

from engine.errata.compare import Comparison, compare
from engine.errata.entry import VERDICTS
from engine.errata.reading import entries, papers
from engine.exchange.networks import load, network_names
from engine.language.watching import adjoint_names

SEEDS = (0, 1, 2)
ENTRIES = entries()
TRIED = [entry for entry in ENTRIES if entry.trials]
each = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)


@cache
def compared(name: str, seed: int) -> Comparison:
    """The comparison of an equation at a seed, made once for all tests."""
    return compare(next(entry for entry in ENTRIES if entry.name == name), seed)


def test_all_papers_are_there_with_all_numbers():
    """Every number that is printed in a paper has an entry: 1 to 53, the numberless page, 1 to 46, 6.1 to 6.4."""
    assert [paper.key for paper in papers()] == ["000", "001", "002", "003"]
    for paper, count in (("000", 53), ("002", 46)):
        numbers = {re.split(r"[ (]", entry.number)[0] for entry in entries(paper)}
        assert {str(number) for number in range(1, count + 1)} <= numbers
    assert {entry.number[:3] for entry in entries("003")} == {"6.1", "6.2", "6.3", "6.4"}


def test_names_are_unique():
    """A name leads to one equation."""
    assert len({entry.name for entry in ENTRIES}) == len(ENTRIES)


@each
def test_its_record_is_whole(entry):
    """A verdict; a corrected form where something is wrong; trials, or the reason why there are none."""
    assert entry.verdict in VERDICTS
    assert entry.corrected or entry.verdict == "correct" or entry.trials
    assert bool(entry.trials) != bool(entry.reason)
    assert all(trial.printed or trial.corrected for trial in entry.trials)


@each
def test_its_latex_is_balanced_and_marked(entry):
    """Braces close; what is wrong is marked in the printed form, what is right in the corrected one."""
    for latex, own, other in ((entry.printed, "wrong", "right"), (entry.corrected, "right", "wrong")):
        depth = 0
        for mark in re.sub(r"\\[{}]", "", latex):
            depth += (mark == "{") - (mark == "}")
            assert depth >= 0
        assert depth == 0
        assert latex.count(r"\left") - latex.count(r"\leftarrow") == latex.count(r"\right")
        assert rf"\class{{{other}}}" not in latex
        if entry.verdict == "misprint" and own == "wrong":
            assert rf"\class{{{own}}}" in latex


@each
def test_its_place_exists(entry):
    """The network is built in and has the quantity, or the adjoint, that the equation belongs to."""
    if entry.network:
        assert entry.network in network_names()
        network = load(entry.network)
        assert entry.line in network.quantities or entry.line in adjoint_names(network)
    else:
        assert not entry.line
    assert entry.variant in ("", *network_names())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("entry", TRIED, ids=lambda entry: entry.name)
def test_its_corrected_form_is_right(entry, seed):
    """To rounding, whatever the numbers; and what is said to be correct is, as it is printed."""
    for result in compared(entry.name, seed).results:
        assert result.corrected_difference <= 1e-12
        if entry.verdict == "correct" and not result.trial.corrected and result.trial.printed:
            assert result.printed_difference <= 1e-12


@pytest.mark.parametrize(
    "entry", [entry for entry in TRIED if entry.verdict == "misprint"], ids=lambda entry: entry.name
)
def test_a_misprint_is_wrong(entry):
    """The first printed form that has a value is wrong by more than rounding, at every seed."""
    for seed in SEEDS:
        found = [result.printed_difference for result in compared(entry.name, seed).results]
        values = [value for value in found if value is not None]
        assert not values or values[0] > 1e-4


SEEN = [entry for entry in TRIED if any(trial.seen for trial in entry.trials)]


@pytest.mark.parametrize("entry", SEEN, ids=lambda entry: entry.name)
def test_a_printed_form_is_as_wrong_as_it_was_found_to_be(entry):
    """Within ten times the range over many networks; exactly 2 for a wrong sign."""
    for seed in SEEDS:
        for result in compared(entry.name, seed).results:
            if result.trial.seen:
                low, high = result.trial.seen
                assert low / 10 <= result.printed_difference <= high * 10
                if low == high == 2.0:
                    assert result.printed_difference == pytest.approx(2.0, abs=1e-9)
