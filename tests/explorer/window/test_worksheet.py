"""The worksheet in the real window: a blank is typed into and judged, LaTeX goes to the clipboard and into a file."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from explorer.command import Request
from explorer.window.canvas import Canvas


def derivation_canvas(window):
    """The canvas of the derivation, painted."""
    canvas = window.findChild(Canvas, "canvas-derivation")
    canvas.grab()
    return canvas


def blank(canvas, key):
    """The place of a blank."""
    return next(spot for spot in canvas.spots if spot.field is not None and spot.field.subject == key)


def test_a_term_is_typed_and_judged(open_window, qtbot):
    """Through the command, a click and the keyboard; undo empties the blank again."""
    window = open_window("lstm_peephole")
    store = window.store
    store.run(Request("derive", "s"))
    store.run(Request("worksheet"))
    qtbot.waitUntil(lambda: store.scene.state.stage == "derivation")
    canvas = derivation_canvas(window)
    spot = blank(canvas, "s/2")
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=spot.rect.center().toPoint())
    line = next(each for each in canvas.findChildren(QLineEdit) if each.isVisible())
    qtbot.keyClicks(line, "p_omega * delta_omega[t]")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert store.scene.state.blanks == (("s/2", "p_omega * delta_omega[t]"),)
    assert blank(derivation_canvas(window), "s/2").field.text == "p_omega * delta_omega[t]"
    store.undo()
    assert store.scene.state.blanks == ()


def test_latex_leaves_the_window(open_window, monkeypatch, tmp_path):
    """To the clipboard and into the file that was named."""
    window = open_window("lstm_peephole")
    window.store.run(Request("derive", "s"))
    path = tmp_path / "steps.tex"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(path), ""))
    window.store.run(Request("copy-derivation"))
    window.store.run(Request("save-derivation"))
    assert QApplication.clipboard().text().startswith("\\documentclass")
    assert path.read_text(encoding="utf-8").endswith("\\end{document}\n")
