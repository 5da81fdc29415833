"""What is made in a window is on disk within a second, whatever ends it, and the next window goes on with it."""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from engine.exchange.opening import Opening
from engine.exchange.user_folder import user_folder
from explorer.application import application, make_window
from explorer.command import Request
from explorer.scenery.putting import Entry
from explorer.session import left_session
from explorer.state import State


@pytest.fixture
def opened(qtbot, tmp_path):
    """Opens windows as the application does, with settings."""
    application()
    made = []

    def make(source="one_gate"):
        settings = QSettings(str(tmp_path / "look.ini"), QSettings.Format.IniFormat)
        window = make_window(State(Opening(source), theme="light"), at_once=True, settings=settings)
        qtbot.addWidget(window)
        window.resize(1600, 1000)
        window.show()
        QApplication.processEvents()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.store.close()
    QApplication.processEvents()


def make_something(window):
    for request in (
        Request("step-over"),
        Request("add-watch", (None, "norm(c)")),
        Request("toggle-breakpoint"),
        Request("add-note", (None, "here")),
        Request("put", (Entry("x", (1, 0, 0)), "0.5")),
    ):
        window.store.run(request)


def test_what_was_made_is_on_disk_within_a_second_and_comes_back(opened, qtbot):
    window = opened()
    make_something(window)
    now = user_folder("sessions") / "now.scenario"
    qtbot.waitUntil(now.is_file, timeout=1000)
    made = window.store.scene.state
    after = opened("mlp")  # the first one is still there, as it is after a crash: nothing was closed
    assert after.store.commands["go-on"].enabled(after.store.scene)
    after.store.run(Request("go-on"))
    state = after.store.scene.state
    for name in ("place", "watches", "breakpoints", "notes", "interventions"):
        assert getattr(state, name) == getattr(made, name) != getattr(State(made.opening), name), name
    assert state.opening.source == "one_gate"


def test_a_window_in_which_nothing_was_made_leaves_the_session_before_it(opened):
    window = opened()
    assert left_session() is None and not window.store.commands["go-on"].enabled(window.store.scene)
    make_something(window)
    window.close()
    for _ in range(2):
        idle = opened("mlp")
        idle.store.run(Request("to-end"))
        idle.close()
        assert left_session() is not None
    last = opened("mlp")
    last.store.run(Request("go-on"))
    assert last.store.scene.state.watches == ("norm(c)",)


def test_a_session_that_cannot_be_read_or_kept_stops_nothing(opened, monkeypatch):
    folder = user_folder("sessions")
    folder.mkdir(parents=True)
    (folder / "now.scenario").write_text("spoilt")
    window = opened()
    said: list[str] = []
    monkeypatch.setattr(window.effects.training, "_say", said.append)
    window.store.run(Request("go-on"))
    assert len(said) == 1 and "holds no scenario" in said[0]
    (folder / "now.scenario").mkdir()
    make_something(window)
    window.keeper.keep()
    assert window.store.scene.state.watches == ("norm(c)",)


@pytest.mark.parametrize("spoilt", [False, True])
def test_borders_that_were_moved_stand_there_again(opened, tmp_path, spoilt):
    """Without the window being closed, as after a crash; a spoilt file changes nothing."""
    window = opened()
    usual = window.arrangement.sizes()
    moved = [usual[0] + 90, usual[1] - 90]
    window.arrangement.moveSplitter(moved[0], 1)
    window._settings.sync()
    assert window.arrangement.sizes() == moved
    if spoilt:
        for key in window._settings.allKeys():
            if key.startswith("window/panes"):
                window._settings.setValue(key, '[[-5, "x"], 7, [1e9], null, [0, 0]]')
        window._settings.sync()
    again = opened("mlp")
    assert again.arrangement.sizes() == (usual if spoilt else moved)
