"""Runs the update at the end of a program: what the parameters, and the states of the update, become."""

from dataclasses import replace
from typing import Any

import numpy as np

from engine.derivation.program import Program
from engine.evaluation import Surroundings, evaluate

Array = np.ndarray[Any, Any]


def updated(program: Program, around: Surroundings) -> dict[str, Array]:
    """Everything the update makes, by name, from the values and adjoints of a run and what was carried on to it."""
    made: dict[str, Array] = {}
    here = replace(around, values={**around.values})
    assert isinstance(here.values, dict)
    with np.errstate(all="ignore"):
        for line in program.section("update"):
            array = np.asarray(evaluate(line.computed, here), around.dtype)
            shape = program.network.quantities[line.name].shape
            made[line.name] = here.values[line.name] = np.broadcast_to(array, shape).copy()
    return made
