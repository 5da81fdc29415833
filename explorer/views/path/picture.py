"""The picture of a path: what it says in words, the chain through moments, what is left of 1, and the table."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.writing import LINE, wrapped, write, write_lines
from explorer.scenery.paths import Asked, asked_for, is_known, is_made, path
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame, Spot
from explorer.views.path.chain import draw_chain
from explorer.views.path.curve import draw_curve
from explorer.views.path.layout import MARGIN, Layout, lay_out
from explorer.views.path.table import draw_table
from explorer.views.path.words import number_words

_NOTHING = "Nothing here has an adjoint: the objective does not depend on what is looked at. Choose another number."
_BUTTON = "To the end of the run"


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints the path of the adjoint that is looked at, or says what is missing."""
    asked = asked_for(frame.scene)
    painter.save()
    try:
        if asked is None:
            return _draw_words(painter, frame, _NOTHING)
        if not is_known(frame.scene, asked):
            return _draw_absent(painter, frame, asked)
        layout = _layout(frame, asked)
        if layout is None:
            return _draw_words(painter, frame, "The path is worked out as soon as the steps rest …")
        write_lines(painter, layout.text.topLeft(), layout.lines, colour=frame.theme.text1)
        if not layout.nodes:
            return []
        spots = draw_chain(painter, frame, layout)
        draw_curve(painter, frame, layout)
        return [*spots, *draw_table(painter, frame, layout)]
    finally:
        painter.restore()


def height(frame: Frame) -> float:
    """As high as chain, curve and table need; what is still to be worked out takes what there is."""
    asked = asked_for(frame.scene)
    if asked is None or not is_known(frame.scene, asked):
        return frame.height
    layout = _layout(frame, asked)
    return frame.height if layout is None or not layout.nodes else layout.height


def _layout(frame: Frame, asked: Asked) -> Layout | None:
    """The layout; None while steps follow one another and the path would hold them up."""
    if not frame.settled and not is_made(frame.scene, asked):
        return None
    return lay_out(frame, asked, path(frame.scene, asked))


def _draw_words(painter: QPainter, frame: Frame, words: str) -> list[Spot]:
    lines = wrapped(words, frame.width - 2.0 * MARGIN)
    write_lines(painter, QPointF(MARGIN, 10.0), lines, colour=frame.theme.text2)
    return []


def _draw_absent(painter: QPainter, frame: Frame, asked: Asked) -> list[Spot]:
    """Not computed yet: in words, on hatch, with the way there."""
    theme = frame.theme
    what = number_words(frame.scene, asked.name, asked.moment, asked.unit)
    words = f"{what} comes in the backward pass: as soon as it is computed, its way from the loss stands here."
    lines = wrapped(words, frame.width - 2.0 * MARGIN)
    write_lines(painter, QPointF(MARGIN, 10.0), lines, colour=theme.text1)
    top = 10.0 + len(lines) * LINE + 10.0
    spots: list[Spot] = []
    if not frame.figure:
        button = QRectF(MARGIN, top, text_width(_BUTTON, font(BODY, MEDIUM)) + 28.0, 32.0)
        hovered = frame.hover is not None and button.contains(frame.hover)
        painter.setPen(QPen(theme.accent, 1.2))
        painter.setBrush(theme.accent_fill if hovered else theme.panel)
        painter.drawRoundedRect(button, 5.0, 5.0)
        write(painter, button.adjusted(14.0, 0.0, 0.0, 0.0), _BUTTON, colour=theme.accent, weight=MEDIUM)
        spots.append(Spot(button, "Compute everything; steps back lead here again", Request("to-end")))
        top = button.bottom() + 14.0
    rest = QRectF(MARGIN, top, frame.width - 2.0 * MARGIN, frame.height - top - 14.0)
    if rest.height() > 20.0:
        draw_hatch(painter, rest, theme=theme, radius=10.0)
    return spots
