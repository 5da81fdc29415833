"""Menus and keys made from the commands' own declarations."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from explorer.command import Command, Menu, Request
from explorer.scene import Scene

MENUS: tuple[Menu, ...] = ("File", "Edit", "View", "Debug", "Network", "Training", "Help")


def _put_keys(action: QAction, command: Command) -> None:
    """The keys of a command on its action; bare ones only as words, for they act on the canvases alone."""
    if command.bare:
        action.setText(f"{command.title}\t{', '.join(command.keys)}" if command.keys else command.title)
    else:
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)


class Menus(QObject):
    """The actions of all commands: in the menu bar, and on their keys.

    Bare keys (arrows, letters, Space) belong to the canvases, so that buttons and fields keep them.
    """

    def __init__(self, window: QMainWindow, commands: Iterable[Command], ask: Callable[[Request], None]) -> None:
        super().__init__(window)
        self._ask = ask
        self._actions: list[tuple[Command, QAction]] = []
        self._bare: list[Command] = []
        self._shortcuts: list[QShortcut] = []
        self._canvases: list[QWidget] = []
        self._shown: tuple[Scene, dict[str, bool]] | None = None
        self._unusable: list[tuple[Command, QAction]] = []
        self.menus: dict[str, QMenu] = {name: window.menuBar().addMenu(f"&{name}") for name in MENUS}
        for menu in self.menus.values():
            menu.aboutToShow.connect(self.settle)
        groups: dict[str, int] = {}
        for command in sorted(
            (c for c in commands if c.menu or c.keys or c.bare), key=lambda c: (c.menu or "", c.group)
        ):
            if command.bare:
                self._bare.append(command)
            if command.menu is None and command.bare:
                continue
            action = QAction(command.title, window)
            action.setObjectName(command.name)
            action.setToolTip(command.tip)
            action.setStatusTip(command.tip)
            if command.checked is not None:
                action.setCheckable(True)
            _put_keys(action, command)
            action.triggered.connect(self._runner(command))
            if command.menu is not None:
                menu = self.menus[command.menu]
                if groups.get(command.menu, command.group) != command.group:
                    menu.addSeparator()
                groups[command.menu] = command.group
                menu.addAction(action)
            else:
                window.addAction(action)
            self._actions.append((command, action))

    def _runner(self, command: Command) -> Callable[[], None]:
        return lambda: self._ask(Request(command.name))

    def give_bare_keys(self, widget: QWidget) -> None:
        """Lets bare keys act while `widget` or what is in it has the focus."""
        self._canvases.append(widget)
        for command in self._bare:
            for key in command.keys:
                shortcut = QShortcut(QKeySequence(key), widget)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(self._runner(command))
                self._shortcuts.append(shortcut)

    def show_keys(self, commands: Mapping[str, Command]) -> None:
        """Other keys: those of `commands`, at once."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts.clear()
        self._bare = [commands[command.name] for command in self._bare]
        self._actions = [(commands[command.name], action) for command, action in self._actions]
        self.settle()
        for _, action in self._actions:
            action.setShortcuts([])  # first of all: a key may only move once whoever had it has let go
        for command, action in self._actions:
            _put_keys(action, command)
        canvases, self._canvases = self._canvases, []
        for widget in canvases:
            self.give_bare_keys(widget)

    def show_scene(self, scene: Scene, *, can_undo: bool, can_redo: bool) -> None:
        """Which actions can be used now, so that their keys act at once.

        Those that can not be used any more, and the ticks, follow when a menu opens or nothing moves for a moment: to
        ask a hundred commands takes long, and the store refuses what can not be run there.
        """
        first, self._shown = self._shown is None, (scene, {"undo": can_undo, "redo": can_redo})
        if first:
            self.settle()
        for command, action in self._unusable:
            if self._is_usable(command, scene):
                action.setEnabled(True)

    def _is_usable(self, command: Command, scene: Scene) -> bool:
        known = self._shown[1] if self._shown is not None else {}
        return known[command.name] if command.name in known else command.enabled(scene)

    def settle(self) -> None:
        """Which actions can be used and which are ticked, all of them."""
        if self._shown is None:
            return
        scene, _ = self._shown
        for command, action in self._actions:
            action.setEnabled(self._is_usable(command, scene))
            if command.checked is not None:
                action.setChecked(command.checked(scene))
        self._unusable = [(command, action) for command, action in self._actions if not action.isEnabled()]
