"""A recording: the SQLite file of a training run, from which every finished iteration can be had again."""

import json
import os
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.wording import shown
from engine.recording import schema
from engine.recording.connecting import close, make_file, open_to_read, open_to_write, writing
from engine.recording.decimation import bucket_of, extremes
from engine.recording.failures import NotWritable, told
from engine.recording.fingerprint import differing, fingerprint
from engine.recording.packing import packed, unpacked
from engine.recording.thinning import capacity, spacing, within
from engine.training.checkpoint import Checkpoint
from engine.training.course import Change, Course
from engine.training.metrics import columns_of

Array = np.ndarray[Any, Any]
BUDGET = 64 << 20
BLOCK = 256
EVERY = 0.25
SHARE = 20.0
REPLAY = 0.25


class Recording:
    """A training run on disk: recipe, metrics of every iteration, checkpoints, and what a person noted about it.

    One process writes it at a time, from opening to closing; others read what it has finished. Finished iterations are
    written about four times a second, or less often where writing takes more than a twentieth of the time. `notice`
    says why a recording that was to be written can only be read. One thread uses it at a time.
    """

    def __init__(self, path: str | os.PathLike[str], connection: Any, *, read_only: bool, notice: str = "") -> None:
        self.path, self.read_only, self.notice = os.fspath(path), read_only, notice
        self._connection = connection
        with told(path):
            self.recipe: Mapping[str, Any] = self._about("recipe", dict)
            self.columns: tuple[str, ...] = tuple(map(str, self._about("columns", list)))
            self._fingerprint: Mapping[str, Any] = self._about("fingerprint", dict)
            self._budget: int = self._about("budget", int)
            self._spacing = max(1, self._about("spacing", int))
            self._length = self._kept_length()
            self._first = 0 if read_only else self._length - self._length % BLOCK  # of the rows that are held here
            self._rows = [] if read_only else [row.tobytes() for row in self._block(self._first)]
        self._waiting: dict[int, Checkpoint] = {}
        self._newest: Checkpoint | None = None
        self._written = self._length
        self._size = 0
        self._since, self._pause = time.perf_counter(), EVERY

    # Opening and closing

    @classmethod
    def create(
        cls, path: str | os.PathLike[str], recipe: Mapping[str, object], course: Course, *, budget: int = BUDGET
    ) -> "Recording":
        """A new recording of a course; checkpoints take at most about `budget` bytes, metrics come on top of it.

        Raises DataError where there is such a file already or none can be made.
        """
        about = {
            "recipe": dict(recipe),
            "columns": columns_of(course.program).names,
            "fingerprint": fingerprint(course),
            "budget": budget,
            "spacing": 1,
            "needs": schema.NEEDED,
        }

        def fill(connection: Any) -> None:
            rows = [(key, json.dumps(value)) for key, value in about.items()]
            connection.executemany("INSERT INTO about VALUES (?, ?)", rows)
            connection.execute("INSERT INTO checkpoints VALUES (?, ?, ?)", _row(course.first))

        make_file(path, fill)
        return cls.open(path)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, read_only: bool = False) -> "Recording":
        """An existing recording; where it cannot be written it is opened for reading, and `notice` says why.

        Raises DataError of one line for what is no recording, is damaged, or comes from a newer version.
        """
        notice = ""
        if not read_only:
            try:
                return cls._opened(path, open_to_write(path), read_only=False)
            except NotWritable as error:
                notice = f"{error}; it can only be read here"
        return cls._opened(path, open_to_read(path), read_only=True, notice=notice)

    @classmethod
    def _opened(
        cls, path: str | os.PathLike[str], connection: Any, *, read_only: bool, notice: str = ""
    ) -> "Recording":
        try:
            return cls(path, connection, read_only=read_only, notice=notice)
        except BaseException:
            close(connection, leave_one=not read_only)
            raise

    def __enter__(self) -> "Recording":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with suppress(*([DataError] if error is not None else [])):
            self.close()

    def close(self) -> None:
        """Writes what waits and leaves one file; raises DataError where not all of it could be kept."""
        if self._connection is None:
            return
        try:
            if not self.read_only:
                self.flush()
        finally:
            close(self._connection, leave_one=not self.read_only)
            self._connection = None

    # What is known of it

    @property
    def length(self) -> int:
        """How many iterations are finished."""
        return self._kept_length() if self.read_only else self._length

    def check(self, course: Course) -> None:
        """Raises DataError that names what differs, where this is not the course that was recorded."""
        found = differing(self._fingerprint, fingerprint(course))
        if found:
            raise DataError(
                f"{shown(self.path)}: {' and '.join(found)} differ from what was recorded; iterations cannot be "
                "computed again from them"
            )

    # Growing

    def append(self, metrics: Array, checkpoint: Checkpoint) -> None:
        """Adds a finished iteration: its metrics, and the checkpoint before the one that follows.

        Raises DataError where it does not follow the last one, or where it cannot be written any more; what is said
        to be kept then is in the file.
        """
        self._check_writable()
        row = np.ascontiguousarray(metrics, np.float64)
        if row.shape != (len(self.columns),) or checkpoint.iteration != self._length + 1:
            raise DataError(
                f"{shown(self.path)}: after {self._length} iterations the next one has {len(self.columns)} metrics; "
                f"met {row.shape} and the checkpoint before iteration {checkpoint.iteration}"
            )
        self._rows.append(row.tobytes())
        self._length, self._newest = checkpoint.iteration, checkpoint
        if checkpoint.iteration % self._spacing == 0:
            self._waiting[checkpoint.iteration] = checkpoint
        if time.perf_counter() - self._since >= self._pause:
            self.flush()

    def flush(self) -> None:
        """Writes all that is finished, so that nothing takes it away."""
        self._check_writable()
        if self._length == self._written:
            return
        began = time.perf_counter()
        self._widen((began - self._since) / (self._length - self._written))
        with self._writing():
            self._write_metrics()
            self._write_checkpoints()
        self._written = self._length
        full = len(self._rows) // BLOCK * BLOCK
        self._first += full
        del self._rows[:full]
        self._waiting.clear()
        self._since = time.perf_counter()
        self._pause = max(EVERY, SHARE * (self._since - began))

    def _widen(self, pace: float) -> None:
        """Chooses the distance between checkpoints from the seconds an iteration takes and from what fits."""
        newest = self._newest
        if newest is not None and not self._size:
            self._size = sum(
                array.nbytes for arrays in (newest.parameters, newest.carried) for array in arrays.values()
            )
        least = max(self._spacing, within(REPLAY, pace))
        self._spacing = spacing(self._length, room=capacity(self._budget, self._size), least=least)

    def _write_metrics(self) -> None:
        for place in range(0, len(self._rows), BLOCK):
            block = b"".join(self._rows[place : place + BLOCK])
            self._connection.execute("INSERT OR REPLACE INTO metrics VALUES (?, ?)", (self._first + place, block))

    def _write_checkpoints(self) -> None:
        assert self._newest is not None
        self._connection.execute(
            "DELETE FROM checkpoints WHERE iteration % ? != 0 OR iteration = ?", (self._spacing, self._newest.iteration)
        )
        wanted = {number: one for number, one in self._waiting.items() if number % self._spacing == 0}
        for checkpoint in (wanted | {self._newest.iteration: self._newest}).values():
            self._connection.execute("INSERT INTO checkpoints VALUES (?, ?, ?)", _row(checkpoint))
        self._connection.execute("UPDATE about SET value = ? WHERE key = 'spacing'", (json.dumps(self._spacing),))

    # Reading

    def metrics(self, first: int = 0, stop: int | None = None, *, most: int | None = None) -> tuple[Array, Array]:
        """Iterations from `first` to before `stop`, and their metrics, one row each, columns as in `columns`.

        With more than `most` rows, of every stretch the rows with the smallest and the largest loss are kept.
        """
        first, stop = max(0, first), self.length if stop is None else min(stop, self.length)
        bucket = 1 if most is None else bucket_of(stop - first, most)
        numbers: list[Array] = []
        rows: list[Array] = []
        for start in range(first - first % BLOCK, stop, BLOCK):
            block = self._block(start)[max(0, first - start) : stop - start]
            found = extremes(np.arange(len(block)) + max(first, start), block, bucket)
            numbers.append(found[0])
            rows.append(found[1])
        if not rows:
            return np.zeros(0, int), np.zeros((0, len(self.columns)))
        return extremes(np.concatenate(numbers), np.concatenate(rows), bucket)

    def _block(self, start: int) -> Array:
        """The rows of a block, as they are kept, or as they wait here."""
        data: Any
        if not self.read_only and start >= self._first and hasattr(self, "_rows"):
            data = b"".join(self._rows[start - self._first : start - self._first + BLOCK])
        else:
            found = self._execute("SELECT numbers FROM metrics WHERE first = ?", start)
            data = found[0][0] if found else b""
        width = 8 * len(self.columns)
        if not isinstance(data, bytes) or len(data) % width or len(data) > BLOCK * width:
            raise self._damaged(f"metrics from iteration {start} on")
        return np.frombuffer(data, "<f8").reshape(-1, len(self.columns))

    def checkpoints(self) -> list[int]:
        """The iterations before which there is a checkpoint."""
        found = {int(row[0]) for row in self._execute("SELECT iteration FROM checkpoints")}
        held = {*self._waiting, *([self._newest.iteration] if self._newest else [])}
        return sorted(found | held)

    def checkpoint_before(self, iteration: int) -> Checkpoint:
        """The nearest checkpoint at or before an iteration; raises DataError where the file's is damaged."""
        if not 0 <= iteration <= self.length:
            raise DataError(f"{shown(self.path)}: iteration {iteration} is not recorded; there are 0 to {self.length}")
        held = {**self._waiting, **({self._newest.iteration: self._newest} if self._newest else {})}
        near = max((number for number in held if number <= iteration), default=-1)
        rows = self._execute(
            "SELECT iteration, digest, arrays FROM checkpoints WHERE iteration <= ? ORDER BY iteration DESC LIMIT 1",
            iteration,
        )
        if not rows or near >= rows[0][0]:
            if near < 0:
                raise self._damaged("the checkpoint before the first iteration")
            return held[near]
        number, digest, arrays = rows[0]
        try:
            found = unpacked(arrays, number)
        except DataError as error:
            raise self._damaged(f"the checkpoint before iteration {number}: {error}") from error
        if found.digest != digest:
            raise self._damaged(f"the checkpoint before iteration {number}, whose digest is another")
        return found

    def digests(self, first: int, stop: int) -> dict[int, str]:
        """The digests of checkpoints from `first` to before `stop`, by iteration."""
        rows = self._execute(
            "SELECT iteration, digest FROM checkpoints WHERE iteration >= ? AND iteration < ?", first, stop
        )
        return dict(rows)

    # What comes with it

    def validations(self) -> list[tuple[int, float, float]]:
        """Iteration, loss and share of right answers, on what is held back, as far as they were found."""
        rows = self._execute("SELECT iteration, loss, accuracy FROM validations ORDER BY iteration")
        return [(number, *(np.nan if one is None else one for one in found)) for number, *found in rows]

    def add_validation(self, iteration: int, loss: float, accuracy: float) -> None:
        """Keeps what was found on the examples held back, before an iteration."""
        self._write("INSERT OR REPLACE INTO validations VALUES (?, ?, ?)", iteration, loss, accuracy)

    def changes(self) -> tuple[Change, ...]:
        """The changes of settings, in the order in which they were made."""
        return tuple(
            Change(*row) for row in self._execute("SELECT iteration, setting, value FROM changes ORDER BY number")
        )

    def add_change(self, change: Change) -> None:
        """Keeps a change of a setting; it must not come before an iteration that is finished."""
        if change.iteration < self.length:
            raise DataError(
                f"{shown(self.path)}: {change.setting} cannot change at iteration {change.iteration}, "
                f"{self.length} are finished"
            )
        self._write("INSERT INTO changes VALUES (NULL, ?, ?, ?)", change.iteration, change.setting, change.value)

    def notes(self) -> list[tuple[int, str]]:
        """What was noted at which iteration."""
        return [
            (row[0], row[1]) for row in self._execute("SELECT iteration, text FROM notes ORDER BY iteration, number")
        ]

    def note(self, iteration: int, text: str) -> None:
        """Notes something at an iteration."""
        self._write("INSERT INTO notes VALUES (NULL, ?, ?)", iteration, text)

    def kept(self, key: str, otherwise: Any = None) -> Any:
        """What is kept under a key: the cursor, watches, breakpoints; `otherwise` where nothing is."""
        rows = self._execute("SELECT value FROM kept WHERE key = ?", key)
        return schema.read_json(rows[0][0], self.path) if rows else otherwise

    def keep(self, key: str, value: object) -> None:
        """Keeps a value that JSON can write."""
        self._write("INSERT OR REPLACE INTO kept VALUES (?, ?)", key, json.dumps(value))

    # The file beneath

    def _kept_length(self) -> int:
        newest, first, size = self._execute(
            "SELECT (SELECT max(iteration) FROM checkpoints), max(first), length(numbers) FROM metrics"
        )[0]
        counted = first + size // (8 * len(self.columns)) if first is not None and self.columns else 0
        if type(newest) is not int or newest != counted:
            raise self._damaged(f"metrics of {counted} iterations, the newest checkpoint is before {newest}")
        return counted

    def _about(self, key: str, kind: type) -> Any:
        found = schema.told_about(self._connection, self.path, key)
        if type(found) is not kind:
            raise self._damaged(f"its {key}")
        return found

    def _execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with told(self.path):
            found: list[tuple[Any, ...]] = self._connection.execute(statement, values).fetchall()
            return found

    def _write(self, statement: str, *values: object) -> None:
        self._check_writable()
        with self._writing():
            self._connection.execute(statement, values)

    def _writing(self) -> AbstractContextManager[None]:
        return writing(self._connection, self.path, f"the first {self._written} iterations are kept")

    def _check_writable(self) -> None:
        if self.read_only:
            raise DataError(self.notice or f"{shown(self.path)}: was opened for reading; it cannot be written")

    def _damaged(self, what: str) -> DataError:
        return DataError(f"{shown(self.path)}: is damaged ({what})")


def _row(checkpoint: Checkpoint) -> tuple[int, str, bytes]:
    return checkpoint.iteration, checkpoint.digest, packed(checkpoint)
