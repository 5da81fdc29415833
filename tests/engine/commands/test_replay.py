"""`replay`: the same keys as `trace`, the numbers of the iteration as it was, and one line for whatever cannot be."""

import sqlite3

import numpy as np
import pytest

from engine.commands import main
from engine.exchange.arrays import read_arrays
from engine.exchange.recipes import recorded_course
from engine.recording.recording import Recording
from engine.training.course import advanced


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """A recording of the scenario xor in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    assert main(["train", "xor", "--iterations", "60", "--record", "run.chainrule"]) == 0
    capsys.readouterr()
    return "run.chainrule"


def refused(capsys, *arguments):
    assert main(["replay", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err


def test_the_iteration_as_it_was(run, capsys):
    assert main(["replay", run, "--iteration", "37", "--out", "out.npz"]) == 0
    assert capsys.readouterr().out.startswith("wrote out.npz: iteration 37 of 60; ")
    found = read_arrays("out.npz")
    with Recording.open(run) as recording:
        course = recorded_course(recording)
    trace = course.run(advanced(course, course.first, 37))
    for name, array in trace.adjoints.items():
        np.testing.assert_array_equal(found[f"adjoint/{name}"], array)
    assert main(["trace", "mlp_tanh", "--size", "I=2", "H1=4", "H2=3", "K=1", "--out", "trace.npz"]) == 0
    assert found.keys() == read_arrays("trace.npz").keys()


def test_the_update_where_it_is_asked_for(run):
    assert main(["replay", run, "--iteration", "60", "--update", "--out", "out.npz"]) == 0
    assert {"value/W1", "value/W1'", "value/W1.m", "value/adam.eta"} <= read_arrays("out.npz").keys()


def test_what_cannot_be_replayed(run, capsys, tmp_path):
    (tmp_path / "other.chainrule").write_text("x")
    for arguments, said in (
        ((run, "--iteration", "61", "--out", "o.npz"), "has 0 to 59, and 60 next"),
        ((run, "--iteration", "-1", "--out", "o.npz"), "--iteration '-1': allowed is a whole number from 0 to 60"),
        ((run, "--iteration", "1", "--out", "o.txt"), "o.txt"),
        ((run, "--out", "o.npz"), "--iteration"),
        (("none.chainrule", "--iteration", "1", "--out", "o.npz"), "none.chainrule: cannot be read"),
        (("other.chainrule", "--iteration", "1", "--out", "o.npz"), "other.chainrule: is no recording"),
    ):
        assert said in refused(capsys, *arguments)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["other.chainrule", "run.chainrule"]


def test_other_bits_than_were_recorded_are_told(run, capsys):
    with sqlite3.connect(run) as connection:
        (block,) = connection.execute("SELECT numbers FROM metrics").fetchone()
        rows = np.frombuffer(block).reshape(60, -1).copy()
        rows[20, 0] = np.nextafter(rows[20, 0], 1)
        connection.execute("UPDATE metrics SET numbers = ?", (rows.tobytes(),))
    connection.close()
    assert "iteration 20 has loss" in refused(capsys, run, "--iteration", "20", "--out", "o.npz")
    assert main(["replay", run, "--iteration", "20", "--inexact", "--out", "o.npz"]) == 0
