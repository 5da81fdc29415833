"""Where a canvas paints only what a step changed, the screen shows the same as if all had been painted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication


@pytest.mark.parametrize("source", ["occupancy", "gru", "mlp"])
def test_the_screen_shows_what_a_whole_painting_shows(open_window, press, source):
    window = open_window(source, width=1500, height=900)
    window._rest.setInterval(3_600_000)  # no second painting in between
    screen = QGuiApplication.primaryScreen()
    for modifier, steps in ((Qt.KeyboardModifier.NoModifier, 45), (Qt.KeyboardModifier.AltModifier, 12)):
        for step in range(steps):
            press(window, Qt.Key.Key_F10, modifier)
            if step == 20:
                press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
                press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
            QApplication.processEvents()
            shown = screen.grabWindow(window.winId()).toImage()
            whole = window.grab().toImage().convertToFormat(shown.format())
            assert not shown.isNull()
            assert shown == whole, f"step {step}"
