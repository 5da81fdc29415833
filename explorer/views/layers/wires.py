"""What joins layers: a line for each connection of single units, one wire for all else, lanes over other columns."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from engine.notation.symbols import symbol_latex
from explorer.drawing.arrow import draw_arrow_head, draw_wire
from explorer.drawing.formula import typeset
from explorer.theme.scale import Scale
from explorer.view import Frame
from explorer.views.layers.box import Box
from explorer.views.layers.connections import Connections, connections_of, family_of_lines, shares, unit_links
from explorer.views.layers.layout import Layout
from explorer.views.layers.memory import kept
from explorer.views.layers.model import Link, Model

_STEP = 8
"""Entries of the colour map that share a pen."""
_LEAST, _MOST = 0.7, 3.0
_BROKEN = 99
"""The step of what is no number."""
_KEPT = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a layer."""

    key: str
    index: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines that share a pen: a step of the colour map, or None where nothing is known; `near` where they stand out."""

    step: int | None
    near: bool
    lines: list[QLineF]


@dataclass(frozen=True, slots=True)
class Label:
    """Where the symbol of a parameter was drawn."""

    rect: QRectF
    link: Link


def draw_links(
    painter: QPainter,
    frame: Frame,
    model: Model,
    layout: Layout,
    *,
    moment: int | None,
    scale: Scale,
    marked: Unit | None,
) -> None:
    """All links, under the boxes."""
    drawn = kept(frame.scene.network, "shares", lambda: shares(frame.scene.network))
    for link in model.links:
        if link not in drawn:
            _draw_whole(painter, frame, model, layout, link)
    for link, share in drawn.items():
        found = connections_of(frame.scene, link, moment, share)
        _draw_lines(painter, frame, layout, link, found, scale=scale, marked=marked)


def _draw_lines(
    painter: QPainter,
    frame: Frame,
    layout: Layout,
    link: Link,
    found: Connections,
    *,
    scale: Scale,
    marked: Unit | None,
) -> None:
    source, target = layout.boxes[link.source], layout.boxes[link.target]
    key = (source.rect.getRect(), source.pitch, target.rect.getRect(), target.pitch, scale, marked)
    if key not in found.drawn:
        if len(found.drawn) >= _KEPT:
            found.drawn.clear()
        found.drawn[key] = tuple(_strokes(source, target, found, scale, _near(link, found, marked)))
    colours = frame.theme.map(family_of_lines(frame.scene))
    painter.save()
    for stroke in found.drawn[key]:
        if stroke.step is None:
            pen = QPen(frame.theme.line, 0.9)
            pen.setDashPattern([3.0, 3.0])
        elif stroke.step == _BROKEN:
            pen = QPen(frame.theme.err, _MOST)
        else:
            part = stroke.step * _STEP / 64.0
            pen = QPen(colours.colour(part), _LEAST + (_MOST - _LEAST) * abs(part))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setOpacity(1.0 if stroke.near else 0.22)
        painter.setPen(pen)
        painter.drawLines(stroke.lines)
    painter.restore()


def _near(link: Link, found: Connections, marked: Unit | None) -> NDArray[np.bool_] | None:
    """Which connections belong to the unit that stands out; None where that is no unit of these."""
    if marked is not None and marked.key == link.source:
        return np.asarray(found.sources == marked.index)
    if marked is not None and marked.key == link.target:
        return np.asarray(found.targets == marked.index)
    return None


def _strokes(
    source: Box, target: Box, found: Connections, scale: Scale, near: NDArray[np.bool_] | None
) -> Iterator[Stroke]:
    """Lines alike in colour and width together: those that stand out above the others, the strongest above all."""
    left, right = source.rect.right() - 3.0, target.rect.left() + 3.0
    lines = [
        QLineF(left, source.port(a), right, target.port(b))
        for a, b in zip(found.sources.tolist(), found.targets.tolist(), strict=True)
    ]
    if found.numbers is None:
        yield Stroke(None, True, lines)
        return
    finite = np.isfinite(found.numbers)
    steps = np.rint((scale.index(found.numbers).astype(int) - 64) / _STEP).astype(int)
    steps[~finite] = _BROKEN
    shown = np.ones(len(lines), bool) if near is None or not near.any() else near
    bins: dict[tuple[bool, int], list[QLineF]] = {}
    for line, step, own in zip(lines, steps.tolist(), shown.tolist(), strict=True):
        bins.setdefault((own, step), []).append(line)
    for own, step in sorted(bins, key=lambda pair: (pair[0], abs(pair[1]))):
        yield Stroke(step, own, bins[own, step])


def _draw_whole(painter: QPainter, frame: Frame, model: Model, layout: Layout, link: Link) -> None:
    """One wire for a whole link."""
    source, target = layout.boxes[link.source].rect, layout.boxes[link.target].rect
    start, end = QPointF(source.right(), source.center().y()), QPointF(target.left() - 1.0, target.center().y())
    if model.is_long(link):
        lane = layout.lanes[link.source]
        order = list(layout.lanes).index(link.source)
        out, into = start.x() + 5.0 + 3.0 * order, end.x() - 9.0
        points = [start, QPointF(out, start.y()), QPointF(out, lane), QPointF(into, lane), QPointF(into, end.y()), end]
        draw_wire(painter, points, theme=frame.theme, width=1.3)
        return
    painter.save()
    reach = QPointF((end.x() - start.x()) * 0.5, 0.0)
    path = QPainterPath(start)
    path.cubicTo(start + reach, end - reach, end - QPointF(6.0, 0.0))
    painter.setPen(QPen(frame.theme.wire, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    draw_arrow_head(painter, end, 0.0, colour=frame.theme.wire)
    painter.restore()


def draw_labels(painter: QPainter, frame: Frame, model: Model, layout: Layout) -> list[Label]:
    """The parameter of the links in a gap, where it is the only one and there is room for it."""
    labels: list[Label] = []
    columns = model.column_of
    for number in range(1, len(layout.lefts)):
        inside = [
            link
            for link in model.links
            if link.weight and columns[link.target] == number and columns[link.source] == number - 1
        ]
        passing = any(
            columns[link.target] == number or columns[link.source] == number - 1
            for link in model.links
            if model.is_long(link)
        )
        if len(inside) not in (1, 2) or passing:
            continue
        left, right = layout.gap(number)
        for link in inside:
            formula = typeset(symbol_latex(link.weight, frame.scene.network), 15)
            wide, high = formula.size.width() + 6.0, formula.size.height() + 2.0
            if wide > right - left:
                continue
            source, target = layout.boxes[link.source].rect, layout.boxes[link.target].rect
            if link.kind == "matrix" and link in unit_links(frame.scene.network):
                y = max(min(source.top(), target.top()) + 12.0, 12.0)
                if len(inside) == 2:
                    y = max(source.top() + 12.0, 12.0)
            else:
                y = (source.center().y() + target.center().y()) / 2.0 - 14.0
            rect = QRectF((left + right - wide) / 2.0, y - high / 2.0, wide, high)
            ground = QColor(frame.theme.panel)
            ground.setAlphaF(0.85)
            painter.fillRect(rect, ground)
            formula.draw_in(painter, rect, colour=frame.theme.text2, align=Qt.AlignmentFlag.AlignCenter)
            labels.append(Label(rect, link))
    return labels
