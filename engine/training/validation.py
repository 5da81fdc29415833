"""Validation: loss and right answers on examples that are never trained on."""

from typing import Any

import numpy as np

from engine.run.interpreter import forward
from engine.training.answers import answers_of
from engine.training.checkpoint import Checkpoint
from engine.training.course import Course

Array = np.ndarray[Any, Any]
AT_ONCE = 256


def validated(course: Course, checkpoint: Checkpoint) -> tuple[float, float]:
    """The mean objective of an example, summed over its moments, and the share of right answers, on what is held back.

    Every unit passes every mask: nothing is silenced outside training. Not a number where nothing is held back.
    """
    network, held = course.program.network, range(course.count, course.examples)
    if not held:
        return float("nan"), float("nan")
    answers = answers_of(network)
    loss, right, count = 0.0, 0.0, 0.0
    for first in range(0, len(held), AT_ONCE):
        chosen = held[first : first + AT_ONCE]
        inputs = course.inputs_of(chosen)
        moments = next((len(array) for name, array in inputs.items() if network.quantities[name].timed), None)
        for mask in network.having("mask"):
            lead = (moments or 1, len(chosen)) if mask.timed else (len(chosen),)
            inputs[mask.name] = np.ones(lead + mask.shape)
        with np.errstate(all="ignore"):
            values = forward(course.program, inputs, checkpoint.parameters, dtype=course.dtype)
        loss += float(values[network.objective].sum())
        if answers is not None:
            right, count = map(sum, zip((right, count), answers.tally(values), strict=True))
    return loss / len(held), right / count if count else float("nan")
