"""The field editor: a line to type in over a place of a picture, with what is wrong said beneath it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from explorer.command import Request
from explorer.field import Field
from explorer.theme.tokens import Theme
from explorer.theme.type import font

LEAST_WIDTH, MARGIN = 96, 4


class FieldEditor(QLineEdit):
    """Opened over a picture; Enter sends what was typed, Esc leaves, and so does going elsewhere.

    What the field's check refuses is not sent: what is wrong stands beneath, and the line stays open.
    """

    def __init__(
        self, field: Field, parent: QWidget, *, area: QRect, theme: Theme, zoom: float, send: Callable[[Request], None]
    ) -> None:
        super().__init__(field.text, parent)
        self._field, self._picture, self._send, self._done = field, parent, send, False
        self.setObjectName("field")
        self.setAccessibleName(field.hint or "A value to type")
        self.setPlaceholderText(field.hint)
        self.setFont(font(15, scale=zoom))
        wide = max(area.width(), round(LEAST_WIDTH * zoom), round(field.width * zoom))
        high = max(area.height(), round(28 * zoom))
        left = max(0, min(area.left(), parent.width() - wide))
        self.setGeometry(left, area.center().y() - high // 2, min(wide, parent.width()), high)
        self._words = QLabel(parent)
        self._words.setObjectName("field-words")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setFont(font(15, scale=zoom))
        self._words.setStyleSheet(
            f"background: {theme.panel.name()}; color: {theme.err.name()};"
            f"border: 1px solid {theme.err.name()}; padding: {MARGIN}px;"
        )
        self._words.hide()
        self.textEdited.connect(self._look)
        self.returnPressed.connect(self._finish)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def refusal(self) -> str:
        """What is wrong with what is typed, or nothing."""
        return self._field.check(self.text())

    def _look(self) -> None:
        """Says what is wrong while one types, under the line, or above it where there is no room below."""
        words = self.refusal if self.text().strip() else ""
        self._words.setText(words)
        self._words.setVisible(bool(words))
        if not words:
            return
        parent = self._picture
        wide = min(parent.width() - 2 * MARGIN, max(self.width(), 420))
        high = self._words.heightForWidth(wide) + 2 * MARGIN
        left = max(MARGIN, min(self.x(), parent.width() - wide - MARGIN))
        below = self.geometry().bottom() + 2
        top = below if below + high <= parent.height() else max(0, self.y() - high - 2)
        self._words.setGeometry(left, top, wide, high)
        self._words.raise_()

    def _finish(self) -> None:
        self._look()
        if self.refusal:
            return
        request = Request(self._field.command, (self._field.subject, self.text().strip()))
        self.leave()
        self._send(request)

    def leave(self) -> None:
        """Closes without sending anything; the picture has the focus again."""
        if self._done:
            return
        self._done = True
        focused, parent = self.hasFocus(), self._picture
        self._words.deleteLater()
        self.hide()
        self.deleteLater()
        if focused:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever clicks elsewhere has done: what is right and was changed counts, the rest is left."""
        super().focusOutEvent(event)
        if self._done or event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            return
        changed = self.text().strip() != self._field.text and bool(self.text().strip())
        if changed and not self.refusal:
            self._finish()
        else:
            self.leave()
