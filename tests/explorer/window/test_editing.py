"""Editing in the real window, by keys: a new cell is typed, derived, run, checked, trained, saved and opened."""

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from engine.checking.check import check_trace
from engine.errors import DataError
from engine.exchange.opening import Opening, prepare
from engine.exchange.own_networks import own_network_names, save_own_network
from engine.exchange.user_folder import user_folder
from explorer.command import Request
from explorer.figure.recipe import recipe, recipe_text
from explorer.figure.reopening import reopened
from explorer.scenery.drafts import DRAFTS
from explorer.window.ask_dialog import AskDialog
from explorer.window.editing_effects import kept_drafts
from explorer.window.main_window import MainWindow

UNIT = '''"""Minimal gated unit."""
sizes(I=2, H=4)
x[t]: input(I)
d[t]: target(H)

f[t] = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)
n[t] = tanh(W_n @ x[t] + U_n @ (f[t] * h[t-1]) + b_n)
h[t]: H = (1 - f[t]) * h[t-1] + f[t] * n[t]
E[t] = half_sse(h[t], d[t])
'''
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_RECORDINGS", str(tmp_path))


@pytest.fixture
def editing(open_window, press):
    """The window on a source with the editor in front and the keys, and the panel."""

    def make(source: str = "rnn") -> tuple[MainWindow, object]:
        window = open_window(source)
        press(window, Qt.Key.Key_E, CONTROL)
        panel = window.panes["stage"]._panels["editor"]
        assert window.panes["stage"].current.name == "editor" and window.focusWidget() is panel.code
        return window, panel

    return make


def type_text(window: MainWindow, panel, text: str, qtbot) -> None:
    """Types a text by keys in the place of what stands there."""
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_A, CONTROL)
    for line in text.splitlines():
        qtbot.keyClicks(panel.code, line)
        panel.code._completer.popup().hide()
        qtbot.keyClick(panel.code, Qt.Key.Key_Return)
    assert panel.text.strip() == text.strip(), "every letter arrives: no key of the window takes one"


def test_a_new_cell_from_the_first_letter_to_its_own_name(editing, press, qtbot):
    """All without leaving the window, and without a mouse."""
    window, panel = editing()
    store = window.store
    type_text(window, panel, UNIT, qtbot)
    panel.read_now()
    assert panel.wrong.isHidden() and panel.modified
    assert any(line.text.startswith("∂E/∂f[t] = ") for line in panel.derived._lines)
    press(window, Qt.Key.Key_Return, CONTROL)
    scene = store.scene
    assert scene.network.text == panel.text and scene.position == 0 and not panel.modified
    assert window.focusWidget() is panel.code

    press(window, Qt.Key.Key_F10)
    press(window, Qt.Key.Key_F10)
    assert store.scene.position == 2
    names = [line.name for line in store.scene.program.section("forward")]
    assert names == ["f", "n", "h", "E"]

    report = check_trace(store.scene.trace)
    assert report.passed and report.row("W_f").verdict == "ok"

    for _ in range(5):
        store.run(Request("train-one"))
    scene = store.scene
    assert scene.progress.length == scene.state.iteration == 5
    losses = scene.progress.column("loss")
    assert len(losses) == 5 and losses[4] < losses[0]
    assert scene.network.text == panel.text and not panel.modified

    store.run(Request("save-network"))
    dialog = window.findChild(AskDialog, "network-name")
    assert dialog.line.text() == "my_rnn", "a built-in name is not offered"
    dialog.line.setText("my unit")
    dialog._accept()
    assert dialog.isVisible() and "'my unit' is no name for a network" in dialog.words.text(), "it can be mended"
    QApplication.processEvents()
    assert dialog.words.height() >= dialog.words.heightForWidth(dialog.words.width()), "all of it is seen"
    dialog.line.setText("gated_unit")
    dialog._accept()
    assert own_network_names() == ("gated_unit",)
    opened = prepare(Opening("gated_unit"))
    assert opened.network.text == panel.text and opened.network.sizes == {"I": 2, "H": 4}
    store.run(Request("open", "gated_unit"))
    assert store.scene.prepared.title == "Minimal gated unit" and not panel.modified


def test_running_is_undone_and_done_again(editing, press, qtbot):
    window, panel = editing()
    before = window.store.scene.network.text
    panel.new.click()
    press(window, Qt.Key.Key_Return, CONTROL)
    typed = window.store.scene.network.text
    assert typed == panel.text != before
    window.store.undo()
    assert window.store.scene.network.text == panel.text == before
    window.store.redo()
    assert window.store.scene.network.text == panel.text == typed


def test_the_data_of_a_scenario_stay(editing, press):
    """One peephole is taken out: the same spectrum is read, and the update is that of the scenario."""
    window, panel = editing("occupancy")
    before = window.store.scene.trace.value("x").copy()
    panel.code.selectAll()
    panel.code.insertPlainText(panel.text.replace(" + sum(p_phi * s[t-1], axis=1)", ""))
    press(window, Qt.Key.Key_Return, CONTROL)
    scene = window.store.scene
    assert "p_phi" not in scene.network.quantities and np.array_equal(scene.trace.value("x"), before)
    assert scene.network.sizes["H"] == 6 and not scene.prepared.unfit
    assert scene.program.update is not None


