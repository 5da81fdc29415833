"""The backward pass of a run made anew, with some of its derived lines replaced by formulas as they are printed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.derivation.program import Program, derive
from engine.evaluation import Surroundings, beyond_the_last, evaluate
from engine.expression import Expression, Total, references
from engine.language.watching import read_assignment
from engine.trace import Trace

Array = np.ndarray[Any, Any]


def backward(trace: Trace, formulas: tuple[str, ...]) -> dict[str, Array]:
    """All adjoints but those of inputs, each of `formulas` (`delta_phi[t] = …`) used in place of the derived line.

    A formula for what stands outside time that reads moments is summed over them, and over the examples where it is
    for a parameter. Raises LanguageError where a formula cannot be read.
    """
    network = trace.program.network
    program = derive(network, fused=False)  # printed formulas meet every adjoint, that of a fused prediction too
    printed: dict[str, Expression] = {}
    for formula in formulas:
        target, expression = read_assignment(formula, network)
        quantity = network.quantities[target.name]
        moments = not quantity.timed and any(part.offset is not None for part in references(expression))
        summed = quantity.role == "parameter"
        printed[target.name] = Total(expression, moments, summed) if moments or summed else expression
    adjoints = {name: np.zeros_like(trace.values[name]) for name in program.adjoints}
    if not program.adjoints[network.objective].flows:
        adjoints[network.objective][...] = 1
    around = replace(trace.surroundings, adjoints=adjoints)
    for moment in reversed(range(trace.moments or 0)):
        here = replace(around, moment=moment)
        for line in program.section("backward"):
            if line.timed:
                for name in (*line.along, line.name):
                    adjoints[name][moment] = _adjoint(program, printed, name, here)
    for line in program.section("backward", "parameters"):
        if not line.timed:
            for name in (*line.along, line.name):
                adjoints[name][...] = _adjoint(program, printed, name, around)
    return adjoints


def _adjoint(program: Program, printed: Mapping[str, Expression], name: str, around: Surroundings) -> Array:
    """One adjoint at one moment, by its printed formula or by the flows that were derived."""
    if name in printed:
        return evaluate(printed[name], around)
    equation = program.adjoints[name]
    total = np.full((), 1.0 if equation.seeded else 0.0, around.dtype)
    for flow in equation.plain:
        if not beyond_the_last(flow.expression, around):
            total = total + evaluate(flow.expression, around)
    return total
