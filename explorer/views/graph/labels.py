"""Where the parameters stand on the wires: on no other label and no card, and on as few other wires as can be."""

from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, QRectF

from engine.language.network import Network
from engine.notation.symbols import symbol_latex
from explorer.drawing.flow import flow_point
from explorer.drawing.formula import Formula, typeset
from explorer.views.graph.layout import Layout
from explorer.views.graph.model import Use

SIZE = 15.0
_BESIDE, _ABOVE = 3.0, 1.5
"""Ground around a symbol, which interrupts its wire."""
_LEAST_WIRE = 20.0
"""How much of its wire must be seen beside a symbol, in px."""
_HEAD = 12.0
"""The end of a wire, which its head takes, in px."""
_SAMPLES = 24
_PARTS = tuple(part / 100.0 for part in range(16, 89, 4))
_CROSSED = 1.0
"""How much worse a place on one more wire is, where the way from the middle to the end of its own counts 0.5."""

_PLACES: WeakKeyDictionary[Layout, dict[Use, tuple[QRectF, ...]]] = WeakKeyDictionary()


def label_of(network: Network, use: Use) -> Formula:
    """The symbol of the parameter that a use is multiplied with."""
    return typeset(symbol_latex(use.parameter, network), SIZE)


def label_places(network: Network, layout: Layout) -> dict[Use, tuple[QRectF, ...]]:
    """For each use with a parameter the places its label may have, the best first; none where there is no room."""
    if layout not in _PLACES:
        points = {use: _points(layout, use) for use in layout.wires}
        _PLACES[layout] = {use: _ranked(network, layout, use, points) for use in layout.wires if use.parameter}
    return _PLACES[layout]


def _points(layout: Layout, use: Use) -> list[QPointF]:
    return [flow_point(piece, turn / _SAMPLES) for piece in layout.wires[use] for turn in range(_SAMPLES + 1)]


def _ranked(network: Network, layout: Layout, use: Use, points: dict[Use, list[QPointF]]) -> tuple[QRectF, ...]:
    size = label_of(network, use).size
    wide, high = size.width() + 2.0 * _BESIDE, size.height() + 2.0 * _ABOVE
    if layout.gap < wide + _LEAST_WIRE:
        return ()
    found: list[tuple[float, QRectF]] = []
    for part in _PARTS:
        middle = flow_point(layout.wires[use][-1], part)
        rect = QRectF(middle.x() - wide / 2.0, middle.y() - high / 2.0, wide, high)
        at_head = rect.right() > layout.wires[use][-1][3].x() - _HEAD
        if at_head or any(rect.intersects(card) for card in layout.cards.values()):
            continue
        crossed = sum(any(rect.contains(point) for point in way) for other, way in points.items() if other != use)
        found.append((_CROSSED * crossed + abs(part - 0.5), rect))
    return tuple(rect for _, rect in sorted(found, key=lambda pair: pair[0]))
