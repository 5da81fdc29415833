"""Ways: along which wire each flow comes back, along which wire each term goes forward, and where its tag stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF

from explorer.drawing.flow import Curve
from explorer.drawing.ribbon import ribbon_pieces, straight
from explorer.views.cell.geometry import TAG_REACH, Geometry


@dataclass(frozen=True, slots=True)
class Way:
    """The pieces of a flow, the last one with the arrow head; `tag` is the centre of its disc, `right` aligns the tag
    at the block's right edge instead; `lead` continues it into the column.
    """

    pieces: tuple[Curve, ...]
    tag: QPointF
    right: bool = False


def _point(x: float, y: float) -> QPointF:
    return QPointF(x, y)


def _way(points: Sequence[QPointF], tag: QPointF, *, right: bool = False) -> Way:
    return Way(tuple(ribbon_pieces(points)), tag, right)


def _to_state(g: Geometry) -> dict[tuple[str, int], Way]:
    row, edge, box, s = g.box.center().y(), g.column.left(), g.box, g.spread
    omega = g.gates["omega"]
    ways = {
        ("output", 0): _way(
            [_point(edge - 4.0, row), _point(box.right() + 1.0, row)], _point(0.0, row + 26.0 * s), right=True
        )
    }
    start, end = omega + _point(-g.ring * 0.62, g.ring * 0.78), _point(box.right() - 4.0, box.top() - 1.0)
    curve = (start, start + _point(-30.0 * s, 16.0 * s), end + _point(8.0 * s, -22.0 * s), end)
    ways["sum omega", 0] = Way((curve,), _point(0.0, omega.y() + g.ring + 27.0 * s), True)
    for part, x, bend in (("state", 0.8, 0.0), ("sum iota", 0.58, 0.55), ("sum phi", 0.43, 0.7)):
        y, tip = g.later[part].rect.center().y(), _point(box.left() + box.width() * x, box.bottom() + 1.0)
        far = _point(tip.x(), tip.y() + (y - tip.y()) * (0.95 if part == "state" else 0.75))
        near = _point(edge - (edge - tip.x()) * (0.72 + 0.1 * bend), y)
        ways[part, 1] = Way(((_point(edge, y), near, far, tip),), _point(0.0, y), True)
    return ways


def _to_output(g: Geometry) -> dict[tuple[str, int], Way]:
    times, edge, s = g.times["omega"], g.column.left(), g.spread
    row, rim = times.y(), g.operator + 1.0
    ways = {
        ("outside", 0): _way([_point(edge, row), _point(times.x() + rim, row)], _point(0.0, row + 26.0 * s), right=True)
    }
    for part, height in (("sum omega", -62.0), ("sum c", -37.0)):
        y = g.later[part].rect.center().y()
        tip = times + _point(rim * 0.8, -rim * 0.6)
        curve = (_point(edge, y), _point(edge - 22.0, y), _point(edge - 16.0, row - 20.0), tip)
        ways[part, 1] = Way((curve,), _point(0.0, row + height * s), True)
    for part, side in (("sum iota", 0.1), ("sum phi", -0.5)):
        y = g.later[part].rect.center().y()
        tip = times + _point(rim * side, rim * (1.0 if side > 0 else 0.87))
        depth = 120.0 if part == "sum iota" else 160.0
        curve = (_point(edge, y), _point(edge - depth * s, y), _point(tip.x() - 34.0 * s, tip.y() + 60.0 * s), tip)
        ways[part, 1] = Way((curve,), _point(0.0, y), True)
    return ways


def back_way(g: Geometry, target: str, source: str, later: int | None) -> Way | None:
    """The way of a flow from `source`, `later` moments after t, to the adjoint of `target`; None without a wire."""
    moment = later or 0
    if target == "state":
        return _to_state(g).get((source, moment))
    if target == "output":
        return _to_output(g).get((source, moment))
    if moment:
        return None
    kind, _, gate = target.partition(" ")
    row, box, s = g.box.center().y(), g.box.left() - 1.0, g.spread
    if target in ("squashed", "sum c") and source in ("state", "squashed"):
        return _way(
            [_point(box, row), _point(g.squash_in.x() + g.squash + 1.0, row)],
            _point(g.times["iota"].x() - 14.0, row + 24.0 * s),
        )
    if kind not in ("sum", "gate"):
        return None
    if gate == "omega" and source in ("output", "gate omega"):
        start, end = g.times["omega"] - _point(0.0, g.operator), g.gates["omega"] + _point(0.0, g.ring + 1.0)
        return Way((straight(start, end),), _point(0.0, (start.y() + end.y()) / 2.0 - 2.0), True)
    if gate == "iota" and source in ("state", "gate iota"):
        ring = g.gates["iota"]
        return _way(
            [_point(box, row), _point(ring.x(), row), ring + _point(0.0, g.ring + 1.0)],
            _point(ring.x(), row - 44.0 * s),
        )
    if gate == "phi" and source in ("state", "gate phi"):
        ring, x = g.gates["phi"], g.plus.x()
        return _way(
            [_point(box, row), _point(x, row), _point(x, ring.y()), _point(ring.x() + g.ring + 1.0, ring.y())],
            _point(x - 24.0, row + 57.0 * s),
        )
    return None


@dataclass(frozen=True, slots=True)
class Forth:
    """The wire a term goes along (no points: the peephole of ω), and its tag as in `Way`."""

    points: tuple[QPointF, ...]
    tag: QPointF
    right: bool = False


def input_wire(g: Geometry, gate: str) -> tuple[QPointF, ...]:
    """From the inputs to a gate or to the cell input."""
    if gate == "omega":
        ring = g.gates["omega"]
        return _point(ring.x(), g.block.top() + 12.0), ring - _point(0.0, g.ring + 0.5)
    if gate == "c":
        return _point(g.inputs.right(), g.squash_in.y()), g.squash_in - _point(g.squash + 0.5, 0.0)
    ring = g.gates[gate]
    return _point(g.inputs.right(), ring.y()), ring - _point(g.ring + 0.5, 0.0)


def peephole_wire(g: Geometry, gate: str) -> tuple[QPointF, ...]:
    """The corners of the peepholes of ι and φ, which leave the loop; that of ω is a curve."""
    row, ring, x = g.gates["phi"].y(), g.gates[gate], g.taps[gate]
    if gate == "iota":
        return _point(x, row), _point(x, ring.y()), ring + _point(g.ring + 0.5, 0.0)
    return _point(x, row), _point(x, g.dip), _point(ring.x(), g.dip), ring + _point(0.0, g.ring + 0.5)


def omega_curve(g: Geometry) -> Curve:
    """The peephole of ω, which leaves the box."""
    start, end = _point(g.box.center().x() + 12.0, g.box.top()), g.gates["omega"] - _point(g.ring + 0.5, 0.0)
    return (
        start,
        start + _point(4.0, (end.y() - start.y()) * 0.62),
        _point(start.x() + (end.x() - start.x()) * 0.38, end.y()),
        end,
    )


def forth_way(g: Geometry, target: str, source: str, later: int | None, turn: int) -> Forth | None:
    """The wire along which a term of `target` that reads `source` goes; `turn` counts the terms on that wire."""
    kind, _, gate = target.partition(" ")
    row, s = g.box.center().y(), g.spread
    left = g.block.left() + 6.0 + TAG_REACH
    if kind == "sum" and source == "state":
        if gate == "omega":
            return Forth((), _point(g.values["omega"].rect.left() + TAG_REACH, g.gates["omega"].y() - 3.0))
        x = g.gates[gate].x() + (g.ring + 22.0 if gate == "iota" else 36.0)
        return Forth(peephole_wire(g, gate), _point(x, g.gates["iota"].y() + 1.0 if gate == "iota" else g.dip))
    if kind == "sum":
        first = {"iota": g.rows[0], "c": row - 56.0 * s, "phi": g.rows[2], "omega": row - 64.0 * s}[gate]
        return Forth(input_wire(g, gate), _point(left, first + 24.0 * turn), gate == "omega")
    if target == "state" and later == -1:
        return Forth(
            (g.times["phi"] - _point(0.0, g.operator), g.plus + _point(0.0, g.operator)),
            _point(g.plus.x() - 24.0, row + 57.0 * s),
        )
    if target == "state":
        return Forth(
            (g.times["iota"] + _point(g.operator, 0.0), g.plus - _point(g.operator, 0.0)),
            _point(g.times["iota"].x() - 40.0, row + 24.0 * s),
        )
    if target in ("output", "outside"):
        start = g.box.right() if target == "output" else g.times["omega"].x() + g.operator
        end = g.times["omega"].x() - g.operator if target == "output" else g.column.left()
        return Forth((_point(start, row), _point(end, row)), _point(0.0, row + 26.0 * s), True)
    return None
