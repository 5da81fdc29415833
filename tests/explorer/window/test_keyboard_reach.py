"""Everything is reached by keys: panes, tabs, every place of every picture; and everything says what it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QWidget

from engine.exchange.opening import Opening
from engine.stepping.breakpoint import Breakpoint
from explorer.application import application, make_window
from explorer.command import Request
from explorer.scenery.putting import Entry
from explorer.state import State
from explorer.window.spot_focus import reading_order

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
MOST = 3000


def pane_with_focus(window) -> str:
    holder = window.focusWidget()
    return next((side for side, pane in window.panes.items() if pane.isAncestorOf(holder)), "")


@pytest.mark.parametrize("source", ["occupancy", "mlp", "cnn_classes"])
def test_every_place_of_every_picture_gets_the_ring_exactly_once(open_window, press, source):
    """By pressing N again and again, in whatever order; then it begins anew."""
    window = open_window(source)
    window.store.run(Request("to-end"))
    for pane in window.panes.values():
        for view in [view for view in pane.views if view.suits(window.store.scene) and pane.isVisible()]:
            pane.show_view(view.name)
            canvas = pane.canvas(view.name)
            if canvas is None:
                continue
            canvas.grab()
            places = reading_order(canvas.spots)
            assert len(places) == sum(
                spot.request is not None or spot.double is not None or spot.field is not None for spot in canvas.spots
            )
            met = []
            for _ in places[:MOST]:
                canvas.ring.move("next")
                met.append(id(canvas.ring.spot))
            assert len(set(met)) == len(places[:MOST]), view.name
            if places and len(places) <= MOST:
                canvas.ring.move("next")
                assert id(canvas.ring.spot) == met[0]
            canvas.ring.leave()


def test_the_ring_is_moved_pressed_and_left_by_keys(open_window, press):
    """N shows it, arrows with Shift go to the nearest place, Enter presses, Esc leaves and the picture says so."""
    window = open_window()
    window.store.run(Request("to-end"))
    window.panes["stage"].take_focus()
    canvas = window.panes["stage"].canvas("cell")
    canvas.grab()
    without = canvas.grab().toImage()
    press(window, KEY.Key_N)
    assert canvas.ring.spot is reading_order(canvas.spots)[0]
    assert canvas.grab().toImage() != without
    assert canvas.accessibleDescription() == canvas.ring.spot.tip
    before = canvas.ring.spot.rect.center()
    press(window, KEY.Key_Down, SHIFT)
    assert canvas.ring.spot.rect.center().y() > before.y()
    wanted = canvas.ring.spot.request
    asked: list[object] = []
    canvas.requested.connect(asked.append)
    press(window, KEY.Key_Return)
    assert asked == [wanted]
    canvas.grab()
    press(window, KEY.Key_N)
    press(window, KEY.Key_Escape)
    assert canvas.ring.spot is None and canvas.accessibleDescription() == canvas.view.summary


def test_the_ring_follows_its_place_while_the_program_is_stepped(open_window, press):
    """The same line keeps it, wherever the line stands on the next picture."""
    window = open_window()
    canvas = window.panes["left"].canvas("program")
    canvas.grab()
    for _ in range(4):
        press(window, KEY.Key_N)
    before = canvas.ring.spot
    press(window, KEY.Key_F10)
    canvas.grab()
    after = canvas.ring.spot
    assert after is not before and (after.request, after.rect) == (before.request, before.rect)


def test_f6_goes_round_the_panes_and_back(open_window, press):
    """Text, picture, question, time."""
    window = open_window()
    met = [pane_with_focus(window)]
    for _ in range(4):
        press(window, KEY.Key_F6)
        met.append(pane_with_focus(window))
    there = [side for side, pane in window.panes.items() if pane.isVisible()]
    assert met[: len(there)] == there
    window.panes["left"].take_focus()
    press(window, KEY.Key_F6, SHIFT)
    assert pane_with_focus(window) == there[-1]


def test_stage_tabs_by_number_and_by_turning(open_window, press):
    """Ctrl+3 is the third picture, whatever has the focus."""
    window = open_window()
    stage = window.panes["stage"]
    names = [view.name for view in stage._shown]
    press(window, KEY.Key_3, CONTROL)
    assert stage.current.name == names[2] == window.store.scene.state.stage
    press(window, KEY.Key_PageDown, CONTROL)
    assert stage.current.name == names[3]
    press(window, KEY.Key_PageUp, CONTROL)
    press(window, KEY.Key_PageUp, CONTROL)
    assert stage.current.name == names[1]


@pytest.mark.parametrize("source", ["occupancy", "cnn_classes"])
def test_whatever_takes_the_focus_has_a_name(open_window, source):
    """In every pane with every view in front, and in the dialogs and veils over it."""
    window = open_window(source)
    for pane in window.panes.values():
        for view in pane.views:
            pane.show_view(view.name)
    for command in ("keys", "palette", "change-keys"):
        window.store.run(Request(command))
    nameless = [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and not widget.objectName().startswith("qt_")
        and widget.window().windowFlags() & Qt.WindowType.Popup != Qt.WindowType.Popup  # the list of a closed box
        and not (isinstance(widget, QTabBar) and not widget.count())
    ]
    assert nameless == []


def test_tab_goes_from_the_bar_over_the_panes_to_training(open_window):
    """The order of the focus chain is the order of the window."""
    window = open_window()
    chain, widget = [], window.transport._buttons["to-start"]
    for _ in range(200):
        chain.append(widget)
        widget = widget.nextInFocusChain()
        if widget is chain[0]:
            break
    places = [
        chain.index(window.transport._grain),
        chain.index(window.panes["left"].canvas("program")),
        chain.index(window.panes["stage"].canvas("cell")),
        chain.index(window.panes["right"].canvas("inspector")),
        chain.index(window.panes["below"].canvas("timeline")),
        chain.index(window.strip._rate),
    ]
    assert places == sorted(places)


def test_keys_act_as_soon_as_the_first_numbers_are_there(qtbot):
    """The window comes before its first run; the text has the keys once there is one, and no button has them."""
    application()
    window = make_window(State(Opening("occupancy"), theme="light"))
    qtbot.addWidget(window)
    window.resize(1600, 1000)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: window.store.scene is not None, timeout=20000)
    assert window.focusWidget() is window.panes["left"].canvas("program")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert window.store.scene.moment == 1
    window.close()
    window.store.close()


@pytest.mark.parametrize(
    ("list_name", "field", "add"),
    [
        ("watch", "watches", Request("add-watch", (None, "norm(s)"))),
        ("breakpoints", "breakpoints", Request("change-condition", (Breakpoint(), "s > 0"))),
        ("whatif", "interventions", Request("put", (Entry("b_phi", (3, 0, 1)), "0.5"))),
        ("notes", "notes", Request("add-note", (None, "here"))),
    ],
)
def test_a_row_of_a_list_is_taken_away_and_switched_by_keys(open_window, press, list_name, field, add):
    """Wherever on the row the ring is, Delete removes it, Space switches it, and the ring says so."""
    window = open_window()
    window.store.run(add)
    canvas = window.panes["debug"].canvas(list_name)
    assert window.panes["debug"].current.name == list_name
    canvas.setFocus()
    window.grab()
    press(window, KEY.Key_N)
    assert canvas.ring.spot is not None and "Delete removes it" in canvas.ring._tip.text()
    before = window.store.scene.state
    press(window, KEY.Key_Space)
    switched = window.store.scene.state
    if list_name in ("breakpoints", "whatif"):
        assert "Space switches it" in canvas.ring._tip.text()
        assert switched != before and not switched.playing
        assert [each.enabled for each in switched.breakpoints] == [False] * len(before.breakpoints)
        assert switched.switched_off == frozenset(before.interventions)
    window.grab()
    assert canvas.ring.spot is not None, "it stays on its place"
    if canvas.ring._tip.isVisible():
        assert canvas.ring._tip.text().startswith(canvas.ring.spot.tip), "and says what that is now"
    press(window, KEY.Key_Delete)
    assert getattr(window.store.scene.state, field) == ()
    window.store.undo()
    assert len(getattr(window.store.scene.state, field)) == 1
