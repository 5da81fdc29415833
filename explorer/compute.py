"""Runs networks beside the window, the latest request winning; the only file with threads."""

import logging
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import ChainruleError
from engine.exchange.replaying import Replaying
from explorer.compute_checking import Checking
from explorer.running import Made, make
from explorer.state import Run

log = logging.getLogger("chainrule")
TOO_LARGE = "the run needs more memory than there is; take smaller sizes, fewer moments or examples"


@dataclass(frozen=True, slots=True)
class Job:
    """A run that was asked for, and the one it is to be compared with, if any."""

    number: int
    run: Run
    other: Run | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job: what was prepared and its trace, the same of the other run, or a message of one line."""

    job: Job
    made: Made | None = None
    other: Made | None = None
    message: str = ""


class Worker:
    """Runs jobs one after the other, in one thread.

    Keeps the recording that it was last asked for open, and the last run without interventions: what is changed by hand
    is compared with it, again and again.
    """

    def __init__(self) -> None:
        self._replaying: Replaying | None = None
        self._untouched: tuple[tuple[Run, tuple[object, ...]], Made] | None = None

    def compute(self, job: Job, unwanted: Callable[[], bool] | None = None) -> Result:
        """Prepares and runs, from a recording where the job names one; every failure becomes a message."""
        try:
            other = None if job.other is None else self._made(job.other, unwanted)
            return Result(job, self._made(job.run, unwanted), other)
        except ChainruleError as error:
            return Result(job, message=str(error))
        except MemoryError:
            return Result(job, message=TOO_LARGE)
        except Exception as error:  # a fault of ours: said once, and the window does not wait for ever
            log.exception("a run failed")
            return Result(job, message=f"internal error, please report it: {type(error).__name__}: {error}")

    def _made(self, run: Run, unwanted: Callable[[], bool] | None) -> Made:
        kept, key = self._untouched, (replace(run, interventions=()), self._stamp(run))
        same = kept is not None and kept[0] == key
        if kept is not None and same and not run.interventions:
            return kept[1]
        known = kept[1][0] if kept is not None and same and not run.recording else None
        made = make(run, unwanted, self._open, known=known)
        if not run.interventions:
            self._untouched = key, made
        return made

    def _stamp(self, run: Run) -> tuple[object, ...]:
        """What may change while a run is asked for in the same words: the recording's settings, a file on disk."""
        changes = self._open(run.recording).course.changes if run.recording else ()
        return (*changes, *(_written_at(path) for path in (run.opening.source, run.opening.network)))

    def _open(self, path: str) -> Replaying:
        if self._replaying is None or self._replaying.path != path:
            self.close()
            self._replaying = Replaying(path)
        return self._replaying

    def close(self) -> None:
        """Lets the recording go."""
        if self._replaying is not None:
            self._replaying.close()
            self._replaying = None


def _written_at(path: str) -> int | None:
    """When a file was written last; None for what is no file."""
    try:
        return os.stat(path).st_mtime_ns if path else None
    except (OSError, ValueError):
        return None


class Compute(QObject):
    """One worker; a new request replaces what has not started, and an outdated result is dropped.

    Numeric checks have a worker of their own, `checking`. With `at_once` everything runs in the caller's thread before
    `request` returns: tests and figures want that.
    """

    finished = Signal(object)
    _arrived = Signal(object)

    def __init__(self, *, at_once: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at_once = at_once
        self._pool = None if at_once else ThreadPoolExecutor(max_workers=1, thread_name_prefix="compute")
        self._worker = Worker()
        self.checking = Checking(at_once=at_once, parent=self)
        self._newest = 0
        self._waiting: Future[Result] | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def request(self, run: Run, other: Run | None = None) -> None:
        """Asks for a run; `finished` brings its Result on the caller's thread unless a newer request comes first."""
        self._newest += 1
        job = Job(self._newest, run, other)
        if self._pool is None:
            self.finished.emit(self._worker.compute(job))
            return
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = self._pool.submit(self._worker.compute, job, lambda: job.number != self._newest)
        self._waiting.add_done_callback(_passing_on(self._arrived.emit))

    def drop(self) -> None:
        """What has been asked for is not wanted any more."""
        self._newest += 1
        if self._waiting is not None:
            self._waiting.cancel()

    def _deliver(self, result: Result) -> None:
        if result.job.number == self._newest:
            self.finished.emit(result)

    def close(self) -> None:
        """Ends the workers; what still runs is given up at its next moment, what waits is dropped."""
        self.checking.close()
        if self._pool is None:
            self._worker.close()
            return
        self.drop()
        self._pool.submit(self._worker.close)  # a recording is let go by the thread that holds it
        self._pool.shutdown(wait=True)


def _passing_on(emit: Callable[[Result], None]) -> Callable[[Future[Result]], None]:
    def done(future: Future[Result]) -> None:
        if not future.cancelled():
            emit(future.result())

    return done
