"""Training beside the window: what cannot be begun is said, and what is stopped has not failed."""

import pytest

from engine.exchange.courses import open_course
from engine.exchange.opening import Opening
from engine.exchange.recipes import recipe_of
from engine.recording.recording import Recording
from explorer.compute_training import Training
from explorer.progress import Progress
from tests.engine.recording.recordings import grown


@pytest.fixture
def training(qtbot, tmp_path):
    training = Training(folder=tmp_path)
    yield training
    training.close()


def test_a_folder_that_cannot_be_made_is_said_and_can_be_tried_again(qtbot, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CHAINRULE_RECORDINGS", str(tmp_path / "file" / "recordings"))
    said: list[str] = []
    training = Training(at_once=True)
    training.failed.connect(said.append)
    for _ in range(2):
        training.train(Opening("xor"), iterations=1)
    training.close()
    assert len(said) == 2
    assert "recordings cannot be kept here" in said[0]


def test_what_is_stopped_before_its_first_iteration_has_not_failed(training):
    said: list[str] = []
    running: list[bool] = []
    training.failed.connect(said.append)

    def stop() -> None:
        running.append(training.running)
        training.stop()

    def begin_and_stop() -> None:
        training.train(Opening("xor"), iterations=100)
        stop()

    training._pool.shutdown(wait=True)
    training._pool = None  # the recording is made at once, the iterations run beside
    training.begin(Opening("xor"), begin_and_stop)
    assert running == [True]
    assert not training.running
    assert said == []


def test_a_run_with_a_changed_setting_goes_on_as_it_was_asked_for(training):
    training._pool.shutdown(wait=True)
    training._pool = None
    training.begin(Opening("xor"), lambda: training.train(Opening("xor"), iterations=100_000, stop_when="loss < 0"))
    asked = training._process.arguments()
    training.change("adam.eta", 0.001)
    assert training._process.arguments() == asked
    assert len(training._recording.changes()) == 1


def test_what_is_told_of_a_recording_has_its_kernels_along_the_way(training, tmp_path):
    """At once where nothing runs: the kernels of every checkpoint."""
    opened = open_course(Opening("planes_small"))
    path = str(tmp_path / "run.chainrule")
    with Recording.create(path, recipe_of(opened), opened.course) as recording:
        grown(recording, 3, course=opened.course)
    told: list[Progress] = []
    training.progressed.connect(told.append)
    training.open(path)
    assert [still.iteration for still in told[-1].stills] == [0, 1, 2, 3]
    assert told[-1].stills[0].parameters["K1"].shape == opened.prepared.parameters["K1"].shape
