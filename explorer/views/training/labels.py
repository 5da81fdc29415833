"""The symbols of parameters at the right ends of their curves; a click on one looks at the parameter."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.notation.symbols import symbol_latex
from explorer.command import Request
from explorer.drawing.formula import typeset
from explorer.drawing.writing import write
from explorer.state import Selection
from explorer.theme.numbers import MINUS
from explorer.view import Frame, Spot
from explorer.views.training.layout import LABELS, Placed
from explorer.views.training.lines import Line
from explorer.views.training.plot import label_places

_LEADER = 16.0
_REACHED = 12.0
"""A curve that ends so near to the edge has come all the way."""


def label_rects(placed: Placed, lines: Mapping[str, Line]) -> dict[str, QRectF]:
    """Where each symbol stands; that of the healthy ratio has the name ""."""
    taken = None
    if placed.plot.mark is not None:
        taken = (
            placed.rect.bottom() - float(placed.plot.heights(np.array([placed.plot.mark]))[0]) * placed.rect.height()
        )
    found = label_places(lines, placed.rect, taken=taken)
    return {name: QRectF(placed.rect.right(), y - 10.0, LABELS, 20.0) for name, y in found.items()}


def draw_labels(painter: QPainter, frame: Frame, placed: Placed, lines: Mapping[str, Line], strong: str | None) -> None:
    """Each symbol with a thin line to the end of its curve."""
    theme = frame.theme
    for name, rect in label_rects(placed, lines).items():
        middle = rect.center().y()
        if not name:
            box = rect.adjusted(_LEADER + 4.0, 0.0, 4.0, 0.0)
            write(painter, box, f"1e{MINUS}3", colour=theme.ok)
            continue
        ys = lines[name].ys[np.isfinite(lines[name].ys)]
        formula = typeset(symbol_latex(name, frame.scene.network), 17.0)
        if ys.size:
            end = float(lines[name].xs[np.isfinite(lines[name].ys)][-1])
            pen = QPen(theme.text1 if name == strong else theme.stale, 1.0)
            if end < rect.left() - _REACHED:  # a solid line would look like more of the curve
                pen.setDashPattern([1.0, 5.0])
            painter.setPen(pen)
            painter.drawLine(QPointF(end, float(ys[-1])), QPointF(rect.left() + 2.0, float(ys[-1])))
            painter.setPen(QPen(pen.color(), 1.0))
            painter.drawLine(QPointF(rect.left() + 2.0, float(ys[-1])), QPointF(rect.left() + _LEADER, middle))
        colour = theme.text1 if name == strong else theme.text2
        formula.draw(painter, QPointF(rect.left() + _LEADER + 4.0, middle + 5.0), colour=colour)


def label_spots(placed: Placed, lines: Mapping[str, Line], words: Mapping[str, str]) -> list[Spot]:
    """A spot for each symbol."""
    return [
        Spot(
            rect.adjusted(_LEADER, 0.0, 0.0, 0.0),
            f"{words[name]}. Click: look at it"
            if name
            else "Updates of a thousandth of the weights, often called healthy",
            Request("select", Selection(name)) if name else None,
        )
        for name, rect in label_rects(placed, lines).items()
    ]
