"""Keeps what a person makes while it is made, so that a crash loses no more than a second, and brings it back."""

import contextlib
import os
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from engine.errors import ChainruleError
from engine.exchange.user_folder import made_folder
from explorer.figure.own_scenario import save_scenario
from explorer.session import LEFT, left_session, session_of
from explorer.state import State
from explorer.store import Store

DELAY_MILLISECONDS = 700
NOW = "now.scenario"


class SessionKeeper(QObject):
    """Writes the session of one window into the user's folder, a moment after each change and not more often.

    What an earlier window has left there is put aside first, to be gone on with; a window in which nothing was made
    leaves that alone.
    """

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._kept: State | None = None
        self._timer = QTimer(self, interval=DELAY_MILLISECONDS, singleShot=True)
        self._timer.timeout.connect(self.keep)
        with contextlib.suppress(ChainruleError, OSError):
            folder = made_folder("sessions")
            os.replace(folder / NOW, folder / LEFT)
        store.changed.connect(self._changed)

    @property
    def left(self) -> Path | None:
        """The session that was left earlier, if there is one."""
        return left_session()

    def _changed(self) -> None:
        if not self._timer.isActive():  # not begun anew: whoever changes things without a rest is kept as well
            self._timer.start()

    def keep(self) -> None:
        """Writes what is on the screen, where something was made; a folder that cannot be written stops nothing."""
        self._timer.stop()
        scene = self._store.scene
        if scene is None or not scene.state.opening.source or scene.state == self._kept:
            return
        if not session_of(scene.state):
            return
        self._kept = scene.state
        with contextlib.suppress(ChainruleError, OSError):
            path = made_folder("sessions") / NOW
            save_scenario(scene, path, title=scene.state.title, story=scene.state.story)
