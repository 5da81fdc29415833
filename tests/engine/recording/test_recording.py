"""A recording holds every finished iteration, its checkpoints keep a budget, and it is one file when closed."""

import json
import sqlite3

import numpy as np
import pytest

from engine.errors import DataError
from engine.recording import growth
from engine.recording.recording import Recording
from engine.training.checkpoint import Checkpoint
from engine.training.course import Change
from tests.engine.recording.recordings import COURSE, grown, recorded
from tests.engine.training.courses import small_course


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.chainrule"


@pytest.fixture
def quick(monkeypatch):
    """Every iteration is written at once, and checkpoints are as close as the budget allows."""
    monkeypatch.setattr(growth, "EVERY", 0.0)
    monkeypatch.setattr(growth, "SHARE", 0.0)
    monkeypatch.setattr(growth, "REPLAY", 0.0)


def test_what_is_recorded_comes_out_again(path):
    checkpoints = recorded(path, 30)
    with Recording.open(path) as recording:
        assert (recording.length, recording.read_only, recording.notice) == (30, False, "")
        assert recording.recipe == {"of": "a test"}
        iterations, metrics = recording.metrics()
        assert iterations.tolist() == list(range(30))
        loss = metrics[:, recording.columns.index("loss")]
        assert loss[4] == COURSE.run(checkpoints[4]).loss / 5
        assert recording.metrics(28, 99)[0].tolist() == [28, 29]
        assert recording.metrics(most=4)[0].size <= 4
        assert recording.metrics(12, 12)[1].shape == (0, len(recording.columns))
        assert recording.checkpoint_before(30).digest == checkpoints[30].digest
        for number in recording.checkpoints():
            assert recording.checkpoint_before(number).digest == checkpoints[number].digest


def test_closing_leaves_one_file_that_says_what_it_is(path):
    recorded(path, 3)
    assert [entry.name for entry in path.parent.iterdir()] == ["run.chainrule"]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x43684E52,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


def test_what_waits_to_be_written_is_there_already(path):
    with Recording.create(path, {}, COURSE) as recording:
        checkpoints = grown(recording, 5)
        assert recording.length == 5
        assert recording.metrics()[1].shape == (5, len(recording.columns))
        assert recording.checkpoint_before(5).digest == checkpoints[5].digest


def test_metrics_go_on_over_blocks_and_openings(path, quick):
    expected = []
    with Recording.create(path, {}, COURSE) as recording:
        width = len(recording.columns)
    checkpoint, generator = COURSE.first, np.random.default_rng(2)
    for count in (3, 253, 1, 300, 0, 210):
        with Recording.open(path) as recording:
            for _ in range(count):
                checkpoint = Checkpoint(checkpoint.iteration + 1, checkpoint.parameters, {})
                expected.append(generator.normal(size=width))
                recording.append(expected[-1], checkpoint)
                if checkpoint.iteration % 100 == 7:
                    assert np.array_equal(recording.metrics()[1], expected)
    with Recording.open(path, read_only=True) as recording:
        assert np.array_equal(recording.metrics()[1], expected)
        assert np.array_equal(recording.metrics(200, 600)[1], expected[200:600])


def test_checkpoints_keep_the_budget(path, quick):
    """Each iteration is written by itself; what there is at any time fits, and thins out evenly."""
    checkpoint = COURSE.first
    budget = 12 * len(growth.row_of(checkpoint)[2])
    with Recording.create(path, {}, COURSE, budget=budget) as recording:
        width = len(recording.columns)
        for _ in range(200):
            checkpoint = Checkpoint(checkpoint.iteration + 1, checkpoint.parameters, {})
            recording.append(np.zeros(width), checkpoint)
            kept = recording.checkpoints()
            assert len(kept) <= 12
            assert kept[0] == 0 and kept[-1] == checkpoint.iteration
            assert np.diff(kept).max() <= max(1, 2 * checkpoint.iteration / 10)
    held = sqlite3.connect(path).execute("SELECT sum(length(arrays)) FROM checkpoints").fetchone()[0]
    assert held <= budget


