"""Growth: finished iterations on their way into a recording, written together, with their checkpoints thinned."""

import json
import math
import time

import numpy as np

from engine.errors import DataError
from engine.exchange.wording import shown
from engine.recording.blocks import BLOCK, Array
from engine.recording.file import File
from engine.recording.packing import packed
from engine.recording.thinning import capacity, sixteenth, spacing, within
from engine.training.checkpoint import Checkpoint
from engine.training.course import Course

EVERY = 0.25
"""Seconds between two writings, so that hardly more is lost when the process is killed."""
SHARE = 20.0
"""How many times as long as a writing took the pause after it is at least."""
REPLAY = 0.25
"""Seconds that it may take to run from one checkpoint to the next, where the budget allows it."""

WAITING = 256 << 20
"""How many bytes of checkpoints may wait to be written."""


class Growth:
    """What the file does not hold yet: rows of metrics since the last whole block, and checkpoints to be kept."""

    def __init__(self, file: File, *, columns: int, length: int, rows: list[bytes]) -> None:
        self.file, self.columns, self.length = file, columns, length
        self.first, self.rows = length - len(rows), rows
        self.newest: Checkpoint | None = None
        self._wanted: dict[int, Checkpoint] = {}
        self._spacing: int = max(1, file.about("spacing", int))
        self._planned = self._spacing
        self._budget: int = file.about("budget", int)
        self._size = 0
        self._since, self._pause = time.perf_counter(), EVERY

    def append(self, metrics: Array, checkpoint: Checkpoint) -> None:
        """Takes a finished iteration, and writes all that waits where it is time."""
        self.file.check_writable()
        row = np.ascontiguousarray(metrics, "<f8")
        if row.shape != (self.columns,) or checkpoint.iteration != self.length + 1:
            raise DataError(
                f"{shown(self.file.path)}: {self.length} iterations are recorded, with {self.columns} metrics each; "
                f"the next one cannot have {row.shape} and end before iteration {checkpoint.iteration}"
            )
        self.rows.append(row.tobytes())
        self.length, self.newest = checkpoint.iteration, checkpoint
        self._size = self._size or len(packed(checkpoint))
        if checkpoint.iteration % self._planned == 0:
            self._wanted[checkpoint.iteration] = checkpoint
        if time.perf_counter() - self._since >= self._pause or self._overfull():
            self.flush()

    def _overfull(self) -> bool:
        """Whether what waits takes too much memory, also without what will not be kept."""
        if len(self._wanted) * self._size > WAITING:
            self._planned = spacing(self.length, room=capacity(self._budget, self._size), least=self._planned)
            for number in [number for number in self._wanted if number % self._planned]:
                del self._wanted[number]
        return len(self._wanted) * self._size > WAITING

    def flush(self) -> None:
        """Writes all that is finished as a whole; what cannot be written waits on."""
        newest, added = self.newest, self.length - self.file.written
        if newest is None or not added:
            return
        began = time.perf_counter()
        apart = within(REPLAY, (began - self._since) / added, at_most=sixteenth(self.length))
        least = max(self._planned, apart)
        distance = self._planned = spacing(self.length, room=capacity(self._budget, self._size), least=least)
        with self.file.writing():
            self._write_metrics()
            self._write_checkpoints(newest, distance)
        self._spacing, self.file.written = distance, self.length
        full = len(self.rows) // BLOCK * BLOCK
        self.first += full
        del self.rows[:full]
        self._wanted.clear()
        self._since = time.perf_counter()
        self._pause = max(EVERY, SHARE * (self._since - began))

    def held(self) -> dict[int, Checkpoint]:
        """Checkpoints that can be had without reading the file, by iteration."""
        return {**self._wanted, **({self.newest.iteration: self.newest} if self.newest else {})}

    def _write_metrics(self) -> None:
        for place in range(0, len(self.rows), BLOCK):
            block = b"".join(self.rows[place : place + BLOCK])
            self.file.connection.execute("INSERT OR REPLACE INTO metrics VALUES (?, ?)", (self.first + place, block))

    def _write_checkpoints(self, newest: Checkpoint, distance: int) -> None:
        """Those at the distance and the newest one; all others go, which is but the last newest one most times."""
        execute = self.file.connection.execute
        if distance != self._spacing:
            execute("DELETE FROM checkpoints WHERE iteration % ? != 0", (distance,))
        elif self.file.written % distance:
            execute("DELETE FROM checkpoints WHERE iteration = ?", (self.file.written,))
        wanted = {number: one for number, one in self._wanted.items() if number % distance == 0}
        for checkpoint in (wanted | {newest.iteration: newest}).values():
            execute("INSERT INTO checkpoints VALUES (?, ?, ?)", row_of(checkpoint))
        execute("UPDATE about SET value = ? WHERE key = 'spacing'", (json.dumps(distance),))


def size_of(course: Course) -> int:
    """About how many bytes a checkpoint of a course takes once training has begun, what its update carries included."""
    network, update = course.program.network, course.program.update
    shapes = [network.quantities[state.before].shape for state in update.carried] if update is not None else []
    return len(packed(course.first)) + sum(np.dtype(course.dtype).itemsize * math.prod(shape) for shape in shapes)


def row_of(checkpoint: Checkpoint) -> tuple[int, str, bytes]:
    """What the file holds of a checkpoint."""
    return checkpoint.iteration, checkpoint.digest, packed(checkpoint)
