"""What every subcommand of the command line keeps: help with an example that works, and refusals of one line."""

import argparse
import shlex

import pytest

import engine.commands
from engine.commands import Subcommand, main
from engine.registry import leaves

SUBCOMMANDS = leaves(engine.commands, Subcommand)
each = pytest.mark.parametrize("subcommand", SUBCOMMANDS, ids=[subcommand.name for subcommand in SUBCOMMANDS])


def test_the_commands_outside_programs_rely_on_are_there():
    """Names may be added, none taken away."""
    known = {subcommand.name for subcommand in SUBCOMMANDS}
    assert {"list", "equations", "trace", "check", "train", "replay", "watch"} <= known


def test_names_are_unique():
    """A name leads to one command."""
    assert len({subcommand.name for subcommand in SUBCOMMANDS}) == len(SUBCOMMANDS)


@each
def test_its_help_teaches(capsys, subcommand):
    """Summary, every option with a word on it, and an example."""
    assert main([subcommand.name, "--help"]) == 0
    out = capsys.readouterr().out
    assert subcommand.summary in " ".join(out.split())
    assert subcommand.example in out
    parser = argparse.ArgumentParser()
    parser.set_defaults(listings={})
    subcommand.arguments(parser)
    assert all(action.help for action in parser._actions)


@each
def test_its_example_works(capsys, tmp_path, monkeypatch, subcommand):
    """The line in the help does what it says, silently on stderr where it is not training, which shows how it goes."""
    monkeypatch.chdir(tmp_path)
    if subcommand.name == "replay":  # of what the example of `train` records
        assert main(["train", "xor", "--iterations", "50", "--record", "xor.chainrule"]) == 0
        capsys.readouterr()
    program, *arguments = shlex.split(subcommand.example)
    assert program == "chainrule"
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert out
    assert err == "" or subcommand.name == "train"


@each
@pytest.mark.parametrize("arguments", [["--no-such-option"], ["\x00"], ["of-no-name"], ["/"], ["a", "b", "c"]])
def test_it_refuses_nonsense_in_one_line(capsys, tmp_path, monkeypatch, subcommand, arguments):
    """No argument makes a traceback or a second line."""
    monkeypatch.chdir(tmp_path)
    assert main([subcommand.name, *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("chainrule: ")
    assert "internal error" not in err
    assert list(tmp_path.iterdir()) == []


@each
def test_it_refuses_a_network_of_nonsense_in_one_line(capsys, tmp_path, subcommand):
    """A file that is no equation text is named, whatever is in it."""
    out = ["--out", str(tmp_path / "out.npz")] if subcommand.name in ("trace", "replay") else []
    out += ["--iteration", "0"] if subcommand.name == "replay" else []
    nonsense = [b"", b"\xff\xfe\x00", b"x = (" * 50, b"y = 9**9**9", b"import os", b"a = b\n" * 999]
    for number, content in enumerate(nonsense):
        path = tmp_path / f"bad{number}.net"
        path.write_bytes(content)
        assert main([subcommand.name, str(path), *out]) == 2
        err = capsys.readouterr().err
        assert err.count("\n") == 1
        assert path.name in err
        assert "internal error" not in err
