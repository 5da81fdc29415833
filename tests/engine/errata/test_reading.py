"""Finding printed equations by paper and number, and the refusals that name the nearest."""

import pytest

from engine.errata.reading import entries, find_entries, find_paper, papers
from engine.errata.subject import replaced, subject
from engine.errors import DataError


def test_a_paper_gives_all_its_equations():
    """In the order of the paper."""
    assert find_entries("003") == find_paper("003").entries == entries("003")
    assert entries() == tuple(entry for paper in papers() for entry in paper.entries)


def test_a_number_alone_stands_for_all_its_lines():
    """Equation 18 is printed in three lines that are wrong in different ways."""
    assert [entry.number for entry in find_entries("000:18")] == ["18 line 1", "18 line 2", "18 line 3"]
    assert [entry.number for entry in find_entries("000:18 line 2")] == ["18 line 2"]
    assert [entry.number for entry in find_entries("000:4")] == ["4"]
    assert next(entry.number for entry in find_entries("003:6.1")) == "6.1 partial line 1"


@pytest.mark.parametrize(
    ("reference", "message"),
    [("00", "no paper is called '00'; did you mean '00"), ("000:99", "no equation '99'"), ("000:", "no equation ''")],
)
def test_what_is_not_there_is_refused(reference, message):
    """With the nearest."""
    with pytest.raises(DataError) as caught:
        find_entries(reference)
    assert message in str(caught.value)


def test_a_line_takes_the_place_of_the_one_of_its_name():
    """Declared, defined at a moment or outside time; one line, no more and no fewer."""
    assert replaced("a = 1\nab[t]: H = 2", "ab[t]: H = 3") == "a = 1\nab[t]: H = 3"
    for line in ("c = 1", "nonsense"):
        with pytest.raises(DataError, match="replaces 0 lines"):
            replaced("a = 1", line)
    with pytest.raises(DataError, match="replaces 2 lines"):
        replaced("a = 1\na = 2", "a = 3")


def test_a_printed_line_makes_another_network():
    """Equation 24 as printed reads the state before."""
    line = "a_omega[t]: H = W_x_omega @ x[t] + sum(p_omega * s[t-1], axis=1) + theta_omega"
    network = subject("000", "lstm_peephole", (line,))
    assert line in network.text
    assert network.sizes["C"] == 2
