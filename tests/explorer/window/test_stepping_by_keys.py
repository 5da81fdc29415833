"""The real window is stepped through the keyboard: forward, in reverse, into, out, by moment and to both ends."""

import pytest
from PySide6.QtCore import Qt

from engine.stepping.place import Place

ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def place(window) -> Place:
    return window.store.scene.state.place


def test_it_opens_before_the_first_line_with_nothing_computed(open_window):
    window = open_window()
    assert place(window) == Place(0)
    assert "FORWARD" in window.call_stack.text
    assert "t = 1" in window.call_stack.text


@pytest.mark.parametrize("source", ["occupancy", "sunspots", "mlp", "counter", "gru"])
def test_stepping_n_lines_forward_and_n_back_gives_the_same_scene(open_window, press, source):
    window = open_window(source)
    pictures = [window.store.scene.state]
    for _ in range(12):
        press(window, Qt.Key.Key_F10)
        pictures.append(window.store.scene.state)
    assert place(window) == Place(12)
    for before in reversed(pictures[:-1]):
        press(window, Qt.Key.Key_F10, ALT)
        assert window.store.scene.state == before


def test_the_same_number_of_steps_back_paints_the_same_pixels(open_window, press):
    window = open_window()
    press(window, Qt.Key.Key_End)
    for _ in range(3):
        press(window, Qt.Key.Key_F10, ALT)
    before = window.grab().toImage()
    for _ in range(5):
        press(window, Qt.Key.Key_F10, ALT)
    assert window.grab().toImage() != before
    for _ in range(5):
        press(window, Qt.Key.Key_F10)
    assert window.grab().toImage() == before


def test_into_computes_one_sub_expression_and_out_finishes_the_line(open_window, press):
    window = open_window()
    press(window, Qt.Key.Key_F11)
    assert place(window) == Place(0, 1)
    assert "sub-expression 1 of" in window.call_stack.text
    press(window, Qt.Key.Key_F11)
    assert place(window) == Place(0, 2)
    press(window, Qt.Key.Key_F11, ALT)
    assert place(window) == Place(0, 1)
    press(window, Qt.Key.Key_F11, SHIFT)
    assert place(window) == Place(1)


def test_out_of_a_line_not_begun_finishes_the_moment(open_window, press):
    window = open_window()
    press(window, Qt.Key.Key_F11, SHIFT)
    assert window.store.scene.moment == 1
    press(window, Qt.Key.Key_F11, ALT | SHIFT)
    assert place(window) == Place(0)


def test_arrows_go_moment_by_moment_and_home_and_end_to_the_ends(open_window, press):
    window = open_window()
    scene = window.store.scene
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Right)
    assert window.store.scene.moment == 2
    press(window, Qt.Key.Key_Left)
    assert window.store.scene.moment == 1
    press(window, Qt.Key.Key_End)
    assert place(window) == Place(scene.schedule.length)
    assert "END" in window.call_stack.text
    press(window, Qt.Key.Key_Home)
    assert place(window) == Place(0)


def test_continue_and_reverse_continue(open_window, press):
    window = open_window()
    press(window, Qt.Key.Key_F5)
    assert window.store.scene.event is None
    press(window, Qt.Key.Key_F5, ALT)
    assert place(window) == Place(0)


def test_phases_are_stepped_with_control(open_window, press):
    window = open_window()
    press(window, Qt.Key.Key_Right, CTRL)
    assert window.store.scene.phase == "LOSS"
    press(window, Qt.Key.Key_Right, CTRL)
    assert window.store.scene.phase == "BACKWARD"
    press(window, Qt.Key.Key_Left, CTRL)
    assert window.store.scene.phase == "LOSS"


def test_the_grain_decides_what_f10_steps_over(open_window, press):
    window = open_window()
    window.transport._grain.setCurrentIndex(2)
    window.transport._grain.activated.emit(2)
    press(window, Qt.Key.Key_F10)
    assert window.store.scene.event.line.gate != "input gate"
    assert place(window) == Place(2)


def test_space_plays_until_pressed_again(open_window, press, qtbot):
    window = open_window()
    window._clock.setInterval(1)
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: place(window).position >= 3)
    press(window, Qt.Key.Key_Space)
    assert not window.store.scene.state.playing
    assert not window._clock.isActive()


def test_playing_stops_by_itself_at_the_end(open_window, press, qtbot):
    window = open_window("scalar_graph")
    window._clock.setInterval(1)
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.store.scene.event is None and not window._clock.isActive())
    assert not window.store.scene.state.playing


def test_brackets_choose_the_example_and_digits_the_unit(open_window, press):
    window = open_window()
    press(window, Qt.Key.Key_BracketRight)
    press(window, Qt.Key.Key_BracketRight)
    press(window, Qt.Key.Key_BracketLeft)
    assert window.store.scene.state.example == 1
    press(window, Qt.Key.Key_4)
    assert window.store.scene.state.unit == 4
    press(window, Qt.Key.Key_9)
    assert window.store.scene.state.unit == 4, "there is no unit 9; the choice stays"


def test_run_to_the_chosen_number_stops_just_before_its_line(open_window, press):
    from explorer.command import Request
    from explorer.state import Selection

    window = open_window()
    press(window, Qt.Key.Key_End)
    window.store.run(Request("select", Selection("s", adjoint=True, moment=10)))
    press(window, Qt.Key.Key_F10, CTRL)
    event = window.store.scene.event
    assert (event.line.name, event.line.adjoint, event.moment) == ("s", True, 10)


def test_undo_takes_back_a_choice_and_redo_does_it_again(open_window, press):
    window = open_window()
    press(window, Qt.Key.Key_3)
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.store.scene.state.unit == 0
    press(window, Qt.Key.Key_Y, CTRL)
    assert window.store.scene.state.unit == 3


def test_zoom_and_digits(open_window, press):
    window = open_window()
    press(window, Qt.Key.Key_Equal, CTRL)
    assert window.store.scene.state.zoom == 1.25
    press(window, Qt.Key.Key_Minus, CTRL)
    assert window.store.scene.state.zoom == 1.0
    press(window, Qt.Key.Key_Comma, CTRL)
    assert window.store.scene.state.digits == 3
