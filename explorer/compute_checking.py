"""Checks beside the window, in a lane of its own: stepping never waits for it, and it can be given up at any time."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import ChainruleError
from engine.trace import Trace
from explorer.checking import AT_ONCE, BESIDE, made_checks
from explorer.checks import Checks, Wish
from explorer.state import Run

log = logging.getLogger("chainrule")
TELL_SECONDS = 0.15
"""How often progress is told at most: each time the picture is painted anew."""
BREATH_SECONDS = 0.0005
"""How long the check rests before every replay, so that the window gets its turn at once."""


class _GivenUp(Exception):
    """The check is not wanted any more."""


class Checking(QObject):
    """One check at a time, a newer one takes its place; `progressed` brings what is known of it by now.

    With `at_once` it is done before `request` returns: tests and figures want that.
    """

    progressed = Signal(object)
    _arrived = Signal(int, object)

    def __init__(self, *, at_once: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = None if at_once else ThreadPoolExecutor(max_workers=1, thread_name_prefix="checking")
        self._newest = 0
        self._known: Checks | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def request(self, run: Run, trace: Trace, wish: Wish) -> None:
        """Asks for a check; one that is still being made is given up."""
        self.stop()
        number = self._newest
        self._known = None
        if self._pool is None:
            self.progressed.emit(_checks(run, trace, wish, numbers=AT_ONCE))
            return
        self._show(Checks(run, wish, len(trace.adjoints), 0, running=True))
        self._pool.submit(self._work, number, run, trace, wish)

    def _work(self, number: int, run: Run, trace: Trace, wish: Wish) -> None:
        last = time.monotonic()

        def go_on() -> None:
            time.sleep(BREATH_SECONDS)
            if number != self._newest:
                raise _GivenUp

        def told(checks: Checks) -> None:
            nonlocal last
            if time.monotonic() - last > TELL_SECONDS:
                last = time.monotonic()
                self._arrived.emit(number, checks)

        try:
            go_on()
            self._arrived.emit(number, _checks(run, trace, wish, numbers=BESIDE, go_on=go_on, told=told))
        except _GivenUp:
            pass

    def _deliver(self, number: int, checks: Checks) -> None:
        if number == self._newest:
            self._show(checks)

    def _show(self, checks: Checks) -> None:
        self._known = checks
        self.progressed.emit(checks)

    def stop(self) -> None:
        """Gives up what is being made; what is known of it stays, and says that it was stopped."""
        self._newest += 1
        if self._known is not None and self._known.running:
            self._show(replace(self._known, running=False, message="stopped before all were checked"))

    def close(self) -> None:
        """Ends the lane."""
        self._newest += 1
        if self._pool is not None:
            self._pool.shutdown(wait=True)


def _checks(
    run: Run,
    trace: Trace,
    wish: Wish,
    *,
    numbers: int,
    go_on: Callable[[], None] = lambda: None,
    told: Callable[[Checks], None] = lambda checks: None,
) -> Checks:
    """The check; every failure becomes a message, and only giving up passes through."""
    try:
        return made_checks(run, trace, wish, numbers=numbers, go_on=go_on, told=told)
    except _GivenUp:
        raise
    except ChainruleError as error:
        return Checks(run, wish, 0, 0, message=str(error))
    except MemoryError:
        return Checks(run, wish, 0, 0, message="the check needs more memory than there is; take fewer examples")
    except Exception as error:  # a fault of ours: said once, and nobody waits for ever
        log.exception("a check failed")
        return Checks(run, wish, 0, 0, message=f"internal error, please report it: {type(error).__name__}: {error}")
