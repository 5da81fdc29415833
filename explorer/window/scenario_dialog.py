"""The dialog that saves a scenario of one's own: its title, its story, and the file it goes to."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from engine.exchange.own_scenarios import LONGEST_TITLE, SUFFIX, file_name

LONGEST_STORY = 9000


class ScenarioDialog(QDialog):
    """Does not hold up the main window; `save` gets title, story and path when it is accepted."""

    def __init__(
        self, parent: QWidget, *, title: str, story: str, folder: Path, save: Callable[[str, str, Path], None]
    ) -> None:
        super().__init__(parent)
        self._folder, self._save, self._chosen = folder, save, False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("scenario")
        self.setWindowTitle("Save as scenario")
        self.title = QLineEdit(title, self)
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.setAccessibleName("Title")
        self.story = QPlainTextEdit(story, self)
        self.story.setAccessibleName("Story: what to look at")
        self.story.setTabChangesFocus(True)
        self.story.setPlaceholderText("What to look at, for whoever opens it (Help ▸ What to look at shows it)")
        self.path = QLineEdit(self)
        self.path.setAccessibleName("File")
        self.path.textEdited.connect(self._keep_path)
        other = QPushButton("Other place…", self)
        other.clicked.connect(self._choose)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow("Title", self.title)
        form.addRow("Story", self.story)
        form.addRow("File", self.path)
        form.addRow("", other)
        form.addRow(self._buttons)
        self.title.textChanged.connect(self._look)
        self.path.textChanged.connect(self._look)
        self.title.selectAll()
        self.resize(640, 420)
        self._look()

    def _look(self) -> None:
        """The file is called by the title until another was chosen; both are needed."""
        if not self._chosen:
            self.path.setText(str(self._folder / f"{file_name(self.title.text())}{SUFFIX}"))
        ready = bool(self.title.text().strip() and self.path.text().strip())
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(ready)

    def _keep_path(self) -> None:
        self._chosen = True

    def _choose(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save as scenario", self.path.text(), f"Scenarios (*{SUFFIX})")
        if path:
            self._chosen = True
            self.path.setText(path)

    def _accept(self) -> None:
        story = self.story.toPlainText().strip()[:LONGEST_STORY]
        title, path = self.title.text().strip(), Path(self.path.text().strip())
        self.accept()
        self._save(title, story, path)
