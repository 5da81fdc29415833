"""Reaching: the state before any iteration, run from the nearest checkpoint and held against digests on the way."""

import numpy as np

from engine.errors import DataError
from engine.recording.recording import Recording
from engine.training.checkpoint import Checkpoint
from engine.training.course import Course, advanced


def reached(course: Course, recording: Recording, iteration: int) -> Checkpoint:
    """The checkpoint before an iteration, bit for bit as it was.

    Every checkpoint passed on the way is held against its digest. Raises DataError that names the iteration where one
    differs.
    """
    checkpoint = recording.checkpoint_before(iteration)
    with np.errstate(all="ignore"):
        return advanced(course, checkpoint, iteration)


def proved(course: Course, recording: Recording, iteration: int) -> Checkpoint:
    """As `reached`, but run from the checkpoint one further back, so that the nearest one proves the way to it."""
    near = recording.checkpoint_before(iteration)
    if near.iteration == 0:
        return reached(course, recording, iteration)
    checkpoint = recording.checkpoint_before(near.iteration - 1)
    with np.errstate(all="ignore"):
        checkpoint = advanced(course, checkpoint, near.iteration)
        if checkpoint.digest != near.digest:
            raise DataError(
                f"{recording.path}: run again, the state before iteration {near.iteration} has other bits than were "
                "recorded; on another machine or with another NumPy that is to be expected"
            )
        return advanced(course, checkpoint, iteration)
