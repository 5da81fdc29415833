"""`train`: one final line, plain progress in a pipe, everything kept on Ctrl-C, resumed to the same bits."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from engine.commands import main
from engine.exchange.recipes import recorded_course
from engine.recording.recording import Recording
from engine.training.course import advanced

ROOT = Path(__file__).parents[3]


@pytest.fixture
def trained(capsys, tmp_path, monkeypatch):
    """What the command says on stdout and stderr, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, status=0):
        assert main(["train", *arguments]) == status
        return capsys.readouterr()

    return run


def test_one_final_line_and_plain_progress(trained):
    out, err = trained("xor", "--iterations", "30")
    assert re.fullmatch(
        r"xor: 30 iterations, loss [\d.]+, validation loss [\d.]+, validation accuracy [\d.]+, "
        r"goal validation accuracy ≥ 0.99 not reached\n",
        out,
    )
    assert re.fullmatch(r"iteration 30 of 30, loss [\d.]+, [\d.e+]+/s\n", err)


def test_resumed_is_as_never_interrupted(trained):
    trained("xor", "--iterations", "120", "--record", "whole.chainrule")
    trained("xor", "--iterations", "47", "--record", "parts.chainrule")
    for count in ("48", "120"):
        out, _ = trained("--resume", "--record", "parts.chainrule", "--iterations", count)
        assert f"{count} iterations" in out and "recorded in parts.chainrule" in out
    with Recording.open("whole.chainrule") as whole, Recording.open("parts.chainrule") as parts:
        assert parts.length == whole.length == 120
        assert parts.checkpoint_before(120).digest == whole.checkpoint_before(120).digest
        assert np.array_equal(parts.metrics()[1], whole.metrics()[1], equal_nan=True)
        assert parts.validations()[-1] == whole.validations()[-1]


def test_what_is_done_already_is_said_again(trained):
    first, _ = trained("xor", "--iterations", "20", "--record", "run.chainrule")
    again, _ = trained("xor", "--resume", "--record", "run.chainrule", "--iterations", "5")
    assert again == first


def test_it_stops_where_a_condition_holds(trained):
    out, _ = trained("xor", "--iterations", "300", "--stop-when", "loss < 0.5", "--record", "run.chainrule")
    count = int(re.search(r"(\d+) iterations", out)[1])
    assert f"stopped after iteration {count - 1}: loss < 0.5 (loss is 0.4" in out
    with Recording.open("run.chainrule") as recording:
        loss = recording.metrics()[1][:, 0]
    assert len(loss) == count and loss[-1] < 0.5 and (loss[:-1] >= 0.5).all()


def test_it_stops_at_the_first_number_that_is_not_finite(trained):
    out, _ = trained("rnn", "--optimiser", "sgd eta=1e308", status=1)
    assert re.search(r"stopped after iteration \d+: \S+\[\d+, \d+\] is -?inf", out)


def test_what_does_not_fit_is_refused_in_one_line(trained, tmp_path):
    trained("xor", "--iterations", "2", "--record", "run.chainrule")
    for arguments, said in (
        ((), "nothing to train is named"),
        (("xor", "--record", "run.chainrule"), "run.chainrule: exists already"),
        (("xor", "--resume"), "--record RUN.chainrule names the recording"),
        (("spirals", "--resume", "--record", "run.chainrule"), "is a recording of xor, not of spirals"),
        (("--resume", "--record", "run.chainrule", "--seed", "3"), "--seed: cannot be changed"),
        (("--resume", "--record", "none.chainrule"), "none.chainrule: cannot be read, No such file"),
        (("xor", "--iterations", "-3"), "allowed is a whole number"),
        (("xor", "--seed", "-3"), "seed is -3"),
        (("xor", "--optimiser", "adamm"), "did you mean 'adam'"),
        (("xor", "--record", "new.chainrule", "--stop-when", "loss"), "compares nothing"),
        (("xor", "--record", "missing/new.chainrule"), "missing/new.chainrule: cannot be made"),
    ):
        out, err = trained(*arguments, status=2)
        assert (out, err.count("\n")) == ("", 1)
        assert said in err
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.chainrule"]


def test_a_recording_that_another_one_writes_is_not_resumed(trained):
    trained("xor", "--iterations", "2", "--record", "run.chainrule")
    with Recording.open("run.chainrule"):
        _, err = trained("--resume", "--record", "run.chainrule", status=2)
    assert "another window or command writes it" in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_everything(tmp_path, number):
    """One line says so, one file is left, and all in it is right."""
    path = tmp_path / "run.chainrule"
    command = [sys.executable, "-m", "engine", "train", "xor", "--iterations", "999999", "--record", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while not path.exists():
            time.sleep(0.01)
        time.sleep(0.7)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    count = int(re.search(r"interrupted after (\d+) iterations, all kept; go on with `chainrule train", err)[1])
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.chainrule"]
    with Recording.open(path) as recording:
        assert recording.length == count > 0
        course = recorded_course(recording)
        assert recording.checkpoint_before(count).digest == advanced(course, course.first, count).digest
