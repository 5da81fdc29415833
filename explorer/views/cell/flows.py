"""The flows into the adjoint that is looked at, or the terms of the value, along the wires of the block."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.arrow import draw_arrow_head, draw_tag, draw_wire
from explorer.drawing.ribbon import draw_ribbon
from explorer.scene import Focus, Scene
from explorer.scenery.flows import SceneTerm, full_of
from explorer.scenery.quantities import runs_next, selection_of, symbol_words
from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame, Spot
from explorer.views.cell.geometry import TAG_REACH, Geometry
from explorer.views.cell.roles import Roles
from explorer.views.cell.ways import Forth, Way, back_way, forth_way, omega_curve
from explorer.views.cell.wires import curve_path

_WIDEST_DIGITS = 4


def written(term: SceneTerm, digits: int) -> str:
    """The number on the tag of a term."""
    return format_number(term.number, digits=min(digits, _WIDEST_DIGITS))


def flow_ways(g: Geometry, roles: Roles, name: str, terms: Sequence[SceneTerm]) -> Iterator[tuple[SceneTerm, Way]]:
    """The flows into the adjoint of a quantity that have a wire, each with its way."""
    target = roles.part(name)
    for term in terms:
        way = back_way(g, target, roles.part(term.source), term.later)
        if way is not None:
            yield term, way


def term_ways(g: Geometry, roles: Roles, name: str, terms: Sequence[SceneTerm]) -> Iterator[tuple[SceneTerm, Forth]]:
    """The terms of a value that have a wire, each with its way."""
    target = roles.part(name)
    turns = Counter[str]()
    for term in terms:
        part = roles.part(term.source)
        if not term.source or (target.startswith("gate") or target == "squashed"):
            continue
        wire = "state" if part == "state" else "in"
        way = forth_way(g, target, part, term.later, turns[wire])
        turns[wire] += 1
        if way is not None and (target != "outside" or part == "output"):
            yield term, way


def _tag(painter: QPainter, frame: Frame, g: Geometry, term: SceneTerm, place: QPointF, *, right: bool) -> QRectF:
    """The numbered tag at its disc's centre, or aligned at the right edge of the block."""
    digits = min(frame.scene.state.digits, _WIDEST_DIGITS)
    centre = QPointF(place)
    if right:
        width = text_width(written(term, digits), font(BODY, MEDIUM)) + 9.0 + TAG_REACH
        centre.setX(g.block.right() - 3.0 - width)
    return draw_tag(painter, centre, theme=frame.theme, index=term.index, number=term.number, digits=digits)


def draw_back(
    painter: QPainter, frame: Frame, g: Geometry, roles: Roles, *, focus: Focus, terms: Sequence[SceneTerm], tags: bool
) -> Iterator[Spot]:
    """The flows of an adjoint as ribbons (without `tags`) or their tags: ribbons lie under the nodes, tags above."""
    scene = frame.scene
    full = full_of(scene, focus.name)
    # The widest first, so that none hides a thinner one.
    for term, way in sorted(flow_ways(g, roles, focus.name, terms), key=lambda pair: -abs(pair[0].number)):
        if not tags:
            draw_ribbon(painter, way.pieces, theme=frame.theme, number=term.number, full=full)
            continue
        at = None if focus.moment is None else focus.moment + (term.later or 0)
        rect = _tag(painter, frame, g, term, way.tag, right=way.right)
        yield Spot(
            rect,
            partial(_flow_words, scene, focus, term, at),
            selection_of(scene, term.source, adjoint=True, moment=at),
        )


def draw_forth(
    painter: QPainter, frame: Frame, g: Geometry, roles: Roles, *, focus: Focus, terms: Sequence[SceneTerm], tags: bool
) -> Iterator[Spot]:
    """The wires that carry the terms of a value (without `tags`) or the tags with their numbers."""
    scene, theme = frame.scene, frame.theme
    target = roles.part(focus.name)
    following = not frame.figure and runs_next(scene, focus.name, adjoint=False, moment=focus.moment)
    colour = theme.next_edge if following else theme.accent
    if not tags:
        _halo(painter, g, target, colour)
    for term, way in term_ways(g, roles, focus.name, terms):
        if tags:
            at = None if focus.moment is None else focus.moment + (term.later or 0)
            rect = _tag(painter, frame, g, term, way.tag, right=way.right)
            yield Spot(
                rect,
                partial(_term_words, scene, focus, term, at),
                selection_of(scene, term.source, adjoint=False, moment=at),
            )
        elif way.points:
            draw_wire(painter, way.points, theme=theme, colour=colour, width=3.2)
        else:
            curve = omega_curve(g)
            painter.save()
            painter.setPen(QPen(colour, 3.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(curve_path((curve[0], curve[1], curve[2], curve[3] - QPointF(8.0, 0.0))))
            painter.restore()
            draw_arrow_head(painter, curve[3], 0.0, colour=colour, length=10.0, width=10.0)


def _flow_words(scene: Scene, focus: Focus, term: SceneTerm, at: int | None) -> str:
    into = symbol_words(scene, focus.name, adjoint=True, moment=focus.moment)
    source = symbol_words(scene, term.source, adjoint=True, moment=at)
    number = format_number(term.number, digits=8)
    return f"Flow {term.index} into {into}: {number}, sent back by {source}\nClick goes to where it comes from."


def _term_words(scene: Scene, focus: Focus, term: SceneTerm, at: int | None) -> str:
    into = symbol_words(scene, focus.name, adjoint=False, moment=focus.moment)
    read, number = symbol_words(scene, term.source, adjoint=False, moment=at), format_number(term.number, digits=8)
    return f"Term {term.index} of {into}: {number}, from {read}\nClick goes to where it comes from."


def _halo(painter: QPainter, g: Geometry, target: str, colour: QColor) -> None:
    """A dashed ring round the node that makes the value."""
    kind, _, gate = target.partition(" ")
    if kind in ("sum", "gate") and gate in g.gates:
        centre, radius = g.gates[gate], g.ring
    elif target in ("squashed", "sum c"):
        centre, radius = g.squash_in, g.squash
    elif target == "output":
        centre, radius = g.times["omega"], g.operator
    else:
        return
    pen = QPen(colour, 2.0)
    pen.setDashPattern([3.0, 2.0])
    painter.save()
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, radius + 5.0, radius + 5.0)
    painter.restore()
