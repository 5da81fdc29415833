"""The brush: its size, the paints, and how much was changed, with the way to take it all back."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.command import Request
from explorer.drawing.writing import write
from explorer.scene import Scene
from explorer.scenery.brush import PAINT, Paint, chosen_paint, paints
from explorer.scenery.switches import SWITCH_ROW, draw_switches
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, font, text_width
from explorer.view import Frame, Spot
from explorer.views.picture.choices import BRUSH
from explorer.views.picture.shown import Shown
from explorer.views.picture.words import UNCHANGED, back_words, changed_tip

_SWATCH, _HIGH, _GAP = 32.0, 26.0, 6.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_AFTER_SIZE, _BEFORE_WORDS = 16.0, 14.0


def palette_height(scene: Scene, shown: Shown, width: float) -> float:
    """One row, or two where what was changed does not fit beside the paints."""
    row = BRUSH.width + _AFTER_SIZE + sum(_wide(paint) + _GAP for paint in paints(scene, shown.name))
    # The widest it may get, so that nothing moves while one draws.
    words = max(text_width(back_words(8_888), font(BODY, MEDIUM)), text_width(UNCHANGED, font()))
    return SWITCH_ROW if row + _BEFORE_WORDS + words + 2.0 <= width else 2.0 * SWITCH_ROW


def _wide(paint: Paint) -> float:
    return max(_SWATCH, text_width(paint.word, font(BODY, MEDIUM)) + 14.0)


def draw_palette(painter: QPainter, frame: Frame, rect: QRectF, shown: Shown) -> list[Spot]:
    """From left to right, the last part on a second row where it is narrow; what can be clicked."""
    scene, theme = frame.scene, frame.theme
    row = QRectF(rect.left(), rect.top(), rect.width(), SWITCH_ROW)
    spots = [
        Spot(place.rect, place.words, place.request)
        for place in draw_switches(painter, row, [BRUSH], scene=scene, theme=theme)
    ]
    left = rect.left() + BRUSH.width + _AFTER_SIZE
    chosen = chosen_paint(scene, shown.name)
    for number, paint in enumerate(paints(scene, shown.name)):
        wide = _wide(paint)
        place = QRectF(left, row.center().y() - _HIGH / 2.0, wide, _HIGH)
        _draw_swatch(painter, place, paint, shown, chosen=number == chosen, theme=theme)
        request = None if number == chosen else Request("turn", (PAINT, number + 1))
        spots.append(Spot(place.adjusted(-2.0, -3.0, 2.0, 3.0), _paint_tip(paint), request))
        left += wide + _GAP
    second = rect.height() > SWITCH_ROW + 1.0
    start = rect.left() if second else left + _BEFORE_WORDS
    place = QRectF(start, rect.bottom() - SWITCH_ROW, max(rect.right() - start, 0.0), SWITCH_ROW)
    return spots + _draw_changed(painter, place, shown, theme)


def _paint_tip(paint: Paint) -> str:
    if paint.erases:
        return "The eraser gives a pixel the value back that it was given."
    return f"The brush puts in {paint.word}."


def _draw_swatch(painter: QPainter, rect: QRectF, paint: Paint, shown: Shown, *, chosen: bool, theme: Theme) -> None:
    ground = theme.panel if paint.erases else _colour(paint, shown)
    painter.setPen(QPen(theme.edge, 1.0))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, 3.0, 3.0)
    if chosen:
        painter.setPen(QPen(theme.accent, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-2.5, -2.5, 2.5, 2.5), 5.0, 5.0)
    painter.setFont(font(BODY, MEDIUM if chosen else REGULAR))
    painter.setPen(theme.ink_on(ground))
    painter.drawText(rect, _CENTRE, paint.word)


def _colour(paint: Paint, shown: Shown) -> QColor:
    parts = [round(255.0 * (number - shown.low) / max(shown.high - shown.low, 1e-300)) for number in paint.numbers]
    red, green, blue = parts if len(parts) == 3 else parts[:1] * 3
    return QColor(red, green, blue)


def _draw_changed(painter: QPainter, rect: QRectF, shown: Shown, theme: Theme) -> list[Spot]:
    """What takes back all that was put in, with how much it is."""
    drawn = bool(shown.changed)
    words, weight = (back_words(shown.changed), MEDIUM) if drawn else (UNCHANGED, REGULAR)
    wide = min(text_width(words, font(BODY, weight)) + 2.0, rect.width())
    place = QRectF(rect.left(), rect.top(), wide, rect.height())
    write(painter, place, words, colour=theme.accent if drawn else theme.text2, weight=weight)
    return [Spot(place, changed_tip(shown), Request("picture-as-given") if drawn else None)]
