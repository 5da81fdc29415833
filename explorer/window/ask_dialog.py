"""A small window that asks for a line of text; what is wrong with it stands beneath, and is not sent."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from explorer.command import Request
from explorer.field import Ask


class AskDialog(QDialog):
    """Does not hold up the main window; `send` gets the request when the line is accepted."""

    def __init__(self, ask: Ask, parent: QWidget, send: Callable[[Request], None]) -> None:
        super().__init__(parent)
        self._field, self._send = ask.field, send
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("ask")
        self.setWindowTitle(ask.title)
        self.line = QLineEdit(ask.field.text, self)
        self.line.setPlaceholderText(ask.field.hint)
        self.line.setAccessibleName(ask.label)
        self.line.setMinimumWidth(420)
        self.line.selectAll()
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(self._look)
        column = QVBoxLayout(self)
        label = QLabel(ask.label, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        for widget in (label, self.line, self.words, self._buttons):
            column.addWidget(widget)
        self._look()

    def _look(self) -> None:
        text = self.line.text()
        wrong = self._field.check(text)
        self.words.setText(wrong if text.strip() else "")
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong)
        layout = self.layout()
        if layout is not None and self.isVisible():  # grows with the words, and stays so: nothing jumps while one types
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _accept(self) -> None:
        if not self._field.check(self.line.text()):
            request = Request(self._field.command, (self._field.subject, self.line.text().strip()))
            self.accept()
            self._send(request)
