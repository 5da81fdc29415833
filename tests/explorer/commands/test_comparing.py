"""Comparing on the real window: typed, pinned, swapped and let go; undo brings back what was."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from explorer.command import Request
from explorer.scenery.comparison import run_names
from explorer.scenery.putting import Entry
from explorer.scenery.rivals import refusal
from explorer.window.ask_dialog import AskDialog


def test_a_rival_is_typed_and_stands_beside_this_run(open_window, press, qtbot):
    """Ctrl+Shift+K asks; what is wrong keeps the dialog open, what is right compares and shows the view."""
    window = open_window("occupancy")
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = window.findChild(AskDialog)
    line = dialog.findChild(QLineEdit)
    qtbot.keyClicks(line, "lstm_peephole_eq")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.store.scene.other is None and "did you mean" in dialog.words.text()
    qtbot.keyClicks(line, "24")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    scene = window.store.scene
    assert scene.other.trace.program.network.name == "lstm_peephole_eq24"
    assert scene.state.stage == "compare" and window.panes["stage"].current.name == "compare"
    window.store.undo()
    assert window.store.scene.other is None


def test_a_pinned_run_stays_while_this_one_changes(open_window):
    window = open_window("mlp")
    window.store.run(Request("pin-run"))
    scene = window.store.scene
    assert scene.other.trace.loss == scene.trace.loss
    window.store.run(Request("next-seed"))
    scene = window.store.scene
    assert scene.other.prepared.seed == 0 and scene.prepared.seed == 1 and scene.trace.loss != scene.other.trace.loss


def test_swapping_twice_is_nothing_and_the_cursor_stays_at_its_line(open_window):
    window = open_window("adding_rnn")
    window.store.run(Request("compare", "lstm_adding"))
    window.store.run(Request("go-to-moment", 4))
    before = window.store.scene
    window.store.run(Request("swap-runs"))
    scene = window.store.scene
    assert scene.network.name == "lstm_adding" and scene.other.trace.program.network.name == "rnn_adding"
    assert scene.event.moment == 4
    window.store.run(Request("swap-runs"))
    after = window.store.scene
    assert after.state.run == before.state.run and after.state.against == before.state.against
    assert after.event.moment == 4


def test_letting_go_leaves_this_run_alone(open_window):
    window = open_window("mlp")
    window.store.run(Request("compare-precision"))
    assert window.store.scene.other.trace.dtype.name == "float32"
    window.store.run(Request("stop-comparing"))
    assert window.store.scene.other is None and window.store.scene.state.contrast == "after"


@pytest.mark.parametrize("argument", ["nosuch", ("", "seed x"), 3, ("mlp", 4)])
def test_what_is_nothing_to_compare_with_changes_nothing(open_window, argument):
    window = open_window("mlp")
    before = window.store.scene
    window.store.run(Request("compare", argument))
    assert window.store.scene is before


def test_the_bar_swaps_and_lets_go_while_a_run_was_chosen(open_window, qtbot):
    """What was put in by hand has its own list; only a chosen run can be swapped and let go from the bar."""
    window = open_window("mlp")
    buttons = {button.text(): button for button in window.contrast_bar.findChildren(QPushButton)}
    window.store.run(Request("put", (Entry("x", (0, 1)), "0.5")))
    assert window.contrast_bar.isVisible() and not buttons["Swap"].isVisible()
    window.store.run(Request("compare", "seed 3"))
    assert buttons["Swap"].isVisible()
    qtbot.mouseClick(buttons["Swap"], Qt.MouseButton.LeftButton)
    assert window.store.scene.prepared.seed == 3
    qtbot.mouseClick(buttons["Stop"], Qt.MouseButton.LeftButton)
    assert window.store.scene.state.against is None


def test_parameters_of_a_file_stand_beside_those_that_were_drawn(open_window, tmp_path):
    window = open_window("mlp")
    path = tmp_path / "zero.npz"
    np.savez(path, **{name: np.zeros_like(array) for name, array in window.store.scene.parameters.items()})
    window.store.run(Request("compare", str(path)))
    scene = window.store.scene
    assert not scene.other.trace.value("W1").any() and scene.trace.value("W1").any()
    assert run_names(scene) == ("seed 0", "the same, parameters of zero.npz")
    assert "no such file" in refusal(scene, str(tmp_path / "none.npz"))
