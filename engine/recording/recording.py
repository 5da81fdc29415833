"""A recording: the SQLite file of a training run, from which every finished iteration can be had again."""

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any

import numpy as np

from engine.errors import DataError
from engine.exchange.wording import shown
from engine.recording import schema
from engine.recording.annotations import Annotations
from engine.recording.blocks import BLOCK, Array, rows_of
from engine.recording.connecting import make_file, open_to_read, open_to_write
from engine.recording.decimation import bucket_of, extremes
from engine.recording.failures import NotWritable
from engine.recording.file import File
from engine.recording.fingerprint import differing, fingerprint
from engine.recording.growth import Growth, row_of, size_of
from engine.recording.packing import unpacked
from engine.recording.thinning import usual_budget
from engine.training.checkpoint import Checkpoint
from engine.training.course import Course
from engine.training.metrics import columns_of


class Recording(Annotations):
    """A training run on disk: recipe, metrics of every iteration, checkpoints, and what a person noted about it.

    One process writes it at a time, from opening to closing; others read what it has finished. Finished iterations
    are written about four times a second, or less often where writing would take more than a twentieth of the time.
    `notice` says why a recording that was to be written can only be read. One thread uses it at a time.
    """

    def __init__(self, file: File) -> None:
        self.file = file
        self.recipe: Mapping[str, Any] = file.about("recipe", dict)
        self.columns: tuple[str, ...] = tuple(map(str, file.about("columns", list)))
        self._fingerprint: Mapping[str, Any] = file.about("fingerprint", dict)
        file.written = self._kept_length()
        self._growth: Growth | None = None
        if not file.read_only:
            first = file.written - file.written % BLOCK
            rows = [row.tobytes() for row in self._block(first)] if first < file.written else []
            self._growth = Growth(file, columns=len(self.columns), length=file.written, rows=rows)

    @classmethod
    def create(
        cls, path: str | os.PathLike[str], recipe: Mapping[str, object], course: Course, *, budget: int | None = None
    ) -> "Recording":
        """A new recording of a course; checkpoints take at most about `budget` bytes, metrics come on top of it.

        Without one it is 64 MiB, or more where checkpoints are large. Raises DataError where there is such a file
        already or none can be made.
        """
        first = row_of(course.first)
        about = {
            "recipe": dict(recipe),
            "columns": columns_of(course.program).names,
            "fingerprint": fingerprint(course),
            "budget": usual_budget(size_of(course)) if budget is None else budget,
            "spacing": 1,
            "needs": schema.NEEDED,
        }

        def fill(connection: sqlite3.Connection) -> None:
            rows = [(key, json.dumps(value)) for key, value in about.items()]
            connection.executemany("INSERT INTO about VALUES (?, ?)", rows)
            connection.execute("INSERT INTO checkpoints VALUES (?, ?, ?)", first)

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
                return cls._opened(File(path, open_to_write(path), read_only=False))
            except NotWritable as error:
                notice = f"{error}; it can only be read here"
        return cls._opened(File(path, open_to_read(path), read_only=True, notice=notice))

    @classmethod
    def _opened(cls, file: File) -> "Recording":
        try:
            return cls(file)
        except BaseException:
            file.shut()
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
        try:
            if not self.file.closed:
                self.flush()
        finally:
            self.file.shut()

    @property
    def path(self) -> str:
        """Where the file is."""
        return self.file.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self.file.read_only

    @property
    def notice(self) -> str:
        """Why a recording that was to be written can only be read, in one line, or nothing."""
        return self.file.notice

    @property
    def length(self) -> int:
        """How many iterations are finished; what another process records meanwhile is counted."""
        return self._kept_length() if self._growth is None else self._growth.length

    def check(self, course: Course) -> None:
        """Raises DataError that names what differs, where this is not the course that was recorded."""
        found = differing(self._fingerprint, fingerprint(course))
        if found:
            raise DataError(
                f"{shown(self.path)}: not as it was recorded: {', '.join(found)}; iterations cannot be run again"
            )

    def append(self, metrics: Array, checkpoint: Checkpoint) -> None:
        """Adds a finished iteration: its metrics, and the checkpoint before the one that follows.

        Raises DataError where it does not follow the last one, or where it cannot be written; what the message says
        to be kept is then in the file, and what waits is tried again with the next iteration.
        """
        self.file.check_writable()
        if self._growth is not None:
            self._growth.append(metrics, checkpoint)

    def flush(self) -> None:
        """Writes all that is finished, so that nothing takes it away."""
        if self._growth is not None:
            self._growth.flush()

    def metrics(self, first: int = 0, stop: int | None = None, *, most: int | None = None) -> tuple[Array, Array]:
        """Iterations from `first` to before `stop`, and their metrics, one row each, columns as in `columns`.

        With more than `most` rows, of every stretch the rows with the smallest and the largest loss are kept.
        """
        first, stop = max(0, first), self.length if stop is None else min(stop, self.length)
        bucket = 1 if most is None else bucket_of(stop - first, most)
        numbers, rows = [np.zeros(0, int)], [np.zeros((0, len(self.columns)))]
        for start in range(first - first % BLOCK, stop, BLOCK):
            block = self._block(start)[max(0, first - start) : stop - start]
            some = extremes(np.arange(len(block)) + max(first, start), block, bucket)
            numbers.append(some[0])
            rows.append(some[1])
        return extremes(np.concatenate(numbers), np.concatenate(rows), bucket)

    def _block(self, start: int) -> Array:
        """The rows of a block, as the file has them or as they wait."""
        growth = self._growth
        block: object
        if growth is not None and start >= growth.first:
            block = b"".join(growth.rows[start - growth.first : start - growth.first + BLOCK])
        else:
            found = self.file.rows("SELECT numbers FROM metrics WHERE first = ?", start, kinds=(bytes,))
            block = found[0][0] if found else None
        try:
            return rows_of(block, len(self.columns))
        except DataError as error:
            raise self.file.damaged(f"metrics from iteration {start} on: {error}") from error

    def checkpoints(self) -> list[int]:
        """The iterations before which there is a checkpoint."""
        found = {number for (number,) in self.file.rows("SELECT iteration FROM checkpoints", kinds=(int,))}
        return sorted(found | (self._growth.held() if self._growth else {}).keys())

    def checkpoint_before(self, iteration: int) -> Checkpoint:
        """The nearest checkpoint at or before an iteration; raises DataError where the file's is damaged."""
        length = self.length
        if not 0 <= iteration <= length:
            raise DataError(f"{shown(self.path)}: iteration {iteration} is not there; 0 to {length} are")
        held = self._growth.held() if self._growth else {}
        near = max((number for number in held if number <= iteration), default=-1)
        rows = self.file.rows(
            "SELECT iteration, digest, arrays FROM checkpoints WHERE iteration BETWEEN ? AND ? "
            "ORDER BY iteration DESC LIMIT 1",
            near + 1,
            iteration,
            kinds=(int, str, bytes),
        )
        if not rows and near >= 0:
            return held[near]
        if not rows or None in rows[0]:
            raise self.file.damaged("the first checkpoint is missing")
        number, digest, arrays = rows[0]
        try:
            found = unpacked(arrays, number)
        except DataError as error:
            raise self.file.damaged(f"the checkpoint before iteration {number}: {error}") from error
        if found.digest != digest:
            raise self.file.damaged(f"the checkpoint before iteration {number} has another digest than is stated")
        return found

    def _kept_length(self) -> int:
        """How many iterations the file holds, as its metrics and its newest checkpoint both say."""
        newest, first, size = self.file.rows(
            "SELECT (SELECT max(iteration) FROM checkpoints), max(first), length(numbers) FROM metrics",
            kinds=(int, int, int),
        )[0]
        counted = first + (size or 0) // (8 * len(self.columns)) if first is not None and self.columns else 0
        if newest is None or newest != counted:
            raise self.file.damaged(f"it has metrics of {counted} iterations, its newest checkpoint is before {newest}")
        return counted
