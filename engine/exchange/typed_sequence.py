"""A typed sequence: numbers a person writes down, as the input of a network that reads one number at each moment."""

import re

import numpy as np

from engine.errors import DataError
from engine.exchange.example_inputs import example_inputs
from engine.exchange.wording import met
from engine.language.network import Array, Network, Quantity

LONGEST_SEQUENCE = 2000
LARGEST_NUMBER = 1e12
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)


def read_sequence(text: str) -> tuple[float, ...]:
    """The numbers of a text such as `3, 0, 1, 2`, separated by commas or spaces.

    Raises DataError that names the place of what is no number.
    """
    parts = _BETWEEN.split(text.strip().replace("\N{MINUS SIGN}", "-"))
    if parts == [""]:
        raise DataError("sequence: nothing met; allowed are numbers with commas between them, as in 3,0,1,2")
    if len(parts) > LONGEST_SEQUENCE:
        raise DataError(f"sequence: {len(parts):,} numbers met; at most {LONGEST_SEQUENCE:,} are allowed")
    for place, part in enumerate(parts, 1):
        if not _NUMBER.fullmatch(part):
            raise DataError(f"sequence: place {place} is {met(part)}; allowed are numbers, as in 3,0,1,2")
        if abs(float(part)) > LARGEST_NUMBER:
            raise DataError(f"sequence: place {place} is {met(part)}; allowed is up to {LARGEST_NUMBER:g} either way")
    return tuple(float(part) for part in parts)


def write_sequence(numbers: tuple[float, ...]) -> str:
    """The numbers as they would be typed."""
    return ", ".join(str(int(number)) if number == int(number) else repr(number) for number in numbers)


def sequence_input(network: Network) -> Quantity | None:
    """The input that a typed sequence is read by: the only one, if it is one number at each moment; else None."""
    inputs = network.having("input")
    only = inputs[0] if len(inputs) == 1 else None
    return only if only is not None and only.timed and int(np.prod(only.shape, dtype=int)) == 1 else None


def typed_inputs(network: Network, numbers: tuple[float, ...], seed: int) -> dict[str, Array]:
    """The inputs of a run over typed numbers: one example, a moment for each; targets are seeded random numbers.

    Raises DataError where the network reads something else than one number at each moment.
    """
    reader = sequence_input(network)
    if reader is None:
        reads = ", ".join(f"{one.name}{'[t]' if one.timed else ''} {one.shape}" for one in network.having("input"))
        raise DataError(
            f"sequence: {network.name} reads {reads or 'nothing'}; a typed sequence can be read by a network with one "
            "input of one number at each moment, such as counter"
        )
    arrays = example_inputs(network, seed=seed, moments=len(numbers))
    arrays[reader.name] = np.reshape(np.array(numbers, float), arrays[reader.name].shape)
    return arrays
