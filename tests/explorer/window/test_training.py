"""Training from the window: iterations are run beside it, recorded, followed, and travelled through by keys."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QInputDialog, QMessageBox

from engine.exchange.replaying import Replaying
from engine.recording.recording import Recording
from explorer.command import Request
from explorer.compute_training import Training
from explorer.window.main_window import MainWindow


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_RECORDINGS", str(tmp_path))


@pytest.fixture
def window(open_window) -> MainWindow:
    """A small scenario of which five iterations have been trained."""
    window = open_window("xor")
    for _ in range(2):
        window.store.run(Request("train-one"))
    window.effects.training.performers["train"](3)
    return window


def loss_at(window: MainWindow) -> float:
    scene = window.store.scene
    return scene.trace.loss / scene.trace.examples


def test_iterations_are_recorded_and_the_newest_is_shown(window):
    scene = window.store.scene
    assert scene.progress.length == scene.state.iteration == 5
    assert not scene.progress.running
    assert Path(scene.progress.path).name.startswith("xor-")
    with Recording.open(scene.progress.path, read_only=True) as recording:
        assert recording.length == 5
    assert window.strip._where.text() == "iteration 5 of 5"


def test_every_iteration_can_be_travelled_to_with_its_own_numbers(window):
    recorded = window.store.scene.progress.column("loss")
    for iteration in (0, 3, 1, 4):
        window.store.run(Request("go-to-iteration", iteration))
        assert window.store.scene.state.iteration == iteration
        assert loss_at(window) == recorded[iteration]
    window.store.undo()
    assert window.store.scene.state.iteration == 5, "travelling in a row is undone as one"


def test_stepping_goes_on_into_the_next_iteration_and_back(window):
    window.store.run(Request("go-to-iteration", 2))
    window.store.run(Request("to-end"))
    window.store.run(Request("step-over"))
    assert (window.store.scene.state.iteration, window.store.scene.position) == (3, 0)
    window.store.run(Request("back-over"))
    scene = window.store.scene
    assert (scene.state.iteration, scene.position) == (2, scene.schedule.length)


def test_the_parameters_of_an_iteration_are_what_the_update_before_made(window):
    window.store.run(Request("go-to-iteration", 2))
    made = {name: window.store.scene.trace.value(f"{name}'").copy() for name in window.store.scene.parameters}
    window.store.run(Request("iteration-on"))
    for name, array in window.store.scene.parameters.items():
        assert np.array_equal(array, made[name])


def test_a_changed_rate_is_recorded_and_counts_from_there(window):
    window.store.run(Request("change-setting", ("adam.eta", 0.5)))
    window.store.run(Request("train-one"))
    scene = window.store.scene
    assert [(change.iteration, change.value) for change in scene.progress.changes] == [(5, 0.5)]
    window.store.run(Request("go-to-iteration", 5))
    assert float(window.store.scene.trace.values["adam.eta"]) == 0.5
    window.store.run(Request("go-to-iteration", 4))
    assert float(window.store.scene.trace.values["adam.eta"]) == 0.01


def test_training_stops_where_a_condition_holds(window):
    window.store.run(Request("train-until"))
    dialog = window.findChild(QInputDialog)
    dialog.setTextValue("loss < 10")
    dialog.accept()
    assert window.store.scene.progress.length == 6
    assert "loss < 10" in window.store.scene.progress.message


def test_a_condition_that_cannot_be_read_is_said(window):
    window.store.run(Request("train-until"))
    dialog = window.findChild(QInputDialog)
    dialog.setTextValue("loss is small")
    dialog.accept()
    box = window.findChild(QMessageBox)
    assert "compares nothing" in box.text()
    box.accept()
    assert window.store.scene.progress.length == 5


def test_a_saved_recording_is_opened_at_its_newest_iteration(window, tmp_path, open_window):
    window.effects.training.save_to(str(tmp_path / "kept"))
    other = open_window("occupancy")
    other.effects.training.open(str(tmp_path / "kept.chainrule"))
    scene = other.store.scene
    assert (scene.network.name, scene.state.iteration) == ("mlp_tanh", 5)
    replaying = Replaying(str(tmp_path / "kept.chainrule"))
    assert np.array_equal(replaying.at(5)[1].value("E"), scene.trace.value("E"))
    replaying.close()


def test_another_source_leaves_the_training_behind(window):
    path = window.store.scene.progress.path
    window.store.run(Request("open", "occupancy"))
    scene = window.store.scene
    assert scene.progress is None and scene.state.iteration == 0 and not scene.state.recording
    assert window.training.path == "" and Path(path).exists()


def test_a_network_without_parameters_cannot_be_trained(open_window):
    window = open_window("scalar_graph")
    window.store.run(Request("train"))
    assert window.store.scene.progress is None
    assert not window.strip.isVisible()


def test_a_run_that_stops_lands_at_the_number_that_made_it_stop(open_window):
    """The rate is so large that the network breaks: the window stands at the first number that is none."""
    window = open_window("sunspots")
    window.store.run(Request("change-setting", ("adam.eta", 1e308)))
    window.effects.training.performers["train"](20)
    scene = window.store.scene
    assert scene.progress.stopped is not None
    assert scene.state.iteration == scene.progress.stopped.iteration < 20
    stop = scene.progress.stopped
    array = (scene.trace.adjoints if stop.adjoint else scene.trace.values)[stop.name]
    lead = () if stop.moment is None else (stop.moment,)
    lead += () if stop.example is None else (stop.example,)
    assert not np.isfinite(array[(*lead, *stop.unit)])
    assert scene.known(stop.name, stop.adjoint, stop.moment)
    assert (scene.state.selection.name, scene.state.selection.entry) == (stop.name, stop.unit)


def test_a_run_that_is_forgotten_while_it_goes_on_says_no_more_of_itself(window):
    training = Training(folder=Path(window.training.path).parent)
    heard: list[object] = []
    training.open(window.training.path)
    training.train(window.store.scene.state.opening)
    assert training.running
    training.progressed.connect(heard.append)
    training.forget()
    training.close()
    assert heard == [], "else what is opened in its place would be shown with its recording"
    assert not training.running
