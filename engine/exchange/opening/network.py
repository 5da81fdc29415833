"""Opens a network by itself: on seeded random numbers, or on a sequence that was typed."""

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.errors import DataError
from engine.exchange.example_inputs import MIXED_EXAMPLES, example_inputs
from engine.exchange.networks import load
from engine.exchange.opening.asked import Opening, Prepared, drawn_parameters, refuse
from engine.exchange.typed_sequence import typed_inputs

NETWORK_MOMENTS = 12
MOST_NUMBERS = 1 << 26


def open_network(opening: Opening) -> Prepared:
    """A built-in network or a file of a user's own."""
    refuse(opening, "threshold", "inputs", "targets", "network", why="a scenario or a table; {} is a network")
    network = load(opening.network_or(opening.source), **dict(opening.sizes))
    title = network.title.splitlines()[0].rstrip(".") if network.title else network.name
    if opening.sequence:
        story = "The input was typed; all that neither it nor the text states is seeded random numbers."
        return open_typed(opening, network, opening.sequence, title=title, story=story, seed=opening.seed or 0)
    seed, moments = opening.seed or 0, opening.moments or NETWORK_MOMENTS
    examples = opening.examples or (MIXED_EXAMPLES if network.program.mixes else 1)
    size = sum(int(np.prod(quantity.shape)) for quantity in network.quantities.values() if quantity.batched)
    if size * moments * examples > MOST_NUMBERS:
        raise DataError(
            f"network {network.name}: {moments:,} moments of {examples:,} examples have {size * moments * examples:,} "
            f"values; at most {MOST_NUMBERS:,} are allowed"
        )
    inputs = example_inputs(network, seed=seed, moments=moments, examples=examples)
    return Prepared(
        opening,
        title,
        "Inputs and parameters are seeded random numbers.",
        network.program,
        inputs,
        drawn_parameters(network, seed, 1.0, opening.dtype),
        seed,
    )


def open_typed(
    opening: Opening,
    network: DerivedNetwork,
    numbers: tuple[float, ...],
    *,
    title: str,
    story: str,
    seed: int,
    spread: float = 1.0,
) -> Prepared:
    """A network that reads numbers which were typed."""
    inputs = typed_inputs(network, numbers, seed)
    parameters = drawn_parameters(network, seed, spread, opening.dtype)
    return Prepared(opening, title, story, network.program, inputs, parameters, seed, typed=numbers)
