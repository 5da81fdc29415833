"""The contrast bar: which two runs are compared, what that does to the loss, and whose numbers are on the screen."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QWidget

from explorer.command import Command, Request
from explorer.scene import Scene
from explorer.scenery.comparison import comparison_words, loss_words
from explorer.scenery.contrast import comparable
from explorer.window.elided_label import ElidedLabel
from explorer.window.key_words import first_key

RELEASED_MILLISECONDS = 60
"""How often it is looked whether the mouse has been let go."""
NAMES = ("after", "before", "difference")
BY_HAND = {"after": "After", "before": "Before", "difference": "Difference"}
CHOSEN = {"after": "This run", "before": "The other", "difference": "Difference"}


class ContrastBar(QWidget):
    """A line under the transport bar, there only while two runs are compared; `requested` brings wishes."""

    requested = Signal(object)

    def __init__(self, commands: dict[str, Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self._commands = commands
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 3)
        row.setSpacing(6)
        self._words = ElidedLabel(self)
        self._words.setAccessibleName("What is compared")
        self._loss = QLabel(self)
        self._loss.setTextFormat(Qt.TextFormat.PlainText)
        self._loss.setAccessibleName("Loss of this example in both runs")
        row.addWidget(self._words, 1)
        row.addWidget(self._loss)
        row.addSpacing(8)
        self._group = QButtonGroup(self)
        self._buttons = {name: self._button(name) for name in NAMES}
        for button in self._buttons.values():
            row.addWidget(button)
        self._chosen = [self._plain("swap-runs", "Swap"), self._plain("stop-comparing", "Stop")]
        row.addSpacing(8)
        for button in self._chosen:
            row.addWidget(button)
        self.show_keys()
        self._wanted = False
        self._later = QTimer(self, interval=RELEASED_MILLISECONDS, singleShot=True)
        self._later.timeout.connect(self._appear)
        self.hide()

    def _appear(self) -> None:
        """Comes or goes, but not while a button of the mouse is held: what is drawn on must not move under it."""
        if self._wanted == self.isHidden():
            if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
                self._later.start()
            else:
                self.setVisible(self._wanted)

    def _plain(self, name: str, words: str) -> QPushButton:
        """A button that is there while a run was chosen to compare with."""
        command = self._commands[name]
        button = QPushButton(words, self)
        button.setAccessibleName(command.title)
        button.setToolTip(command.tip)
        button.clicked.connect(lambda: self.requested.emit(Request(command.name)))
        return button

    def _button(self, name: str) -> QPushButton:
        command = self._commands[f"contrast-{name}"]
        button = QPushButton(BY_HAND[name], self)
        button.setCheckable(True)
        button.setAccessibleName(command.title)
        button.clicked.connect(lambda: self.requested.emit(Request(command.name)))
        self._group.addButton(button)
        return button

    def show_keys(self) -> None:
        """Names the key that is in force now."""
        for name, button in self._buttons.items():
            more = "\nPictures of single products and sums keep showing this run" if name == "difference" else ""
            following = f"{first_key(self._commands['next-contrast'])} goes from one to the next"
            button.setToolTip(f"{self._commands[f'contrast-{name}'].tip}\n{following}{more}")

    def show_scene(self, scene: Scene) -> None:
        """Another scene."""
        self._wanted = scene.other is not None
        self._appear()
        if scene.other is None:
            return
        self._words.setText(comparison_words(scene))
        self._words.setToolTip(comparison_words(scene))
        self._loss.setText(loss_words(scene))
        names = BY_HAND if scene.state.against is None else CHOSEN
        for plain in self._chosen:
            plain.setVisible(scene.state.against is not None)
        for name, button in self._buttons.items():
            button.setText(names[name])
            button.setChecked(scene.state.contrast == name)
        self._buttons["difference"].setEnabled(comparable(scene))
