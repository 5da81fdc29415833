"""The state: everything the explorer knows besides the trace itself, as one frozen record without Qt."""

from dataclasses import dataclass
from typing import Literal

from engine.exchange.opening import Opening
from engine.run.intervention import Intervention
from engine.stepping.place import Grain, Place

ThemeName = Literal["light", "dark", "system"]
Colours = Literal["tide", "harbour", "graphite"]
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

    `iteration` counts the updates of the parameters before this run, from 0; those after the first are run again from
    `recording`, the path of a training run. `unit` counts along the flattened units of the state; `selection` None
    follows what runs next; `trail` holds the places travelled from, newest last; `preview` says whether the number that
    runs next is shown ahead. `colours` names the maps of values and adjoints; `still` says that nothing glides from one
    place to another; `desk` is the zoom and the digits to come back to while the projector is on.
    """

    opening: Opening
    iteration: int = 0
    recording: str = ""
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
    colours: Colours = "tide"
    still: bool = False
    desk: tuple[float, int] | None = None
    digits: int = 4
    zoom: float = 1.0
    preview: bool = True
    playing: bool = False
