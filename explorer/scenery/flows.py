"""The terms of the number that is looked at, as far as the cursor knows them: flows of an adjoint, terms of a value."""

from dataclasses import dataclass

import numpy as np

from engine.expression import Adjoint, Reference, Value, references
from engine.notation.lines import terms
from explorer.scene import Scene
from explorer.scenery.memory import Memory
from explorer.scenery.quantities import runs_next

MOST_TERMS = 8
_kept = Memory(owners=3, things=16).kept


@dataclass(frozen=True, slots=True)
class SceneTerm:
    """One term: its place in the list (from 1), its signed number, and where it comes from.

    `source` is the quantity whose adjoint is sent (for a value: what it reads, "" where that is parameters only),
    `later` how many moments after t it stands, None where at several. `others` counts further terms summed in it.
    """

    index: int
    number: float
    source: str
    later: int | None
    others: int = 0


def nice_limit(largest: float) -> float:
    """`largest` rounded up to 1, 1.5, 2, 3 or 5 times a power of ten; 1 for what is no positive number."""
    if not np.isfinite(largest) or largest <= 0.0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(largest))
    return float(next(step * power for step in (1, 1.5, 2, 3, 5, 10) if step * power >= largest * 0.999))


def full_of(scene: Scene, name: str) -> float:
    """The number whose flow is as wide as flows get: the largest of this adjoint over the whole trace, rounded up."""
    return nice_limit(scene.limit(name, True)) if scene.exists(name, True) else 1.0


def is_known(scene: Scene, read: Reference, moment: int | None) -> bool:
    """Whether what an expression at a moment reads has been computed at the cursor."""
    at = None if moment is None or read.offset is None else moment + read.offset.constant
    if at is not None and read.offset is not None:
        at += sum(factor for _, factor in read.offset.factors)
    if isinstance(read, Adjoint) and not scene.exists(read.name, True):
        return True
    return scene.known(read.name, isinstance(read, Adjoint), at)


def flows_of(scene: Scene, name: str, moment: int | None) -> tuple[SceneTerm, ...]:
    """The flows of an adjoint at a moment for the chosen unit: those that exist and whose sources have been computed.

    Of more than eight the seven largest are kept and the others are summed.
    """
    return _kept(scene.trace, _key(scene, name, moment, adjoint=True), lambda: _flows_of(scene, name, moment))


def _key(scene: Scene, name: str, moment: int | None, *, adjoint: bool) -> tuple[object, ...]:
    """All of a scene that the terms of a number depend on, besides its trace."""
    state = scene.state
    return name, adjoint, moment, state.example, scene.unit_of(name), state.place, state.preview


def _flows_of(scene: Scene, name: str, moment: int | None) -> tuple[SceneTerm, ...]:
    quantity = scene.network.quantities[name]
    if not scene.exists(name, True) or (quantity.timed and not 0 <= (moment or 0) < (scene.trace.moments or 0)):
        return ()
    following = runs_next(scene, name, adjoint=True, moment=moment)
    if following and not scene.state.preview:
        return ()
    done = following or scene.known(name, True, moment)
    unit = scene.unit_of(name)
    found: list[SceneTerm] = []
    for index, flow in enumerate(scene.trace.flows(name, moment, scene.state.example), 1):
        later = None if flow.moment is None or moment is None else flow.moment - moment
        beyond = later is not None and flow.moment is not None and flow.moment >= (scene.trace.moments or 0)
        if beyond or not (done or all(is_known(scene, read, moment) for read in references(flow.expression))):
            continue
        when = later if quantity.timed else 0
        found.append(SceneTerm(index, float(flow.array[unit]), flow.source, when))
    if len(found) <= MOST_TERMS:
        return tuple(found)
    ranked = sorted(found, key=lambda term: -abs(term.number))
    kept = sorted(ranked[: MOST_TERMS - 1], key=lambda term: term.index)
    rest = ranked[MOST_TERMS - 1 :]
    total = sum(term.number for term in rest)
    return (*kept, SceneTerm(MOST_TERMS, total, rest[0].source, rest[0].later, len(rest)))


def terms_of(scene: Scene, name: str, moment: int | None) -> tuple[SceneTerm, ...]:
    """The terms of a value at a moment for the chosen unit, where it runs next or has been computed."""
    return _kept(scene.trace, _key(scene, name, moment, adjoint=False), lambda: _terms_of(scene, name, moment))


def _terms_of(scene: Scene, name: str, moment: int | None) -> tuple[SceneTerm, ...]:
    equation = next((each for each in scene.network.equations if each.name == name), None)
    following = runs_next(scene, name, adjoint=False, moment=moment)
    if equation is None or not (scene.known(name, False, moment) or (following and scene.state.preview)):
        return ()
    if equation.timed and not 0 <= (moment or 0) < (scene.trace.moments or 0):
        return ()
    unit = scene.unit_of(name)
    found: list[SceneTerm] = []
    for index, term in enumerate(terms(equation.expression), 1):
        array = np.asarray(scene.trace.evaluate(term.expression, moment if equation.timed else None))
        shape = scene.network.quantities[name].shape
        if array.ndim > len(shape):
            array = array[scene.state.example]
        number = float(np.broadcast_to(array, shape)[unit])
        reads = [read for read in references(term.expression) if isinstance(read, Value)]
        main = next((read for read in reads if scene.network.quantities[read.name].role != "parameter"), None)
        offset = main.offset if main is not None else None
        later = None if offset is not None and offset.factors else offset.constant if offset is not None else 0
        source = main.name if main is not None else ""
        found.append(SceneTerm(index, -number if term.negative else number, source, later))
    return tuple(found)
