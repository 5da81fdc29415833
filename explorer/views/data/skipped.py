"""The files that were left out, by name and with the reason: a few of them, or all that are listed."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from engine.exchange.pictures.collection import Skipped
from explorer.command import Request
from explorer.drawing.writing import elided_middle, write
from explorer.scene import Scene
from explorer.theme.type import MEDIUM, REGULAR
from explorer.view import Frame, Spot

SHOW_ALL = "data skipped"
FEW = 5
_HEAD, _ROW = 32.0, 28.0
_NAME = 0.42
_SIGN = 22.0


@dataclass(frozen=True, slots=True)
class Left:
    """Where the list stands; which files it names, how many it does not, and whether a click shows others."""

    rect: QRectF
    shown: tuple[Skipped, ...]
    more: int
    foldable: bool


def lay_skipped(frame: Frame, corner: QPointF, width: float) -> Left:
    """A heading and a row a file; empty where none was left out."""
    prepared = frame.scene.prepared
    foldable = len(prepared.skipped) > FEW and not frame.figure
    shown = prepared.skipped if _all_shown(frame.scene) else prepared.skipped[:FEW]
    more = prepared.left_out - len(shown)
    rows = len(shown) + (more > 0 or foldable)
    height = _HEAD + _ROW * rows if prepared.left_out else 0.0
    return Left(QRectF(corner.x(), corner.y(), width if height else 0.0, height), shown, more, foldable)


def _all_shown(scene: Scene) -> bool:
    return SHOW_ALL in scene.state.folded


def draw_skipped(painter: QPainter, frame: Frame, place: Left) -> list[Spot]:
    """How many, then name and reason of each, then how many more."""
    rect, theme = place.rect, frame.theme
    if rect.isEmpty():
        return []
    count = frame.scene.prepared.left_out
    head = QRectF(rect.left(), rect.top(), rect.width(), _HEAD)
    _draw_sign(painter, frame, QPointF(head.left() + 7.0, head.center().y()))
    text = "1 file was skipped" if count == 1 else f"{count:,} files were skipped"
    write(painter, head.adjusted(_SIGN, 0.0, 0.0, 0.0), text, colour=theme.text1, weight=MEDIUM)
    spots = [Spot(head, f"{text}: they are no part of the examples, and of no run")]
    name_width = _NAME * rect.width()
    for number, skipped in enumerate(place.shown):
        row = QRectF(rect.left(), head.bottom() + number * _ROW, rect.width(), _ROW)
        name = QRectF(row.left(), row.top(), name_width - 12.0, row.height())
        write(painter, name, elided_middle(skipped.name, name.width(), REGULAR), colour=theme.text1)
        write(painter, row.adjusted(name_width, 0.0, 0.0, 0.0), skipped.reason, colour=theme.text2)
        painter.setPen(QPen(theme.line, 1.0))
        painter.drawLine(row.topLeft(), row.topRight())
        spots.append(Spot(row, f"{skipped.name}: {skipped.reason}"))
    last = QRectF(rect.left(), head.bottom() + len(place.shown) * _ROW, rect.width(), _ROW)
    return spots + _draw_last(painter, frame, place, last)


def _draw_last(painter: QPainter, frame: Frame, place: Left, row: QRectF) -> list[Spot]:
    """How many are not named here, and a click that shows more of them or fewer."""
    listed = len(frame.scene.prepared.skipped)
    if _all_shown(frame.scene) and place.foldable:
        more = f"and {place.more:,} more that are not listed. " if place.more else ""
        text, tip = f"{more}Show fewer", f"Click: show the first {FEW} only"
    elif place.foldable:
        text, tip = f"and {place.more:,} more: show {listed:,}", f"Click: show {listed:,} of them with their reasons"
    elif place.more:
        text, tip = f"and {place.more:,} more", f"{place.more:,} more"
    else:
        return []
    painter.setPen(QPen(frame.theme.line, 1.0))
    painter.drawLine(row.topLeft(), row.topRight())
    colour = frame.theme.accent if place.foldable else frame.theme.text2
    write(painter, row, text, colour=colour)
    return [Spot(row, tip, Request("fold", SHOW_ALL) if place.foldable else None)]


def _draw_sign(painter: QPainter, frame: Frame, centre: QPointF) -> None:
    """The triangle of what is incomplete."""
    painter.setPen(QPen(frame.theme.warn, 1.8))
    painter.setBrush(frame.theme.panel)
    x, y = centre.x(), centre.y()
    painter.drawPolygon(QPolygonF([QPointF(x, y - 7.0), QPointF(x + 7.0, y + 6.0), QPointF(x - 7.0, y + 6.0)]))
