"""The units of the layers after the picture: value and adjoint of each as badges, to be chosen by a click."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.badge import BADGE_HEIGHT, BadgeState, draw_badge
from explorer.drawing.legend import draw_legend, legend_width
from explorer.drawing.seen import is_seen
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.drawing.writing import LINE, write, write_lines
from explorer.scene import Scene
from explorer.scenery.flows import nice_limit
from explorer.scenery.quantities import short_latex
from explorer.state import Selection
from explorer.theme.scale import Scale
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.picture.layout import UNIT, Page, UnitRow
from explorer.views.picture.through import chosen_unit, moment_of
from explorer.views.picture.words import class_word, index_words, unit_tip

_INDEX = 22.0
_BAR = 40.0


def draw_units(painter: QPainter, frame: Frame, page: Page) -> list[Spot]:
    """The heading with the scales, and a row for every layer; every unit can be clicked."""
    chosen = chosen_unit(frame.scene, page.shown.name)
    if chosen is None:
        return []
    if is_seen(painter, page.head.adjusted(0.0, 0.0, 0.0, LINE)):
        _draw_head(painter, frame, page, chosen)
    scales = unit_scale(frame.scene, page.rows, adjoint=False), unit_scale(frame.scene, page.rows, adjoint=True)
    return [spot for row in page.rows for spot in _draw_row(painter, frame, row, chosen, scales=scales)]


def _draw_head(painter: QPainter, frame: Frame, page: Page, chosen: tuple[str, tuple[int, ...]]) -> None:
    scene, theme = frame.scene, frame.theme
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


def unit_scale(scene: Scene, rows: Sequence[UnitRow], *, adjoint: bool) -> Scale:
    """One scale for all layers that are shown, wide enough for the largest: what a class is told by is not clipped."""
    largest = max((scene.limit(row.name, adjoint) for row in rows if scene.exists(row.name, adjoint)), default=1.0)
    return Scale(nice_limit(largest), "root" if adjoint else "linear")


def _draw_scales(painter: QPainter, frame: Frame, page: Page, *, left: float) -> None:
    """What the badges' colours mean, as far as there is room."""
    right, name = page.head.right(), page.rows[-1].name
    scales: list[tuple[bool, Scale]] = [
        (adjoint, unit_scale(frame.scene, page.rows, adjoint=adjoint)) for adjoint in (True, False)
    ]
    for adjoint, scale in scales:
        family = frame.scene.family(name, adjoint)
        wide = legend_width(family=family, scale=scale, label="", bar=_BAR)
        if right - wide < left:
            return
        point = QPointF(right - wide, page.head.center().y())
        draw_legend(painter, point, theme=frame.theme, family=family, scale=scale, label="", bar=_BAR)
        right -= wide + 16.0


def _draw_row(
    painter: QPainter, frame: Frame, row: UnitRow, chosen: tuple[str, tuple[int, ...]], *, scales: tuple[Scale, Scale]
) -> list[Spot]:
    """The units of one layer; those out of sight are not painted."""
    scene, theme, rect = frame.scene, frame.theme, row.label
    if is_seen(painter, rect):
        latex = [short_latex(scene.network, row.name, adjoint=adjoint) for adjoint in (False, True)]
        for part, top in zip(latex, (_INDEX, _INDEX + BADGE_HEIGHT + 3.0), strict=True):
            point = QPointF(rect.right() - symbol_width(part) - 4.0, rect.top() + top + 17.0)
            draw_symbol(painter, point, part, colour=theme.text1)
        count = f"{row.count} units" if row.count > 1 else "1 unit"
        text = count if len(row.units) == row.count else f"{len(row.units)} of {row.count}"
        write(painter, QRectF(rect.left(), rect.top(), rect.width(), _INDEX), text, colour=theme.text2)
    found: list[Spot] = []
    moment = moment_of(scene, row.name)
    at = None if moment is None or moment == scene.moment else moment
    for unit, place in row.units:
        if is_seen(painter, place):
            is_chosen = chosen == (row.name, (unit,))
            _draw_unit(painter, frame, (row.name, unit), place, scales=scales, is_chosen=is_chosen)
        request = Request("follow-through", Selection(row.name, True, at, (unit,)))
        found.append(Spot(place, partial(_tip, scene, row.name, unit), request))
    return found


def _draw_unit(
    painter: QPainter,
    frame: Frame,
    which: tuple[str, int],
    rect: QRectF,
    *,
    scales: tuple[Scale, Scale],
    is_chosen: bool,
) -> None:
    scene, theme, (name, unit) = frame.scene, frame.theme, which
    moment = moment_of(scene, name)
    word = class_word(scene, name, (unit,)) or str(unit)
    wide = text_width(word, font(BODY, MEDIUM))
    place = QRectF(rect.left(), rect.top(), rect.width(), _INDEX)
    ink = theme.text1 if is_chosen else theme.text2
    left = max(0.0, (rect.width() - wide) / 2.0)
    write(painter, place.adjusted(left, 0.0, 0.0, 0.0), word, colour=ink, weight=MEDIUM)
    for adjoint in (False, True):
        number = scene.number(name, adjoint, moment, (unit,))
        draw_badge(
            painter,
            QRectF(rect.left() + 2.0, rect.top() + _INDEX + adjoint * (BADGE_HEIGHT + 3.0), UNIT - 4.0, BADGE_HEIGHT),
            theme=theme,
            kind=scene.family(name, adjoint),
            number=number,
            scale=scales[adjoint],
            state=BadgeState(stale=scene.stale and number is not None),
            digits=scene.state.digits,
            note=False,
        )
    if is_chosen and not frame.figure:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.accent, 2.0))
        painter.drawRoundedRect(rect.adjusted(-1.0, 0.0, 1.0, 1.0), 6.0, 6.0)


def _tip(scene: Scene, name: str, unit: int) -> str:
    moment = moment_of(scene, name)
    value, adjoint = (scene.number(name, family, moment, (unit,)) for family in (False, True))
    return unit_tip(scene, name, (unit,), (value, adjoint))
