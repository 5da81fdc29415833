"""Ctrl-C in the terminal: closes the window, also while Qt waits for events and no Python code runs."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier


class Interrupt(QObject):
    """While it lives, Ctrl-C calls `then`; `happened` says afterwards whether it came.

    Python runs its signal handlers between two lines of Python, of which there are none while Qt waits: a socket that
    the signal writes to wakes Qt up.
    """

    def __init__(self, then: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.happened = False
        self._then = then
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        self._before = signal.signal(signal.SIGINT, self._handle)
        self._wakeup = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.happened = True

    def _wake(self) -> None:
        self._reading.recv(64)
        if self.happened:
            self._then()

    def close(self) -> None:
        """Ctrl-C does again what it did before."""
        signal.set_wakeup_fd(self._wakeup)
        signal.signal(signal.SIGINT, self._before)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()
