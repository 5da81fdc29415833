"""The state: everything the explorer knows besides the trace itself, as one frozen record without Qt."""

from dataclasses import dataclass
from typing import Literal

from engine.exchange.opening import Opening
from engine.run.intervention import Intervention
from engine.stepping.place import Grain, Place

ThemeName = Literal["light", "dark", "system"]
ZOOMS = (1.0, 1.25, 1.5, 2.0)
DIGITS = range(2, 9)
START = Place()


@dataclass(frozen=True, slots=True)
class Selection:
    """The quantity a person chose: its value or adjoint, at a moment (from 0; None follows the cursor).

    `entry` is the index of the one number that is meant; None follows the chosen unit.
    """

    name: str
    adjoint: bool = False
    moment: int | None = None
    entry: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What is open, where the cursor stands, what is chosen, and how it is shown.

    `iteration` counts the updates of the parameters before this run, from 0. `unit` counts along the flattened units of
    the state; `selection` None follows what runs next; `trail` holds the places travelled from, newest last; `preview`
    says whether the number that runs next is shown ahead.
    """

    opening: Opening
    iteration: int = 0
    place: Place = START
    interventions: tuple[Intervention, ...] = ()
    example: int = 0
    unit: int = 0
    selection: Selection | None = None
    trail: tuple[tuple[Place, Selection | None], ...] = ()
    grain: Grain = "equation"
    stage: str = ""
    folded: frozenset[str] = frozenset()
    theme: ThemeName = "system"
    digits: int = 4
    zoom: float = 1.0
    preview: bool = True
    playing: bool = False
