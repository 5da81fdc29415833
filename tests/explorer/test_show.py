"""`explorer.show`, called as a script or a notebook calls it: the window shows the very numbers of the trace it got."""

import os
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

import engine
import explorer
from engine.trace import Trace
from explorer.application import application
from explorer.window.main_window import MainWindow

SCRIPT = """
import sys
import numpy as np
from PySide6.QtCore import QTimer
import engine, explorer
from explorer.application import application
network = engine.load("one_gate")
inputs = {"x": np.ones((3, 1, 1)), "d": np.zeros((3, 1, 1))}
trace = engine.run(network.program, inputs=inputs, parameters=network.initialise(seed=0))
app = application()
for number in range(2):
    QTimer.singleShot(200, lambda: [window.close() for window in app.topLevelWidgets()])
    print(explorer.show(trace, title=f"run {number}"))
"""


@pytest.fixture
def trace() -> Trace:
    """A run of a small peephole LSTM on random numbers, two examples of five moments."""
    network = engine.load("lstm_peephole", H=3, C=2)
    chance = np.random.default_rng(5)
    inputs = {"x": chance.normal(size=(5, 2, 1)), "d": chance.random((5, 2, 1))}
    return engine.run(network.program, inputs=inputs, parameters=network.initialise(seed=1))


@pytest.fixture
def shown(qtbot, trace) -> Iterator[MainWindow]:
    """The window that `show` gives while an event loop runs."""
    app = application()
    given: list[object] = []

    def call() -> None:
        given.append(explorer.show(trace, title="my run"))
        app.exit(0)  # quit() would close the window

    QTimer.singleShot(0, call)
    app.exec()
    window = given[0]
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    yield window
    window.close()
    window.store.close()
    QApplication.processEvents()


def test_inside_an_event_loop_the_window_comes_back_at_once(shown, trace):
    assert shown.isVisible()
    assert "my run" in shown.windowTitle()
    assert shown.store.scene is not None
    assert shown.store.scene.trace is trace


def test_its_numbers_are_those_of_the_trace(shown, trace, press, qtbot):
    with qtbot.waitActive(shown):
        shown.activateWindow()
    shown.panes["left"].take_focus()
    press(shown, Qt.Key.Key_End)
    press(shown, Qt.Key.Key_BracketRight)
    scene = shown.store.scene
    assert scene is not None
    assert scene.state.example == 1
    for moment in range(5):
        np.testing.assert_array_equal(scene.array("s", True, moment), trace.adjoint("s")[moment, 1])


def test_what_needs_a_source_is_not_offered(shown):
    """Another seed or precision would have to run a network that the window was never told."""
    scene = shown.store.scene
    assert scene is not None
    assert not shown.store.commands["next-seed"].enabled(scene)
    assert not shown.store.commands["precision"].enabled(scene)


def test_from_a_script_it_stays_until_the_window_is_closed_and_can_be_called_again():
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "None\nNone\n")
    assert "Traceback" not in done.stderr
