"""What reading a text yields before shapes are known: declarations and equations with their places."""

from dataclasses import dataclass, field
from typing import Literal

from engine.expression import Address, Expression, Shape
from engine.language.message import Place

Role = Literal["input", "target", "mask", "parameter", "defined", "setting", "state", "updated"]
"""What a quantity is: given with each example (input, target), drawn by the engine (mask), given once (parameter), or
made by an equation (defined). An update adds its settings, the states it carries on, and what it makes."""
Marks = dict[Address, Place]


@dataclass(slots=True)
class Declared:
    """A name and what is known of it so far; an undeclared parameter gets its shape later."""

    name: str
    role: Role
    timed: bool
    place: Place
    shape: Shape | None = None
    given: float | None = None
    axes: tuple[str, ...] = ()


@dataclass(slots=True)
class DraftEquation:
    """One `quantity[t] = expression` as it was read."""

    name: str
    timed: bool
    expression: Expression
    marks: Marks
    place: Place
    gate: str
    source: str


@dataclass(slots=True)
class Draft:
    """A whole text as it was read."""

    text: str
    title: str = ""
    sizes: dict[str, int] = field(default_factory=dict)
    names: dict[str, Declared] = field(default_factory=dict)
    equations: list[DraftEquation] = field(default_factory=list)
    adjoint_names: list[tuple[str, str]] = field(default_factory=list)
    symbols: dict[str, str] = field(default_factory=dict)
