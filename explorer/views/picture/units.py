"""The units of the layers after the picture: value and adjoint of each as badges, to be chosen by a click."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.badge import BADGE_HEIGHT, BadgeState, draw_badge
from explorer.drawing.legend import draw_legend, legend_width
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.drawing.writing import write, write_lines
from explorer.scene import Scene
from explorer.scenery.quantities import runs_next, scale_of, short_latex
from explorer.state import Selection
from explorer.theme.scale import Scale
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.picture.layout import Page, UnitRow
from explorer.views.picture.through import chosen_unit, moment_of
from explorer.views.picture.words import class_word, index_words, unit_tip

_INDEX = 22.0
_BAR = 40.0


def draw_units(painter: QPainter, frame: Frame, page: Page) -> list[Spot]:
    """The heading with the scales, and a row for every layer; every unit can be clicked."""
    scene, theme, image = frame.scene, frame.theme, page.shown.name
    chosen = chosen_unit(scene, image)
    if chosen is None:
        return []
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(page.head.topLeft(), page.head.topRight())
    left = page.head.left()
    for text in ("Through one unit: ", "", index_words(scene, *chosen)):
        place = QRectF(left, page.head.top(), page.head.right() - left, page.head.height())
        if text:
            write(painter, place, text, colour=theme.text1, weight=SEMIBOLD)
            left += text_width(text, font(BODY, SEMIBOLD)) + 2.0
        else:
            latex = short_latex(scene.network, chosen[0], adjoint=False)
            left += draw_symbol(painter, QPointF(left, place.center().y() + 5.0), latex, colour=theme.text1)
    if page.rows:
        _draw_scales(painter, frame, page, left=left + 20.0)
    write_lines(painter, page.head.bottomLeft(), page.choose, colour=theme.text2)
    return [spot for row in page.rows for spot in _draw_row(painter, frame, row, chosen)]


def _draw_scales(painter: QPainter, frame: Frame, page: Page, *, left: float) -> None:
    """What the badges' colours mean, as far as there is room."""
    right, name = page.head.right(), page.rows[-1].name
    scales: list[tuple[bool, Scale]] = [
        (adjoint, scale_of(frame.scene, name, adjoint=adjoint)) for adjoint in (True, False)
    ]
    for adjoint, scale in scales:
        family = frame.scene.family(name, adjoint)
        wide = legend_width(family=family, scale=scale, label="", bar=_BAR)
        if right - wide < left:
            return
        point = QPointF(right - wide, page.head.center().y())
        draw_legend(painter, point, theme=frame.theme, family=family, scale=scale, label="", bar=_BAR)
        right -= wide + 16.0


def _draw_row(painter: QPainter, frame: Frame, row: UnitRow, chosen: tuple[str, tuple[int, ...]]) -> list[Spot]:
    scene, theme, rect = frame.scene, frame.theme, row.label
    latex = [short_latex(scene.network, row.name, adjoint=adjoint) for adjoint in (False, True)]
    for part, top in zip(latex, (_INDEX, _INDEX + BADGE_HEIGHT + 3.0), strict=True):
        point = QPointF(rect.right() - symbol_width(part) - 4.0, rect.top() + top + 17.0)
        draw_symbol(painter, point, part, colour=theme.text1)
    count = f"{row.count} units" if row.count > 1 else "1 unit"
    text = count if len(row.units) == row.count else f"{len(row.units)} of {row.count}"
    write(painter, QRectF(rect.left(), rect.top(), rect.width(), _INDEX), text, colour=theme.text2)
    found: list[Spot] = []
    for unit, place in row.units:
        is_chosen = chosen == (row.name, (unit,))
        found.append(_draw_unit(painter, frame, (row.name, unit), place, is_chosen=is_chosen))
    return found


def _draw_unit(painter: QPainter, frame: Frame, which: tuple[str, int], rect: QRectF, *, is_chosen: bool) -> Spot:
    scene, theme, (name, unit) = frame.scene, frame.theme, which
    moment = moment_of(scene, name)
    word = class_word(scene, name, (unit,)) or str(unit)
    place = QRectF(rect.left(), rect.top(), rect.width(), _INDEX)
    wide = text_width(word, font(BODY, MEDIUM))
    left = max(0.0, (rect.width() - wide) / 2.0)
    ink = theme.text1 if is_chosen else theme.text2
    write(painter, place.adjusted(left, 0.0, 0.0, 0.0), word, colour=ink, weight=MEDIUM)
    numbers = (_number(scene, name, unit, moment, adjoint=False), _number(scene, name, unit, moment, adjoint=True))
    for adjoint, number in enumerate(numbers):
        top = rect.top() + _INDEX + adjoint * (BADGE_HEIGHT + 3.0)
        following = runs_next(scene, name, adjoint=bool(adjoint), moment=moment)
        draw_badge(
            painter,
            QRectF(rect.left() + 2.0, top, rect.width() - 4.0, BADGE_HEIGHT),
            theme=theme,
            kind=scene.family(name, bool(adjoint)),
            number=None if following else number,
            scale=scale_of(scene, name, adjoint=bool(adjoint)),
            state=BadgeState(stale=scene.stale and number is not None),
            digits=scene.state.digits,
            note=False,
        )
    if is_chosen and not frame.figure:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.accent, 2.0))
        painter.drawRoundedRect(rect.adjusted(-1.0, 0.0, 1.0, 1.0), 6.0, 6.0)
    at = None if moment is None or moment == scene.moment else moment
    request = Request("follow-through", Selection(name, True, at, (unit,)))
    return Spot(rect, partial(unit_tip, scene, name, (unit,), numbers), request)


def _number(scene: Scene, name: str, unit: int, moment: int | None, *, adjoint: bool) -> float | None:
    return scene.number(name, adjoint, moment, (unit,))
