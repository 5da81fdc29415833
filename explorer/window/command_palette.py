"""The palette: a field and a list over the window, from which everything that can be done is found by typing."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from explorer.theme.tokens import Theme
from explorer.theme.type import MEDIUM, font, text_width
from explorer.window.palette_entries import Entry, found
from explorer.window.veil import Veil

ROW, WIDE, HIGH, TOP = 34, 860, 620, 70
GROUP, PAD, REST = 84, 12, 130
Index = QModelIndex | QPersistentModelIndex


class Found(QAbstractListModel):
    """The entries that fit what was typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Others."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # as Qt declares it
        """How many."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a line; what reads the screen aloud gets all of them."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            off = "" if entry.enabled else ", not possible now"
            return ", ".join(part for part in (entry.title, entry.group, entry.keys, entry.tip) if part) + off
        return entry.tip if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What cannot be run now cannot be chosen."""
        entry = self.entries[index.row()] if index.isValid() else None
        usable = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return usable if entry is not None and entry.enabled else Qt.ItemFlag.NoItemFlags


class Line(QStyledItemDelegate):
    """Paints an entry: group, title, tip, and the keys at the right."""

    def __init__(self, theme: Theme, zoom: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zoom = theme, zoom

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all."""
        return QSize(200, round(ROW * self._zoom))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints one line."""
        model = index.model()
        assert isinstance(model, Found)
        entry, theme, zoom = model.entries[index.row()], self._theme, self._zoom
        area = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.accent_fill)
            painter.fillRect(QRectF(area.left(), area.top(), 3 * zoom, area.height()), theme.accent)
        first, second = (theme.text1, theme.text2) if entry.enabled else (theme.text3, theme.text3)
        face, strong = font(15, scale=zoom), font(15, MEDIUM, scale=zoom)
        left, right = area.left() + PAD * zoom, area.right() - PAD * zoom
        painter.setPen(second)
        self._write(painter, entry.group, QRectF(left, area.top(), GROUP * zoom, area.height()), face)
        left += GROUP * zoom
        keys = text_width(entry.keys, face)
        if entry.keys:
            self._write(painter, entry.keys, QRectF(right - keys - 1, area.top(), keys + 1, area.height()), face)
            right -= keys + 2 * PAD * zoom
        painter.setPen(first)
        title = min(text_width(entry.title, strong), right - left)
        self._write(painter, entry.title, QRectF(left, area.top(), title + 1, area.height()), strong)
        left += title + 2 * PAD * zoom
        painter.setPen(second)
        tip = entry.tip if entry.enabled else "not possible here"
        if right - left > 60 * zoom:
            self._write(painter, tip, QRectF(left, area.top(), right - left, area.height()), face)
        painter.restore()

    def _write(self, painter: QPainter, words: str, area: QRectF, face: QFont) -> None:
        painter.setFont(face)
        if text_width(words, face) > area.width() + 1:
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class CommandPalette(Veil):
    """Type, choose with the arrows, run with Enter; Esc leaves everything as it was."""

    def __init__(self, window: QWidget, entries: Sequence[Entry], theme: Theme, *, zoom: float) -> None:
        super().__init__(window, theme, zoom=zoom, title="All commands")
        self._entries = entries
        self.field = QLineEdit(self.panel)
        self.field.setPlaceholderText("A command, a picture, a quantity, or what to open")
        self.field.setAccessibleName("Find a command")
        self.field.setFont(font(17, scale=zoom))
        self.field.setTextMargins(6, 4, 6, 4)
        self.found = Found(self)
        self.list = QListView(self.panel)
        self.list.setModel(self.found)
        self.list.setItemDelegate(Line(theme, zoom, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("What fits")
        self.list.clicked.connect(self._run)
        self.words = QLabel(self.panel)
        self.words.setForegroundRole(self.words.palette().ColorRole.PlaceholderText)
        for widget in (self.field, self.list, self.words):
            self.column.addWidget(widget)
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self._find("")
        self.lay()
        self.field.setFocus()

    def panel_place(self) -> QRect:
        """In the middle, near the top, where the eyes are."""
        width = min(round(WIDE * self.zoom), self.width() - 40)
        top = min(round(TOP * self.zoom), self.height() // 8)
        rows = max(1, len(self.found.entries)) * ROW + REST
        height = min(round(min(rows, HIGH) * self.zoom), self.height() - top - 20)
        return QRect((self.width() - width) // 2, top, width, height)

    def _find(self, text: str) -> None:
        entries = found(text, self._entries)
        self.found.show_entries(entries)
        usable = sum(entry.enabled for entry in entries)
        self.words.setText(
            f"{usable} can be run now · Enter runs, ↑ ↓ choose, Esc leaves"
            if entries
            else "Nothing is called so; fewer letters find more"
        )
        if usable:
            self.list.setCurrentIndex(self.found.index(0))
        self.panel.setGeometry(self.panel_place())
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the focus; what moves in the list goes there."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            page = max(1, self.list.height() // round(ROW * self.zoom) - 1)
            moves = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: page,
                Qt.Key.Key_PageUp: -page,
            }
            by = moves.get(Qt.Key(event.key()))
            if by is not None:
                self._move(by)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        usable = sum(entry.enabled for entry in self.found.entries)
        if usable:
            row = self.list.currentIndex().row() + by
            row = row % usable if abs(by) == 1 else max(0, min(row, usable - 1))
            self.list.setCurrentIndex(self.found.index(row))

    def _run(self, index: Index) -> None:
        entry = self.found.entries[index.row()] if index.isValid() else None
        if entry is not None and entry.enabled:
            self.leave()
            entry.run()
