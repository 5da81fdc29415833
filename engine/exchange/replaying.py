"""Replaying: a recording kept open, of which any iteration can be prepared and run as it was."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.errors import DataError
from engine.exchange.opening import Prepared, prepare
from engine.exchange.recipes import opening_of, recorded_course
from engine.exchange.wording import shown
from engine.recording.recording import Recording
from engine.run.intervention import Intervention
from engine.trace import Trace
from engine.training.checkpoint import Checkpoint
from engine.training.course import Course, advanced


class Replaying:
    """A recording that is read while another process may write it; one thread uses it at a time.

    The checkpoint that was last reached is kept, so that the iterations after it are near.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.recording = Recording.open(path, read_only=True)
        try:
            self._course = recorded_course(self.recording)
            self._opened = prepare(opening_of(self.recording))
        except BaseException:
            self.recording.close()
            raise
        self._last = self._course.first

    @property
    def course(self) -> Course:
        """The course, with the changes of settings that are recorded by now."""
        changes = tuple(self.recording.changes())
        if changes != self._course.changes:
            self._course = replace(self._course, changes=changes)
            self._last = self._course.first
        return self._course

    def checkpoint(self, iteration: int) -> Checkpoint:
        """Where training stood before an iteration; raises DataError where it has not come so far."""
        length = self.recording.length
        if not 0 <= iteration <= length:
            raise DataError(f"{shown(self.path)}: iteration {iteration:,} is not there; 0 to {length:,} are")
        course, near = self.course, self.recording.checkpoint_before(iteration)
        if near.iteration <= self._last.iteration <= iteration:
            near = self._last
        with np.errstate(all="ignore"):
            self._last = advanced(course, near, iteration)
        return self._last

    def at(
        self,
        iteration: int,
        interventions: tuple[Intervention, ...] = (),
        *,
        unwanted: Callable[[], bool] | None = None,
    ) -> tuple[Prepared, Trace]:
        """What an iteration ran on, and its trace, bit for bit as it was where nothing is put in by hand."""
        checkpoint, course = self.checkpoint(iteration), self._course  # as it was read for the checkpoint
        with np.errstate(all="ignore"):
            trace = course.run(checkpoint, interventions, unwanted=unwanted)
        prepared = replace(
            self._opened,
            program=course.program,
            inputs=course.inputs_at(iteration),
            parameters=checkpoint.parameters,
            series=None,
            starts=(),
            pool=course.pool,
            picked=tuple(course.batches.of(iteration).tolist()),
        )
        return prepared, trace

    def close(self) -> None:
        """Lets the file go."""
        self.recording.close()
