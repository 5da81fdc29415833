"""Operands: where the entries lie that a line of the generated code reads or fills."""

from dataclasses import dataclass

from engine.expression import Shape
from engine.plan.arrays import Block


@dataclass(frozen=True, slots=True)
class Operand:
    """Where entries lie: lanes of a block, read `offset` later. `shape` may have 1 where the tree repeats an axis.

    `given` is the name of a constant in place of a block; `scratch` says that nobody else reads it.
    """

    shape: Shape
    block: Block | None = None
    first: int = 0
    stop: int = 1
    offset: int = 0
    given: str = ""
    scratch: bool = False

    @property
    def lanes(self) -> int:
        return self.stop - self.first

    @property
    def leads(self) -> tuple[bool, bool]:
        """Whether it has axes of moments and of examples."""
        return (self.block.timed, self.block.examples) if self.block else (False, False)
