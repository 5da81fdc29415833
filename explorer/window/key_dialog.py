"""The dialog to change keys: a preset, a table of all commands, a field that records keys, and what they clash with."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from explorer.command import Command
from explorer.keymap import PRESETS, owner_of
from explorer.window.key_bindings import KeyBindings
from explorer.window.key_sheet import PICTURES
from explorer.window.menus import MENUS

WIDE, HIGH = 900, 680
NAME = Qt.ItemDataRole.UserRole
EXPLANATION = (
    "Choose a command, press the keys it shall have in the field below, then Assign. "
    "Changes hold at once and are kept; ● marks a command with keys of your own."
)


class KeyDialog(QDialog):
    """Works on the bindings directly: every change is in force as soon as it is made."""

    def __init__(self, parent: QWidget, bindings: KeyBindings) -> None:
        super().__init__(parent)
        self._bindings = bindings
        self.setWindowTitle("Change keys")
        self.setObjectName("change-keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.addLayout(self._head())
        words = QLabel(EXPLANATION, self)
        words.setWordWrap(True)
        column.addWidget(words)
        column.addWidget(self._table(), 1)
        column.addLayout(self._recorder())
        self.clash = QLabel(self)
        self.clash.setTextFormat(Qt.TextFormat.PlainText)
        self.clash.setWordWrap(True)
        self.clash.setAccessibleName("Clash of keys")
        self.clash.setMinimumHeight(self.clash.fontMetrics().height() + 8)
        column.addWidget(self.clash)
        column.addLayout(self._foot())
        zoom = parent.fontMetrics().height() / 18.0
        room = parent.window().size()
        self.resize(min(round(WIDE * zoom), room.width() - 40), min(round(HIGH * zoom), room.height() - 40))
        bindings.rebound.connect(self._fill)
        self._fill()
        self.search.setFocus()

    def _head(self) -> QHBoxLayout:
        """The preset and the field to search in."""
        self.presets = QComboBox(self)
        self.presets.setAccessibleName("Keys of another debugger")
        for preset in PRESETS:
            self.presets.addItem(preset.title, preset.name)
        self.presets.setCurrentIndex(self.presets.findData(self._bindings.keymap.preset))
        self.presets.activated.connect(lambda row: self._bindings.choose_preset(self.presets.itemData(row)))
        label = QLabel("&Keys of", self)
        label.setBuddy(self.presets)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Find a command or a key")
        self.search.setAccessibleName("Find a command or a key")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        head = QHBoxLayout()
        head.addWidget(label)
        head.addWidget(self.presets)
        head.addStretch(1)
        head.addWidget(self.search, 1)
        return head

    def _table(self) -> QTreeWidget:
        """All commands by menu."""
        self.table = QTreeWidget(self)
        self.table.setAccessibleName("Commands and their keys")
        self.table.setColumnCount(3)
        self.table.setHeaderLabels(["Command", "Keys", "What it does"])
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setAllColumnsShowFocus(True)
        header = self.table.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.currentItemChanged.connect(lambda *_: self._chosen_other())
        self.table.itemActivated.connect(lambda *_: self.recorder.setFocus())
        return self.table

    def _recorder(self) -> QHBoxLayout:
        """The field that takes keys, and what is done with them."""
        self.recorder = QKeySequenceEdit(self)
        self.recorder.setAccessibleName("Press the new keys")
        self.recorder.setMaximumSequenceLength(1)
        self.recorder.keySequenceChanged.connect(lambda sequence: self._show_clash())
        label = QLabel("&New keys", self)
        label.setBuddy(self.recorder)
        self.assign = self._button("&Assign", self._assign, "The command has these keys and no others")
        self.add = self._button("A&dd", self._add, "The command has these keys as well")
        self.remove = self._button("&No keys", self._remove, "The command is reached by menu and palette alone")
        self.reset = self._button("&Reset", self._reset, "The keys of the preset for this command")
        row = QHBoxLayout()
        for widget in (label, self.recorder, self.assign, self.add, self.remove, self.reset):
            row.addWidget(widget)
        return row

    def _foot(self) -> QHBoxLayout:
        self.reset_all = self._button("Reset a&ll", self._bindings.reset_all, "The preset's keys for every command")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.reset_all)
        foot.addStretch(1)
        foot.addWidget(buttons)
        return foot

    def _button(self, words: str, does: Callable[[], None], tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda checked: does())
        return button

    def _fill(self) -> None:
        """The table as the keys are now; the chosen command stays chosen."""
        before = self.chosen
        self.table.blockSignals(True)
        self.table.clear()
        for menu in (*MENUS, PICTURES):
            commands = [command for command in self._bindings.commands.values() if _group(command) == menu]
            commands.sort(key=lambda each: each.group)
            if not commands:
                continue
            head = QTreeWidgetItem([menu])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            face = self.font()
            face.setWeight(face.Weight.DemiBold)
            head.setFont(0, face)
            self.table.addTopLevelItem(head)
            for command in commands:
                own = "● " if self._bindings.is_changed(command.name) else ""
                item = QTreeWidgetItem([command.title, f"{own}{', '.join(command.keys) or '—'}", command.tip])
                item.setData(0, NAME, command.name)
                head.addChild(item)
                if command.name == before:
                    self.table.setCurrentItem(item)
        self.table.expandAll()
        self.table.blockSignals(False)
        self._filter(self.search.text())
        self.recorder.clear()
        self._show_clash()

    def _filter(self, text: str) -> None:
        """Hides what does not hold every word that was typed, and chooses the first that does."""
        words = text.lower().split()
        first: QTreeWidgetItem | None = None
        for head, items in self._groups():
            fitting = 0
            for item in items:
                own = " ".join([head.text(0), *(item.text(part) for part in range(3))]).lower()
                fits = all(word in own for word in words)
                item.setHidden(not fits)
                fitting += fits
                first = first or (item if fits else None)
            head.setHidden(not fitting)
        current = self.table.currentItem()
        if first is not None and (current is None or current.isHidden() or not current.data(0, NAME)):
            self.table.setCurrentItem(first)

    def _groups(self) -> Iterator[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]]:
        """The heading of each menu, and the lines of its commands."""
        for head in filter(None, map(self.table.topLevelItem, range(self.table.topLevelItemCount()))):
            yield head, list(filter(None, map(head.child, range(head.childCount()))))

    @property
    def chosen(self) -> str:
        """The name of the chosen command."""
        item = self.table.currentItem()
        return str(item.data(0, NAME) or "") if item is not None else ""

    @property
    def recorded(self) -> str:
        """The keys that were pressed, as they are written."""
        return str(self.recorder.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def choose(self, name: str) -> None:
        """Chooses a command by its name."""
        items = (item for _, group in self._groups() for item in group)
        item = next((item for item in items if item.data(0, NAME) == name), None)
        if item is not None:
            self.table.setCurrentItem(item)

    def _chosen_other(self) -> None:
        self.recorder.clear()
        self._show_clash()

    def _show_clash(self) -> None:
        """Whose keys these are already, said at once, and which buttons make sense."""
        key, name = self.recorded, self.chosen
        other = owner_of(key, self._bindings.keys, besides=name) if key else ""
        title = self._bindings.commands[other].title if other else ""
        self.clash.setText(f"{key} belongs to “{title}”; assigning takes it from there." if other else "")
        self.assign.setText("&Take and assign" if other else "&Assign")
        self.assign.setEnabled(bool(key and name))
        self.add.setEnabled(bool(key and name and self._bindings.commands[name].keys))
        self.remove.setEnabled(bool(name and self._bindings.commands[name].keys))
        self.reset.setEnabled(bool(name) and self._bindings.is_changed(name))
        self.reset_all.setEnabled(bool(self._bindings.keymap.changes))

    def _assign(self) -> None:
        self._bindings.change(self.chosen, (self.recorded,))

    def _add(self) -> None:
        self._bindings.change(self.chosen, (*self._bindings.commands[self.chosen].keys, self.recorded))

    def _remove(self) -> None:
        self._bindings.change(self.chosen, ())

    def _reset(self) -> None:
        self._bindings.reset(self.chosen)


def _group(command: Command) -> str:
    """The heading a command stands under; empty for those that only spots ask for."""
    return command.menu or (PICTURES if command.keys or command.bare else "")
