"""Reaching: any iteration of a recording run again, and held against the metrics that were recorded of it."""

import numpy as np

from engine.errors import DataError
from engine.exchange.wording import shown
from engine.recording.recording import Recording
from engine.trace import Trace
from engine.training.checkpoint import Checkpoint
from engine.training.course import Course, after
from engine.training.metrics import columns_of


class Differs(DataError):
    """An iteration that was run again has other bits than were recorded."""


def reached(course: Course, recording: Recording, iteration: int, *, exact: bool = True) -> Checkpoint:
    """The checkpoint before an iteration: the nearest one that is recorded, and all iterations in between run again.

    Raises Differs at the first iteration whose metrics are not those recorded, unless `exact` is False, and DataError
    where the recording is damaged.
    """
    checkpoint = recording.checkpoint_before(iteration)
    _, kept = recording.metrics(checkpoint.iteration, iteration)
    for row in kept:
        trace = _run(course, checkpoint)
        if exact:
            _compare(trace, row, recording, checkpoint.iteration)
        checkpoint = after(trace, checkpoint)
    return checkpoint


def replayed(course: Course, recording: Recording, iteration: int, *, exact: bool = True) -> Trace:
    """An iteration as it was, with every value and adjoint; after the last one, that which would follow.

    Raises as `reached` does.
    """
    trace = _run(course, reached(course, recording, iteration, exact=exact))
    _, kept = recording.metrics(iteration, iteration + 1)
    if exact and len(kept):
        _compare(trace, kept[0], recording, iteration)
    return trace


def _run(course: Course, checkpoint: Checkpoint) -> Trace:
    with np.errstate(all="ignore"):
        return course.run(checkpoint)


def _compare(trace: Trace, kept: np.ndarray, recording: Recording, iteration: int) -> None:
    with np.errstate(all="ignore"):
        found = columns_of(trace.program).of(trace)
    differing = np.flatnonzero((found != kept) & ~(np.isnan(found) & np.isnan(kept)))
    if len(differing):
        place = differing[0]
        raise Differs(
            f"{shown(recording.path)}: run again, iteration {iteration} has {recording.columns[place]} "
            f"{found[place]:.17g}, recorded was {kept[place]:.17g}; on another machine, or with another NumPy, the "
            "last digits may differ"
        )
