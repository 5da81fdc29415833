"""Typing a sequence: the dialog holds what is read, other numbers run at once, and what is no number is said."""

from PySide6.QtWidgets import QInputDialog, QMessageBox

from explorer.command import Request
from explorer.window.main_window import MainWindow


def typed(window: MainWindow, text: str) -> str:
    """Types a text into the dialog, and what stood there before."""
    window.store.run(Request("type-sequence"))
    dialog = window.findChild(QInputDialog)
    before = dialog.textValue()
    dialog.setTextValue(text)
    dialog.accept()
    return before


def test_typed_numbers_are_counted(open_window):
    """The counter over numbers of one's own, and back by undo."""
    window = open_window("counting")
    before = window.store.scene.trace.value("x")[:, 0].tolist()
    assert typed(window, "4, 0, 2, 2, 0") == ", ".join(f"{number:g}" for number in before)
    scene = window.store.scene
    assert scene.trace.value("h")[:, 0].tolist() == [0, 1, 0, 0, 3] and scene.position == 0
    window.store.undo()
    assert window.store.scene.trace.value("x")[:, 0].tolist() == before


def test_what_is_no_number_is_said(open_window):
    """A message names the place; the run stays as it was."""
    window = open_window("counting")
    before = window.store.scene.trace
    typed(window, "4, many")
    box = window.findChild(QMessageBox)
    assert "place 2 is 'many'" in box.text()
    box.accept()
    assert window.store.scene.trace is before


def test_where_nothing_can_be_typed_the_command_is_off(open_window):
    """A scenario with data of its own, and a network that reads a vector, ask for nothing."""
    for source in ("occupancy", "mlp"):
        window = open_window(source)
        window.store.run(Request("type-sequence"))
        assert window.findChild(QInputDialog) is None
