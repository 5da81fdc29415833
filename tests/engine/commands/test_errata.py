"""`chainrule errata`: papers, single equations, the filter, seeds, and refusals of one line."""

import pytest

from engine.commands import main


def lines(capsys, *arguments):
    """What the command prints."""
    assert main(["errata", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.splitlines()


def test_one_equation_is_shown_with_its_numbers(capsys):
    """Number, verdict, both forms with the marks, the differences, and why."""
    rows = lines(capsys, "000:43")
    assert rows[0].startswith("000  Analysis of multi layer")
    text = "\n".join(rows)
    assert "000:43  misprint  [lstm_peephole delta_phi]" in text
    assert "«g(a_c^t)»" in text
    assert "«s_c^{t-1}»" in text
    assert "this line alone" in text
    assert rows[-1] == "1 equation: 1 misprint; 1 evaluated"


def test_papers_follow_one_another(capsys):
    """Without a name all are shown, each under its title."""
    rows = lines(capsys)
    assert [row[:3] for row in rows if row[3:5] == "  " and row[:3].isdigit()] == ["000", "001", "002", "003"]


def test_only_misprints_on_request(capsys):
    """The filter leaves nothing else."""
    rows = [row for row in lines(capsys, "003", "--misprints") if row.startswith("003:")]
    assert rows
    assert all("  misprint" in row for row in rows)
    assert lines(capsys, "003:6.2", "--misprints") == ["0 equations"]


def test_the_seed_changes_the_numbers(capsys):
    """Another network, the same verdict."""
    first, again, other = (lines(capsys, "000:24", "--seed", seed) for seed in ("1", "1", "2"))
    assert first == again != other


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["000:99"], "paper 000 has no equation '99'"),
        (["0000"], "did you mean '000'?"),
        (["000", "--seed", "-1"], "a seed is a whole number"),
        (["000", "--seed", "x"], "a seed is a whole number"),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(capsys, arguments, message):
    """Exit status 2, the nearest named."""
    assert main(["errata", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert message in err
