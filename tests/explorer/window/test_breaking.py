"""Breakpoints, logs and watches in the real window, by mouse and keys: set in the gutter, continued, typed, saved."""

import csv

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox

from engine.exchange.breakpoints import read_breakpoints
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.command import Request
from explorer.scenery.halts import hits_in
from explorer.view import Spot
from explorer.window.ask_dialog import AskDialog
from explorer.window.canvas import Canvas
from explorer.window.field_editor import FieldEditor
from explorer.window.main_window import MainWindow

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
STATE = Breakpoint("s", True)


def canvas(window: MainWindow, name: str) -> Canvas:
    """The canvas of a view, brought to the front."""
    pane = next(pane for pane in window.panes.values() if any(view.name == name for view in pane.views))
    pane.bring(name)
    window._changed(frozenset({"scene"}))
    found = pane.canvas(name)
    assert found is not None
    paint(window)
    return found


def paint(window: MainWindow) -> None:
    QApplication.processEvents()
    window.grab()
    QApplication.processEvents()


def click(window: MainWindow, area: Canvas, spot: Spot) -> None:
    at: QPoint = (spot.rect.center() * area.zoom).toPoint()
    QTest.mouseClick(area, LEFT, NONE, at)
    paint(window)


def typed(window: MainWindow, area: Canvas, command: str, *, of: object, text: str) -> str:
    """Opens the line of a field by a click and types a text; what is wrong with it, or nothing once it is sent."""
    spot = next(spot for spot in area.spots if spot.field and (spot.field.command, spot.field.subject) == (command, of))
    click(window, area, spot)
    line = next(line for line in area.findChildren(FieldEditor, "field") if line.isVisible())
    line.selectAll()
    QTest.keyClicks(line, text)
    wrong = line.refusal
    QTest.keyClick(line, Qt.Key.Key_Escape if wrong else Qt.Key.Key_Return)
    paint(window)
    return wrong


def choose(window: MainWindow, path: str) -> None:
    """Types a path into the dialog for a file that is open."""
    dialog = next(dialog for dialog in window.findChildren(QFileDialog, "breaking") if dialog.isVisible())
    dialog.selectFile(path)
    dialog.findChild(QLineEdit).setText(path)
    dialog.accept()


def position(window: MainWindow) -> int:
    return window.store.scene.position


def test_set_in_the_gutter_and_continued_both_ways_it_lands_on_the_same_places(open_window, press):
    window = open_window()
    program = canvas(window, "program")
    wanted = Request("toggle-breakpoint", ("s", True))
    click(window, program, next(spot for spot in program.spots if spot.request == wanted))
    assert window.store.scene.state.breakpoints == (STATE,)
    expected = hits_in(window.store.scene, STATE).tolist()
    forward = []
    for _ in range(len(expected)):
        press(window, Qt.Key.Key_F5)
        forward.append(position(window))
        assert window.call_stack.text.startswith("stopped: line 17  ε_s at t = ")
    assert forward == expected
    press(window, Qt.Key.Key_F5)
    assert position(window) == window.store.scene.schedule.length and "stopped" not in window.call_stack.text
    backward = []
    for _ in range(len(expected)):
        press(window, Qt.Key.Key_F5, ALT)
        backward.append(position(window))
    assert backward == expected[::-1]
    press(window, Qt.Key.Key_F5, ALT)
    assert position(window) == 0
    click(window, program, next(spot for spot in program.spots if spot.request == wanted))
    assert window.store.scene.state.breakpoints == ()
    window.store.undo()
    assert window.store.scene.state.breakpoints == (STATE,)


def test_f9_sets_it_on_the_line_that_runs_next_and_steps_equal_running(open_window, press):
    window = open_window()
    for _ in range(5):
        press(window, Qt.Key.Key_F10)
    press(window, Qt.Key.Key_F9)
    (there,) = window.store.scene.state.breakpoints
    assert there == Breakpoint("s")
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_F5)
    halted = window.store.scene.state
    press(window, Qt.Key.Key_Home)
    for _ in range(5):
        press(window, Qt.Key.Key_F10)
    assert window.store.scene.state == halted
    press(window, Qt.Key.Key_F9, CTRL)
    assert not window.store.scene.state.breakpoints[0].enabled


def test_a_condition_is_typed_in_the_list_halts_and_says_why(open_window, press):
    window = open_window()
    area = canvas(window, "breakpoints")
    assert "called 'b_ph'" in typed(window, area, "change-condition", of=Breakpoint(), text="b_ph > 0.9")
    assert typed(window, area, "change-condition", of=Breakpoint(), text="b_phi > 0.9") == ""
    (there,) = window.store.scene.state.breakpoints
    assert there == Breakpoint(condition="b_phi > 0.9")
    press(window, Qt.Key.Key_F5)
    assert position(window) == hits_in(window.store.scene, there)[0]
    assert window.call_stack.text.startswith("stopped: b_φ[5] > 0.9 at t = ")
    assert typed(window, canvas(window, "breakpoints"), "change-hits", of=there, text="=2") == ""
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_F5)
    assert position(window) == hits_in(window.store.scene, there)[1]


