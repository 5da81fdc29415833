"""Trains beside the window: a process of its own writes the recording, and what it has finished is read from there."""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

import engine
from engine.errors import ChainruleError, DataError
from engine.exchange.courses import open_course
from engine.exchange.opening import Opening
from engine.exchange.recipes import recipe_of, recorded_course
from engine.exchange.user_folder import made_folder
from engine.exchange.wording import one_line
from engine.recording.copying import copy_recording
from engine.recording.recording import Recording
from engine.training.course import Change
from explorer.recorded import SUFFIX, progress_of, stated
from explorer.stills import Album

log = logging.getLogger("chainrule")
POLL_MILLISECONDS, SELDOM = 50, 10
"""How often is looked, at least, and how many times longer than looking takes is waited."""
USUAL = 500
MORE = 5  # a run that is done goes on for a fifth of it
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Beside a window one thread of products is as fast as two, and leaves the other core to it."""


def recordings_folder() -> Path:
    """Where recordings are kept that nobody gave another place: the user's data folder, made where it is missing."""
    return made_folder("recordings")


class Training(QObject):
    """One training run at a time: begun, gone on with, stopped, changed; `progressed` brings how far it has come.

    `begun` brings the path of a new recording, `failed` one line on what went wrong. With `at_once` everything is done
    before a call returns: tests want that.
    """

    progressed = Signal(object)
    begun = Signal(str)
    failed = Signal(str)
    _created = Signal(object)

    def __init__(self, *, at_once: bool = False, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at_once, self._folder = at_once, folder
        self._pool = None if at_once else ThreadPoolExecutor(max_workers=1, thread_name_prefix="training")
        self._recording: Recording | None = None
        self._process: QProcess | None = None
        self._message, self._stopping = "", False
        self._album = Album()
        self._seen: tuple[object, ...] = ()
        self._then: Callable[[], None] | None = None
        self._wish = 0
        self._kept: tuple[str, str, object] | None = None
        self._to_keep: tuple[str, object] | None = None
        self._poll = QTimer(self, interval=POLL_MILLISECONDS)
        self._poll.timeout.connect(self._look)
        self._created.connect(self._use)

    @property
    def path(self) -> str:
        """The recording in use; empty where there is none."""
        return self._recording.path if self._recording is not None else ""

    @property
    def running(self) -> bool:
        """Whether iterations are being run."""
        return self._process is not None

    def open(self, path: str) -> None:
        """Takes up a recording that is there; raises ChainruleError where it cannot be read."""
        self._let_go()
        self._recording = Recording.open(path, read_only=True)
        self._look()

    def forget(self) -> None:
        """Another source was opened: the recording stays on disk, the training ends, and is told of no more."""
        self._wish += 1
        self._then = None
        self._let_go()
        self.stop()

    def train(
        self, opening: Opening, *, iterations: int | None = None, epochs: int | None = None, stop_when: str = ""
    ) -> None:
        """Goes on, for some iterations or epochs, or to where the scenario ends, with a recording or a new one."""
        if self.running:
            return
        if self._recording is None:
            again = partial(self.train, opening, iterations=iterations, epochs=epochs, stop_when=stop_when)
            self.begin(opening, again)
            return
        length, wanted = self._recording.length, stated(self._recording, "iterations", USUAL)
        if epochs is not None:
            iterations = epochs * stated(self._recording, "an_epoch", 1)
        further = wanted - length if length < wanted else max(1, wanted // MORE)
        until = length + (further if iterations is None else iterations)
        given = ["-m", "engine", "train", "--resume", "--record", self.path, "--iterations", str(until)]
        self._start([*given, *(["--stop-when", stop_when] if stop_when else [])])

    def stop(self) -> None:
        """Ends the run after the iteration it is in; everything finished is kept."""
        if self._process is None:
            return
        self._stopping = True
        number = int(self._process.processId())
        if os.name == "posix" and number > 0:
            os.kill(number, signal.SIGINT)
        else:
            self._process.kill()  # the recording is made for that
        if not self._process.waitForFinished(5000):
            self._process.kill()
            self._process.waitForFinished(1000)

    def change(self, setting: str, value: float) -> None:
        """Gives a setting of the update another value from here on; a run that goes on does so with it."""
        if self._recording is None:
            return
        again = self._process.arguments() if self._process is not None else None
        self.stop()
        path = self.path
        self._let_go()
        try:
            with Recording.open(path) as recording:
                if recording.read_only:
                    raise DataError(recording.notice)
                recorded_course(recording).check_setting(setting)
                recording.add_change(Change(recording.length, setting, value))
        except ChainruleError as error:
            self.failed.emit(str(error))
        self._take_up(path)
        if again is not None:  # to the end and the condition that were asked for
            self._start(again)

    def keep(self, key: str, value: object) -> None:
        """Keeps something beside the iterations of the recording; while a run goes on, once that has ended."""
        if self._recording is None or self._kept == (self.path, key, value):
            return
        self._kept, self._to_keep = (self.path, key, value), (key, value)
        self._write_kept()

    def _write_kept(self) -> None:
        """What is no part of the run is worth a word where it cannot be written, and no more."""
        if self._to_keep is None or self.running or not self.path:
            return
        (key, value), self._to_keep = self._to_keep, None
        try:
            if self._recording is not None and self._recording.kept(key, {}) == value:
                return
            with Recording.open(self.path) as recording:
                if recording.read_only:
                    raise DataError(recording.notice)
                recording.keep(key, value)
        except ChainruleError as error:
            self.failed.emit(f"notes and the like are not kept in the recording: {error}")

    def save(self, path: str) -> None:
        """Copies the recording; a run goes on meanwhile. Raises DataError where the copy cannot be written."""
        if self.path and Path(path).resolve() != Path(self.path).resolve():
            copy_recording(self.path, path)

    def close(self) -> None:
        """Ends the worker, waits for it, and lets the recording go."""
        self.stop()
        self._poll.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._let_go()

    def begin(self, opening: Opening, then: Callable[[], None]) -> None:
        """Makes a recording of what is open, beside the window, and goes on with it."""
        if self._then is not None:
            return
        self._then = then
        if self._pool is None:
            self._use(_create(opening, self._folder))
            return
        wish = self._wish
        job = self._pool.submit(_create, opening, self._folder)
        job.add_done_callback(lambda done: self._pass_on(done, wish))

    def _pass_on(self, job: Future[str | ChainruleError], wish: int) -> None:
        if not job.cancelled() and wish == self._wish:  # else another source was opened meanwhile
            self._created.emit(job.result())

    def _use(self, made: str | ChainruleError) -> None:
        then, self._then = self._then, None
        if isinstance(made, ChainruleError):
            self.failed.emit(str(made))
        elif self._take_up(made):
            self.begun.emit(made)
            if then is not None:
                then()

    def _take_up(self, path: str) -> bool:
        """Opens a recording, and says where it cannot be read."""
        try:
            self.open(path)
        except ChainruleError as error:
            self.failed.emit(str(error))
            return False
        return True

    def _start(self, arguments: list[str]) -> None:
        process = QProcess(self)
        around = QProcessEnvironment.systemEnvironment()
        for name in ONE_THREAD:
            around.insert(name, "1")
        place = str(Path(engine.__file__).parents[1])
        around.insert("PYTHONPATH", os.pathsep.join(filter(None, (place, around.value("PYTHONPATH")))))
        process.setProcessEnvironment(around)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._broken)
        self._process, self._message, self._stopping = process, "", False
        process.start(sys.executable, arguments)
        self._poll.start()
        self._look()
        if self._at_once:
            process.waitForFinished(-1)

    def _broken(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._process = None
            self.failed.emit(f"training could not be started: {sys.executable} does not run")
            self._look()

    def _ended(self, status: int, how: QProcess.ExitStatus) -> None:
        process = self._process
        if process is None:
            return
        self._process = None
        self._poll.stop()
        said = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace").strip().splitlines()
        complaints = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip().splitlines()
        process.deleteLater()
        self._write_kept()
        self._message = said[-1] if said else ""
        if self._stopping:  # whatever the way it ended: that is what was asked for
            self._look()
            return
        if how == QProcess.ExitStatus.CrashExit or status not in (0, 1, 130):
            last = one_line(complaints[-1]) if complaints else "it said nothing"
            self._message = f"training broke off: {last}; what was finished is kept"
            self.failed.emit(self._message)
        self._look()

    def _look(self) -> None:
        """Reads what is finished, and tells it where it is more than before."""
        recording = self._recording
        if recording is None:
            return
        try:
            length, changes = recording.length, tuple(recording.changes())
            seen = (recording.path, length, len(changes), self.running, self._message)
            if seen == self._seen:
                return
            self._seen = seen
            start = time.monotonic()
            stills = self._album.stills(recording, growing=self.running)
            progress = progress_of(recording, running=self.running, message=self._message, stills=stills)
            self._poll.setInterval(max(POLL_MILLISECONDS, round(1e3 * SELDOM * (time.monotonic() - start))))
            self.progressed.emit(progress)
        except ChainruleError as error:
            self._poll.stop()
            self.failed.emit(str(error))

    def _let_go(self) -> None:
        self._write_kept()
        self._kept, self._to_keep = None, None
        if self._recording is not None:
            self._recording.close()
        self._recording, self._seen = None, ()


def _create(opening: Opening, folder: Path | None) -> str | ChainruleError:
    """Makes an empty recording of a training run and gives its path, or what went wrong."""
    try:
        folder = folder or recordings_folder()
        opened = open_course(opening)
        name = Path(opening.source).stem or "run"
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        path = next(
            path
            for number in range(1000)
            if not (path := folder / f"{name}-{stamp}{f'-{number}' if number else ''}{SUFFIX}").exists()
        )
        Recording.create(path, recipe_of(opened), opened.course).close()
        return str(path)
    except ChainruleError as error:
        return error
    except MemoryError:
        return DataError("training needs more memory than there is; take smaller sizes, fewer moments or examples")
    except Exception as error:  # a fault of ours: said once, and Train can be tried again
        log.exception("a recording could not be begun")
        return DataError(f"internal error, please report it: {type(error).__name__}: {error}")
