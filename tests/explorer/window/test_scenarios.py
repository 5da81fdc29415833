"""A scenario is saved from the window and opened again, by menu, by the command line and as a picture."""

from PySide6.QtWidgets import QMenu

from explorer.__main__ import main
from explorer.command import Request
from explorer.window.scenario_dialog import ScenarioDialog


def test_a_scenario_is_saved_and_opened_again_where_one_stood(open_window, capsys, tmp_path):
    window = open_window("one_gate")
    for command in ("step-over", "step-over", "save-scenario"):
        window.store.run(Request(command))
    dialog = window.findChild(ScenarioDialog)
    dialog.title.setText("Two steps in")
    dialog.story.setPlainText("Look at c.")
    dialog._buttons.accepted.emit()
    assert window.windowTitle().startswith("Two steps in")
    assert window.call_stack.text == "saved; File ▸ Open built-in ▸ Two steps in, or: chainrule two_steps_in"
    assert window.transport._source.currentText() == "Two steps in"
    window.store.run(Request("open", "mlp"))
    assert window.transport._source.currentText() == "mlp" and window.transport._source.findText("Two steps in") < 0
    submenu = next(menu for menu in window.findChildren(QMenu) if menu.title() == "Open &built-in")
    submenu.aboutToShow.emit()
    action = next(action for action in submenu.actions() if action.text() == "Two steps in")
    action.trigger()
    state = window.store.scene.state
    assert (state.opening.source, state.place.position, state.story) == ("one_gate", 2, "Look at c.")
    assert main(["list", "scenarios"]) == 0
    assert "two_steps_in" in capsys.readouterr().out
    assert main(["render", "two_steps_in", "--view", "program", "--out", str(tmp_path / "there.png")]) == 0


def test_the_dialog_asks_for_a_title_and_names_the_file_by_it(open_window):
    window = open_window("one_gate")
    window.store.run(Request("save-scenario"))
    dialog = window.findChild(ScenarioDialog)
    dialog.title.setText("My gate")
    assert dialog.path.text().endswith("my_gate.scenario")
    dialog.title.setText("  ")
    assert not dialog._buttons.button(dialog._buttons.StandardButton.Save).isEnabled()
    dialog.reject()


def test_where_tabs_do_not_fit_all_pictures_are_in_a_list(open_window):
    window = open_window("cnn_small")
    pane = window.panes["stage"]
    assert not pane._all.isHidden() and pane._tabs.height() > 20
    pane._list.aboutToShow.emit()
    names = [action.text() for action in pane._list.actions()]
    assert {"Graph", "Kernels", "Derivation"} <= set(names)
    next(action for action in pane._list.actions() if action.text() == "Kernels").trigger()
    assert pane.current.name == "kernels"


def test_a_scenario_of_a_recording_takes_up_its_training(open_window, tmp_path):
    window = open_window("mlp")
    window.effects.training.performers["train"](3)
    window.store.run(Request("go-to-iteration", 2))
    recorded = window.store.scene.state.recording
    window.effects.scenarios.save("Two updates", "", tmp_path / "two.scenario")
    window.store.run(Request("open", "one_gate"))
    assert window.training.path == ""
    window.effects.open_path(str(tmp_path / "two.scenario"))
    assert window.training.path == recorded == window.store.scene.state.recording
    assert window.store.scene.state.iteration == 2 and window.store.scene.progress.length == 3
