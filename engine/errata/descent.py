"""Each optimiser as the plain loop of its authors in a quadratic valley, to hold printed update rules against."""

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Gradient = Callable[[Array], Array]
Rule = Callable[[Gradient, Array, int], list[Array]]
RATE, KEPT, FIRST, SECOND, SMALL, START = 0.05, 0.9, 0.9, 0.999, 1e-8, 1e-6
"""Learning rate, momentum (or forgetting) factor, Adam's two, what keeps roots from zero, and that of Adadelta."""


def displacements(rule: str, valley: Array, start: Array, steps: int) -> Array:
    """How far the weights are from `start` after each step, (steps, N); the gradient at w is `valley @ w`.

    `rule` is one of RULES. Accumulators begin at zero.
    """
    path = RULES[rule](lambda weights: valley @ weights, start.copy(), steps)
    return np.stack(path) - start


def _sgd(gradient: Gradient, w: Array, steps: int) -> list[Array]:
    path = []
    for _ in range(steps):
        w = w - RATE * gradient(w)
        path.append(w)
    return path


def _momentum(gradient: Gradient, w: Array, steps: int, *, ahead: bool = False) -> list[Array]:
    path, moved = [], np.zeros_like(w)
    for _ in range(steps):
        moved = KEPT * moved + RATE * gradient(w - KEPT * moved if ahead else w)
        w = w - moved
        path.append(w)
    return path


def _nesterov(gradient: Gradient, w: Array, steps: int) -> list[Array]:
    return _momentum(gradient, w, steps, ahead=True)


def _adagrad(gradient: Gradient, w: Array, steps: int) -> list[Array]:
    path, squares = [], np.zeros_like(w)
    for _ in range(steps):
        g = gradient(w)
        squares = squares + g * g
        w = w - RATE * g / np.sqrt(squares + SMALL)
        path.append(w)
    return path


def _rmsprop(gradient: Gradient, w: Array, steps: int) -> list[Array]:
    path, mean = [], np.zeros_like(w)
    for _ in range(steps):
        g = gradient(w)
        mean = KEPT * mean + (1 - KEPT) * g * g
        w = w - RATE * g / np.sqrt(mean + SMALL)
        path.append(w)
    return path


def _adadelta(gradient: Gradient, w: Array, steps: int) -> list[Array]:
    path, mean, moved = [], np.zeros_like(w), np.zeros_like(w)
    for _ in range(steps):
        g = gradient(w)
        mean = KEPT * mean + (1 - KEPT) * g * g
        step = np.sqrt(moved + START) / np.sqrt(mean + START) * g
        moved = KEPT * moved + (1 - KEPT) * step * step
        w = w - step
        path.append(w)
    return path


def _adam(gradient: Gradient, w: Array, steps: int) -> list[Array]:
    path, first, second = [], np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        g = gradient(w)
        first = FIRST * first + (1 - FIRST) * g
        second = SECOND * second + (1 - SECOND) * g * g
        w = w - RATE * (first / (1 - FIRST**step)) / (np.sqrt(second / (1 - SECOND**step)) + SMALL)
        path.append(w)
    return path


RULES: dict[str, Rule] = {
    "sgd": _sgd, "momentum": _momentum, "nesterov": _nesterov, "adagrad": _adagrad, "rmsprop": _rmsprop,
    "adadelta": _adadelta, "adam": _adam,
}  # fmt: skip
