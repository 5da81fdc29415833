"""The state: everything the explorer knows besides the trace itself, as one frozen record without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from engine.exchange.opening import Opening
from engine.run.intervention import Intervention
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Grain, Place

ThemeName = Literal["light", "dark", "system"]
Colours = Literal["tide", "harbour", "graphite"]
Contrast = Literal["after", "before", "difference"]
"""Whose numbers are on the screen where two runs are compared: this one's, the other one's, or the difference."""
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
class Run:
    """All that the numbers of a run depend on.

    `iteration` counts the updates of the parameters before it, from 0; those after the first are run again from
    `recording`, the path of a training run.
    """

    opening: Opening
    interventions: tuple[Intervention, ...] = ()
    iteration: int = 0
    recording: str = ""

    @property
    def files(self) -> dict[str, str]:
        """The fields that may name a file, each with what it holds."""
        return {**self.opening.files, "recording": self.recording}

    def with_files(self, files: Mapping[str, str]) -> "Run":
        """The same with other files in these fields."""
        recording = files.get("recording", self.recording)
        return replace(self, opening=self.opening.with_files(files), recording=recording)


@dataclass(frozen=True, slots=True)
class Note:
    """A bookmark: a place of a run that one can come back to, and what a person wrote about it."""

    text: str
    place: Place = START
    selection: Selection | None = None
    example: int = 0
    iteration: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a person has been: a place of the run, what was chosen there, and of which example."""

    place: Place
    selection: Selection | None = None
    example: int = 0


LOOK = ("theme", "colours", "digits", "zoom", "steady", "desk", "preview", "grain")
"""The fields of a state that say how everything is shown, whatever it is."""
_OF_ONE_OPENING = (
    "iteration", "recording", "place", "interventions", "switched_off", "against", "contrast", "title", "story",
    "notes", "blanks", "example", "unit", "selection", "trail", "ahead", "playing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """What is open, where the cursor stands, what is chosen, and how it is shown.

    `iteration` and `recording` are those of `Run`; those of the `interventions` that are `switched_off` do not count
    for now; `against` is the run to compare with, None the same one without interventions; `contrast` says whose
    numbers are shown. `unit` counts along the flattened units of the state; `selection` None follows what runs next;
    `trail` holds the places travelled from, newest last, and `ahead` those that were come back from, nearest last;
    `preview` says whether the number that runs next is shown ahead. `watches` are expressions, as they were typed, and
    so is what stands in the `blanks` of the worksheet, each with its key; `title` and `story` are a person's own words
    for what is open. `colours` names the maps of values and adjoints; `steady` says that nothing glides from one place
    to another; `desk` is the zoom and the digits to come back to while the projector is on.
    """

    opening: Opening
    iteration: int = 0
    recording: str = ""
    place: Place = START
    interventions: tuple[Intervention, ...] = ()
    switched_off: frozenset[Intervention] = frozenset()
    against: Run | None = None
    contrast: Contrast = "after"
    title: str = ""
    story: str = ""
    breakpoints: tuple[Breakpoint, ...] = ()
    watches: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    blanks: tuple[tuple[str, str], ...] = ()
    example: int = 0
    unit: int = 0
    selection: Selection | None = None
    trail: tuple[Visit, ...] = ()
    ahead: tuple[Visit, ...] = ()
    grain: Grain = "equation"
    stage: str = ""
    folded: frozenset[str] = frozenset()
    theme: ThemeName = "system"
    colours: Colours = "tide"
    steady: bool = False
    desk: tuple[float, int] | None = None
    digits: int = 4
    zoom: float = 1.0
    preview: bool = True
    playing: bool = False

    @property
    def in_force(self) -> tuple[Intervention, ...]:
        """The interventions that count."""
        return tuple(change for change in self.interventions if change not in self.switched_off)

    def anew(self, opening: Opening) -> "State":
        """Another opening from its start: what was made of the one before is left, what concerns the look is kept.

        So are breakpoints and watches: they are of names, and other networks have the same.
        """
        first = State(opening)
        made = {name: getattr(first, name) for name in _OF_ONE_OPENING}
        return replace(self, opening=opening, **made)

    @property
    def untouched(self) -> "State":
        """The same with every intervention switched off: what training shows is what was trained."""
        return replace(self, switched_off=frozenset(self.interventions))

    @property
    def run(self) -> Run:
        """What is run."""
        return Run(self.opening, self.in_force, self.iteration, self.recording)

    @property
    def compared(self) -> Run | None:
        """What it is compared with: the run that was chosen, else the same one without what was put in by hand."""
        if self.against is not None or not self.in_force:
            return self.against
        return Run(self.opening, (), self.iteration, self.recording)
