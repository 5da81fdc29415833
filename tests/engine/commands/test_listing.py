"""`list`: names, sizes and titles, by section or all together."""

import pytest

import engine
from engine.commands import main
from engine.ops import ops


def test_networks_are_listed_with_sizes_counts_and_titles(capsys):
    """One line a network, the name first, so that a script can cut it off."""
    assert main(["list", "networks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(engine.network_names())
    peephole = next(line for line in lines if line.startswith("lstm_peephole "))
    assert "I=1 H=8 C=1 K=1" in peephole
    assert f"{engine.load('lstm_peephole').parameter_count:,} parameters" in peephole
    assert "LSTM with peephole connections" in peephole


def test_ops_that_a_text_may_call_are_listed(capsys):
    """Only what can be written in a text, with its settings."""
    assert main(["list", "ops"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names
    assert all(ops()[name].callable for name in names)
    assert not {"add", "tanh_prime"} & set(names)


def test_without_a_word_everything_is_listed(capsys):
    """Each section under its heading."""
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines() if line and line[0] != " "] == [
        "networks",
        "scenarios",
        "ops",
        "optimisers",
    ]


@pytest.mark.parametrize("word", ["network", "op", "\n"])
def test_an_unknown_section_is_answered_with_those_there_are(capsys, word):
    """One line that names the allowed words."""
    assert main(["list", word]) == 2
    err = capsys.readouterr().err
    assert "allowed are networks, scenarios, ops" in err
    assert err.count("\n") == 1
