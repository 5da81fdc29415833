"""The cards of the graph: quantities with symbol, value and adjoint, and what stands at the moments beside."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.drawing.arrow import draw_wire
from explorer.drawing.formula import typeset
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.scenery.quantities import draw_quantity, frame_next, runs_next, short_latex
from explorer.view import Frame, Spot
from explorer.views.graph.layout import Layout, Place
from explorer.views.graph.model import Card, Graph, Node

_RADIUS = 8.0
_LABEL_SIZE = 17.0
_NAME_SIZE, _NAME_RIGHT = 15.0, 3.0
_WIDER = 2.0
"""How much further than a badge a preview reaches to each side: it stays inside its card."""


def draw_cards(
    painter: QPainter,
    frame: Frame,
    graph: Graph,
    layout: Layout,
    moment: int | None,
    *,
    back: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[Spot]:
    """All cards with their badges; between the nodes in `back` a flow comes back, so that no arrow goes forward."""
    for card in graph.cards:
        rect = layout.cards[card.key]
        _draw_ground(painter, frame, card, rect, moment)
        for above, below, _ in zip(card.nodes, card.nodes[1:], card.ops, strict=False):
            if (above.key, below.key) not in back:
                _draw_function(painter, frame, layout.nodes[above.key], layout.nodes[below.key])
        for node in card.nodes:
            yield from _draw_node(painter, frame, node, layout.nodes[node.key], moment)


def _draw_ground(painter: QPainter, frame: Frame, card: Card, rect: QRectF, moment: int | None) -> None:
    theme = frame.theme
    painter.save()
    apart = card.kind != "quantity"
    painter.setPen(QPen(theme.line if apart else theme.edge, 1.0 if apart else 1.2))
    painter.setBrush(theme.header if apart else theme.panel)
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    painter.restore()
    if apart:
        sign = "-" if card.kind == "before" else "+"
        steps = {abs(node.later) for node in card.nodes if not node.several}
        alone = len(steps) == 1 and not any(node.several for node in card.nodes) and moment is not None
        latex = f"t={(moment or 0) + 1 + card.nodes[0].later}" if alone else f"t{sign}1"
        if not alone and len(steps) != 1:
            latex = rf"t{sign}1 \ldots"
        wide = symbol_width(latex)
        draw_symbol(painter, QPointF(rect.center().x() - wide / 2.0, rect.top() + 20.0), latex, colour=theme.text1)


def _draw_function(painter: QPainter, frame: Frame, above: Place, below: Place) -> None:
    """The arrow from a quantity down to the function of it."""
    x = above.down
    start, end = above.rect.bottom() - 3.0, below.rect.top() + (4.0 if above.centred else 3.0)
    draw_wire(painter, [QPointF(x, start), QPointF(x, end)], theme=frame.theme)


def draw_function_names(painter: QPainter, frame: Frame, graph: Graph, layout: Layout) -> None:
    """The functions between the quantities of one card, at its right edge, on arrows and flows."""
    for card in graph.cards:
        for above, below, sign in zip(card.nodes, card.nodes[1:], card.ops, strict=False):
            if sign:
                upper, lower = layout.nodes[above.key].rect, layout.nodes[below.key].rect
                formula = typeset(sign, _NAME_SIZE)
                left = layout.cards[card.key].right() - _NAME_RIGHT - formula.size.width()
                point = QPointF(left, (upper.bottom() + lower.top()) / 2.0 + 5.0)
                painter.fillRect(formula.rect(point).adjusted(-2.0, 0.0, 0.0, 0.0), frame.theme.panel)
                formula.draw(painter, point, colour=frame.theme.text2)


def _draw_node(painter: QPainter, frame: Frame, node: Node, place: Place, moment: int | None) -> Iterator[Spot]:
    scene, theme = frame.scene, frame.theme
    timed = scene.network.quantities[node.name].timed
    at = moment + node.later if timed and moment is not None else None
    adjoint_only = place.value is None
    latex = short_latex(scene.network, node.name, adjoint=adjoint_only)
    above = "" if at is None or node.several else str(at + 1)
    if node.several:
        latex += "^{t-m}" if node.later < 0 else "^{t+m}"
    room = (place.rect.width() if place.centred else 42.0) - 4.0
    if symbol_width(latex, above) > room:
        above = ""
    size = _LABEL_SIZE if symbol_width(latex, above) <= room else 15.0
    wide = symbol_width(latex, above, size=size)
    left = place.label.x() - wide / 2.0 if place.centred else place.label.x() + 2.0
    known = scene.known(node.name, adjoint_only, at)
    following = any(runs_next(scene, node.name, adjoint=side, moment=at) for side in (False, True))
    draw_symbol(
        painter,
        QPointF(left, place.label.y()),
        latex,
        above,
        colour=theme.text1 if known or following else theme.text3,
        size=size,
    )
    if following and not frame.figure:
        frame_next(painter, place.rect, theme=theme, radius=7.0)
    for rect, adjoint in ((place.value, False), (place.adjoint, True)):
        if rect is not None and (not adjoint or scene.exists(node.name, True)):
            yield Spot(
                *draw_quantity(
                    painter,
                    rect,
                    frame,
                    node.name,
                    adjoint=adjoint,
                    moment=at,
                    coming=rect.adjusted(-_WIDER, 0.0, _WIDER, 0.0),
                )
            )


def draw_ring(painter: QPainter, frame: Frame, place: Place) -> None:
    """The frame round the quantity that a person chose."""
    painter.save()
    painter.setPen(QPen(frame.theme.accent, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.rect, 7.0, 7.0)
    painter.restore()
