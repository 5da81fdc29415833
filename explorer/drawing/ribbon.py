"""Ribbons: flows that follow a wire round its corners, made of straight pieces and quarter turns."""

import math
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from explorer.drawing.flow import Curve, draw_flow
from explorer.theme.tokens import Theme

_TURN = 0.5523
"""How far the handles of a cubic reach towards the corner, so that it comes nearest to a quarter circle."""


def straight(start: QPointF, end: QPointF) -> Curve:
    """A straight piece as a curve."""
    return start, start + (end - start) / 3.0, start + (end - start) * (2.0 / 3.0), end


def ribbon_pieces(points: Sequence[QPointF], radius: float = 14.0) -> list[Curve]:
    """The pieces of a way along `points`: straight ones, joined by rounded corners of at most `radius` px."""
    if len(points) < 2:
        raise ValueError(f"a ribbon has {len(points)} points; allowed are 2 and more")
    pieces: list[Curve] = []
    at = points[0]
    for corner, after in pairwise(points[1:]):
        before, ahead = at - corner, after - corner
        long_before, long_ahead = math.hypot(before.x(), before.y()), math.hypot(ahead.x(), ahead.y())
        reach = min(radius, long_before * 0.9, long_ahead * 0.5)
        if reach <= 0.5:
            continue
        into, out = corner + before * (reach / long_before), corner + ahead * (reach / long_ahead)
        pieces.append(straight(at, into))
        pieces.append((into, into + (corner - into) * _TURN, out + (corner - out) * _TURN, out))
        at = out
    pieces.append(straight(at, points[-1]))
    return pieces


def draw_ribbon(
    painter: QPainter, pieces: Sequence[Curve], *, theme: Theme, number: float, full: float, growth: float = 1.0
) -> None:
    """A flow along joined `pieces`; the last ends in the arrow head."""
    for piece in pieces[:-1]:
        draw_flow(painter, piece, theme=theme, number=number, full=full, growth=growth, head=False)
    draw_flow(painter, pieces[-1], theme=theme, number=number, full=full, growth=growth)
