"""The cursor: a place in the run of a trace that can be moved, and that knows what is known there."""

from collections.abc import Callable

from engine.errors import ChainruleError
from engine.language.formulas import nearest
from engine.stepping.place import Grain, Place, step, step_out
from engine.stepping.schedule import Event, Schedule


class Cursor:
    """Steps through the events of a run; it starts before the first, where nothing has been computed."""

    def __init__(self, schedule: Schedule, place: Place | None = None) -> None:
        self.schedule = schedule
        self.place = place or Place()

    @property
    def event(self) -> Event | None:
        """The event that runs next; None at the end."""
        return self.schedule.event(self.place.position)

    @property
    def position(self) -> int:
        """How many events have been computed."""
        return self.place.position

    def forward(self) -> Event | None:
        """Computes the next event; returns what runs next then."""
        return self.over("equation")

    def back(self) -> Event | None:
        """Takes the last event back; returns what runs next then."""
        return self.over("equation", reverse=True)

    def over(self, grain: Grain = "equation", *, reverse: bool = False) -> Event | None:
        """Moves by one grain; returns what runs next then."""
        self.place = step(self.schedule, self.place, grain, reverse=reverse)
        return self.event

    def into(self, *, reverse: bool = False) -> Event | None:
        """Moves by one sub-expression."""
        return self.over("sub-expression", reverse=reverse)

    def out(self, *, reverse: bool = False) -> Event | None:
        """Moves out of the equation it stands in, or out of the moment."""
        self.place = step_out(self.schedule, self.place, reverse=reverse)
        return self.event

    def until(self, condition: Callable[["Cursor"], bool], *, reverse: bool = False) -> bool:
        """Moves event by event, at least once, until `condition` holds; False where the run ended without."""
        while True:
            before = self.place
            self.over("equation", reverse=reverse)
            if self.place == before:
                return False
            if condition(self):
                return True

    def to(self, place: Place) -> None:
        """Moves to a place, held within the run."""
        self.place = Place(max(0, min(place.position, self.schedule.length)), place.part)

    def known(self, name: str, t: int | None = None, *, adjoint: bool = False) -> bool:
        """Whether the value (or adjoint) of a quantity at moment t, counted from 0, has been computed here.

        Raises ChainruleError where no quantity has that name.
        """
        known = self.schedule.program.network.quantities
        if name not in known:
            raise ChainruleError(f"no quantity is called {name!r}{nearest(name, known)}")
        return self.schedule.is_known(name, t, self.place.position, adjoint=adjoint)
