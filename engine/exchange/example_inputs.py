"""Seeded inputs and targets for a first look at a network, where the user gives none."""

import numpy as np

from engine.expression import Apply, Number, Size, walk
from engine.language.network import Array, Network

MOMENTS, EXAMPLES, MIXED_EXAMPLES = 12, 1, 4


def example_inputs(
    network: Network, seed: int = 0, *, moments: int = MOMENTS, examples: int = EXAMPLES
) -> dict[str, Array]:
    """One array per input and target: (moments, examples, …) where it has moments, else (examples, …); float64.

    Targets lie in (0.1, 0.9), as every cost allows. Inputs are standard normal, or in (0.1, 0.9) too where the
    network has a logarithm, a root or a quotient that could meet zero or less. Same seed, same numbers.
    """
    generator = np.random.default_rng([seed, 1])  # not the stream that the parameters of the same seed come from
    positive = _needs_positive(network)
    arrays: dict[str, Array] = {}
    for quantity in network.having("input", "target"):
        shape = (*((moments,) if quantity.timed else ()), examples, *quantity.shape)
        within = positive or quantity.role == "target"
        arrays[quantity.name] = generator.uniform(0.1, 0.9, shape) if within else generator.standard_normal(shape)
    return arrays


def _needs_positive(network: Network) -> bool:
    for equation in network.equations:
        for _, part in walk(equation.expression):
            match part:
                case Apply(op="log" | "sqrt"):
                    return True
                case Apply(op="div", arguments=(_, bottom)) if not isinstance(bottom, Number | Size):
                    return True
                case Apply(op="power", arguments=(_, Number(value=value))) if value < 0 or value != int(value):
                    return True
    return False
