"""Identity: what is too large to be compared or hashed, equal to itself only, so that results can be kept for it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True, eq=False)
class Same(Generic[Held]):
    """Equal to another where both hold the very same object."""

    held: Held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.held is self.held
