"""The film of kernels in the real window: it grows with the training, and a click on a frame travels there."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.recording.recording import Recording
from explorer.application import make_window
from explorer.command import Request
from explorer.recorded import recorded_state
from explorer.view import Spot
from explorer.window.canvas import Canvas
from explorer.window.main_window import MainWindow


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_RECORDINGS", str(tmp_path))


def canvas(window: MainWindow) -> Canvas:
    window.grab()
    QApplication.processEvents()
    found = window.panes["stage"].canvas("kernels")
    assert found is not None
    return found


def frames(window: MainWindow) -> list[Spot]:
    """The frames of the first film, without that of the iteration that is shown."""
    found = [spot for spot in canvas(window).spots if spot.request and spot.request.command == "go-to-iteration"]
    return [spot for spot in found if spot.rect.top() == found[0].rect.top()] if found else []


def test_a_training_fills_the_film_and_a_click_travels(open_window):
    """Before it there is none; after three iterations there are frames 0 to 3, and each leads to its own kernels."""
    window = open_window("planes_small")
    window.store.run(Request("choose-stage", "kernels"))
    assert frames(window) == []
    window.effects.training.performers["train"](3)
    assert [spot.request.argument for spot in frames(window)] == [0, 1, 2]
    spot = frames(window)[1]
    area = canvas(window)
    QTest.mouseClick(area, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                     (spot.rect.center() * area.zoom).toPoint())  # fmt: skip
    scene = window.store.scene
    assert scene.state.iteration == 1
    assert [spot.request.argument for spot in frames(window)] == [0, 2, 3]
    with Recording.open(scene.progress.path, read_only=True) as recording:
        wanted = recording.checkpoint_before(1).parameters["K1"]
    assert np.array_equal(scene.trace.values["K1"], wanted)


def test_a_window_that_opens_on_a_recording_has_its_film_and_scrubber_at_once(open_window, qtbot):
    """What is told of the recording before the first scene is there is not lost."""
    first = open_window("planes_small")
    first.effects.training.performers["train"](2)
    window = make_window(recorded_state(first.store.scene.progress.path), at_once=True)
    qtbot.addWidget(window)
    assert window.store.scene.progress is not None and window.store.scene.progress.length == 2
    assert [still.iteration for still in window.store.scene.progress.stills] == [0, 1, 2]
    window.close()
    window.store.close()
