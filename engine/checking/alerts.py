"""Alerts: what is unsound in a whole run: NaN and ±∞, vanishing and exploding adjoints, saturated gates, dead units."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.checking.soundness import (
    FADED,
    GATES,
    GROWN,
    LARGE,
    MUCH,
    RECTIFIERS,
    Array,
    carried,
    exploded,
    fired,
    made_by,
    norms,
    saturated,
    vanished,
)
from engine.derivation.program import UPDATED
from engine.expression import Value, references
from engine.trace import Trace
from engine.training.unsound import Spot, unsound

Kind = Literal["not finite", "exploding", "vanishing", "saturated", "dead"]
KINDS: tuple[Kind, ...] = ("not finite", "exploding", "vanishing", "saturated", "dead")
LOOKED_FOR: dict[Kind, str] = {
    "not finite": "a number that is NaN or ±∞",
    "exploding": f"an adjoint that grows more than {GROWN:,.0f}-fold on the way back from the last quarter of "
    f"the moments, or a gradient with a norm above {LARGE:,.0f}",
    "vanishing": f"an adjoint whose norm falls below {FADED:g} of its largest on the way back",
    "saturated": "a gate or tanh of which more than half of the numbers are at an end, where its slope is next to 0",
    "dead": "a rectified unit that is 0 at every moment of every example",
}


@dataclass(frozen=True, slots=True)
class Alert:
    """Something unsound in one quantity: `count` of `total` numbers, moments or units, as `unit_word` says.

    `positions` are the places right after the events that made them, in the order of computing; `detail` says how bad
    it is. `first` is the number that came first.
    """

    kind: Kind
    name: str
    adjoint: bool
    count: int
    total: int
    unit_word: str
    detail: str
    first: Spot
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Met:
    """At which numbers of a quantity's array something is met, with the words for it."""

    kind: Kind
    name: str
    adjoint: bool
    where: Array
    count: int
    total: int
    unit_word: str
    detail: str


def alerts_of(trace: Trace) -> tuple[Alert, ...]:
    """All alerts of a run, kind by kind, each kind in the order of computing."""
    found = [_alert(trace, met) for met in _all_met(trace)]
    return tuple(sorted(found, key=lambda alert: (KINDS.index(alert.kind), alert.positions[0])))


def spot_after(trace: Trace, alert: Alert, position: int) -> Spot:
    """The next number of an alert that is made after `position` events; the first again after the last."""
    later = [place for place in alert.positions if place > position]
    met = next(one for one in _all_met(trace) if (one.kind, one.name, one.adjoint) == _key(alert))
    return _spot(trace, met, later[0] if later else alert.positions[0])


def _key(alert: Alert) -> tuple[Kind, str, bool]:
    return alert.kind, alert.name, alert.adjoint


def _all_met(trace: Trace) -> Iterator[_Met]:
    for look in (_not_finite, _exploding, _vanishing, _saturated, _dead):
        yield from look(trace)


def _arrays(trace: Trace) -> Iterator[tuple[str, bool, Array]]:
    """Every value and every adjoint that is made or given before the update, which only carries on what was before."""
    quantities = trace.program.network.quantities
    for adjoint, arrays in ((False, trace.values), (True, trace.adjoints)):
        for name, array in arrays.items():
            if quantities[name].role not in UPDATED:
                yield name, adjoint, array


def _not_finite(trace: Trace) -> Iterator[_Met]:
    for name, adjoint, array in _arrays(trace):
        bad = unsound(array)
        if count := int(bad.sum()):
            nan = int(np.isnan(array).sum())
            pairs = ((nan, "NaN"), (count - nan, "±∞"))
            met = [(f"{number:,} {word}", word) for number, word in pairs if number]
            detail = " and ".join(words for words, _ in met) if len(met) > 1 else f"all {met[0][1]}"
            yield _Met("not finite", name, adjoint, bad, count, array.size, "number", detail)


def _over_time(trace: Trace, kind: Kind, rule: Callable[[Array], Array]) -> Iterator[tuple[str, Array, Array, Array]]:
    """Each adjoint that later moments send to, with its norms, where the rule holds, and the numbers it is told by."""
    if not trace.moments or trace.moments < 2:
        return
    later = carried(trace)
    for name, array in trace.adjoints.items():
        if name in later and trace.program.network.quantities[name].role == "defined":
            found = norms(array, timed=True)
            rows = rule(found)
            if rows.any():
                yield name, found, rows, _largest(array, rows)


