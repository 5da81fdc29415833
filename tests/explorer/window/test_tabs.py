"""Tabs in the real window: no arrows over them, a list that grew comes to the front, tips name the keys in force."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QTabBar, QToolButton, QToolTip

from explorer.command import Request
from explorer.scenery.putting import Entry
from explorer.view import Spot
from explorer.window.key_words import spot_words
from explorer.window.main_window import MainWindow

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def front(window: MainWindow, side: str = "debug") -> str:
    view = window.panes[side].current
    assert view is not None
    return view.name


@pytest.mark.parametrize("width", [1280, 1600])
def test_no_arrows_lie_over_the_tabs(open_window, width):
    """What does not fit is in the list at the right; the arrows that Qt adds have no room."""
    window = open_window(width=width, height=800)
    QApplication.processEvents()
    for pane in window.panes.values():
        bar = pane.findChild(QTabBar)
        shown = [button for button in bar.findChildren(QToolButton) if button.isVisible() and button.width() > 0]
        assert not shown, [(b.geometry(), bar.geometry()) for b in shown]


def test_the_list_to_which_something_is_added_comes_to_the_front(open_window, press):
    """By key from wherever the focus is: a watch, a breakpoint, a note, a number put in by hand."""
    window = open_window()
    press(window, KEY.Key_Right)
    press(window, KEY.Key_F9)
    assert front(window) == "breakpoints"
    press(window, KEY.Key_W, CTRL | SHIFT)
    assert front(window) == "watch"
    window.store.run(Request("add-note", (None, "here")))
    assert front(window) == "notes"
    window.store.run(Request("peepholes"))
    assert front(window) == "whatif"
    window.panes["debug"].bring("watch")
    press(window, KEY.Key_Right)
    press(window, KEY.Key_F9)  # takes it away again, or adds one: what is taken away brings nothing
    window.panes["debug"].bring("watch")
    window.store.run(Request("remove-breakpoints"))
    assert front(window) == "watch"


def test_in_a_small_window_the_inspector_stays_in_front(open_window, press):
    """There it shares its place with the lists: a number is not taken away for having been marked."""
    window = open_window(width=1280, height=800)
    window.panes["right"].bring("inspector")
    press(window, KEY.Key_Right)
    press(window, KEY.Key_F9)
    assert front(window, "right") == "inspector"
    window.panes["right"].show_view("notes")
    press(window, KEY.Key_W, CTRL | SHIFT)
    assert front(window, "right") == "watch"


def test_the_tip_of_a_place_names_the_keys_in_force(open_window):
    """A click that does what a key does says so, with the key that the person has given it."""
    window = open_window()
    spot = Spot(QRectF(0, 0, 10, 10), "Compute everything", Request("to-end"))
    assert spot_words(spot, window.store.commands) == "Compute everything\nKeys: End"
    window.bindings.change("to-end", ("J",))
    assert spot_words(spot, window.store.commands) == "Compute everything\nKeys: J"
    assert spot_words(Spot(spot.rect, "One of many", Request("to-end", 3)), window.store.commands) == "One of many"
    area = window.panes["left"].canvas("program")
    area.spots = [spot]
    point = QPointF(5, 5).toPoint()
    QApplication.sendEvent(area, QHelpEvent(QHelpEvent.Type.ToolTip, point, area.mapToGlobal(point)))
    assert QToolTip.text() == "Compute everything\nKeys: J"
    QToolTip.hideText()


def test_what_is_compared_ends_in_an_ellipsis_where_it_does_not_fit(open_window):
    """It must not break off in the middle of a number; all of it is in the tip, and the key in those of the buttons."""
    window = open_window(width=1280, height=800)
    for name in ("b_iota", "b_phi", "b_omega"):
        window.store.run(Request("put", (Entry(name, (3, 0, 1)), "0.25 t=2..9")))
    QApplication.processEvents()
    words = window.contrast_bar._words
    assert words.text().count("0.2500") == 3 and words.toolTip() == words.text()
    assert words.shown.endswith("…") and words.fontMetrics().horizontalAdvance(words.shown) <= words.width()
    window.bindings.change("next-contrast", ("J",))
    assert "J goes from one to the next" in window.contrast_bar._buttons["after"].toolTip()


def test_a_tab_that_was_chosen_is_taken_back_by_undo(open_window):
    """The first choice of a picture as well: an undo that changes nothing on the screen looks broken."""
    window = open_window()
    first = front(window, "stage")
    window.panes["stage"].show_view("graph")
    assert front(window, "stage") == "graph"
    window.store.undo()
    assert front(window, "stage") == first
    window.store.redo()
    assert front(window, "stage") == "graph"
    window.store.run(Request("open", "mlp"))
    assert front(window, "stage") == "graph"
