"""Texts that leave the window: to the clipboard, or to a file that the person names."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from engine.errors import ChainruleError
from engine.exchange.safe_write import safe_write


class TextEffects:
    """Performs what concerns texts for one window; `say` tells what went wrong."""

    def __init__(self, window: QWidget, *, say: Callable[[str], None]) -> None:
        self._window, self._say = window, say
        self.performers: dict[str, Callable[[object], object]] = {"copy-text": self._copy, "save-text": self._save}

    def _copy(self, argument: object) -> None:
        QApplication.clipboard().setText(str(argument))

    def _save(self, argument: object) -> None:
        """Asks where, and writes (suggested name, text)."""
        if not isinstance(argument, tuple):
            return
        name, text = argument
        kind = f"Texts (*{Path(name).suffix});;All files (*)"
        path, _ = QFileDialog.getSaveFileName(self._window, "Save", str(Path.home() / name), kind)
        if not path:
            return
        try:
            safe_write(path, str(text).encode("utf-8"))
        except (ChainruleError, OSError) as error:
            self._say(str(error))
