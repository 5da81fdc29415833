"""The wires of the graph, the flows that come back along them, and the terms that go forward."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from explorer.drawing.arrow import draw_arrow_head, draw_tag
from explorer.drawing.flow import Curve, flow_point
from explorer.drawing.formula import typeset
from explorer.drawing.ribbon import draw_ribbon, straight
from explorer.drawing.symbol import symbol_width
from explorer.scene import Focus
from explorer.scenery.flows import SceneTerm, flows_of, full_of, terms_of
from explorer.scenery.quantities import runs_next, selection_of, symbol_words
from explorer.theme.numbers import format_number
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame, Spot
from explorer.views.graph.labels import label_of, label_places
from explorer.views.graph.layout import Layout
from explorer.views.graph.model import Graph, Use, node_key

_DIGITS = 4
_TAG_HEIGHT = 24.0
_APART = 2.0
"""Least distance of a label from tags and other labels."""
_ASIDE = 20.0
"""How far left of an arrow in a card its tag stands: at the right is the name of the function."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A term with the pieces of the wire it goes along, and what its tag says and asks for.

    `ends` are the keys of the nodes that its wire joins; `inside` says that both are in one card.
    """

    term: SceneTerm
    pieces: tuple[Curve, ...]
    spot: Spot
    ends: tuple[str, str]

    @property
    def inside(self) -> bool:
        """Whether it goes straight down or up inside a card."""
        return len(self.pieces) == 1 and abs(self.pieces[0][0].x() - self.pieces[0][3].x()) < 1.0


def reversed_pieces(pieces: Sequence[Curve]) -> tuple[Curve, ...]:
    """The same way from its end to its start."""
    return tuple((d, c, b, a) for a, b, c, d in reversed(pieces))


def _moved(pieces: Iterable[Curve], down: float) -> tuple[Curve, ...]:
    by = QPointF(0.0, down)
    return tuple((a + by, b + by, c + by, d + by) for a, b, c, d in pieces)


def _path(pieces: Sequence[Curve]) -> QPainterPath:
    path = QPainterPath(pieces[0][0])
    for piece in pieces:
        path.cubicTo(piece[1], piece[2], piece[3])
    return path


def draw_wires(
    painter: QPainter,
    frame: Frame,
    layout: Layout,
    strong: frozenset[Use],
    *,
    colour: QColor,
    back: frozenset[Use],
) -> None:
    """Every wire with its head; those in `strong` in `colour`, above the others.

    Where a flow comes `back`, its ribbon has the head at the other end and the wire has none.
    """
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for use, pieces in sorted(layout.wires.items(), key=lambda pair: pair[0] in strong):
        ink, width = (colour, 3.0) if use in strong else (frame.theme.wire, 1.6)
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        last, short = pieces[-1], QPointF(0.0 if use in back else 7.0, 0.0)
        painter.drawPath(_path((*pieces[:-1], (last[0], last[1], last[2] - short, last[3] - short))))
        if use not in back:
            draw_arrow_head(painter, last[3], 0.0, colour=ink, length=9.0)
    painter.restore()


def draw_parameters(
    painter: QPainter, frame: Frame, layout: Layout, taken: Sequence[QRectF], *, back: frozenset[Use]
) -> Iterator[Spot]:
    """The parameter that a use is multiplied with, small on its wire, where there is room beside what is `taken`.

    Where a flow comes `back` there is none: it would interrupt the ribbon, whose width counts.
    """
    scene, placed = frame.scene, [rect.adjusted(-_APART, -_APART, _APART, _APART) for rect in taken]
    for use, places in label_places(scene.network, layout).items():
        rect = next((place for place in places if not any(place.intersects(other) for other in placed)), None)
        if rect is None or use in back:
            continue
        placed.append(rect.adjusted(-_APART, -_APART, _APART, _APART))
        painter.fillRect(rect, frame.theme.panel)
        label = label_of(scene.network, use)
        label.draw_in(painter, rect, colour=frame.theme.text2, align=Qt.AlignmentFlag.AlignCenter)
        name = symbol_words(scene, use.parameter, adjoint=False, moment=None)
        shape = ", ".join(map(str, scene.network.quantities[use.parameter].shape)) or "single number"
        yield Spot(
            rect,
            f"{name}: the parameter this use is multiplied with, shape ({shape})\nClick selects it.",
            selection_of(scene, use.parameter, adjoint=False, moment=None),
        )


def _pieces_between(layout: Layout, uses: Sequence[Use], source: str, target: str) -> tuple[Curve, ...] | None:
    """The wire between two nodes: inside a card the short arrow from one to the next."""
    for use in uses:
        if use.source == source and use.target == target:
            if use in layout.wires:
                return layout.wires[use]
            above, below = layout.nodes[source], layout.nodes[target]
            x = above.down
            return (straight(QPointF(x, above.rect.bottom() - 2.0), QPointF(x, below.rect.top() + 2.0)),)
    return None


def drawn_terms(frame: Frame, graph: Graph, layout: Layout, focus: Focus) -> list[Drawn]:
    """The flows of an adjoint, or the terms of a value, that have a wire in this picture."""
    scene = frame.scene
    adjoint = focus.adjoint
    found = flows_of(scene, focus.name, focus.moment) if adjoint else terms_of(scene, focus.name, focus.moment)
    several = {(node.name, node.later > 0): node.key for card in graph.cards for node in card.nodes if node.several}
    turns, drawn = Counter[str](), list[Drawn]()
    for term in found:
        if not term.source:
            continue
        later = term.later
        key = several.get((term.source, adjoint), term.source) if later is None else node_key(term.source, later)
        ends = (focus.name, key) if adjoint else (key, focus.name)
        pieces = _pieces_between(layout, graph.uses, *ends)
        if pieces is None:
            continue
        turn = turns[key]
        turns[key] += 1
        timed = scene.network.quantities[term.source].timed
        at = focus.moment + (later or 0) if timed and focus.moment is not None else None
        goal = symbol_words(scene, focus.name, adjoint=adjoint, moment=focus.moment)
        source = symbol_words(scene, term.source, adjoint=adjoint, moment=None if later is None else at)
        words = f"Flow {term.index} into {goal}" if adjoint else f"Term {term.index} of {goal}"
        sent = "sent back by" if adjoint else "made from"
        number = format_number(term.number, digits=8)
        spot = Spot(
            QRectF(),
            f"{words}: {number}, {sent} {source}\nClick goes to where it comes from.",
            selection_of(scene, term.source, adjoint=adjoint, moment=at),
        )
        way = _moved(pieces, 15.0 * turn)
        drawn.append(Drawn(term, reversed_pieces(way) if adjoint else way, spot, ends))
    return drawn


def draw_ribbons(painter: QPainter, frame: Frame, focus: Focus, drawn: Iterable[Drawn]) -> None:
    """The flows, the widest first."""
    full = full_of(frame.scene, focus.name)
    for each in sorted(drawn, key=lambda one: -abs(one.term.number)):
        draw_ribbon(painter, each.pieces, theme=frame.theme, number=each.term.number, full=full)


def tag_width(digits: int) -> float:
    """Px of the widest usual tag."""
    return 31.0 + text_width(format_number(-1.2e-5, digits=digits), font(BODY, MEDIUM))


def draw_tags(painter: QPainter, frame: Frame, layout: Layout, focus: Focus, drawn: Sequence[Drawn]) -> list[Spot]:
    """A tag on each flow: with its number where the room between columns allows, else and in a card its disc alone."""
    digits = min(frame.scene.state.digits, _DIGITS)
    numbers = numbers_fit(frame, layout)
    wide = tag_width(digits) if numbers else 22.0
    places: list[tuple[QPointF, Drawn]] = []
    for each in drawn:
        piece = each.pieces[0] if focus.adjoint else each.pieces[-1]
        middle = flow_point(piece, 0.5) - QPointF(_ASIDE, 0.0)
        if not each.inside:
            middle = QPointF((piece[0].x() + piece[3].x()) / 2.0, flow_point(piece, 0.42).y())
        places.append((middle, each))
    spots: list[Spot] = []
    low: dict[int, float] = {}
    for middle, each in sorted(places, key=lambda pair: pair[0].y()):
        column = round(middle.x() / 20.0)
        y = max(middle.y(), low.get(column, -1e9) + _TAG_HEIGHT)
        low[column] = y
        numbered = numbers and not each.inside
        disc = QPointF(middle.x() - wide / 2.0 + 11.0, y) if numbered else QPointF(middle.x(), y)
        rect = draw_tag(
            painter,
            disc,
            theme=frame.theme,
            index=each.term.index,
            number=each.term.number if numbered else None,
            digits=digits,
        )
        spots.append(Spot(rect, each.spot.words, each.spot.request))
    return spots


def numbers_fit(frame: Frame, layout: Layout) -> bool:
    """Whether the numbers of tags fit between two columns."""
    return layout.gap >= tag_width(min(frame.scene.state.digits, _DIGITS)) - 4.0


def draw_term_row(painter: QPainter, frame: Frame, rect: QRectF, drawn: Sequence[Drawn], symbol: str) -> list[Spot]:
    """The numbers of the tags in one row, for graphs whose columns stand too close for them."""
    digits = min(frame.scene.state.digits, _DIGITS)
    left = rect.left() + 2.0
    if symbol:
        formula = typeset(symbol, 17)
        formula.draw(painter, QPointF(left, rect.center().y() + 5.5), theme=frame.theme)
        left += symbol_width(symbol) + 12.0
    spots: list[Spot] = []
    for each in drawn:
        if left + tag_width(digits) > rect.right():
            break
        place = draw_tag(
            painter,
            QPointF(left + 11.0, rect.center().y()),
            theme=frame.theme,
            index=each.term.index,
            number=each.term.number,
            digits=digits,
        )
        spots.append(Spot(place, each.spot.words, each.spot.request))
        left = place.right() + 10.0
    return spots


def strong_uses(frame: Frame, graph: Graph, focus: Focus | None) -> tuple[frozenset[Use], QColor]:
    """The wires into the value that is looked at, and their colour: amber where it runs next, else the selection's."""
    theme = frame.theme
    if focus is None or focus.adjoint:
        return frozenset(), theme.wire
    following = not frame.figure and runs_next(frame.scene, focus.name, adjoint=False, moment=focus.moment)
    uses = frozenset(use for use in graph.uses if use.target == focus.name)
    return uses, theme.next_edge if following else theme.accent
