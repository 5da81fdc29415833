"""Windows for tests: made at once, without threads, and closed with nothing left behind."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from engine.exchange.opening import Opening
from explorer.application import application, make_window
from explorer.state import State
from explorer.window.main_window import MainWindow


@pytest.fixture(autouse=True)
def _nobody_chooses_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that waits for a person would wait for ever: whoever asks for a file here gets none."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")


@pytest.fixture
def open_window(qtbot) -> Iterator[Callable[..., MainWindow]]:
    """Opens the real window on a source; `keys` of pytest-qt reach it as they reach a user's."""
    application()
    opened: list[MainWindow] = []

    def make(source: str = "occupancy", *, width: int = 1600, height: int = 1000) -> MainWindow:
        window = make_window(State(Opening(source), theme="light"), at_once=True)
        qtbot.addWidget(window)
        window.resize(width, height)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.panes["left"].take_focus()
        opened.append(window)
        return window

    yield make
    for window in opened:
        window.close()
        window.store.close()
    QApplication.processEvents()


@pytest.fixture
def press(qtbot) -> Callable[..., None]:
    """Presses a key on whatever has the focus in a window."""

    def run(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(window.focusWidget(), key, modifiers)

    return run
