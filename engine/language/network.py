"""What a text becomes: quantities with shapes, and equations in the order in which they can be computed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from engine.expression import Expression, Shape
from engine.language.draft import Role

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named array of a network.

    `timed` where it has a value at every moment, `line` where the text defines it, `given` the value a text sets for a
    parameter or the share that a mask keeps, `axes` a letter for each axis whose length the text states by a size
    (`c` for C).
    """

    name: str
    role: Role
    shape: Shape
    timed: bool
    line: int
    given: float | None = None
    axes: tuple[str, ...] = ()

    @property
    def batched(self) -> bool:
        """Whether every example has its own: parameters, and what updates make of them, stand outside examples."""
        return self.role in ("input", "target", "mask", "defined")


@dataclass(frozen=True, slots=True)
class Equation:
    """`name[t] = expression`; `gate` is the heading of its paragraph in the text, `line` its place there."""

    name: str
    timed: bool
    expression: Expression
    line: int
    gate: str
    source: str


@dataclass(frozen=True)
class Network:
    """Declarations and forward equations of one text; the last line of the text defines the objective."""

    name: str
    title: str
    text: str
    sizes: Mapping[str, int]
    quantities: Mapping[str, Quantity]
    equations: tuple[Equation, ...]
    objective: str
    adjoint_rules: tuple[tuple[str, str], ...] = ()
    symbols: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def timed(self) -> bool:
        """Whether the network runs over moments."""
        return any(quantity.timed for quantity in self.quantities.values())

    def having(self, *roles: Role) -> tuple[Quantity, ...]:
        """The quantities of these roles, in the order of the text."""
        return tuple(quantity for quantity in self.quantities.values() if quantity.role in roles)

    @cached_property
    def parameter_count(self) -> int:
        """How many numbers training could change."""
        return sum(int(np.prod(quantity.shape)) for quantity in self.having("parameter"))

    def initialise(self, seed: int = 0, *, given: bool = True, dtype: str = "float64") -> dict[str, Array]:
        """Parameters to start from: matrices uniform within ±sqrt(3 / columns), all others within ±0.5.

        Where the text gives a value (`value=1`) that value is taken, unless `given` is False.
        """
        generator = np.random.default_rng(seed)
        parameters: dict[str, Array] = {}
        for quantity in self.having("parameter"):
            spread = np.sqrt(3.0 / np.prod(quantity.shape[1:])) if len(quantity.shape) > 1 else 0.5
            drawn = generator.uniform(-spread, spread, quantity.shape)
            if given and quantity.given is not None:
                drawn = np.full(quantity.shape, quantity.given)
            parameters[quantity.name] = np.asarray(drawn, dtype=dtype)
        return parameters

    def adjoint_name(self, name: str) -> str | None:
        """The name the text gives to the adjoint of a quantity, such as `delta_iota` for `a_iota`; None without one."""
        for pattern, renamed in self.adjoint_rules:
            if pattern == name:
                return renamed
            if pattern.endswith("*") and name.startswith(pattern[:-1]):
                return renamed[:-1] + name[len(pattern) - 1 :] if renamed.endswith("*") else renamed
        return None
