"""The training strip: run and stop, the optimiser and its rate, the iteration that is shown, and the scrubber."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from engine.optimisers.rule import RATE, Rule, parse_rules
from explorer.command import Command, Request
from explorer.drawing.icons import icon
from explorer.scene import Scene
from explorer.theme.numbers import format_number
from explorer.theme.tokens import Theme
from explorer.window.key_words import tip_words
from explorer.window.scrubber import Scrubber

BUTTONS = ("train", "train-one", "iteration-back", "iteration-on")
ICONS = {"train": "play", "train-one": "over", "iteration-back": "back-moment", "iteration-on": "forward-moment"}


class TrainingStrip(QWidget):
    """The line above the call stack; `requested` brings what a person asked for. Hidden where nothing can be learnt."""

    requested = Signal(object)

    def __init__(self, commands: dict[str, Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self._commands = commands
        self._look: tuple[object, ...] = ()
        self._rule: Rule | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 3)
        row.setSpacing(6)
        self._title = QLabel("Training", self)
        self._title.setProperty("role", "title")
        row.addWidget(self._title)
        self._buttons = {name: self._button(commands[name]) for name in BUTTONS}
        self.show_keys()
        for name in ("train", "train-one"):
            row.addWidget(self._buttons[name])
        self._optimiser = QLabel(self)
        self._optimiser.setTextFormat(Qt.TextFormat.PlainText)
        self._rate_name = QLabel("η", self)
        self._rate = QLineEdit(self)
        self._rate.setAccessibleName("Learning rate")
        self._rate.setToolTip("Learning rate: another number counts from the next iteration on, and is recorded")
        self._rate.setMaximumWidth(76)
        self._rate.editingFinished.connect(self._set_rate)
        self._where = QLabel(self)
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self._where.setAccessibleName("Iteration")
        self.scrubber = Scrubber(self)
        self.scrubber.chosen.connect(lambda iteration: self.requested.emit(Request("go-to-iteration", iteration)))
        self._losses = QLabel(self)
        self._losses.setTextFormat(Qt.TextFormat.PlainText)
        self._losses.setAccessibleName("Loss at the first and at this iteration")
        for widget in (self._optimiser, self._rate_name, self._rate, self._buttons["iteration-back"], self._where,
                       self._buttons["iteration-on"]):  # fmt: skip
            row.addWidget(widget)
        row.addWidget(self.scrubber, 1)
        row.addWidget(self._losses)
        for label in (self._optimiser, self._where, self._losses):
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def _button(self, command: Command) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(command.title)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.requested.emit(Request(command.name)))
        return button

    def show_keys(self) -> None:
        """Names the keys that are in force now."""
        for name, button in self._buttons.items():
            button.setToolTip(tip_words(self._commands[name]))

    def show_scene(self, scene: Scene, theme: Theme, *, compact: bool) -> None:
        """Another scene, or more of the training."""
        self.setVisible(scene.can_train)
        progress, zoom = scene.progress, scene.state.zoom
        running = progress is not None and progress.running
        look = (theme.name, zoom, running)
        for name, button in self._buttons.items():
            button.setEnabled(self._commands[name].enabled(scene))
            if look != self._look:
                shown = "pause" if name == "train" and running else ICONS[name]
                side = round(18 * zoom)
                button.setIcon(icon(shown, theme, scale=zoom))
                button.setIconSize(button.iconSize().scaled(side, side, Qt.AspectRatioMode.IgnoreAspectRatio))
                button.setFixedSize(round(30 * zoom), round(30 * zoom))
        self._look = look
        self._show_rule(scene, compact=compact)
        length = progress.length if progress else 0
        self._where.setText(f"iteration {scene.state.iteration:,}" + (f" of {length:,}" if progress else ""))
        self.scrubber.show_progress(progress, scene.state.iteration, theme, zoom)
        self._losses.setText(self._loss_words(scene))
        self._losses.setVisible(not compact)
        self._losses.setToolTip(progress.message or progress.path if progress else "")

    def _show_rule(self, scene: Scene, *, compact: bool) -> None:
        update = scene.program.update
        *before, rule = parse_rules(update.words) if update is not None else [Rule("sgd")]
        self._rule = rule
        self._optimiser.setText(" + ".join([*(other.name for other in before), rule.name]))
        self._optimiser.setToolTip(rule.network.title)
        self._optimiser.setVisible(not compact)
        name = f"{rule.name}.{RATE}"
        there = update is not None and name in scene.trace.values
        for widget in (self._rate_name, self._rate):
            widget.setVisible(there)
        if there and not self._rate.hasFocus():
            self._rate.setText(f"{float(scene.trace.values[name]):.6g}")

    def _loss_words(self, scene: Scene) -> str:
        progress, digits = scene.progress, scene.state.digits
        if progress is None or not len(progress.iterations):
            return ""
        loss = progress.column("loss")
        place = min(int((progress.iterations <= scene.state.iteration).sum()) - 1, len(loss) - 1)
        numbers = (float(loss[0]), float(loss[max(0, place)]))
        first, here = (format_number(number, digits=digits, signed=False) for number in numbers)
        return f"{scene.network.objective} {first} → {here}"

    def _set_rate(self) -> None:
        rule = self._rule
        try:
            value = float(self._rate.text())
        except ValueError:
            value = 0.0
        if rule is not None and 0.0 < value < math.inf:
            self.requested.emit(Request("change-setting", (f"{rule.name}.{RATE}", value)))
        self._rate.clearFocus()
