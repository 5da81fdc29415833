"""Where everything of the cell diagram stands: a pure function of the size of its panel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF

BASE_WIDTH, BASE_HEIGHT = 620.0, 418.0
"""The size at which everything stands as close as it may; larger panels spread the nodes, smaller ones are scaled."""
VALUE_WIDTH, ADJOINT_WIDTH, BADGE = 66.0, 70.0, 24.0
COMING_WIDTH = 96.0
"""A preview of a value with its arrow; the badge of its adjoint, still absent, gives way."""
TAG_REACH = 11.0
LABEL_RISE = 8.0
"""From the top of a badge up to the baseline of its label."""
_COLUMN_RISE = 6.5
"""The same in a column, where a label stands in the middle between its badge and the one above."""

_COLUMN = (
    ("sum omega", 74.0),
    ("sum c", 120.0),
    ("outside", 166.0),
    ("output", 217.0),
    ("state", 300.0),
    ("sum iota", 348.0),
    ("sum phi", 395.0),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one badge, of its label's baseline, and of its preview while it runs next."""

    rect: QRectF
    label: QPointF
    coming: QRectF


@dataclass(frozen=True)
class Geometry:
    """All places, in px of the panel divided by `zoom`; `zoom` is 1 but for panels smaller than the base."""

    zoom: float
    spread: float
    width: float
    inputs: QRectF
    block: QRectF
    column: QRectF
    ring: float
    operator: float
    squash: float
    gates: Mapping[str, QPointF]
    times: Mapping[str, QPointF]
    plus: QPointF
    squash_in: QPointF
    squash_out: QPointF
    box: QRectF
    loop: float
    taps: Mapping[str, float]
    dip: float
    values: Mapping[str, Slot]
    adjoints: Mapping[str, Slot]
    before: Slot
    later: Mapping[str, Slot]
    dividers: tuple[float, float]

    @property
    def rows(self) -> tuple[float, float, float]:
        """The heights of the three input wires: ι, c, φ."""
        return self.gates["iota"].y(), self.squash_in.y(), self.gates["phi"].y()


@lru_cache(maxsize=16)
def geometry(width: float, height: float) -> Geometry:
    """The geometry of a panel of this size in px."""
    fit = min(width / BASE_WIDTH, height / BASE_HEIGHT)
    zoom, spread = min(fit, 1.0), max(fit, 1.0)
    left = (width / zoom - BASE_WIDTH * spread) / 2.0
    top = min((height / zoom - BASE_HEIGHT * spread) / 2.0, 12.0)

    def at(x: float, y: float) -> QPointF:
        return QPointF(left + x * spread, top + y * spread)

    def area(x0: float, y0: float, x1: float, y1: float) -> QRectF:
        return QRectF(at(x0, y0), at(x1, y1))

    ring = 21.5 * min(spread, 1.15)
    centres = {"iota": at(226, 105), "phi": at(210, 307), "omega": at(484, 105)}
    middle = at(356, 203)
    box = QRectF(middle.x() - 35.0 * min(spread, 1.1), middle.y() - 25.0, 70.0 * min(spread, 1.1), 50.0)
    column = area(540, 14, 612, 412)
    taps = {"iota": at(309, 0).x(), "phi": at(323, 0).x()}
    values, adjoints = _pairs(at, ring, centres, box)
    later = {name: _alone(column.center().x(), at(0, y).y()) for name, y in _COLUMN}
    inputs = area(8, 14, 84, 412)
    return Geometry(
        zoom=zoom,
        spread=spread,
        width=width / zoom,
        inputs=inputs,
        block=area(92, 14, 532, 412),
        column=column,
        ring=ring,
        operator=12.0 * min(spread, 1.1),
        squash=18.5 * min(spread, 1.15),
        gates=MappingProxyType(centres),
        times=MappingProxyType({"iota": at(226, 203), "phi": at(282, 307), "omega": at(484, 203)}),
        plus=at(282, 203),
        squash_in=at(159, 203),
        squash_out=at(423, 203),
        box=box,
        loop=at(338, 0).x(),
        taps=MappingProxyType(taps),
        dip=at(0, 352).y(),
        values=MappingProxyType(values),
        adjoints=MappingProxyType(adjoints),
        before=_alone(inputs.center().x(), at(0, 382).y()),
        later=MappingProxyType(later),
        dividers=(at(0, 134.5).y(), at(0, 250).y()),
    )


def _slot(left: float, top: float, width: float, coming: QRectF | None = None) -> Slot:
    rect = QRectF(left, top, width, BADGE)
    return Slot(rect, QPointF(left + 2.0, top - LABEL_RISE), rect if coming is None else coming)


def _alone(centre: float, middle: float) -> Slot:
    """A badge of a column, its label centred above it."""
    rect = QRectF(centre - VALUE_WIDTH / 2.0, middle - BADGE / 2.0, VALUE_WIDTH, BADGE)
    return Slot(rect, QPointF(centre, rect.top() - _COLUMN_RISE), rect.adjusted(-34.0, 0.0, 0.0, 0.0))


def _pairs(
    at: Callable[[float, float], QPointF], ring: float, centres: Mapping[str, QPointF], box: QRectF
) -> tuple[dict[str, Slot], dict[str, Slot]]:
    """The slots of values and of adjoints inside the block."""
    left = at(92, 0).x() + 6.0
    pair = VALUE_WIDTH + 4.0 + ADJOINT_WIDTH
    corners = {
        "iota": QPointF(left, centres["iota"].y() - ring - BADGE - 0.5),
        "c": QPointF(left, at(0, 249).y()),
        "phi": QPointF(left, at(0, 370).y()),
        "omega": QPointF(
            max(at(314, 0).x(), centres["omega"].x() - 28.0 - pair), centres["omega"].y() - ring - BADGE - 0.5
        ),
        "output": QPointF(at(530, 0).x() - pair, at(0, 261).y()),
    }
    room = {
        "iota": 104.0,
        "c": 100.0,
        "phi": 104.0,
        "omega": centres["omega"].x() - 4.0 - (corners["omega"].x() + 70.0),
    }
    values: dict[str, Slot] = {}
    adjoints: dict[str, Slot] = {}
    for name, corner in corners.items():
        values[name] = _slot(corner.x(), corner.y(), VALUE_WIDTH, QRectF(corner.x(), corner.y(), COMING_WIDTH, BADGE))
        start = corner.x() + VALUE_WIDTH + 4.0
        wide = QRectF(start, corner.y(), room.get(name, ADJOINT_WIDTH), BADGE)
        adjoints[name] = _slot(start, corner.y(), ADJOINT_WIDTH, wide)
    below = adjoints["output"].rect
    floating = QRectF(below.right() - 122.0, below.bottom() + 5.0, 122.0, BADGE)
    adjoints["output"] = Slot(below, adjoints["output"].label, floating)
    start, top = at(314, 0).x(), (box.top() + at(0, 105).y()) / 2.0 - BADGE / 2.0 - 10.0
    adjoints["state"] = Slot(
        QRectF(start + 38.0, top, 82.0, BADGE), QPointF(start + 4.0, top + 17.0), QRectF(start + 1.0, top, 120.0, BADGE)
    )
    return values, adjoints
