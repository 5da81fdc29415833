"""Where everything on the picture of a path stands: columns in time, a lane for each adjoint, the curve, the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from engine.run.explanation import Source
from engine.run.path import Path, Stretch, stretches
from explorer.drawing.badge import badge_width
from explorer.drawing.writing import LINE, wrapped
from explorer.scene import Scene
from explorer.scenery.paths import Asked
from explorer.view import Frame
from explorer.views.path.words import sentences

MARGIN = 14.0
LABELS = 84.0
LANE, SMALL_LANE, FLAT_LANE = 56.0, 46.0, 96.0
AXIS = 26.0
ROW = 34.0
CURVE = 150.0
LEGEND = 24.0
_GAP = 14.0
_LEAST = 5.0


@dataclass(frozen=True, slots=True)
class Node:
    """One adjoint of the path: its column, its lane, and where it is drawn."""

    source: Source
    number: float
    running: float
    column: int
    lane: str
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything with its place; `nodes` are in the order of the links, from the number to the loss.

    `columns` are moments (from 0) or None for what stands outside time; without time they are steps in one lane, which
    is `flat`. `badges` says whether the columns are wide enough for numbers.
    """

    asked: Asked
    path: Path
    stretches: tuple[Stretch, ...]
    lines: tuple[str, ...]
    text: QRectF
    lanes: tuple[str, ...]
    columns: tuple[int | None, ...]
    nodes: tuple[Node, ...]
    badges: bool
    flat: bool
    chain: QRectF
    axis: QRectF
    curve: QRectF
    table: QRectF
    height: float

    @property
    def wide(self) -> float:
        """Px of one column."""
        return self.chain.width() / max(len(self.columns) + 1, 1)

    def column_left(self, column: int) -> float:
        """Where a column begins; the one after the last is the loss's."""
        return self.chain.left() + column * self.wide


def _columns(path: Path, scene: Scene) -> tuple[tuple[int | None, ...], tuple[int, ...]]:
    """The columns, and that of each link."""
    moments = [link.at.moment for link in path.links]
    if scene.trace.moments is None or all(moment is None for moment in moments):
        steps = tuple(range(len(moments)))
        return steps, steps
    outside = sum(moment is None for moment in moments)
    timed = [moment for moment in moments if moment is not None]
    spread = range(min(timed), max(timed) + 1)
    columns: tuple[int | None, ...] = (*(None for _ in range(outside)), *spread)
    found = [number if moment is None else outside + moment - spread.start for number, moment in enumerate(moments)]
    return columns, tuple(found)


def _lanes(path: Path, scene: Scene) -> tuple[str, ...]:
    """The adjoints of the path, what is nearest to the loss on top: the way back falls."""
    order = {equation.name: number for number, equation in enumerate(scene.network.equations)}
    names = list(dict.fromkeys(link.at.name for link in path.links))
    return tuple(sorted(names, key=lambda name: (-order.get(name, -1), names.index(name))))


def lay_out(frame: Frame, asked: Asked, path: Path) -> Layout:
    """Places everything at the frame's width; what height is left goes to the curve."""
    scene, width = frame.scene, frame.width
    groups = stretches(path)
    room = width - 2.0 * MARGIN
    lines = tuple(line for sentence in sentences(scene, asked, path, groups) for line in wrapped(sentence, room))
    text = QRectF(MARGIN, 10.0, room, len(lines) * LINE + 4.0)
    columns, places = _columns(path, scene)
    flat = scene.trace.moments is None
    lanes = ("",) if flat else _lanes(path, scene)
    left = MARGIN + LABELS
    wide = (width - MARGIN - left) / (len(columns) + 1)
    badge = badge_width(scene.state.digits)
    badges = wide >= badge + (12.0 if flat else 30.0)
    lane = FLAT_LANE if flat else LANE if badges else SMALL_LANE
    chain = QRectF(left, text.bottom() + _GAP, width - MARGIN - left, len(lanes) * lane)
    axis = QRectF(left, chain.bottom(), chain.width(), 0.0 if flat else AXIS)
    rows = ROW * (len(groups) + 1) + 12.0
    curve = QRectF(left, axis.bottom() + 10.0 + LEGEND, chain.width(), CURVE)
    spare = frame.height - (curve.bottom() + _GAP + rows)
    curve.setHeight(CURVE + min(max(spare, 0.0), CURVE))
    table = QRectF(MARGIN, curve.bottom() + _GAP, room, rows)
    nodes = _nodes(path, places, lanes, chain=chain, wide=wide, size=(badge, lane) if badges else (0.0, lane))
    return Layout(
        asked,
        path,
        groups,
        lines,
        text,
        lanes,
        columns,
        nodes,
        badges,
        flat,
        chain,
        axis,
        curve,
        table,
        table.bottom() + 8.0,
    )


def _nodes(
    path: Path, places: Sequence[int], lanes: tuple[str, ...], *, chain: QRectF, wide: float, size: tuple[float, float]
) -> tuple[Node, ...]:
    badge, lane = size
    width = badge or max(min(wide - 5.0, 20.0), _LEAST)
    height = 24.0 if badge else max(min(wide - 5.0, 20.0), _LEAST)
    found: list[Node] = []
    for link, column in zip(path.links, places, strict=True):
        x = chain.left() + (column + 0.5) * wide
        row = lanes.index(link.at.name) if link.at.name in lanes else 0
        y = chain.top() + (row + 0.5) * lane + (0.0 if link.at.name not in lanes else 6.0)
        rect = QRectF(x - width / 2.0, y - height / 2.0, width, height)
        found.append(Node(link.at, link.number, link.running, column, link.at.name, rect))
    return tuple(found)
