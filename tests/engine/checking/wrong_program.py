"""Programs with one flow altered on purpose, and seeded numbers to run any network on."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.derivation.program import Program
from engine.expression import Expression, Number
from engine.language.network import Network
from engine.ops import apply


def numbers_for(network: Network, *, moments: int = 6, examples: int = 2, seed: int = 0) -> dict[str, np.ndarray]:
    """Inputs and targets between 0.1 and 0.9, so that every loss is defined."""
    generator = np.random.default_rng(seed)
    shapes = {
        quantity.name: (*((moments,) if quantity.timed else ()), examples, *quantity.shape)
        for quantity in network.having("input", "target")
    }
    return {name: generator.uniform(0.1, 0.9, shape) for name, shape in shapes.items()}


def doubled(expression: Expression) -> Expression:
    """Twice the expression."""
    return apply("mul", Number(2.0), expression)


def with_wrong_flow(
    program: Program, name: str, *, source: str, delay: int = 0, change: Callable[[Expression], Expression] = doubled
) -> Program:
    """The program with what `source` sends to the adjoint of `name` changed, as shown and as run plainly."""
    equation = program.adjoints[name]
    found = [
        number for number, flow in enumerate(equation.plain) if flow.source == source and flow.delay.constant == delay
    ]
    assert found, f"{source} sends nothing to {name} after {delay} moments"

    def altered(flows):
        return tuple(
            replace(flow, expression=change(flow.expression)) if number == found[0] else flow
            for number, flow in enumerate(flows)
        )

    wrong = replace(equation, flows=altered(equation.flows), plain=altered(equation.plain))
    return replace(program, adjoints={**program.adjoints, name: wrong})
