"""The columns at the right of the strips: the chosen unit's number and the norm at the cursor."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.drawing.badge import draw_badge
from explorer.theme.numbers import ABSENT, format_number
from explorer.theme.type import BODY, REGULAR, font
from explorer.view import Frame
from explorer.views.timeline.layout import AXIS, LEGEND, MARGIN, Layout, Row
from explorer.views.timeline.tracks import scale_of

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_BADGE_FROM = 15.0


def badge_rect(layout: Layout, row: Row) -> QRectF:
    """Where the number of a row stands."""
    height = min(row.rect.height(), 24.0)
    return QRectF(layout.right + 12.0, row.rect.center().y() - height / 2.0, layout.badge, height)


def norm_of(array: NDArray[Any]) -> float:
    """The Euclidean norm over units."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.linalg.norm(np.asarray(array, dtype=np.float64).ravel()))


def draw_columns(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """Badges of the chosen unit and norms, at the cursor's moment, under their headings."""
    scene, theme = frame.scene, frame.theme
    digits, left = scene.state.digits, layout.right + 12.0
    painter.setFont(font(BODY, REGULAR))
    painter.setPen(theme.text2)
    painter.drawText(QRectF(left, LEGEND, layout.badge, AXIS - 2.0), _CENTRE, f"unit {scene.state.unit}")
    edge = frame.width - MARGIN
    painter.drawText(QRectF(edge - 60.0, LEGEND, 60.0, AXIS - 2.0), _RIGHT, "norm")
    for row in layout.rows:
        track, rect = row.track, badge_rect(layout, row)
        array = scene.array(track.name, track.adjoint, scene.moment)
        number = None if array is None else float(array[scene.unit_of(track.name)])
        if rect.height() >= _BADGE_FROM - 1.5 and track.block != "given":
            draw_badge(painter, rect, theme=theme, kind=track.family, number=number, scale=scale_of(scene, track),
                       digits=digits, note=False)
        else:
            # What is given is not computed, so it has no state to show: the bare number will do.
            painter.setPen(theme.text1)
            painter.drawText(rect, _CENTRE, format_number(number, digits=digits, signed=track.family != "gate"))
        painter.setPen(theme.text1)
        norm = None if array is None else norm_of(array)
        painter.drawText(QRectF(edge - 90.0, rect.top(), 90.0, rect.height()), _RIGHT,
                         ABSENT if norm is None else format_number(norm, digits=digits, signed=False))
