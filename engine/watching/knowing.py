"""When a watch is known: the position in a run from which all that it reads has been computed."""

import numpy as np

from engine.expression import Adjoint, Expression, Offset, Taps, Value, children
from engine.stepping.schedule import Positions, Schedule
from engine.watching.tree import Formula, Last, Node, below


def known_positions(node: Node, schedule: Schedule) -> Positions:
    """The position from which it is known, at every moment (T,) where it has moments, else one of shape ().

    What is given is known from the start, 0; so is what lies before the first and after the last moment.
    """
    known = _known(node, schedule)
    return known if node.lead == 2 else np.asarray(known.max(initial=0))


def _known(node: Node, schedule: Schedule) -> Positions:
    """The same at every moment, of everything; a single column for what stands outside time."""
    moments = max(1, schedule.moments or 1)
    known = np.zeros(moments, np.int_)
    if isinstance(node, Formula):
        for name, adjoint, offset in _read(node.expression, {}):
            known = np.maximum(known, _of_quantity(name, offset, schedule, adjoint=adjoint))
    for part in below(node):
        known = np.maximum(known, _known(part, schedule))
    return _shifted(known, node.by) if isinstance(node, Last) else known


def _shifted(known: Positions, offset: int) -> Positions:
    result = np.zeros_like(known)
    for_moment = np.arange(len(known)) + offset
    inside = (for_moment >= 0) & (for_moment < len(known))
    result[inside] = known[for_moment[inside]]
    return result


def _of_quantity(name: str, offset: int | None, schedule: Schedule, *, adjoint: bool) -> Positions:
    moments = max(1, schedule.moments or 1)
    program = schedule.program
    if name not in program.network.quantities:
        return np.zeros(moments, np.int_)
    line = program.line_of.get((name, adjoint))
    if line is not None:
        at = np.broadcast_to(schedule.positions_of(line) + 1, (moments,))
    elif adjoint and name == program.network.objective:
        at = np.full(moments, schedule.loss_position + 1)
    else:
        at = np.zeros(moments, np.int_)
    return _shifted(at, offset) if offset is not None and at.any() else at


def _read(node: Expression, indices: dict[str, int]) -> set[tuple[str, bool, int | None]]:
    """Every quantity that is read, with how many moments from t; taps stand for all that they reach."""
    if isinstance(node, Value | Adjoint):
        return {(node.name, isinstance(node, Adjoint), _at(node.offset, indices))}
    found: set[tuple[str, bool, int | None]] = set()
    for child in children(node):
        if isinstance(node, Taps):
            for index in range(node.start, node.stop):
                found |= _read(child, {**indices, node.index: index})
        else:
            found |= _read(child, indices)
    return found


def _at(offset: Offset | None, indices: dict[str, int]) -> int | None:
    return None if offset is None else offset.at(indices)