def _exploding(trace: Trace) -> Iterator[_Met]:
    for name, found, rows, where in _over_time(trace, "exploding", exploded):
        begin = float(np.nanmax(found[len(found) - max(1, len(found) // 4) :]))
        detail = f"up to {float(found[rows].max()) / begin:.1e}-fold"
        yield _Met("exploding", name, True, where, int(rows.sum()), len(rows), "moment", detail)
    for quantity in trace.program.network.having("parameter"):
        if quantity.name in trace.adjoints:
            array = trace.adjoints[quantity.name]
            norm = float(norms(array, timed=False)[0])
            if np.isfinite(norm) and norm > LARGE:
                where = np.abs(array) == np.abs(array).max()
                yield _Met("exploding", quantity.name, True, where, 1, 1, "gradient", f"its norm is {norm:.1e}")


def _vanishing(trace: Trace) -> Iterator[_Met]:
    for name, found, rows, where in _over_time(trace, "vanishing", vanished):
        least = float(found[rows].min() / np.nanmax(found))
        detail = f"down to {least:.1e}" if least else "down to exactly 0"
        yield _Met("vanishing", name, True, where, int(rows.sum()), len(rows), "moment", detail)
    yield from _vanishing_layers(trace)


def _vanishing_layers(trace: Trace) -> Iterator[_Met]:
    """The same from layer to layer: root mean squares, against the largest of all of them."""
    network = trace.program.network
    sizes = {
        name: float(norms(array, timed=False)[0]) / np.sqrt(array.size)
        for name, array in trace.adjoints.items()
        if network.quantities[name].role == "defined" and not network.quantities[name].timed
    }
    sizes.pop(network.objective, None)
    largest = max((size for size in sizes.values() if np.isfinite(size)), default=0.0)
    for name, size in sizes.items():
        if size < FADED * largest:
            array = trace.adjoints[name]
            least = size / largest
            detail = f"{least:.1e} of the largest layer's" if least else "exactly 0"
            yield _Met("vanishing", name, True, np.ones(array.shape, bool), 1, 1, "layer", detail)


def _saturated(trace: Trace) -> Iterator[_Met]:
    network = trace.program.network
    goal = next(equation for equation in network.equations if equation.name == network.objective)
    answers = {part.name for part in references(goal.expression) if isinstance(part, Value)}
    for quantity in network.having("defined"):
        if quantity.name in answers:
            continue  # an answer may be as sure as it likes
        op = made_by(network, quantity.name)
        array = trace.values[quantity.name]
        where = saturated(array, op)
        finite = int(np.isfinite(array).sum())
        if where is not None and finite and where.sum() > MUCH * finite:
            count = int(where.sum())
            low = int((where & (array < 0.5)).sum()) if op in GATES else 0
            detail = (
                f"{100.0 * low / finite:.0f} % shut, {100.0 * (count - low) / finite:.0f} % open"
                if op in GATES
                else f"{100.0 * count / finite:.0f} % at an end"
            )
            yield _Met("saturated", quantity.name, False, where, count, finite, "number", detail)


def _dead(trace: Trace) -> Iterator[_Met]:
    network = trace.program.network
    for quantity in network.having("defined"):
        if made_by(network, quantity.name) not in RECTIFIERS:
            continue
        array = trace.values[quantity.name]
        rows = len(array) if quantity.timed else 1
        dead = ~fired(array, rows, quantity.shape).any(axis=0)
        if dead.any():
            lead = array.shape[: array.ndim - len(quantity.shape)]
            units = dead if len(quantity.shape) == 3 else dead.reshape(quantity.shape)
            where = np.broadcast_to(units, (*lead, *quantity.shape))
            word = "map" if len(quantity.shape) == 3 else "unit"
            yield _Met("dead", quantity.name, False, where, int(dead.sum()), dead.size, word, "never above 0")


def _largest(array: Array, rows: Array) -> Array:
    """Where the largest number of each of these moments stands."""
    size = np.abs(np.asarray(array, np.float64))
    top = size.reshape(len(size), -1).max(axis=1).reshape((-1,) + (1,) * (size.ndim - 1))
    found: Array = (size == top) & rows.reshape((-1,) + (1,) * (size.ndim - 1))
    return found


def _alert(trace: Trace, met: _Met) -> Alert:
    timed = trace.program.network.quantities[met.name].timed
    rows = np.flatnonzero(met.where.reshape(len(met.where), -1).any(axis=1)).tolist() if timed else [None]
    positions = tuple(sorted({_position(trace, met, moment) for moment in rows}))
    first = _spot(trace, met, positions[0])
    return Alert(met.kind, met.name, met.adjoint, met.count, met.total, met.unit_word, met.detail, first, positions)


def _position(trace: Trace, met: _Met, moment: int | None) -> int:
    """Right after the event that makes a number; 0 for what is given."""
    line = trace.program.line_of.get((met.name, met.adjoint))
    found = None if line is None else trace.schedule.position_of(line, moment)
    return 0 if found is None else found + 1


def _spot(trace: Trace, met: _Met, position: int) -> Spot:
    """The first number, of the first example, that is made by the event before `position`."""
    event = trace.schedule.event(position - 1) if position else None
    quantity = trace.program.network.quantities[met.name]
    moment = None
    if quantity.timed:
        # The adjoint of an input is made for all moments at once.
        moment = None if event is None else event.moment
        moment = int(np.argwhere(met.where)[0][0]) if moment is None else moment
    where = met.where if moment is None else met.where[moment]
    place = tuple(int(part) for part in np.argwhere(where)[0])
    example, unit = (place[0], place[1:]) if quantity.batched else (None, place)
    array = (trace.adjoints if met.adjoint else trace.values)[met.name]
    number = float((array if moment is None else array[moment])[place])
    return Spot(met.name, met.adjoint, moment, example, unit, number, event)