def test_a_run_that_fails_loses_nothing(editing, press):
    """Too large a network is refused in words; the text stays, and so does the last good run."""
    window, panel = editing()
    trace = window.store.scene.trace
    panel.code.selectAll()
    panel.code.insertPlainText("sizes(H=9000000)\nx[t]: input(H)\nh[t] = w * x[t]\nE[t] = sum(h[t])\n")
    text = panel.text
    press(window, Qt.Key.Key_Return, CONTROL)
    box = window.findChild(QMessageBox)
    assert "are allowed" in box.text()
    box.accept()
    assert window.store.scene.trace is trace and not window.store.scene.stale
    assert panel.text == text and panel.modified


def test_a_draft_is_on_disk_after_a_moment_and_offered_at_the_next_start(editing, open_window, qtbot):
    """As after a crash: nothing is asked of the first window any more."""
    window, panel = editing("gru")
    qtbot.keyClicks(panel.code, "# my ")
    qtbot.waitUntil(lambda: len(kept_drafts()) == 1)
    text = panel.text
    assert kept_drafts()[0].text == text
    DRAFTS.clear()
    later = open_window("rnn")
    box = later.findChild(QMessageBox, "drafts")
    assert "gru" in box.text()
    next(button for button in box.buttons() if button.text().startswith("Open")).click()
    panel = later.panes["stage"]._panels["editor"]
    assert later.store.scene.state.opening.source == "gru"
    assert panel.text == text and panel.modified
    panel.revert.click()
    assert kept_drafts() == ()
    assert window is not later


def test_what_is_no_draft_does_no_harm(open_window):
    folder = user_folder("drafts")
    folder.mkdir(parents=True)
    for number, content in enumerate(
        ("", "[1]", "{", json.dumps({"source": 1, "network": "", "text": "", "series": 0}))
    ):
        (folder / f"{number}.json").write_text(content)
    (folder / "folder.json").mkdir()
    window = open_window("rnn")
    assert window.findChild(QMessageBox) is None and kept_drafts() == ()


def test_drafts_that_cannot_be_kept_are_said_once(editing, qtbot, monkeypatch, tmp_path):
    window, panel = editing()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CHAINRULE_DRAFTS", str(tmp_path / "file" / "drafts"))
    for _ in range(2):
        qtbot.keyClicks(panel.code, "#")
        panel._keep()
    (box,) = window.findChildren(QMessageBox)
    assert "kept only while this window is open" in box.text()
    box.accept()
    assert DRAFTS.newest("rnn", "").text == panel.text


def test_an_own_network_is_replaced_only_after_asking(editing):
    window, panel = editing()
    save_own_network("mine", "old")
    panel.new.click()
    panel.save.click()
    dialog = window.findChild(AskDialog, "network-name")
    dialog.line.setText("mine")
    dialog._accept()
    assert (user_folder("networks") / "mine.net").read_text() == "old"
    box = window.findChild(QMessageBox, "replace-network")
    next(button for button in box.buttons() if button.text() == "Replace it").click()
    assert (user_folder("networks") / "mine.net").read_text() == panel.text


def test_a_built_in_name_is_refused_when_saving(editing):
    window, panel = editing()
    panel.save.click()
    dialog = window.findChild(AskDialog, "network-name")
    dialog.line.setText("lstm")
    dialog._accept()
    assert dialog.isVisible() and "never hides" in dialog.words.text()
    assert own_network_names() == ()


def test_own_networks_stand_in_the_menu_as_they_are_now(open_window):
    window = open_window("rnn")
    submenu = next(menu for menu in window.menus.menus["File"].findChildren(QMenu) if menu.title() == "Open &built-in")

    def listed() -> list[str]:
        submenu.aboutToShow.emit()
        return [action.text() for action in submenu.actions()]

    before = listed()
    save_own_network("mine", UNIT)
    assert listed() == [*before, "Your own", "mine"]
    submenu.actions()[-1].trigger()
    assert window.store.scene.state.opening.source == "mine"
    (user_folder("networks") / "mine.net").unlink()
    assert listed() == before


def test_a_figure_of_a_typed_network_is_opened_again(editing, press, tmp_path):
    """The text travels in the recipe; one from before there were texts has none."""
    window, panel = editing("occupancy")
    panel.new.click()
    press(window, Qt.Key.Key_Return, CONTROL)
    made = json.loads(recipe_text(recipe(window.store.scene, None, theme="light")))
    assert reopened(made, folder=tmp_path).opening.text == panel.text
    longest = panel.text + "# a word\n" * 7000
    made["opening"]["text"] = longest
    assert reopened(made, folder=tmp_path).opening.text == longest
    made["opening"]["text"] = longest * 2
    with pytest.raises(DataError, match="at most 65,536"):
        reopened(made, folder=tmp_path)
    del made["opening"]["text"]
    assert reopened(made, folder=tmp_path).opening.text == ""


def test_letters_arrows_and_home_belong_to_the_text(editing, press):
    """Bare keys that step the run elsewhere move the caret and type here."""
    window, panel = editing()
    press(window, Qt.Key.Key_End)
    press(window, Qt.Key.Key_Left)
    press(window, Qt.Key.Key_Space)
    assert window.store.scene.position == 0
    assert panel.code.textCursor().position() != 0 and panel.modified
    panel.code.moveCursor(QTextCursor.MoveOperation.End)
    press(window, Qt.Key.Key_Z, CONTROL)
    assert not panel.modified and window.store.scene.position == 0
