"""The command line as a whole: routing, exit statuses, one line for every failure, and streams that break."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.commands import DONE, FAILED, NO_DISPLAY, Listing, Refusal, Subcommand, main
from engine.errors import DataError

ROOT = Path(__file__).parents[3]


def started(*arguments, **settings):
    """Run `python -m engine` as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "engine", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **settings,
    )


def raising(error):
    """A subcommand that fails with the error."""

    def run(options):
        raise error

    return Subcommand("fail", "fails", lambda parser: None, run)


def test_an_unknown_command_names_the_nearest(capsys):
    """A slip of the finger is answered with what was meant and what there is."""
    assert main(["trase"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("chainrule: no command 'trase'; did you mean 'trace'? ")
    assert "(allowed: check, equations, errata, list" in err


def test_no_command_is_an_error_of_one_line(capsys):
    """Without a window there is nothing to open."""
    assert main([]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (DataError("IN.npz: empty"), 2, "chainrule: IN.npz: empty\n"),
        (DataError("two\nlines \x1b[31m"), 2, "chainrule: two lines \\x1b[31m\n"),
        (Refusal("no display", NO_DISPLAY), 3, "chainrule: no display\n"),
        (FileNotFoundError(2, "No such file", "there.npz"), 2, "chainrule: there.npz: No such file\n"),
        (OSError(28, "No space left on device"), 2, "chainrule: reading or writing failed: No space left on device\n"),
        (MemoryError(), 2, "chainrule: there is not enough memory; fewer"),
        (KeyboardInterrupt(), 130, "chainrule: interrupted\n"),
        (BrokenPipeError(), 141, ""),
        (ZeroDivisionError("division"), 2, "chainrule: internal error, please report it: ZeroDivisionError: division"),
    ],
)
def test_every_failure_is_one_line_and_a_status(capsys, error, status, said):
    """Whatever a command meets, the user sees one line and scripts see the status."""
    assert main(["fail"], subcommands=[raising(error)]) == status
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert err.count("\n") == bool(said)


def test_a_fault_of_ours_shows_its_traceback_on_request(monkeypatch):
    """Who looks for a fault can see where it is."""
    monkeypatch.setenv("CHAINRULE_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        main(["fail"], subcommands=[raising(ZeroDivisionError())])


def test_the_status_of_a_command_is_the_status_of_the_program():
    """A failed check is 1."""
    assert main(["never"], subcommands=[Subcommand("never", "", lambda parser: None, lambda options: FAILED)]) == FAILED


def test_what_is_no_command_goes_to_the_window():
    """The explorer takes every other line of arguments, the empty one too; commands keep their names."""
    met = []

    def run(options):
        met.append(options.what)
        return DONE

    window = Subcommand("open", "opens the window", lambda parser: parser.add_argument("what", nargs="?"), run)
    assert [main(line, otherwise=window) for line in ([], ["sunspots"], ["a.net"])] == [0, 0, 0]
    assert met == [None, "sunspots", "a.net"]


def test_the_overview_shows_commands_with_examples(capsys):
    """`--help` teaches: every command with its summary and an example."""
    window = Subcommand("open", "opens the window", lambda parser: None, lambda options: DONE, "chainrule sunspots")
    assert main(["--help"], otherwise=window) == 0
    out = capsys.readouterr().out
    for wanted in (
        "  list ",
        "  check ",
        "chainrule equations lstm_peephole --backward",
        "  chainrule sunspots",
        "without a command: opens the window",
    ):
        assert wanted in out


def test_the_version_is_told(capsys):
    """Scripts can ask which Chainrule they drive."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("chainrule ")


def test_listings_of_the_explorer_stand_beside_those_of_the_engine(capsys):
    """Views and commands of the window are listed by the same command."""
    views = Listing("views", "panels", lambda: [("matrix", "m", "a matrix"), ("flow_graph", "", "flows")])
    assert main(["list", "views"], listings=[views]) == 0
    assert capsys.readouterr().out == "matrix      m  a matrix\nflow_graph     flows\n"
    assert main(["list", "veiws"], listings=[views]) == 2
    assert "allowed are networks, scenarios, ops, optimisers, views; did you mean 'views'?" in capsys.readouterr().err


def test_the_program_runs_from_a_shell():
    """`python -m engine` ends with the status, says nothing on stderr when it works, and no traceback when not."""
    done = started("list", "networks")
    assert (done.returncode, done.stderr) == (0, "")
    assert "lstm_peephole" in done.stdout
    refused = started("equations", "lstm_pephole")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("chainrule: no network is called 'lstm_pephole'; did you mean 'lstm_peephole'?")
    assert refused.stderr.count("\n") == 1


def test_a_reader_that_leaves_is_met_with_silence():
    """`| head -1` neither complains nor claims success."""
    command = f'"{sys.executable}" -m engine equations lstm_peephole | head -1; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    first, status = done.stdout.splitlines()
    assert first.startswith("LSTM with peephole connections")
    assert status in ("141", "0")  # 0 where all was written before head left
    assert done.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no /dev/full")
def test_a_full_disk_is_told():
    """What cannot be written is an error, not a success without output."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "engine", "list", "ops"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "chainrule: reading or writing failed: No space left on device\n")


def test_a_terminal_without_greek_letters_still_shows_the_equations():
    """An ASCII terminal shows codes in place of letters instead of a traceback."""
    done = started("equations", "one_gate", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u03c3(z_o[t])" in done.stdout
