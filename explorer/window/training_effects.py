"""What training asks of the window: running, stopping, conditions, changed settings, saving and opening recordings."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMainWindow

from engine.errors import ChainruleError
from engine.stepping.place import Place
from engine.training.condition import read_condition
from explorer.command import Request
from explorer.compute_training import Training
from explorer.recorded import SUFFIX, recorded_state
from explorer.state import LOOK, State
from explorer.store import Store

FILTER = f"Recordings (*{SUFFIX})"
CONDITIONS = "loss < 0.01 · accuracy >= 0.95 · max(abs(d_W)) > 100 · isnan(*)"


class TrainingEffects:
    """Performs the effects that concern training, for one window."""

    def __init__(self, window: QMainWindow, store: Store, training: Training, *, say: Callable[[str], None]) -> None:
        self._window, self._store, self._training, self._say = window, store, training, say
        self.performers: Mapping[str, Callable[[object], object]] = {
            "train": self._train,
            "stop-training": lambda argument: training.stop(),
            "train-epoch": self._epoch,
            "train-until": self._until,
            "change-setting": self._change,
            "save-recording": self._save,
        }

    def _train(self, argument: object) -> None:
        """Runs on: some iterations, or to where the scenario ends. What is put in by hand is no part of it."""
        scene = self._store.scene
        if scene is None:
            return
        self._show_newest()
        self._training.train(scene.state.opening, iterations=argument if isinstance(argument, int) else None)

    def _epoch(self, argument: object) -> None:
        scene = self._store.scene
        if scene is not None:
            self._show_newest()
            self._training.train(scene.state.opening, epochs=1)

    def _show_newest(self) -> None:
        """Whoever trains on wants to see where it goes, and numbers there: not the place before the first of them."""
        scene = self._store.scene
        if scene is not None and scene.state.place == Place():
            self._store.run(Request("to-end"))
            scene = self._store.scene
        if scene is not None and scene.progress is not None and scene.state.iteration != scene.progress.length:
            self._store.show_newest()

    def _until(self, argument: object) -> None:
        """Asks for a condition without holding up the window; what is none is said."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Train until")
        dialog.setLabelText(f"Stop at the first iteration where this holds, such as\n{CONDITIONS}")
        dialog.setTextValue(str(argument) if argument else "loss < 0.01")
        dialog.textValueSelected.connect(self._train_until)
        dialog.open()

    def _train_until(self, text: str) -> None:
        scene = self._store.scene
        if scene is None:
            return
        try:
            read_condition(text, scene.program.network)
        except ChainruleError as error:
            self._say(str(error).partition("\n")[0])
            return
        self._show_newest()
        self._training.train(scene.state.opening, stop_when=text)

    def _change(self, argument: object) -> None:
        """A setting from here on: recorded where a recording is there, else as a setting of the optimiser."""
        scene = self._store.scene
        match argument:
            case (str() as name, float() | int() as value) if scene is not None and name in scene.trace.values:
                if not math.isfinite(value):
                    self._say(f"{name}: {value} is no number that can be set; allowed is a finite one")
                    return
                if float(scene.trace.values[name]) == value:
                    return
                if not self._training.path:
                    self._training.begin(scene.state.opening, lambda: self._training.change(name, float(value)))
                else:
                    self._training.change(name, float(value))

    def _save(self, argument: object) -> None:
        """A copy of the recording where the person wants it."""
        if not self._training.path:
            return
        name = Path(self._training.path).name
        path, _ = QFileDialog.getSaveFileName(self._window, "Save recording", str(Path.home() / name), FILTER)
        if path:
            self.save_to(path)

    def save_to(self, path: str) -> None:
        """Copies the recording, under a name that says what it is."""
        try:
            self._training.save(path if path.endswith(SUFFIX) else path + SUFFIX)
        except ChainruleError as error:
            self._say(str(error))

    def open(self, path: str) -> None:
        """Takes up a recording at its newest iteration."""
        if self._store.scene is not None:
            self.enter(partial(recorded_state, path))

    def enter(self, read: Callable[[], State], *, keep_look: bool = True) -> bool:
        """Opens the state that is read, with the recording that it is of; says what cannot be used.

        It looks as the window did, unless it is to be seen as it was.
        """
        scene = self._store.scene
        try:
            state = read()
            self._training.forget()
            if state.recording:
                self._training.open(state.recording)
        except ChainruleError as error:
            self._say(str(error))
            return False
        if scene is not None and keep_look:
            state = replace(state, **{name: getattr(scene.state, name) for name in LOOK})
        self._store.open(state)
        return True
