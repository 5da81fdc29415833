"""The columns at the right of the strips: the chosen unit's number and the norm at the cursor."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.drawing.badge import draw_badge
from explorer.drawing.seen import is_seen
from explorer.scene import Scene
from explorer.theme.numbers import ABSENT, format_number
from explorer.theme.type import BODY, REGULAR, font
from explorer.view import Frame
from explorer.views.timeline.layout import AXIS, LEGEND, MARGIN, Layout, Row
from explorer.views.timeline.numbers import norms, unit_index, whole
from explorer.views.timeline.tracks import Track, scale_of

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_BADGE_FROM = 15.0


def badge_rect(layout: Layout, row: Row) -> QRectF:
    """Where the number of a row stands."""
    height = min(row.rect.height(), 24.0)
    return QRectF(layout.right + 12.0, row.rect.center().y() - height / 2.0, layout.badge, height)


def cursor_number(scene: Scene, track: Track, known: tuple[int, int]) -> float | None:
    """The chosen unit's number at the cursor; None while not computed."""
    moment = scene.moment or 0
    return float(whole(scene, track)[moment, unit_index(scene, track)]) if known[0] <= moment < known[1] else None


def draw_columns(painter: QPainter, frame: Frame, layout: Layout, known: list[tuple[int, int]]) -> None:
    """Badges of the chosen unit and norms, at the cursor's moment, under their headings."""
    scene, theme = frame.scene, frame.theme
    digits, left = scene.state.digits, layout.right + 12.0
    edge = frame.width - MARGIN
    painter.setFont(font(BODY, REGULAR))
    painter.setPen(theme.text2)
    if is_seen(painter, QRectF(left, LEGEND, edge - left, AXIS)):
        painter.drawText(QRectF(left, LEGEND, layout.badge, AXIS - 2.0), _CENTRE, f"unit {scene.state.unit}")
        painter.drawText(QRectF(edge - 60.0, LEGEND, 60.0, AXIS - 2.0), _RIGHT, "norm")
    for row, part in zip(layout.rows, known, strict=True):
        track, rect = row.track, badge_rect(layout, row)
        if not is_seen(painter, QRectF(rect.left(), rect.top(), edge - rect.left(), rect.height())):
            continue
        number = cursor_number(frame.scene, track, part)
        if rect.height() >= _BADGE_FROM - 1.5 and track.block != "given":
            draw_badge(
                painter,
                rect,
                theme=theme,
                kind=track.family,
                number=number,
                scale=scale_of(scene, track),
                digits=digits,
                note=False,
            )
        else:
            # What is given is not computed, so it has no state to show: the bare number will do.
            painter.setPen(theme.text1)
            painter.drawText(rect, _CENTRE, format_number(number, digits=digits, signed=track.family != "gate"))
        if track.block == "given" and track.units == 1:
            continue
        painter.setPen(theme.text1)
        norm = None if number is None else float(norms(scene, track)[scene.moment or 0])
        painter.drawText(
            QRectF(edge - 90.0, rect.top(), 90.0, rect.height()),
            _RIGHT,
            ABSENT if norm is None else format_number(norm, digits=digits, signed=False),
        )
