"""What parameters ask of the window: a set of them taken from a file, and the present ones kept in one."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMainWindow

from engine.errors import ChainruleError
from engine.exchange.arrays import FORMATS, write_arrays
from explorer.command import Request
from explorer.store import Store

READ = "Parameters (" + " ".join(f"*{ending}" for ending in FORMATS) + ")"
WRITTEN = ";;".join(f"{ending[1:]} (*{ending})" for ending in FORMATS)


class ParameterEffects:
    """Performs the effects that concern files of parameters, for one window."""

    def __init__(self, window: QMainWindow, store: Store, *, say: Callable[[str], None]) -> None:
        self._window, self._store, self._say = window, store, say
        self.performers: Mapping[str, Callable[[object], object]] = {
            "load-parameters": self._load,
            "save-parameters": self._save,
        }

    def _load(self, argument: object) -> None:
        path, _ = QFileDialog.getOpenFileName(self._window, "Load parameters", str(Path.home()), READ)
        if path:
            self._store.run(Request("set-parameters", path))

    def _save(self, argument: object) -> None:
        scene = self._store.scene
        if scene is None:
            return
        suggested = Path.home() / f"{scene.network.name}-parameters{FORMATS[0]}"
        path, _ = QFileDialog.getSaveFileName(self._window, "Save parameters", str(suggested), WRITTEN)
        if path:
            self.save_to(path)

    def save_to(self, path: str) -> None:
        """Writes the parameters of the run on the screen; without an ending the file is an .npz."""
        scene = self._store.scene
        if scene is None:
            return
        try:
            write_arrays(path if path.lower().endswith(FORMATS) else path + FORMATS[0], scene.parameters)
        except ChainruleError as error:
            self._say(str(error))
