"""Travelling is a browser's: back, forward, and what lay ahead is gone once one travels elsewhere."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.command import Command, Request
from explorer.commands.choosing import CHOOSING
from explorer.scene import Scene
from explorer.state import Selection, State

BY_NAME = {command.name: command for command in CHOOSING}


@pytest.fixture(scope="module")
def scene() -> Scene:
    prepared = prepare(Opening("occupancy"))
    return Scene(State(prepared.opening, place=Place(40)), prepared, prepared.run())


def after(scene: Scene, name: str, argument: object = None) -> Scene:
    command: Command = BY_NAME[name]
    assert command.enabled(scene)
    state = command.run(scene, argument)
    assert isinstance(state, State)
    return replace(scene, state=state)


def test_back_and_forward_undo_each_other(scene):
    there = after(scene, "travel", Selection("s", True, 3, (1, 0)))
    further = after(there, "travel", (Selection("b_c", False, 5), 2))
    assert further.state.example == 2
    home = after(after(further, "back"), "back")
    assert (home.state.place, home.state.selection, home.state.example) == (Place(40), None, 0)
    assert not BY_NAME["back"].enabled(home)
    again = after(after(home, "forward"), "forward")
    assert again.state == further.state
    assert not BY_NAME["forward"].enabled(again)


def test_a_new_travel_cuts_what_lies_ahead(scene):
    there = after(scene, "travel", Selection("s", True, 3))
    elsewhere = after(after(there, "back"), "travel", Selection("b_phi", False, 1))
    assert elsewhere.state.ahead == ()
    assert len(elsewhere.state.trail) == 1


def test_nobody_travels_to_what_is_not_there(scene):
    for argument in (None, "s", Selection("nothing"), (Selection("s"), 99), (Selection("s"), -1), ("s", 0)):
        assert BY_NAME["travel"].run(scene, argument) is None


def test_keys_and_the_side_buttons_of_the_mouse_travel(open_window, press, qtbot):
    window = open_window("occupancy")
    window.store.run(Request("travel", Selection("s", True, 3)))
    there = window.store.scene.state
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.store.scene.state.trail == ()
    press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.store.scene.state.place == there.place
    canvas = window.panes["left"].canvas("program")
    qtbot.mousePress(canvas, Qt.MouseButton.BackButton, pos=QPoint(20, 20))
    assert window.store.scene.state.selection is None
    qtbot.mousePress(canvas, Qt.MouseButton.ForwardButton, pos=QPoint(20, 20))
    assert window.store.scene.state.selection == there.selection