def test_little_waits_in_memory(path, monkeypatch):
    """Where checkpoints are large, those that will not be kept are let go before anything is written."""
    size = growth.size_of(COURSE)
    monkeypatch.setattr(growth, "EVERY", 1e9)
    monkeypatch.setattr(growth, "WAITING", 6 * size)
    with Recording.create(path, {}, COURSE, budget=5 * size) as recording:
        for _ in range(60):
            (checkpoint,) = grown(recording, 1)[1:]
            assert len(recording.checkpoints()) <= 9
            assert recording.checkpoint_before(checkpoint.iteration).digest == checkpoint.digest
        assert recording.file.written == 0


def test_the_size_of_a_checkpoint_is_known_beforehand(path):
    checkpoints = recorded(path, 1)
    assert 0.8 < growth.size_of(COURSE) / len(growth.row_of(checkpoints[1])[2]) <= 1


def test_an_iteration_that_does_not_follow_is_refused(path):
    with Recording.create(path, {}, COURSE) as recording:
        checkpoints = grown(recording, 2)
        row = recording.metrics()[1][0]
        with pytest.raises(DataError, match="2 iterations are recorded"):
            recording.append(row, checkpoints[1])
        with pytest.raises(DataError, match="metrics each"):
            recording.append(row[1:], Checkpoint(3, checkpoints[2].parameters, {}))
        assert recording.length == 2


def test_what_is_not_there_is_said(path):
    recorded(path, 2)
    with Recording.open(path) as recording:
        for number in (-1, 3):
            with pytest.raises(DataError, match=f"iteration {number} is not there; 0 to 2 are"):
                recording.checkpoint_before(number)
    with pytest.raises(DataError, match="is closed"):
        recording.notes()


def test_a_file_that_is_there_is_never_replaced(path):
    path.write_text("mine")
    with pytest.raises(DataError, match="exists already"):
        Recording.create(path, {}, COURSE)
    assert path.read_text() == "mine"
    with pytest.raises(DataError, match="cannot be made"):
        Recording.create(path.parent / "missing" / "run.chainrule", {}, COURSE)
    assert [entry.name for entry in path.parent.iterdir()] == ["run.chainrule"]


def test_what_differs_from_the_recorded_course_is_named(path):
    recorded(path, 1)
    pool = dict(COURSE.pool)
    pool["x"] = pool["x"].copy()
    pool["x"][0, 0, 0] = np.nextafter(pool["x"][0, 0, 0], 1)
    other = small_course()
    with Recording.open(path) as recording:
        recording.check(small_course())
        for course, words in (
            (small_course(rules="adam eta=0.03"), "recorded: the optimiser;"),
            (small_course("gru"), "recorded: the equations of the network"),
            (small_course(seed=9), "recorded: the mini-batches or the seed;"),
            (type(other)(other.program, pool, other.start, 5, 2, 3), "recorded: the data;"),
            (
                type(other)(other.program, other.pool, {**other.start, "W_k": other.start["W_k"] + 1}, 5, 2, 3),
                "initial",
            ),
        ):
            with pytest.raises(DataError, match=words):
                recording.check(course)


def test_what_a_person_keeps_comes_back(path):
    with Recording.create(path, {}, COURSE) as recording:
        grown(recording, 2)
        recording.note(1, "the norm falls")
        recording.note(0, "begins")
        recording.keep("cursor", {"position": 17})
        recording.keep("cursor", {"position": 18})
        recording.add_validation(2, 0.5, float("nan"))
        recording.add_change(Change(2, "adam.eta", 0.001))
        with pytest.raises(DataError, match=r"adam.eta cannot change at iteration 1; 2 iterations are finished"):
            recording.add_change(Change(1, "adam.eta", 0.001))
        with pytest.raises(DataError, match="cannot be kept"):
            recording.keep("watch", {1, 2})
    with Recording.open(path, read_only=True) as recording:
        assert recording.notes() == [(0, "begins"), (1, "the norm falls")]
        assert recording.kept("cursor") == {"position": 18}
        assert recording.kept("watches", []) == []
        ((number, loss, accuracy),) = recording.validations()
        assert (number, loss) == (2, 0.5) and np.isnan(accuracy)
        assert recording.changes() == (Change(2, "adam.eta", 0.001),)
        with pytest.raises(DataError, match="opened for reading"):
            recording.note(1, "more")


def test_the_file_holds_plain_json(path):
    recorded(path, 1)
    about = dict(sqlite3.connect(path).execute("SELECT key, value FROM about"))
    assert set(map(type, map(json.loads, about.values()))) <= {dict, list, int, str}
