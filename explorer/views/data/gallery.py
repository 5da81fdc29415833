"""The examples of a dataset on the data page, as pictures, as points or as strings; a click chooses one."""

from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.language.network import Quantity
from explorer.command import Request
from explorer.drawing.writing import LINE, write
from explorer.scene import Array, Scene
from explorer.theme.type import MEDIUM
from explorer.view import Frame, Spot
from explorer.views.data.pixels import draw_image, image_of

Kind = Literal["pictures", "points", "strings"]
_SIDE, _GAP = 84.0, 14.0
_PLOT, _DOT = 300.0, 5.0
_MOST_POINTS = 2000


def kind_of(scene: Scene) -> Kind | None:
    """How the examples can be shown; None where only tables of numbers would do."""
    labels = scene.prepared.labels
    if pictures_of(scene) is not None:
        return "pictures"
    if "x" not in labels or "d" not in labels or "x" not in scene.prepared.inputs:
        return None
    x = scene.network.quantities["x"]
    if x.timed:
        return "strings" if labels["x"] == labels["d"] and x.shape == (len(labels["x"]),) else None
    return "points" if x.shape == (2,) else None


def lay_gallery(scene: Scene, corner: QPointF, width: float) -> QRectF:
    """The examples under a heading; empty where there is nothing to show."""
    kind = kind_of(scene)
    if kind is None:
        return QRectF(corner.x(), corner.y(), 0.0, 0.0)
    return QRectF(corner.x(), corner.y(), width, LINE + 8.0 + _height(kind, scene, width))


