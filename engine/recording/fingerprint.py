"""Fingerprint: digests of all that a course depends on, so that a recording can name what differs from it."""

import hashlib
import json
from collections.abc import Mapping

import numpy as np

from engine.training.checkpoint import Checkpoint
from engine.training.course import Course

CALLED = {
    "network": "the equations of the network",
    "sizes": "the sizes",
    "optimiser": "the optimiser",
    "examples": "the data",
    "start": "the initial parameters",
    "batches": "the mini-batches or the seed",
}


def fingerprint(course: Course) -> dict[str, str]:
    """A SHA-256 digest of every part of a course, by a name in `CALLED`; changes of settings do not count."""
    network, update = course.program.network, course.program.update
    settings = {quantity.name: quantity.given for quantity in network.having("setting")}
    shares = {quantity.name: quantity.given for quantity in network.having("mask")}
    examples = Checkpoint(0, {name: np.asarray(array) for name, array in course.pool.items()}, {})
    return {
        "network": _digest([[" ".join(equation.source.split()) for equation in network.equations], shares]),
        "sizes": _digest(dict(network.sizes)),
        "optimiser": _digest([update.words if update else "", settings]),
        "examples": examples.digest,
        "start": course.first.digest,
        "batches": _digest([course.size, course.held_back, course.seed, course.dtype]),
    }


def differing(kept: Mapping[str, object], found: Mapping[str, str]) -> tuple[str, ...]:
    """What differs between two fingerprints, in words."""
    return tuple(words for name, words in CALLED.items() if kept.get(name) != found.get(name))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
