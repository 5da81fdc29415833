"""The box that is typed in: line numbers, the line of the caret, the place of an error underlined, names completed."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QTextEdit, QWidget

from engine.language.message import Place
from explorer.theme.tokens import LIGHT, Theme
from explorer.theme.type import code_font

_LEAST = 2
"""Letters after which names are offered."""
_GAP, _TOP = 10, 6
_CONFIRM = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Backtab)


class _Numbers(QWidget):
    """The strip of line numbers at the left of a box."""

    def __init__(self, box: "CodeBox") -> None:
        super().__init__(box)
        self._box = box

    def sizeHint(self) -> QSize:
        """As wide as the largest number."""
        return QSize(self._box.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the numbers of the lines in sight."""
        self._box.paint_numbers(self, event.rect())


class CodeBox(QPlainTextEdit):
    """Plain text with numbers and colours; `edited` tells that a person changed it, not a program."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._wrong: Place | None = None
        self._known, self._filling = "", False
        self._numbers = _Numbers(self)
        # Where the pane is narrow, what is wrong would else stand out of sight at the right.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(_TOP)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Equations of the network")
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setWidget(self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
        self._completer.activated.connect(self._complete)
        self._popup = QListView(self)
        self._popup.setAccessibleName("Names that begin so")
        self._completer.setPopup(self._popup)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._mark)
        self.textChanged.connect(self._changed)
        self._make_room()

    def fill(self, text: str, *, keep_undo: bool) -> None:
        """Another text that nobody typed; with `keep_undo` Ctrl+Z brings the old one back."""
        self._filling = True
        if keep_undo:
            cursor = QTextCursor(self.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
            self.moveCursor(QTextCursor.MoveOperation.Start)
        else:
            self.setPlainText(text)
        self._filling = False

    def _changed(self) -> None:
        """Tells what a person changed: Qt says the same of letters that only got another colour."""
        text = self.toPlainText()
        if text != self._known:
            self._known = text
            if not self._filling:
                self.edited.emit()

    def take_look(self, theme: Theme, zoom: float) -> None:
        """The colours of a theme, and type of another size."""
        self._theme = theme
        self.setFont(code_font(zoom))
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self._make_room()
        self._mark()

    def offer(self, names: Iterable[str]) -> None:
        """The names that are completed."""
        self._words.setStringList(sorted(set(names)))

    def show_wrong(self, place: Place | None) -> None:
        """Underlines the place of an error, or takes the line away."""
        if place != self._wrong:
            self._wrong = place
            self._mark()
            self._numbers.update()

    def go_to(self, place: Place) -> None:
        """Puts the caret on a place and scrolls there."""
        self.setTextCursor(self._cursor_at(place))
        self.ensureCursorVisible()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Types; while names are offered the list has the keys that choose one."""
        popup = self._popup
        if popup.isVisible() and event.key() in _CONFIRM:
            event.ignore()
            return
        wanted = event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if not wanted:
            super().keyPressEvent(event)
        written = event.text()
        if wanted or (written and (written.isalnum() or written == "_")):
            self._show_names(least=0 if wanted else _LEAST)
        elif popup.isVisible() and event.key() != Qt.Key.Key_Shift:
            popup.hide()

    def _prefix(self) -> str:
        """The name left of the caret."""
        cursor = self.textCursor()
        line = cursor.block().text()[: cursor.positionInBlock()]
        start = len(line)
        while start and (line[start - 1].isalnum() or line[start - 1] == "_"):
            start -= 1
        return line[start:]

    def _show_names(self, *, least: int) -> None:
        prefix, popup = self._prefix(), self._popup
        self._completer.setCompletionPrefix(prefix)
        whole = prefix in self._words.stringList()
        if len(prefix) < least or whole or not self._completer.completionCount():
            popup.hide()
            return
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        rect = self.cursorRect()
        rect.setWidth(popup.sizeHintForColumn(0) + popup.verticalScrollBar().sizeHint().width() + 16)
        self._completer.complete(rect)

    def _complete(self, name: str) -> None:
        self.textCursor().insertText(name[len(self._prefix()) :])

    def _cursor_at(self, place: Place) -> QTextCursor:
        block = self.document().findBlockByNumber(min(place.line, self.blockCount()) - 1)
        cursor = QTextCursor(block)
        # Columns count bytes, as Python's parser does.
        before = block.text().encode("utf-8", "surrogatepass")[: max(0, place.column - 1)].decode("utf-8", "ignore")
        cursor.setPosition(block.position() + min(len(before), block.length() - 1))
        return cursor

    def _mark(self) -> None:
        """The band of the caret's line and the line under an error."""
        band = QTextEdit.ExtraSelection()
        band.cursor = self.textCursor()
        band.cursor.clearSelection()
        band.format.setBackground(self._theme.header)
        band.format.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        marks = [band]
        if self._wrong is not None:
            under = QTextEdit.ExtraSelection()
            under.cursor = self._cursor_at(self._wrong)
            under.cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
            for move in (QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveOperation.PreviousCharacter):
                if not under.cursor.hasSelection():
                    under.cursor.movePosition(move, QTextCursor.MoveMode.KeepAnchor)
            under.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            under.format.setUnderlineColor(self._theme.err)
            ground = QColor(self._theme.err)
            ground.setAlphaF(0.16)
            under.format.setBackground(ground)
            marks.append(under)
        self.setExtraSelections(marks)

    def numbers_width(self) -> int:
        """Of the strip, in px."""
        return self.fontMetrics().horizontalAdvance("9" * max(2, len(str(self.blockCount())))) + 2 * _GAP

    def paint_numbers(self, strip: QWidget, rect: QRect) -> None:
        """Paints the numbers of the lines that meet `rect`, that of an error in its colour."""
        painter = QPainter(strip)
        painter.fillRect(rect, self._theme.panel)
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if box.top() > rect.bottom():
                break
            number = block.blockNumber() + 1
            wrong = self._wrong is not None and self._wrong.line == number
            painter.setPen(self._theme.err if wrong else self._theme.text3)
            area = QRectF(0.0, box.top(), strip.width() - _GAP, self.fontMetrics().lineSpacing())
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(number))
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The strip is as high as the box."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        inside = self.contentsRect()
        self._numbers.setGeometry(inside.left(), inside.top(), self.numbers_width(), inside.height())

    def _scrolled(self, rect: QRect, rows: int) -> None:
        if rows:
            self._numbers.scroll(0, rows)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())
