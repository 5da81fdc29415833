"""What the keyboard asks of the window: the palette, the page of keys, changing keys, and which pane has them."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from explorer.command import Request
from explorer.keymap import preset_named
from explorer.store import Store
from explorer.theme.tokens import Theme
from explorer.view import View
from explorer.window.canvas import Canvas
from explorer.window.command_palette import CommandPalette
from explorer.window.key_bindings import KeyBindings
from explorer.window.key_dialog import KeyDialog
from explorer.window.key_overlay import KeyOverlay
from explorer.window.palette_entries import entries_of
from explorer.window.pane import Pane
from explorer.window.veil import Veil


class KeyEffects:
    """Performs the effects that concern keys, for one window."""

    def __init__(
        self,
        window: QMainWindow,
        store: Store,
        panes: Mapping[str, Pane],
        bindings: KeyBindings,
        *,
        theme: Callable[[], Theme],
    ) -> None:
        self._window, self._store, self._panes, self._bindings, self._theme = window, store, panes, bindings, theme
        self.performers: Mapping[str, Callable[[object], object]] = {
            "palette": self._palette,
            "keys": self._keys,
            "change-keys": self._change_keys,
            "turn-pane": self._turn_pane,
            "turn-stage": lambda argument: self._panes["stage"].turn(_number(argument)),
            "show-tab": lambda argument: self._panes["stage"].show_tab(_number(argument)),
            "move-ring": self._move_ring,
        }

    @property
    def _zoom(self) -> float:
        return self._store.scene.state.zoom if self._store.scene is not None else 1.0

    def _lift(self) -> None:
        """Takes away what lies over the window already."""
        for veil in self._window.findChildren(Veil):
            veil.leave()

    def _palette(self, argument: object) -> None:
        scene = self._store.scene
        if scene is None:
            return
        self._lift()
        views = [view for pane in self._panes.values() if pane.isVisible() for view in pane.views]
        entries = entries_of(
            self._store.commands,
            scene,
            views,
            ask=self._store.run,
            bring=self._bring,
            undo=(self._store.can_undo, self._store.can_redo),
        )
        CommandPalette(self._window, entries, self._theme(), zoom=self._zoom)

    def _bring(self, view: View) -> None:
        """Brings a view to the front of its pane, and gives it the keys."""
        if view.side == "stage":
            self._store.run(Request("choose-stage", view.name))
        pane = next(pane for pane in self._panes.values() if pane.isVisible() and view in pane.views)
        pane.show_view(view.name)
        pane.take_focus(Qt.FocusReason.ShortcutFocusReason)

    def _keys(self, argument: object) -> None:
        self._lift()
        KeyOverlay(
            self._window,
            self._store.commands,
            self._theme(),
            zoom=self._zoom,
            preset=preset_named(self._bindings.keymap.preset).title,
            change=lambda: self._change_keys(None),
        )

    def _change_keys(self, argument: object) -> None:
        KeyDialog(self._window, self._bindings).open()

    def _turn_pane(self, argument: object) -> None:
        """Gives the next pane the keys, or the one before; the first where none has them."""
        panes = [pane for pane in self._panes.values() if pane.isVisible() and pane.current is not None]
        holder: QWidget | None = self._window.focusWidget()
        place = next((n for n, pane in enumerate(panes) if holder is not None and pane.isAncestorOf(holder)), -1)
        if panes:
            by = _number(argument)
            panes[(place + by) % len(panes) if place >= 0 else 0].take_focus(Qt.FocusReason.ShortcutFocusReason)

    def _move_ring(self, argument: object) -> None:
        holder = self._window.focusWidget()
        if isinstance(holder, Canvas):
            holder.ring.move(str(argument))


def _number(argument: object) -> int:
    return argument if isinstance(argument, int) else 0
