"""The scene: state and trace together, and all that views ask of them; frozen, and the same for screen and figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from engine.checking.soundness import GATES
from engine.derivation.program import Line, Program
from engine.exchange.opening import Prepared
from engine.expression import Apply, Shape
from engine.language.network import Network
from engine.stepping.schedule import Event, Schedule
from engine.trace import Trace
from explorer.checks import Checks
from explorer.progress import Progress
from explorer.state import Run, State

Array = np.ndarray[Any, Any]
Family = Literal["value", "adjoint", "gate"]


@dataclass(frozen=True, slots=True)
class Focus:
    """The one number that is looked at: a quantity's value or adjoint, at a moment (from 0), at a unit index."""

    name: str
    adjoint: bool
    moment: int | None
    unit: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Other:
    """The run that the one on the screen is compared with, and what was asked for to get it, where that is known."""

    prepared: Prepared
    trace: Trace
    run: Run | None = None


@dataclass(frozen=True)
class Scene:
    """What is on the screen; `stale` says that something newer is being computed, `progress` how training went.

    `other` is the run to compare with, where there is one. What is drawn may be the contrast of the two: then `apart`
    holds the trace of this run, whose numbers differ from those of the other one by what `trace` says. `checks` is the
    last numeric check, `tried` the last ones of printed equations; they may be of an earlier run.
    """

    state: State
    prepared: Prepared
    trace: Trace
    stale: bool = False
    progress: Progress | None = None
    other: Other | None = None
    apart: Trace | None = None
    checks: Checks | None = None
    tried: tuple[Checks, ...] = ()
    limits: dict[tuple[str, bool], float] = field(default_factory=dict, compare=False)

    @property
    def title(self) -> str:
        """What is open: as the person called it, else as it calls itself."""
        return self.state.title or self.prepared.title

    @property
    def network(self) -> Network:
        """The network that runs."""
        return self.prepared.network

    @property
    def program(self) -> Program:
        """Its forward and backward lines."""
        return self.prepared.program

    @property
    def can_train(self) -> bool:
        """Whether there is something to learn, and a source to open: a trace handed over by a script has none."""
        return bool(self.state.opening.source) and self.program.update is not None

    @property
    def schedule(self) -> Schedule:
        """All events of the run."""
        return self.trace.schedule

    @property
    def position(self) -> int:
        """How many events have been computed at the cursor."""
        return self.state.place.position

    @cached_property
    def event(self) -> Event | None:
        """The event that runs next; None at the end."""
        return self.schedule.event(self.position)

    @cached_property
    def moment(self) -> int | None:
        """The moment the cursor stands at, from 0: that of the next event, or the nearest one where it has none."""
        if self.trace.moments is None:
            return None
        event = self.event
        if event is not None and event.moment is not None:
            return event.moment
        before = self.schedule.event(self.position - 1) if self.position else None
        if before is not None and before.moment is not None:
            return before.moment
        return 0 if event is None or event.phase != "loss" else self.trace.moments - 1

    @property
    def phase(self) -> str:
        """FORWARD, LOSS, BACKWARD or UPDATE; END after the last event."""
        return self.event.phase.upper() if self.event else "END"

    def known(self, name: str, adjoint: bool, moment: int | None) -> bool:
        """Whether the value or adjoint has been computed at the cursor; outside t = 1 … T it is known to be 0."""
        return self.schedule.is_known(name, moment, self.position, adjoint=adjoint)

    def exists(self, name: str, adjoint: bool) -> bool:
        """Whether the trace holds it at all: what the objective does not depend on has no adjoint."""
        return name in (self.trace.adjoints if adjoint else self.trace.values)

    def whole(self, name: str, adjoint: bool) -> Array:
        """The array of the chosen example: (T, …) where timed, else the quantity's shape."""
        array = (self.trace.adjoints if adjoint else self.trace.values)[name]
        quantity = self.network.quantities[name]
        if not quantity.batched:
            return array
        return array[:, self.state.example] if quantity.timed else array[self.state.example]

    def array(self, name: str, adjoint: bool, moment: int | None, *, ahead: bool = False) -> Array | None:
        """The numbers of one quantity at one moment; None while not computed (unless `ahead` asks all the same)."""
        if not self.exists(name, adjoint) or not (ahead or self.known(name, adjoint, moment)):
            return None
        quantity = self.network.quantities[name]
        whole = self.whole(name, adjoint)
        if not quantity.timed or moment is None:
            return whole
        return whole[moment] if 0 <= moment < len(whole) else np.zeros(quantity.shape, self.trace.dtype)

    def number(
        self, name: str, adjoint: bool, moment: int | None, unit: tuple[int, ...] | None = None, *, ahead: bool = False
    ) -> float | None:
        """One number, of the chosen unit unless stated; None while not computed."""
        array = self.array(name, adjoint, moment, ahead=ahead)
        if array is None:
            return None
        return float(array[self.unit_of(name) if unit is None else unit])

    @cached_property
    def unit_shape(self) -> Shape:
        """The shape that units are counted along: the largest shape among the timed quantities that are defined."""
        defined = [quantity.shape for quantity in self.network.having("defined")]
        return max(defined, key=lambda shape: int(np.prod(shape)))

    @cached_property
    def units(self) -> int:
        """How many units the unit strip offers."""
        return int(np.prod(self.unit_shape))

    def unit_of(self, name: str) -> tuple[int, ...]:
        """The index whose number is shown: the entry chosen together with the quantity, else the `followed_unit`."""
        selection = self.state.selection
        entry = selection.entry if selection is not None and selection.name == name else None
        shape = self.network.quantities[name].shape
        if entry is None or len(entry) != len(shape):
            return self.followed_unit(name)
        inside = all(0 <= place < length for place, length in zip(entry, shape, strict=True))
        return entry if inside else self.followed_unit(name)

    def followed_unit(self, name: str) -> tuple[int, ...]:
        """The index of the chosen unit in a quantity: itself, its block where gates are shared, its row in a matrix."""
        if name not in self._unit_indices:
            self._unit_indices[name] = self._find_unit(name)
        return self._unit_indices[name]

    @cached_property
    def _unit_indices(self) -> dict[str, tuple[int, ...]]:
        return {}

    def _find_unit(self, name: str) -> tuple[int, ...]:
        shape = self.network.quantities[name].shape
        if not shape:
            return ()
        unit = min(self.state.unit, self.units - 1)
        full = tuple(int(part) for part in np.unravel_index(unit, self.unit_shape)) or (0,)
        if shape == self.unit_shape[: len(shape)]:
            return full[: len(shape)]
        if not self.network.quantities[name].batched and len(shape) > 1:
            row = full[0] if shape[0] == self.unit_shape[:1][0] else unit
            return (min(row, shape[0] - 1), *(0 for _ in shape[1:]))
        return tuple(int(part) for part in np.unravel_index(min(self.state.unit, int(np.prod(shape)) - 1), shape))

    @cached_property
    def focus(self) -> Focus | None:
        """The number that is looked at: the chosen one, else what the next event makes, else the objective."""
        selection = self.state.selection
        if selection is not None and selection.name in self.network.quantities:
            timed = self.network.quantities[selection.name].timed
            moment = (self.moment if selection.moment is None else selection.moment) if timed else None
            return Focus(selection.name, selection.adjoint, moment, self.unit_of(selection.name))
        line = self.event.line if self.event else self.program_end
        timed = self.network.quantities[line.name].timed
        return Focus(line.name, line.adjoint, self.moment if timed else None, self.unit_of(line.name))

    @property
    def program_end(self) -> Line:
        """What is looked at after the last line: the objective, summed up."""
        return self.program.section("loss")[0]

    def family(self, name: str, adjoint: bool) -> Family:
        """Which map colours it: gates lie in 0…1 and have no sign, values and adjoints have one each.

        The difference of two gates has a sign as any other.
        """
        if adjoint:
            return "adjoint"
        return "gate" if self.is_gate(name) and self.apart is None else "value"

    def is_gate(self, name: str) -> bool:
        """Whether a quantity is made by a function whose values lie in 0…1."""
        return name in self._gate_names

    @cached_property
    def _gate_names(self) -> frozenset[str]:
        return frozenset(
            equation.name
            for equation in self.network.equations
            if isinstance(equation.expression, Apply) and equation.expression.op in GATES
        )

    def limit(self, name: str, adjoint: bool) -> float:
        """The largest magnitude over the whole trace: the fixed end of the quantity's colour scale.

        Where two runs are compared it is the largest in either, so that both are drawn on one scale.
        """
        key = (name, adjoint)
        if key not in self.limits:
            traces = [self.trace, *([self.other.trace] if self.other is not None and self.apart is None else [])]
            held = [trace.adjoints if adjoint else trace.values for trace in traces]
            largest = max(_largest(arrays[name]) for arrays in held if name in arrays)
            self.limits[key] = largest or 1.0
        return self.limits[key]

    def family_limit(self, adjoint: bool) -> float:
        """One scale for all defined quantities of a family, rounded up to 1, 1.5, 2, 3 or 5 times a power of ten.

        It spans all adjoints that have a line of their own, which are drawn on a root scale, and half of the values:
        the few largest pre-activations may be clipped, which every badge shows, so that states do not pale beside them.
        """
        if adjoint:
            names = [line.name for line in self.program.section("backward")]
        else:
            names = [q.name for q in self.network.having("defined") if self.family(q.name, adjoint) == "value"]
        limits = sorted(self.limit(name, adjoint) for name in names if name != self.network.objective) or [1.0]
        largest = limits[-1] if adjoint else limits[len(limits) // 2]
        power = 10.0 ** np.floor(np.log10(largest))
        return float(next(step * power for step in (1, 1.5, 2, 3, 5, 10) if step * power >= largest * 0.999))

    @cached_property
    def parameters(self) -> Mapping[str, Array]:
        """The parameters of this run."""
        return {quantity.name: self.trace.values[quantity.name] for quantity in self.network.having("parameter")}


def _largest(array: Array) -> float:
    """The largest finite magnitude; 0 where there is none."""
    finite = np.abs(array[np.isfinite(array)])
    return float(finite.max()) if finite.size else 0.0
