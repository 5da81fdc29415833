"""Interventions: values that the user puts in place of computed ones; the run goes on from them."""

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.errors import ChainruleError
from engine.language.formulas import nearest
from engine.language.network import Network

_WRITTEN = re.compile(r"\s*(\w+)\s*(?:\[([^\]]*)\])?\s*=\s*([^\s]+)\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """The places of an axis from `start` up to, and without, `stop`."""

    start: int
    stop: int


Part = int | Span | None
"""A place of an axis, some that follow one another, or all of them."""


@dataclass(frozen=True, slots=True)
class Intervention:
    """`name[index] = value`; the index counts from 0 over (moment, example, unit…) as arrays do, None standing for all.

    Parameters have neither moment nor example, quantities without time no moment. Missing last indices stand for all.
    """

    name: str
    index: tuple[Part, ...]
    value: float

    def selection(self) -> tuple[Any, ...]:
        """The index as NumPy takes it."""
        return tuple(_as_numpy(part) for part in self.index)

    def covers(self, name: str, index: tuple[int, ...]) -> bool:
        """Whether it puts a value in at this entry of a quantity; an index that is short means all that is left."""
        return name == self.name and all(_holds(part, place) for part, place in zip(self.index, index, strict=False))

    @property
    def words(self) -> str:
        """As it is written and read: `b_phi[3:7, 0, 2] = 1`."""
        inside = ", ".join(_written(part) for part in self.index)
        return f"{self.name}{f'[{inside}]' if inside else ''} = {self.value!r}".removesuffix(".0")


def _as_numpy(part: Part) -> int | slice:
    if isinstance(part, Span):
        return slice(part.start, part.stop)
    return slice(None) if part is None else part


def _holds(part: Part, place: int) -> bool:
    return part is None or (part.start <= place < part.stop if isinstance(part, Span) else part == place)


def _written(part: Part) -> str:
    if isinstance(part, Span):
        return f"{part.start}:{part.stop}"
    return ":" if part is None else str(part)


def within(intervention: Intervention, length: int) -> bool:
    """Whether the places of its first axis are among the first `length`."""
    first = next(iter(intervention.index), None)
    return first is None or (first.stop <= length if isinstance(first, Span) else first < length)


def parse_intervention(text: str, network: Network) -> Intervention:
    """Reads `b_phi[3,0,2]=1.0`; `:` stands for all of an axis, `3:7` for a stretch of it.

    Raises ChainruleError with what is allowed.
    """
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ChainruleError(f"intervention {text!r}: write NAME[t,example,unit]=NUMBER, as in b_phi[3,0,2]=1.0")
    name, inside, number = found.groups()
    if name not in network.quantities:
        raise ChainruleError(
            f"intervention {text!r}: no quantity is called {name!r}{nearest(name, network.quantities)}"
        )
    try:
        value = float(number)
        index = tuple(_part(part.strip()) for part in inside.split(",")) if inside else ()
    except ValueError:
        raise ChainruleError(
            f"intervention {text!r}: indices are whole numbers, ':' or a stretch such as 3:7, the value is a number"
        ) from None
    if not math.isfinite(value):
        raise ChainruleError(f"intervention {text!r}: the value must be finite")
    return Intervention(name, index, value)


def _part(text: str) -> Part:
    if text == ":":
        return None
    start, sign, stop = text.partition(":")
    return Span(int(start), int(stop)) if sign else int(start)


def check_interventions(interventions: tuple[Intervention, ...], shapes: dict[str, tuple[int, ...]]) -> None:
    """Every index must exist in the arrays of this run; raises ChainruleError naming the array's shape."""
    for intervention in interventions:
        shape = shapes.get(intervention.name)
        if shape is None:
            raise ChainruleError(f"no quantity is called {intervention.name!r}{nearest(intervention.name, shapes)}")
        inside = len(intervention.index) <= len(shape) and all(
            _exists(part, length) for part, length in zip(intervention.index, shape, strict=False)
        )
        if not inside:
            raise ChainruleError(f"{intervention.words.partition(' =')[0]} does not exist: the array has shape {shape}")


def _exists(part: Part, length: int) -> bool:
    if isinstance(part, Span):
        return 0 <= part.start < part.stop <= length
    return part is None or 0 <= part < length


def put_in(array: np.ndarray[Any, Any], interventions: list[Intervention], moment: int | None) -> None:
    """Writes into `array` what the interventions hold for it; with a `moment` only what concerns that moment."""
    for intervention in interventions:
        index = intervention.selection()
        if moment is None:
            array[index] = intervention.value
        elif not index or _holds(intervention.index[0], moment):
            array[moment][index[1:]] = intervention.value
