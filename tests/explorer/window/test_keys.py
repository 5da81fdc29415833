"""Keys on the real window: presets and changed keys act at once, a dialog names clashes, the help shows what holds."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence

from engine.stepping.place import Place
from explorer.command import Request
from explorer.window.key_bindings import CHANGES, PRESET, KeyBindings
from explorer.window.key_dialog import KeyDialog
from explorer.window.key_overlay import KeyOverlay
from explorer.window.key_sheet import groups_of

KEY = Qt.Key


def position(window) -> int:
    return window.store.scene.state.place.position


def test_a_preset_acts_without_a_restart(open_window, press):
    """F8 steps as in PyCharm, F10 trains one iteration no more than it steps, and back again."""
    window = open_window()
    press(window, KEY.Key_F8)
    assert position(window) == 0
    window.bindings.choose_preset("pycharm")
    press(window, KEY.Key_F8)
    assert position(window) == 1
    press(window, KEY.Key_F8, Qt.KeyboardModifier.AltModifier)
    assert position(window) == 0
    window.bindings.choose_preset("visual-studio")
    press(window, KEY.Key_F10)
    assert position(window) == 1


def test_what_names_a_key_names_the_one_in_force(open_window):
    """Menu, tip of the button, call stack, grain, help."""
    window = open_window()
    window.bindings.choose_preset("pycharm")
    action = window.findChild(type(window.menuBar().actions()[0]), "step-over")
    assert [sequence.toString() for sequence in action.shortcuts()] == ["F8"]
    assert "(F8)" in window.transport._buttons["step-over"].toolTip()
    assert window.call_stack._next.text().startswith("F8 runs line")
    assert "F8" in window.transport._grain.toolTip()
    rows = [row for _, group in groups_of(window.store.commands.values()) for row in group]
    assert ("F8", "Step over") in [(row.keys, row.title) for row in rows]


def test_a_bare_key_can_be_changed_and_its_old_one_rests(open_window, press):
    """Letters act on the pictures, and only there."""
    window = open_window()
    window.bindings.change("moment-on", ("J",))
    press(window, KEY.Key_Right)
    assert position(window) == 0
    press(window, KEY.Key_J)
    assert window.store.scene.moment == 1
    window.bindings.reset("moment-on")
    press(window, KEY.Key_Left)
    press(window, KEY.Key_Right)
    assert window.store.scene.moment == 1


def test_changed_keys_are_kept_between_sessions(open_window):
    """In the settings; and a file that was spoilt gives the usual keys."""
    window = open_window()
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Chainrule", "explorer")
    first = KeyBindings(dict(window.store.commands), settings)
    first.choose_preset("thonny")
    first.change("train", ("Ctrl+T",))
    again = KeyBindings({**window.store.commands}, settings)
    assert again.keymap == first.keymap and again.keys["train"] == ("Ctrl+T",)
    for spoilt in ("[1, 2]", "{", '{"train": "F5"}', '{"train": [5, ""]}', "[" * 100_000):
        settings.setValue(CHANGES, spoilt)
        settings.setValue(PRESET, "none such")
        assert KeyBindings({**window.store.commands}, settings).keymap.preset == "visual-studio"


@pytest.fixture
def dialog(open_window):
    """The dialog on a window."""
    window = open_window()
    window.store.run(Request("change-keys"))
    return window.findChild(KeyDialog)


def test_the_dialog_names_the_clash_and_takes_the_key(dialog, qtbot):
    """Search, record, see whose it is, take it, reset it: all on the keyboard's own widgets."""
    dialog.search.setText("step over")
    assert dialog.chosen == "step-over"
    dialog.recorder.setFocus()
    qtbot.keyClick(dialog.recorder, KEY.Key_F11)
    assert dialog.recorded == "F11"
    assert "“Step into”" in dialog.clash.text() and "Take" in dialog.assign.text()
    dialog.assign.click()
    commands = dialog.parent().store.commands
    assert commands["step-over"].keys == ("F11",) and commands["step-into"].keys == ()
    assert dialog.chosen == "step-over" and not dialog.recorded
    dialog.reset.click()
    assert commands["step-over"].keys == ("F10",) and commands["step-into"].keys == ("F11",)
    assert not dialog.reset.isEnabled() and not dialog.reset_all.isEnabled()


def test_keys_are_added_and_removed(dialog):
    """A command may have several, or none."""
    commands = dialog.parent().store.commands
    dialog.choose("train")
    dialog.recorder.setKeySequence(QKeySequence("Ctrl+T"))
    assert dialog.clash.text() == ""
    dialog.add.click()
    assert commands["train"].keys == ("F7", "Ctrl+T")
    dialog.remove.click()
    assert commands["train"].keys == () and not dialog.remove.isEnabled()
    dialog.reset_all.click()
    assert commands["train"].keys == ("F7",)


def test_the_dialog_changes_the_preset(dialog):
    """The table follows."""
    row = dialog.presets.findData("pycharm")
    dialog.presets.setCurrentIndex(row)
    dialog.presets.activated.emit(row)
    dialog.choose("step-over")
    assert dialog.table.currentItem().text(1) == "F8"


@pytest.mark.parametrize("size", [(1600, 1000), (1280, 800)])
def test_the_help_shows_every_command_that_has_keys(open_window, press, size):
    """In columns, on both screens; Esc and ? close it, and the focus is back."""
    window = open_window(width=size[0], height=size[1])
    before = window.focusWidget()
    press(window, KEY.Key_Question)
    overlay = window.findChild(KeyOverlay)
    shown = {row.title for column in overlay.sheet.placed(overlay.sheet.width()) for _, row, _ in column if row}
    titled = {command.title for command in window.store.commands.values() if command.keys and command.menu}
    assert titled <= shown
    press(window, KEY.Key_F10)
    assert window.store.scene.state.place == Place(0), "what lies below is not stepped by accident"
    overlay.search.setText("step back over")
    assert [name for name, _ in overlay.sheet._groups] == ["Debug"]
    press(window, KEY.Key_Escape)
    assert window.focusWidget() is before
    press(window, KEY.Key_Question)
    press(window, KEY.Key_Question)
    assert not [each for each in window.findChildren(KeyOverlay) if each.isVisible()]