def test_a_condition_is_asked_for_by_a_key(open_window, press):
    window = open_window()
    press(window, Qt.Key.Key_F9, SHIFT)
    dialog = window.findChild(AskDialog)
    dialog.line.setText("abs(eps_s) < 1e-9 or isnan(eps_s)")
    dialog._accept()
    assert window.store.scene.state.breakpoints[0].condition == "abs(eps_s) < 1e-9 or isnan(eps_s)"


def test_a_logpoint_never_stops_and_its_table_is_saved_in_full(open_window, press, tmp_path):
    window = open_window()
    window.store.run(Request("toggle-breakpoint", ("b_c", False)))
    plain = Breakpoint("b_c")
    assert typed(window, canvas(window, "breakpoints"), "change-log", of=plain, text="norm {norm(b_c)}") == ""
    press(window, Qt.Key.Key_F5)
    assert position(window) == window.store.scene.schedule.length
    area = canvas(window, "log")
    ways = [spot for spot in area.spots if spot.request and spot.request.command == "go"]
    assert len(ways) == window.store.scene.trace.moments
    path = tmp_path / "log"
    click(window, area, next(spot for spot in area.spots if spot.request and spot.request.command == "save-log"))
    choose(window, str(path))
    rows = list(csv.reader(path.with_suffix(".csv").read_text().splitlines()))
    assert rows[0] == ["position", "t", "message", "norm(b_c)"] and len(rows) == len(ways) + 1
    QTest.mouseClick(area, LEFT, NONE, QPoint(200, round(ways[0].rect.center().y())))
    assert position(window) == ways[0].request.argument.position


def test_breakpoints_leave_and_come_back_as_a_file_and_what_does_not_fit_is_said(open_window, tmp_path):
    window = open_window()
    window.store.run(Request("toggle-breakpoint", ("s", True)))
    window.store.run(Request("change-condition", (Breakpoint(), "b_phi > 0.9")))
    before = window.store.scene.state.breakpoints
    path = str(tmp_path / "mine.json")
    window.store.run(Request("export-breakpoints"))
    choose(window, path)
    assert read_breakpoints(path) == before
    window.store.run(Request("remove-breakpoints"))
    window.store.run(Request("import-breakpoints"))
    choose(window, path)
    assert window.store.scene.state.breakpoints == before
    other = open_window("mlp")
    other.store.run(Request("import-breakpoints"))
    choose(other, path)
    box = other.findChild(QMessageBox)
    assert "2 of 2 breakpoints cannot be in this network" in box.text()
    box.accept()
    other.store.run(Request("continue"))
    assert position(other) == other.store.scene.schedule.length


def test_a_watch_is_typed_and_followed_to_where_it_changes(open_window, press):
    window = open_window()
    area = canvas(window, "watch")
    assert "called 'norn'" in typed(window, area, "add-watch", of=None, text="norn(eps_s)")
    assert typed(window, area, "add-watch", of=None, text="norm(eps_s)") == ""
    press(window, Qt.Key.Key_W, CTRL | SHIFT)
    assert window.store.scene.state.watches == ("norm(eps_s)", "a_iota[t][0]")
    area = canvas(window, "watch")
    way = Request("go-to-change", ("norm(eps_s)", False))
    click(window, area, next(spot for spot in area.spots if spot.request == way))
    scene = window.store.scene
    last = (scene.trace.moments or 0) - 1
    assert scene.position == scene.schedule.position_of(scene.program.line_of["s", True], last) + 1
    assert typed(window, canvas(window, "watch"), "change-watch", of="norm(eps_s)", text="max(abs(eps_s))") == ""
    assert window.store.scene.state.watches[0] == "max(abs(eps_s))"


@pytest.mark.parametrize("source", ["occupancy", "gru"])
def test_while_halting_the_screen_shows_what_a_whole_painting_shows(open_window, press, source):
    """The disc at the number and the marks come and go with the place, also where only what changed is painted."""
    window = open_window(source, width=1500, height=900)
    window._rest.setInterval(3_600_000)
    program = window.store.scene.program
    for line in program.section("forward")[-1], program.section("backward")[-1], program.section("backward")[2]:
        window.store.run(Request("toggle-breakpoint", (line.name, line.adjoint)))
        window.store.run(Request("change-condition", (Breakpoint(), f"norm({_text(window, line)}) > 1e-9")))
    window.store.run(Request("go", Place(window.store.scene.schedule.length // 3)))
    screen = QGuiApplication.primaryScreen()
    for key, modifier in [(Qt.Key.Key_F5, NONE), (Qt.Key.Key_F10, NONE)] * 5 + [(Qt.Key.Key_F5, ALT)] * 3:
        press(window, key, modifier)
        QApplication.processEvents()
        shown = screen.grabWindow(window.winId()).toImage()
        assert shown == window.grab().toImage().convertToFormat(shown.format())


def _text(window: MainWindow, line) -> str:
    name = window.store.scene.network.adjoint_name(line.name) if line.adjoint else line.name
    return name or f"d_{line.name}"
