"""Runs networks beside the window, the latest request winning; the only file with threads."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import ChainruleError
from engine.exchange.opening import Opening, Prepared, prepare
from engine.exchange.replaying import Replaying
from engine.run.intervention import Intervention
from engine.trace import Trace

log = logging.getLogger("chainrule")


@dataclass(frozen=True, slots=True)
class Job:
    """All that a run depends on, captured when it was asked for; `prepared` where the opening was opened before."""

    number: int
    opening: Opening
    interventions: tuple[Intervention, ...] = ()
    iteration: int = 0
    recording: str = ""
    prepared: Prepared | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job: prepared and trace, or a message of one line."""

    job: Job
    prepared: Prepared | None = None
    trace: Trace | None = None
    message: str = ""


class Worker:
    """Runs jobs one after the other, in one thread; keeps the recording that it was last asked for open."""

    def __init__(self) -> None:
        self._replaying: Replaying | None = None

    def compute(self, job: Job, unwanted: Callable[[], bool] | None = None) -> Result:
        """Prepares and runs, from a recording where the job names one; every failure becomes a message."""
        return compute(job, unwanted, self._open)

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


def compute(
    job: Job, unwanted: Callable[[], bool] | None = None, replaying: Callable[[str], Replaying] = Replaying
) -> Result:
    """Prepares and runs; every failure becomes a message."""
    try:
        if job.recording:
            found = replaying(job.recording).at(job.iteration, job.interventions, unwanted=unwanted)
            return Result(job, *found)
        prepared = prepare(job.opening) if job.prepared is None else job.prepared
        return Result(job, prepared, prepared.run(job.interventions, unwanted=unwanted))
    except ChainruleError as error:
        return Result(job, message=str(error))
    except MemoryError:
        return Result(
            job, message="the run needs more memory than there is; take smaller sizes, fewer moments or examples"
        )
    except Exception as error:  # a fault of ours: said once, and the window does not wait for ever
        log.exception("a run failed")
        return Result(job, message=f"internal error, please report it: {type(error).__name__}: {error}")


class Compute(QObject):
    """One worker; a new request replaces what has not started, and an outdated result is dropped.

    With `at_once` everything runs in the caller's thread before `request` returns: tests and figures want that.
    """

    finished = Signal(object)
    _arrived = Signal(object)

    def __init__(self, *, at_once: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at_once = at_once
        self._pool = None if at_once else ThreadPoolExecutor(max_workers=1, thread_name_prefix="compute")
        self._worker = Worker()
        self._newest = 0
        self._waiting: Future[Result] | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def request(
        self,
        opening: Opening,
        interventions: tuple[Intervention, ...] = (),
        *,
        iteration: int = 0,
        recording: str = "",
        prepared: Prepared | None = None,
    ) -> None:
        """Asks for a run; `finished` brings its Result on the caller's thread unless a newer request comes first.

        What has been prepared before is run as it is, where only interventions differ; otherwise it is opened anew.
        """
        self._newest += 1
        job = Job(self._newest, opening, interventions, iteration, recording, prepared)
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
        """Ends the worker; what still runs is given up at its next moment, what waits is dropped."""
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
