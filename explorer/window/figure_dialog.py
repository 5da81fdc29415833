"""The figure dialog: which view, which size and ground, and the file it goes to."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from explorer.view import View

WHOLE_WINDOW = "The whole window"
FORMATS = ("png", "svg", "pdf")


@dataclass(frozen=True, slots=True)
class FigureChoice:
    """What the person chose; `view` None is the whole window."""

    view: View | None
    path: Path
    scale: int
    theme: str
    transparent: bool


class FigureDialog(QDialog):
    """Asks for everything a figure needs; an existing file is asked about before it is replaced."""

    def __init__(self, parent: QWidget, views: list[View], current: View | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save figure")
        self._views = views
        self._view = QComboBox(self)
        for view in views:
            self._view.addItem(view.title)
        self._view.addItem(WHOLE_WINDOW)
        if current in views:
            self._view.setCurrentIndex(views.index(current))
        self._format = QComboBox(self)
        self._format.addItems([kind.upper() for kind in FORMATS])
        self._scale = QComboBox(self)
        self._scale.addItems([f"{factor}×" for factor in range(1, 5)])
        self._scale.setCurrentIndex(1)
        self._theme = QComboBox(self)
        self._theme.addItems(["light", "dark"])
        self._transparent = QCheckBox("Transparent ground", self)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation) or str(Path.home())
        self._path = QLineEdit(str(Path(folder) / "chainrule.png"), self)
        self._path.setMinimumWidth(380)
        browse = QPushButton("Browse…", self)
        browse.clicked.connect(self._browse)
        self._format.currentTextChanged.connect(self._suffix)
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self._accept_checked)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        for words, widget in (
            ("Picture", self._view),
            ("Format", self._format),
            ("Scale (PNG)", self._scale),
            ("Theme", self._theme),
        ):
            form.addRow(words, widget)
            widget.setAccessibleName(words)
        form.addRow("", self._transparent)
        form.addRow("File", row)
        self._remark = QLabel(self)
        self._remark.setWordWrap(True)
        self._remark.hide()
        form.addRow("", self._remark)
        form.addRow(buttons)
        self._path.setAccessibleName("File")
        self._asked = ""

    def _suffix(self, kind: str) -> None:
        path = Path(self._path.text())
        if path.name:
            self._path.setText(str(path.with_suffix(f".{kind.lower()}")))

    def _browse(self) -> None:
        kinds = ";;".join(f"{kind.upper()} (*.{kind})" for kind in FORMATS)
        path, _ = QFileDialog.getSaveFileName(self, "Save figure", self._path.text(), kinds)
        if path:
            self._asked = path
            self._path.setText(path)

    def _accept_checked(self) -> None:
        """Replaces a file only when that has been said; what can never be written keeps the dialog open."""
        path = self._path.text()
        target = Path(path).expanduser()
        if not target.name or target.is_dir():
            self._say("The name of a file is missing.")
        elif target.exists() and path != self._asked:
            self._asked = path
            self._say("This file exists: Save again to replace it.")
        else:
            self.accept()

    def _say(self, words: str) -> None:
        self._remark.setText(words)
        self._remark.show()

    def choice(self) -> FigureChoice:
        """What was chosen."""
        number = self._view.currentIndex()
        view = self._views[number] if number < len(self._views) else None
        return FigureChoice(
            view,
            Path(self._path.text()).expanduser(),
            self._scale.currentIndex() + 1,
            self._theme.currentText(),
            self._transparent.isChecked(),
        )
