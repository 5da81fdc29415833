"""The main window: text at the left, picture in the middle, question at the right, time underneath."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from engine.exchange.opening import Opening
from explorer.command import Request
from explorer.compute_training import Training
from explorer.progress import Progress
from explorer.scene import Scene
from explorer.scenery.contrast import contrasted
from explorer.session import KEY, made_in, session_of
from explorer.state import State
from explorer.store import Store
from explorer.theme.palette import apply
from explorer.theme.tokens import Theme, theme
from explorer.view import View
from explorer.window.arrangement import Arrangement
from explorer.window.built_in import add_built_in
from explorer.window.call_stack import CallStack
from explorer.window.canvas import Canvas
from explorer.window.contrast_bar import ContrastBar
from explorer.window.dropping import dropped, dropped_words
from explorer.window.effects import Effects
from explorer.window.key_bindings import KeyBindings
from explorer.window.key_effects import KeyEffects
from explorer.window.menus import Menus
from explorer.window.pane import Pane
from explorer.window.session_keeper import SessionKeeper
from explorer.window.settings import keep_look
from explorer.window.training_strip import TrainingStrip
from explorer.window.transport import Transport

PLAY_MILLISECONDS = 500
SETTLE_MILLISECONDS = 120
FOLLOW_MILLISECONDS = 200
ON_PROJECTOR = ("left", "stage")


def _stops(widget: QWidget) -> list[QWidget]:
    """What in a bar can be reached by Tab, from left to right."""
    inside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [each for each in inside if each.focusPolicy() & Qt.FocusPolicy.TabFocus]


class MainWindow(QMainWindow):
    """Shows the store's scene in panes and passes wishes on; holds no state of the run."""

    def __init__(
        self,
        store: Store,
        views: Iterable[View],
        *,
        training: Training,
        settings: QSettings | None = None,
        glides: bool = False,
    ) -> None:
        super().__init__()
        self.store, self.training = store, training
        self.views = tuple(views)
        self._settings = settings
        self._look: tuple[str, float] | None = None
        self._stage: tuple[Opening, str] | None = None
        self._made: tuple[object, ...] = ()
        self.keeper: SessionKeeper | None = None
        self._waits = True  # for its first scene: until then there is no picture to have the keys
        self.setWindowTitle("Chainrule")
        self.setMinimumSize(960, 640)
        self.setAcceptDrops(True)
        self.bindings = KeyBindings(store.commands, settings, self)
        self.transport = Transport(store.commands, self)
        self.panes = {
            side: Pane([view for view in self.views if view.side == side], self, commands=store.commands, glides=glides)
            for side in ("left", "stage", "right", "debug", "below")
        }
        self.arrangement = Arrangement(self.panes, settings, self)
        self.contrast_bar = ContrastBar(store.commands, self)
        self.strip = TrainingStrip(store.commands, self)
        self.call_stack = CallStack(store.commands, self)
        self.menus = Menus(self, store.commands.values(), store.run)
        add_built_in(self.menus.menus["File"], store.run)
        self.effects = Effects(self, store, self.views, self.current_view, training=training)
        keys = KeyEffects(self, store, self.panes, self.bindings, theme=lambda: self.theme)
        self.effects.also(keys.performers)
        self.bindings.rebound.connect(self._rebound)
        self.effects.editing.focus = self.panes["stage"].take_focus
        self.effects.editing.saved = self.effects.scenarios.saved = self.call_stack.show_message
        self._lay_out()
        for pane in self.panes.values():
            pane.made.connect(self._order_tabs)
        self.menus.give_bare_keys(self.arrangement)
        self._clock = QTimer(self, interval=PLAY_MILLISECONDS)
        self._clock.timeout.connect(lambda: store.run(Request("step-over")))
        self._rest = QTimer(self, interval=SETTLE_MILLISECONDS, singleShot=True)
        self._rest.timeout.connect(self._settle)
        self._follow = QTimer(self, interval=FOLLOW_MILLISECONDS)
        self._follow.timeout.connect(store.follow_training)
        self._connect()

    def _connect(self) -> None:
        """Wishes go to the store, what it shows and what training tells come back."""
        store, training = self.store, self.training
        training.progressed.connect(self._progressed)
        training.failed.connect(self._failed)
        self.transport.requested.connect(store.run)
        self.strip.requested.connect(store.run)
        self.contrast_bar.requested.connect(store.run)
        for pane in self.panes.values():
            pane.requested.connect(store.run)
        self.panes["stage"].chosen.connect(lambda name: store.run(Request("choose-stage", name)))
        store.changed.connect(self._changed)
        store.effect.connect(self.effects.perform)
        store.failed.connect(self._failed)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._scheme_changed)

    def _lay_out(self) -> None:
        """The bars above and below what is arranged."""
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transport)
        column.addWidget(self.contrast_bar)
        column.addWidget(self.arrangement, 1)
        column.addWidget(self.strip)
        column.addWidget(self.call_stack)
        self.setCentralWidget(whole)

    def _arrange(self) -> bool:
        """As wide and as large as the window is now; whether it has changed between wide and small."""
        return self.arrangement.fit(self.size(), self.store.scene.state.zoom if self.store.scene else 1.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Changes between the wide and the small arrangement."""
        super().resizeEvent(event)
        if self._arrange():
            self._changed(frozenset({"look"}))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders of this computer may be dropped anywhere on the window."""
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens what was dropped, the first where it is more."""
        paths = dropped(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.effects.open_path(paths[0])
            self.effects.say(dropped_words(paths))

    def _rebound(self) -> None:
        """Other keys are in force: whatever acts on them or names them follows at once."""
        self.menus.show_keys(self.store.commands)
        self.transport.show_keys()
        self.strip.show_keys()
        self.contrast_bar.show_keys()
        self._changed(frozenset({"look"}))

    def _order_tabs(self) -> None:
        """Tab goes from the transport over the text, the picture, the question and time to training."""
        panes = [widget for pane in self.panes.values() for widget in pane.tab_order]
        order = [*_stops(self.transport), *panes, *_stops(self.strip)]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def current_view(self) -> View | None:
        """The view whose pane has the focus, else the one on the stage."""
        holder: QWidget | None = self.focusWidget()
        focused = next((pane for pane in self.panes.values() if holder is not None and pane.isAncestorOf(holder)), None)
        return (focused or self.panes["stage"]).current

    @property
    def theme(self) -> Theme:
        """The colours in use: chosen, or those of the system."""
        chosen = self.store.scene.state.theme if self.store.scene else "system"
        if chosen == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            chosen = "dark" if dark else "light"
        return theme(chosen, self.store.scene.state.colours if self.store.scene else "tide")

    def _scheme_changed(self) -> None:
        self._changed(frozenset({"look"}))

    def _progressed(self, progress: Progress) -> None:
        """Training went on: the newest iteration is followed while it runs, and once when it has ended."""
        before = self.store.scene.progress if self.store.scene is not None else None
        self.store.show_progress(progress)
        if progress.stopped is not None and before is not None and before.running and not progress.running:
            self._follow.stop()
            self.store.run(Request("land", progress.stopped))
        elif progress.running:
            self._follow.start()
        else:
            self._follow.stop()
            self.store.follow_training()

    def _changed(self, parts: frozenset[str]) -> None:
        """Shows the scene as it is now."""
        scene = self.store.scene
        if scene is None:
            return
        if parts == {"progress"}:
            self._show_progress(scene)
            return
        if parts == {"checks"}:
            self._show_checks(scene)
            return
        left = self.training.path and self.training.path != scene.state.recording
        if left or ("opening" in parts and not scene.state.recording):  # also one that is only being begun
            self.training.forget()
        self._keep_session(scene.state)
        self._arrange()
        colours, compact = self.theme, self.arrangement.compact
        look = (colours.tone, scene.state.zoom)
        application = QApplication.instance()
        if look != self._look and isinstance(application, QApplication):
            self._look = look
            apply(application, colours, scale=scene.state.zoom)
        self.setWindowTitle(f"{scene.title} — Chainrule")
        self.transport.show_scene(scene, colours, compact=compact)
        self._show_stage(scene)
        self.contrast_bar.show_scene(scene)
        drawn = contrasted(scene)
        self._show_panes(drawn)
        for pane in self.panes.values():
            pane.show_scene(scene, colours, compact=compact, follow=bool(parts & {"place", "look", "trace"}))
        if self._waits:
            self._focus_text()
        self._rest.start()
        self.strip.show_scene(scene, colours, compact=compact)
        self.strip.setVisible(scene.can_train and scene.state.desk is None)
        self.call_stack.show_scene(scene, compact=compact)
        if self._waits and self.keeper is not None and self.keeper.left is not None:
            self.call_stack.show_message("File ▸ Go on where you left brings your last session back")
        self._waits = False
        self.menus.show_scene(scene, can_undo=self.store.can_undo, can_redo=self.store.can_redo)
        if scene.state.playing and scene.event is None:
            self.store.run(Request("play"))
        elif scene.state.playing != self._clock.isActive():
            self._clock.start() if scene.state.playing else self._clock.stop()

    def _keep_session(self, state: State) -> None:
        """What was made goes into the recording of it; a step makes nothing, and costs nothing here."""
        recorded = bool(state.recording) and state.recording == self.training.path
        made = (state.recording, *made_in(state)) if recorded else ()
        if made and made != self._made:
            self.training.keep(KEY, session_of(state))
        self._made = made

    def _show_stage(self, scene: Scene) -> None:
        """Brings the picture that was chosen to the front, and the first one again where the choice was taken back."""
        before, self._stage = self._stage, (scene.state.opening, scene.state.stage)
        if scene.state.stage:
            self.panes["stage"].bring(scene.state.stage)
        elif before is not None and before[0] == scene.state.opening and before[1]:
            self.panes["stage"].bring_first()

    def _show_panes(self, scene: Scene) -> None:
        """All that have something to show; on the projector the text and the picture alone."""
        for side, pane in self.panes.items():
            there = side != "debug" or (not self.arrangement.compact and any(view.suits(scene) for view in pane.views))
            pane.setVisible(there and (scene.state.desk is None or side in ON_PROJECTOR))

    def _show_progress(self, scene: Scene) -> None:
        """Only what draws how training goes: the rest shows the same run as before."""
        colours, compact = self.theme, self.arrangement.compact
        self.strip.show_scene(scene, colours, compact=compact)
        self.transport.show_scene(scene, colours, compact=compact)
        self.call_stack.show_scene(scene, compact=compact)
        self.menus.show_scene(scene, can_undo=self.store.can_undo, can_redo=self.store.can_redo)
        for pane in self.panes.values():
            if pane.current is not None and pane.current.of_training:
                pane.show_scene(scene, colours, compact=compact, follow=False)

    def _show_checks(self, scene: Scene) -> None:
        """Only where a check is drawn: the rest shows the same run as before, and may be in the middle of steps."""
        self.menus.show_scene(scene, can_undo=self.store.can_undo, can_redo=self.store.can_redo)
        for pane in self.panes.values():
            if any(view.checks for view in pane.views):
                pane.show_scene(scene, self.theme, compact=self.arrangement.compact, follow=False)

    def _settle(self) -> None:
        """Nothing has moved for a moment: what was left out while steps followed one another."""
        self.menus.settle()
        for pane in self.panes.values():
            pane.settle()

    def _failed(self, message: str) -> None:
        """Says what went wrong; the last good scene stays."""
        self.call_stack.show_message(message)
        self.effects.say(message)

    def showEvent(self, event: QShowEvent) -> None:
        """The program has the focus at first, so that every key works at once."""
        super().showEvent(event)
        self._focus_text()

    def _focus_text(self) -> None:
        """Gives the program the keys, unless one of the pictures has them."""
        if self.focusWidget() is None or self.focusWidget() not in self.arrangement.findChildren(Canvas):
            self.panes["left"].take_focus()

    def restore(self) -> None:
        """Size and place of the window as they were last."""
        geometry = self._settings.value("window/geometry") if self._settings else None
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keeps size and place, stops the clock."""
        self._clock.stop()
        self._rest.stop()
        self._follow.stop()
        self.training.close()
        if self.keeper is not None:
            self.keeper.keep()
        if self._settings is not None:
            self._settings.setValue("window/geometry", self.saveGeometry())
            if self.store.scene is not None:
                keep_look(self._settings, self.store.scene.state)
        super().closeEvent(event)
