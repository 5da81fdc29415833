"""Where a canvas paints only what a step changed, the screen shows the same as if all had been painted."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from explorer.command import Request
from explorer.state import Note
from explorer.window.main_window import MainWindow

NONE, ALT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
AT_REST = 3_600_000
"""Milliseconds to a second painting, which would hide what the first one left out."""


def assert_nothing_is_left_over(window: MainWindow, where: str) -> None:
    """What is on the screen is what painting the whole window gives."""
    QApplication.processEvents()
    shown: QImage = QGuiApplication.primaryScreen().grabWindow(window.winId()).toImage()
    whole = window.grab().toImage().convertToFormat(shown.format())
    assert not shown.isNull()
    assert shown == whole, where


@pytest.mark.parametrize("source", ["occupancy", "gru", "mlp"])
def test_the_screen_shows_what_a_whole_painting_shows(open_window, press, source):
    window = open_window(source, width=1500, height=900)
    window._rest.setInterval(AT_REST)
    for modifier, steps in ((NONE, 45), (ALT, 12)):
        for step in range(steps):
            press(window, Qt.Key.Key_F10, modifier)
            if step == 20:
                press(window, Qt.Key.Key_Right, CTRL)
                press(window, Qt.Key.Key_Right, CTRL)
            assert_nothing_is_left_over(window, f"step {step}")


@pytest.mark.parametrize("zoom", [1.0, 1.25])
def test_the_cell_around_the_loss_and_through_the_backward_pass(open_window, press, zoom):
    """Ribbons, tags and halos come and go; a part of the block that is not painted must not differ."""
    window = open_window("occupancy", width=1600, height=1000)
    window._rest.setInterval(AT_REST)
    window.store.open(replace(window.store.scene.state, zoom=zoom))
    scene = window.store.scene
    window.store.run(Request("go", replace(scene.state.place, position=scene.schedule.phase_bounds("loss")[0] - 3)))
    for key, modifier, steps in (
        (Qt.Key.Key_F10, NONE, 26),
        (Qt.Key.Key_F11, NONE, 3),
        (Qt.Key.Key_F10, ALT, 8),
        (Qt.Key.Key_F10, CTRL, 2),
    ):
        for step in range(steps):
            press(window, key, modifier)
            assert_nothing_is_left_over(window, f"{key} {step}")


@pytest.mark.parametrize("name", ["watch", "breakpoints", "whatif", "notes", "alerts"])
def test_a_pane_beside_is_right_at_every_place(open_window, press, name):
    """What is the same everywhere is not painted by a step, but what depends on the place is."""
    window = open_window("occupancy", width=1600, height=1000)
    window._rest.setInterval(AT_REST)
    scene = window.store.scene
    places = [replace(scene.state.place, position=position) for position in (2, 5)]
    notes = tuple(Note("here", place) for place in places)
    window.store.open(replace(scene.state, notes=notes))
    pane = window.panes["debug"]
    pane.show_view(name)
    assert pane.current.name == name
    for step in range(9):
        press(window, Qt.Key.Key_F10)
        assert_nothing_is_left_over(window, f"{name} {step}")


def test_a_pane_that_shows_the_same_everywhere_is_left_alone(open_window, press):
    window = open_window("occupancy", width=1600, height=1000)
    pane = window.panes["debug"]
    for name in ("watch", "breakpoints", "whatif", "notes"):
        pane.show_view(name)
        canvas = pane.canvas(name)
        before = canvas.frame()
        press(window, Qt.Key.Key_F10)
        assert list(canvas.view.changes(before, canvas.frame())) == []
        assert canvas.view.changes(before, replace(canvas.frame(), width=before.width + 1.0)) is None


def test_a_step_in_the_cell_leaves_most_of_the_block_alone(open_window, press):
    window = open_window("occupancy", width=1600, height=1000)
    canvas = window.panes["stage"].canvas("cell")
    press(window, Qt.Key.Key_F10)
    before = canvas.frame()
    press(window, Qt.Key.Key_F10)
    places = canvas.view.changes(before, canvas.frame())
    whole = QRectF(0.0, 0.0, before.width, before.height)
    assert places
    assert sum(place.width() * place.height() for place in places) < 0.4 * whole.width() * whole.height()


def test_a_command_that_cannot_be_used_is_refused_at_once_and_seen_so_when_its_menu_opens(open_window, press):
    window = open_window("occupancy")
    window._rest.setInterval(AT_REST)
    actions = {action.objectName(): action for _, action in window.menus._actions}
    assert not actions["back-over"].isEnabled()
    press(window, Qt.Key.Key_F10)
    assert actions["back-over"].isEnabled(), "its key acts at once"
    press(window, Qt.Key.Key_F10, ALT)
    press(window, Qt.Key.Key_F10, ALT)
    assert window.store.scene.position == 0
    window.menus.menus["Debug"].aboutToShow.emit()
    assert not actions["back-over"].isEnabled()
