"""`render` takes a picture at any iteration of a recording, and says where there is none."""

from pathlib import Path

import numpy as np
import pytest

from engine.exchange.courses import open_course
from engine.exchange.opening import Opening
from engine.exchange.recipes import recipe_of
from engine.recording.continuing import continued
from engine.recording.recording import Recording
from explorer.__main__ import main
from explorer.recorded import progress_of, recorded_state


@pytest.fixture
def recorded(tmp_path) -> Path:
    """A recording of four iterations."""
    opened, path = open_course(Opening("xor")), tmp_path / "run.chainrule"
    with Recording.create(path, recipe_of(opened), opened.course) as recording:
        for done in continued(opened.course, opened.course.first, recording):
            if done.checkpoint.iteration == 4:
                break
    return path


def picture(path: Path, at: str, out: Path) -> bytes:
    assert main(["render", str(path), "--view", "layers", "--at", at, "--out", str(out)]) == 0
    return out.read_bytes()


def test_iterations_differ_and_come_again(recorded, tmp_path):
    first = picture(recorded, "iteration=1", tmp_path / "a.png")
    assert first == picture(recorded, "iteration=1", tmp_path / "a.png")
    assert first != picture(recorded, "iteration=4", tmp_path / "a.png")


def test_an_iteration_that_is_not_there_is_named(recorded, tmp_path, capsys):
    out = str(tmp_path / "a.png")
    assert main(["render", str(recorded), "--view", "layers", "--at", "iteration=5", "--out", out]) == 2
    assert "iteration 5 is not there; 0 to 4 are" in capsys.readouterr().err
    assert main(["render", "xor", "--view", "layers", "--at", "iteration=1", "--out", out]) == 2
    assert "only iteration=0 exists" in capsys.readouterr().err


def test_a_recording_is_shown_at_its_newest_iteration(recorded):
    state = recorded_state(str(recorded))
    assert (state.opening.source, state.iteration, state.recording) == ("xor", 4, str(recorded))
    with Recording.open(recorded, read_only=True) as recording:
        progress = progress_of(recording)
    assert progress.length == 4
    assert progress.iterations.tolist() == [0, 1, 2, 3]
    assert np.isfinite(progress.column("loss")).all()
    assert np.isnan(progress.column("no such column")).all()
    assert progress.an_epoch == 20
    assert progress.goal == {"measure": "accuracy", "at_least": 0.99}


def test_an_iteration_stands_beside_an_earlier_one(recorded, tmp_path, capsys):
    """The recording is read once more for the other run, and let go."""
    out = str(tmp_path / "a.png")
    words = ["render", str(recorded), "--view", "compare", "--out", out, "--against"]
    assert main([*words, "iteration 0"]) == 0
    assert main([*words, "iteration 9"]) == 2
    assert "iteration 9 is not there; 0 to 4 are" in capsys.readouterr().err
