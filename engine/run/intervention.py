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
class Intervention:
    """`name[index] = value`; the index counts from 0 over (moment, example, unit…) as arrays do, None standing for all.

    Parameters have neither moment nor example, quantities without time no moment. Missing last indices stand for all.
    """

    name: str
    index: tuple[int | None, ...]
    value: float

    def selection(self) -> tuple[Any, ...]:
        """The index as NumPy takes it."""
        return tuple(slice(None) if part is None else part for part in self.index)


def parse_intervention(text: str, network: Network) -> Intervention:
    """Reads `b_phi[3,0,2]=1.0`; `:` stands for all of an axis. Raises ChainruleError with what is allowed."""
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
        index = tuple(None if part.strip() == ":" else int(part) for part in inside.split(",")) if inside else ()
    except ValueError:
        raise ChainruleError(
            f"intervention {text!r}: indices are whole numbers or ':', the value is a number"
        ) from None
    if not math.isfinite(value):
        raise ChainruleError(f"intervention {text!r}: the value must be finite")
    return Intervention(name, index, value)


def check_interventions(interventions: tuple[Intervention, ...], shapes: dict[str, tuple[int, ...]]) -> None:
    """Every index must exist in the arrays of this run; raises ChainruleError naming the array's shape."""
    for intervention in interventions:
        shape = shapes.get(intervention.name)
        if shape is None:
            raise ChainruleError(f"no quantity is called {intervention.name!r}{nearest(intervention.name, shapes)}")
        inside = len(intervention.index) <= len(shape) and all(
            part is None or 0 <= part < length for part, length in zip(intervention.index, shape, strict=False)
        )
        if not inside:
            raise ChainruleError(
                f"{intervention.name}{list(intervention.index)} does not exist: the array has shape {shape}"
            )


def put_in(array: np.ndarray[Any, Any], interventions: list[Intervention], moment: int | None) -> None:
    """Writes into `array` what the interventions hold for it; with a `moment` only what concerns that moment."""
    for intervention in interventions:
        index = intervention.selection()
        if moment is None:
            array[index] = intervention.value
        elif not index or index[0] == moment or index[0] == slice(None):
            array[moment][index[1:]] = intervention.value
