"""Continuing: iterations one after the other, each recorded as soon as it is finished."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.recording.recording import Recording
from engine.trace import Array, Trace
from engine.training.checkpoint import Checkpoint
from engine.training.course import Course, after
from engine.training.metrics import columns_of


@dataclass(frozen=True, eq=False)
class Finished:
    """An iteration that ran: its trace, its metrics, and the checkpoint after it."""

    trace: Trace
    metrics: Array
    checkpoint: Checkpoint


def continued(course: Course, checkpoint: Checkpoint, recording: Recording | None = None) -> Iterator[Finished]:
    """All iterations that follow a checkpoint, without end; a recording, where there is one, takes each of them.

    Raises DataError where the recording cannot be written any more.
    """
    columns = columns_of(course.program)
    while True:
        with np.errstate(all="ignore"):
            trace = course.run(checkpoint)
            metrics = columns.of(trace)
        checkpoint = after(trace, checkpoint)
        if recording is not None:
            recording.append(metrics, checkpoint)
        yield Finished(trace, metrics, checkpoint)
