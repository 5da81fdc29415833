"""The data page without a series: the examples of a dataset, or seeded random numbers, and a table of what there is."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.language.network import Quantity
from engine.notation.symbols import symbol_latex
from explorer.command import Request
from explorer.drawing.formula import Formula, typeset
from explorer.drawing.writing import write
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.type import SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.data.bare_page import lay_bare
from explorer.views.data.gallery import draw_gallery, pictures_of
from explorer.views.data.numbers import fixed
from explorer.views.data.original import draw_original
from explorer.views.data.page import MARGIN, ROW
from explorer.views.data.skipped import draw_skipped
from explorer.views.data.story import draw_story

_HEADS = ("", "what it is", "shape", "least … largest")
_BUTTON = 34.0


@lru_cache(maxsize=256)
def _typeset(text: str) -> Formula:
    return typeset(text, 17.0)


def _symbol(scene: Scene, quantity: Quantity) -> Formula:
    return _typeset(symbol_latex(quantity.name, scene.network) + ("^t" if quantity.timed else ""))


def _quantities(scene: Scene) -> tuple[Quantity, ...]:
    return tuple(scene.network.having("input", "target", "mask", "parameter"))


def bare_height(frame: Frame) -> float:
    """The height of story, examples, button and table."""
    return lay_bare(frame).below + _BUTTON + 12.0 + ROW * (len(_quantities(frame.scene)) + 1) + 16.0


def draw_bare(painter: QPainter, frame: Frame) -> list[Spot]:
    """Story, examples, a button for other random numbers, and a row for each input, target and parameter."""
    theme, scene, page = frame.theme, frame.scene, lay_bare(frame)
    spots = draw_story(painter, frame, page.story)
    pictures = pictures_of(scene)
    if pictures is not None:
        got = scene.prepared.inputs[pictures.name][scene.state.example]
        spots += draw_original(painter, frame, page.original, got)
    spots += draw_gallery(painter, frame, page.gallery)
    spots += draw_skipped(painter, frame, page.skipped)
    y = page.below
    left, width = MARGIN, min(frame.width - 2 * MARGIN, 760.0)
    if not frame.figure:
        spots.append(_draw_button(painter, frame, QRectF(left, y, width, _BUTTON)))
    y += _BUTTON + 12.0
    quantities = _quantities(scene)
    symbol = max((_symbol(scene, quantity).size.width() for quantity in quantities), default=40.0) + 24.0
    shares = (symbol, 0.42 * (width - symbol), 0.24 * (width - symbol), 0.34 * (width - symbol))
    _draw_row(painter, QRectF(left, y, width, ROW), shares, _HEADS, frame, head=True)
    for quantity in quantities:
        y += ROW
        row = QRectF(left, y, width, ROW)
        if frame.hover is not None and row.contains(frame.hover) and not frame.figure:
            painter.fillRect(row, theme.header)
        texts = ("", _words(scene, quantity), _shape(quantity), _range(scene, quantity))
        _draw_row(painter, row, shares, texts, frame, head=False)
        _symbol(scene, quantity).draw(painter, QPointF(left + 6.0, row.center().y() + 5.0), theme=theme)
        tip = f"{quantity.name}: {texts[1]}, shape {texts[2]}, {texts[3]}. Click: look at it"
        spots.append(Spot(row, tip, Request("select", Selection(quantity.name))))
    return spots


def _draw_button(painter: QPainter, frame: Frame, rect: QRectF) -> Spot:
    """The button that draws anew from the next seed, and which seed it is now."""
    theme, prepared = frame.theme, frame.scene.prepared
    text = "Other random parameters" if prepared.pool else "Other random numbers"
    button = QRectF(rect.left(), rect.top(), text_width(text, font()) + 28.0, rect.height())
    hovered = frame.hover is not None and button.contains(frame.hover)
    painter.setPen(QPen(theme.accent, 1.5 if hovered else 1.0))
    painter.setBrush(theme.accent_fill if hovered else theme.panel)
    painter.drawRoundedRect(button, 5.0, 5.0)
    write(painter, button, text, colour=theme.accent, align=Qt.AlignmentFlag.AlignHCenter)
    beside = QRectF(button.right() + 12.0, rect.top(), rect.width() - button.width() - 12.0, rect.height())
    write(painter, beside, f"seed {prepared.seed}", colour=theme.text2)
    drawn = "parameters from the next seed" if prepared.pool else "inputs and parameters from the next seed"
    return Spot(button, f"Click: {drawn}", Request("next-seed"))


def _draw_row(
    painter: QPainter, rect: QRectF, widths: tuple[float, ...], texts: tuple[str, ...], frame: Frame, *, head: bool
) -> None:
    x = rect.left()
    for width, text in zip(widths, texts, strict=True):
        colour = frame.theme.text2 if head else frame.theme.text1
        write(
            painter,
            QRectF(x, rect.top(), width - 10.0, rect.height()),
            text,
            colour=colour,
            weight=SEMIBOLD if head else 400,
        )
        x += width
    painter.setPen(QPen(frame.theme.line, 1.0))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _words(scene: Scene, quantity: Quantity) -> str:
    if not quantity.batched:
        return "parameter, set by the text" if quantity.given is not None else "parameter"
    moments = scene.trace.moments
    return f"{quantity.role} at each of {moments} moments" if quantity.timed and moments else quantity.role


def _shape(quantity: Quantity) -> str:
    return " × ".join(map(str, quantity.shape)) if quantity.shape else "one number"


def _range(scene: Scene, quantity: Quantity) -> str:
    values = np.asarray(scene.whole(quantity.name, False), dtype=np.float64)
    if not values.size:
        return "—"
    low, high = float(values.min()), float(values.max())
    return fixed(low, 3) if low == high else f"{fixed(low, 3)} … {fixed(high, 3)}"
