"""What breakpoints ask of the window: files to read them from and to write them to, and logs as tables."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMainWindow

from engine.errors import ChainruleError
from engine.exchange.breakpoints import read_breakpoints, write_breakpoints
from engine.exchange.logs import write_log
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.halting import log_rows
from explorer.command import Request
from explorer.scenery.breaking import refusal
from explorer.store import Store

BREAKPOINTS, TABLES = "Breakpoints (*.json)", "Tables (*.csv)"


class BreakingEffects:
    """Performs the effects that concern breakpoints, for one window."""

    def __init__(self, window: QMainWindow, store: Store, *, say: Callable[[str], None]) -> None:
        self._window, self._store, self._say = window, store, say
        self.performers: Mapping[str, Callable[[object], object]] = {
            "import-breakpoints": self._import,
            "export-breakpoints": self._export,
            "save-log": self._save_log,
        }

    def _import(self, argument: object) -> None:
        self._dialog("Import breakpoints", BREAKPOINTS, self.import_from).open()

    def import_from(self, path: str) -> None:
        """Adds those of a file; how many cannot be in the open network is said, and stands beside each."""
        scene = self._store.scene
        if scene is None:
            return
        try:
            found = read_breakpoints(path)
        except ChainruleError as error:
            self._say(str(error))
            return
        self._store.run(Request("take-breakpoints", found))
        wrong = sum(bool(refusal(scene.network, one)) for one in found)
        if wrong:
            self._say(f"{wrong} of {len(found)} breakpoints cannot be in this network; the list says why.")

    def _export(self, argument: object) -> None:
        self._write("Export breakpoints", "breakpoints.json", BREAKPOINTS, self.export_to)

    def export_to(self, path: str) -> None:
        """Puts all of them into a file."""
        if self._store.scene is not None:
            write_breakpoints(path, self._store.scene.state.breakpoints)

    def _save_log(self, argument: object) -> None:
        if isinstance(argument, Breakpoint):
            self._write("Save log", "log.csv", TABLES, lambda path: self.save_log_to(path, argument))

    def save_log_to(self, path: str, breakpoint: Breakpoint) -> None:
        """All that a logpoint logs in this run of the chosen example, as a table."""
        scene = self._store.scene
        if scene is not None:
            rows = log_rows(scene.trace, breakpoint, scene.state.example)
            write_log(path, breakpoint, rows, scene.network)

    def _write(self, title: str, name: str, filters: str, write: Callable[[str], None]) -> None:
        """Asks for a path and writes to it; the ending is added where it is missing, what goes wrong is said."""

        def chosen(path: str) -> None:
            try:
                write(path)
            except ChainruleError as error:
                self._say(str(error))

        dialog = self._dialog(title, filters, chosen)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        dialog.selectFile(name)
        dialog.open()

    def _dialog(self, title: str, filters: str, chosen: Callable[[str], None]) -> QFileDialog:
        """A dialog for one file that does not hold up the window."""
        dialog = QFileDialog(self._window, title, str(Path.home()), filters)
        dialog.setObjectName("breaking")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(chosen)
        return dialog