def _height(kind: Kind, scene: Scene, width: float) -> float:
    if kind == "points":
        return min(_PLOT, width)
    if kind == "strings":
        return LINE * scene.trace.examples
    return -(-scene.trace.examples // _across(width)) * (_SIDE + LINE + _GAP)


def _across(width: float) -> int:
    return max(1, int((width + _GAP) // (_SIDE + _GAP)))


def draw_gallery(painter: QPainter, frame: Frame, rect: QRectF) -> list[Spot]:
    """A heading and every example of the batch; the chosen one is framed."""
    kind = kind_of(frame.scene)
    if kind is None:
        return []
    count, pool = frame.scene.trace.examples, _count(frame.scene)
    heading = QRectF(rect.left(), rect.top(), rect.width(), LINE)
    words = f"The {count} examples of this run, of {pool:,}" if pool > 1 else "The only example"
    write(painter, heading, words, colour=frame.theme.text1, weight=MEDIUM)
    body = rect.adjusted(0.0, LINE + 8.0, 0.0, 0.0)
    return {"pictures": _draw_pictures, "points": _draw_points, "strings": _draw_strings}[kind](painter, frame, body)


def _count(scene: Scene) -> int:
    """How many examples the pool holds."""
    name, array = next(iter(scene.prepared.pool.items()))
    return int(array.shape[1 if scene.network.quantities[name].timed else 0])


def class_word(scene: Scene, example: int) -> str:
    """The class of an example, as its target says."""
    words, target = scene.prepared.labels["d"], np.asarray(scene.prepared.inputs["d"][example])
    return words[int(target.argmax())] if target.size == len(words) else words[int(target.flat[0] > 0.5)]


def _spot(scene: Scene, rect: QRectF, example: int, words: str) -> Spot:
    origin = scene.prepared.origin(example)
    tip = f"Example {example}: {words}. Click: look at it" + (f"\n{origin}" if origin else "")
    return Spot(rect, tip, Request("choose-example", example))


def _frame_chosen(painter: QPainter, frame: Frame, rect: QRectF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(frame.theme.accent, 2.0))
    painter.drawRoundedRect(rect, 4.0, 4.0)


def pictures_of(scene: Scene) -> Quantity | None:
    """The input that holds pictures, grey or in colour."""
    inputs = scene.network.having("input") if "d" in scene.prepared.labels else ()
    return next((q for q in inputs if not q.timed and len(q.shape) == 3 and q.shape[2] in (1, 3)), None)


def _draw_pictures(painter: QPainter, frame: Frame, body: QRectF) -> list[Spot]:
    scene, spots = frame.scene, []
    quantity = pictures_of(scene)
    across = _across(body.width())
    for example in range(scene.trace.examples if quantity is not None else 0):
        assert quantity is not None
        corner = QPointF(
            body.left() + example % across * (_SIDE + _GAP), body.top() + example // across * (_SIDE + LINE + _GAP)
        )
        card, word = QRectF(corner.x(), corner.y(), _SIDE, _SIDE), class_word(scene, example)
        draw_image(painter, card, image_of(scene.prepared.inputs[quantity.name][example]), theme=frame.theme)
        if example == scene.state.example:
            _frame_chosen(painter, frame, card.adjusted(-3.0, -3.0, 3.0, 3.0))
        write(painter, QRectF(card.left(), card.bottom() + 2.0, _SIDE, LINE), word, colour=frame.theme.text2)
        spots.append(_spot(scene, card.adjusted(0.0, 0.0, 0.0, LINE), example, word))
    return spots


def _draw_points(painter: QPainter, frame: Frame, body: QRectF) -> list[Spot]:
    """The pool in faint dots, the batch in strong ones: filled for the second class, open for the first."""
    scene, theme = frame.scene, frame.theme
    plot = QRectF(body.left(), body.top(), min(_PLOT, body.width()), min(_PLOT, body.width()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.edge, 1.0))
    painter.drawRect(plot)
    pool = scene.prepared.pool
    reach = float(np.abs(pool["x"]).max()) * 1.05 or 1.0

    def place(point: Array) -> QPointF:
        return plot.center() + QPointF(float(point[0]), -float(point[1])) * (plot.width() / 2 / reach)

    second = np.asarray(pool["d"]).reshape(len(pool["d"]), -1)[:, 0] > 0.5
    for point, filled in zip(pool["x"][:_MOST_POINTS], second[:_MOST_POINTS], strict=True):
        _dot(painter, place(point), frame, filled=bool(filled), size=2.0)
    spots = []
    for example in range(scene.trace.examples):
        at = place(scene.prepared.inputs["x"][example])
        _dot(painter, at, frame, filled=bool(scene.prepared.inputs["d"][example].flat[0] > 0.5), size=_DOT)
        around = QRectF(at.x() - 9.0, at.y() - 9.0, 18.0, 18.0)
        if example == scene.state.example:
            _frame_chosen(painter, frame, around)
        spots.append(_spot(scene, around, example, class_word(scene, example)))
    first, other = scene.prepared.labels["d"]
    for row, (words, filled) in enumerate(((first, False), (other, True))):
        at = QPointF(plot.right() + 24.0, plot.top() + 14.0 + LINE * row)
        _dot(painter, at, frame, filled=filled, size=_DOT)
        where = QRectF(at.x() + 14.0, at.y() - LINE / 2, body.right() - at.x() - 14.0, LINE)
        write(painter, where, words, colour=theme.text2)
    return spots


def _dot(painter: QPainter, at: QPointF, frame: Frame, *, filled: bool, size: float) -> None:
    colour = frame.theme.tide.mark(filled, 0.8)
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, size, size)


def _draw_strings(painter: QPainter, frame: Frame, body: QRectF) -> list[Spot]:
    """A line for each example: the symbols that are read, and the last one that is asked for."""
    scene, spots = frame.scene, []
    symbols = np.array(scene.prepared.labels["x"])
    x, d = (np.asarray(scene.prepared.inputs[name]) for name in "xd")
    for example in range(scene.trace.examples):
        given = x[:, example].any(axis=-1)
        text = "".join(symbols[[*x[given, example].argmax(axis=-1), *d[given, example][-1:].argmax(axis=-1)]])
        row = QRectF(body.left(), body.top() + LINE * example, body.width(), LINE)
        chosen = example == scene.state.example
        if chosen:
            painter.fillRect(row, frame.theme.accent_fill)
        write(
            painter, row.adjusted(8.0, 0.0, 0.0, 0.0), text, colour=frame.theme.text1 if chosen else frame.theme.text2
        )
        spots.append(_spot(scene, row, example, text))
    return spots
