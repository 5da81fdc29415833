"""The transport bar: stepping buttons, the grain, the phase lamp, and what is open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QToolButton, QWidget

from engine.exchange.networks import network_names
from engine.exchange.scenario import find_scenario, scenario_names
from engine.stepping.place import GRAINS
from explorer.command import Command, Request
from explorer.drawing.icons import icon
from explorer.scene import Scene
from explorer.theme.tokens import Theme
from explorer.window.key_words import first_key, tip_words
from explorer.window.lamp import PhaseLamp

BUTTONS = (
    "to-start",
    "moment-back",
    "back-over",
    "play",
    "step-over",
    "moment-on",
    "to-end",
    "",
    "step-into",
    "step-out",
)

ROOM_FOR_SOURCE, ROOM_FOR_GRAIN = 1250, 780


class Transport(QWidget):
    """The bar under the menu; `requested` brings what a person asked for."""

    requested = Signal(object)

    def __init__(self, commands: dict[str, Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._buttons: dict[str, QToolButton] = {}
        self._look: tuple[str, float, bool] = ("", 0.0, False)
        self._compact = False
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 6, 14, 6)
        self._layout.setSpacing(4)
        for name in BUTTONS:
            self._layout.addWidget(self._button(commands[name]) if name else self._separator())
        self._grain = QComboBox(self)
        self._grain.setAccessibleName("Step grain")
        for grain in GRAINS:
            self._grain.addItem(grain.capitalize(), grain)
        self._grain.activated.connect(
            lambda index: self.requested.emit(Request("choose-grain", self._grain.itemData(index)))
        )
        self.lamp = PhaseLamp(self)
        self._source = QComboBox(self)
        self._source.setAccessibleName("What is open")
        self._source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._source.setMinimumContentsLength(24)
        for name in scenario_names():
            self._source.addItem(find_scenario(name).title, name)
        self._source.insertSeparator(self._source.count())
        for name in network_names():
            self._source.addItem(name, name)
        self._built_in = self._source.count()
        self._source.activated.connect(self._open)
        self._layout.addSpacing(8)
        self._layout.addWidget(self._grain)
        self._layout.addSpacing(8)
        self._layout.addWidget(self.lamp)
        self._layout.addStretch(1)
        self._layout.addWidget(self._source)
        self.show_keys()

    def _button(self, command: Command) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(command.title)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("role", "next" if command.name == "step-over" else "")
        button.clicked.connect(lambda: self.requested.emit(Request(command.name)))
        self._buttons[command.name] = button
        return button

    def show_keys(self) -> None:
        """Names the keys that are in force now."""
        for name, button in self._buttons.items():
            button.setToolTip(tip_words(self._commands[name]))
        over, file = first_key(self._commands["step-over"]), first_key(self._commands["open-file"])
        self._grain.setToolTip(f"What {over} steps over: from a single sub-expression to the whole run")
        self._source.setToolTip(f"Scenarios and networks; {file} opens a file of your own")

    def _separator(self) -> QFrame:
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.VLine)
        return line

    def _open(self, index: int) -> None:
        name = self._source.itemData(index)
        if name:
            self.requested.emit(Request("open", name))

    def show_scene(self, scene: Scene, theme: Theme, *, compact: bool) -> None:
        """Another scene: which buttons can be pressed, the grain, the lamp, what is open."""
        playing = scene.state.playing
        look = (theme.name, scene.state.zoom, playing)
        for name, button in self._buttons.items():
            command = self._commands[name]
            button.setEnabled(command.enabled(scene))
            if look != self._look:
                button.setIcon(
                    icon("pause" if name == "play" and playing else command.icon, theme, scale=scene.state.zoom)
                )
                side = round(20 * scene.state.zoom)
                button.setIconSize(button.iconSize().scaled(side, side, Qt.AspectRatioMode.IgnoreAspectRatio))
                button.setFixedSize(round(36 * scene.state.zoom), round(36 * scene.state.zoom))
        self._look, self._compact = look, compact
        self._grain.setCurrentIndex(GRAINS.index(scene.state.grain))
        self.lamp.show_scene(scene, theme, compact=compact)
        self._show_what_fits()
        self._show_source(scene)

    def _show_what_fits(self) -> None:
        """The grain and what is open, as far as there is room for them."""
        zoom = self._look[1] or 1.0
        self._source.setVisible(not self._compact and self.width() >= ROOM_FOR_SOURCE * zoom)
        self._grain.setVisible(self.width() >= ROOM_FOR_GRAIN * zoom)
        self._layout.activate()  # at once: what appears must not be painted where it was before

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        self._show_what_fits()

    def _show_source(self, scene: Scene) -> None:
        called = scene.state.title  # by the person: choosing it again is to change nothing
        index = -1 if called else self._source.findData(scene.state.opening.source)
        if index < 0 or not self._source.itemData(self._source.count() - 1):
            while self._source.count() > self._built_in:
                self._source.removeItem(self._source.count() - 1)
        if index < 0:
            self._source.addItem(called or scene.prepared.title, "" if called else scene.state.opening.source)
            index = self._source.count() - 1
        self._source.setCurrentIndex(index)
