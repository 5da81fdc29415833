"""Saturation: functions of arrays that keep their digits however far out their arguments are."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def sigmoid(x: Array) -> Array:
    """The logistic function 1 / (1 + exp(-x)): no overflow, and right to the last digits at both ends."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)


def softplus(x: Array) -> Array:
    """ln(1 + exp(x)), without overflow."""
    return np.logaddexp(x, np.asarray(0, x.dtype))


def log_softmax(z: Array) -> Array:
    """The logarithm of softmax: by log-sum-exp, so that neither a probability of 0 nor one of 1 loses its digits.

    The largest entry is taken out of the sum and comes back as the 1 of log1p.
    """
    top = np.argmax(z, axis=-1, keepdims=True)
    below = z - np.take_along_axis(z, top, axis=-1)
    rest = np.exp(below)
    np.put_along_axis(rest, top, 0, axis=-1)
    return below - np.log1p(rest.sum(axis=-1, keepdims=True))


def softmax(z: Array) -> Array:
    """exp(z) by its sum along the last axis, without overflow."""
    raised = np.exp(z - z.max(axis=-1, keepdims=True))
    result: Array = raised / raised.sum(axis=-1, keepdims=True)
    return result


def times(weight: Array, number: Array) -> Array:
    """The product, 0 wherever the weight is 0: a probability of 0 that nobody asks for costs nothing."""
    return np.where(weight == 0, 0, weight * number)
