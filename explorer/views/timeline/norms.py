"""The norms of adjoints over moments on a log axis: where the gradient vanishes or explodes."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.drawing.decades import Decades, decade_text, decades
from explorer.drawing.formula import typeset
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.raster import device_scale
from explorer.drawing.strip import column_rect, draw_strip
from explorer.scene import Scene
from explorer.theme.type import BODY, REGULAR, font, text_width
from explorer.view import Frame
from explorer.views.timeline.layout import Layout
from explorer.views.timeline.memory import kept
from explorer.views.timeline.numbers import absent_strip, known_columns, known_range, norms
from explorer.views.timeline.tracks import LAST, Track, symbol, tracks

DASHES = ((), (6.0, 3.0), (1.5, 3.0), (9.0, 3.0, 1.5, 3.0), (12.0, 3.0), (3.0, 3.0))
"""Dashes in px, one for each curve."""
_LEGEND_ROW = 18.0
_TITLE = "norms, log axis"


def curves(scene: Scene, room: float) -> list[Track]:
    """The adjoints whose norms are drawn: the most important ones, and the one looked at, in `room` px of legend."""
    adjoints = [track for track in tracks(scene) if track.adjoint and track.importance < LAST]
    most = max(1, min(len(DASHES), int(room // _LEGEND_ROW)))
    chosen = sorted(adjoints, key=lambda track: (track.importance, -track.units))[:most]
    looked_at = [track for track in adjoints if is_focus(scene, track) and track not in chosen]
    return chosen[: most - 1] + looked_at if looked_at and scene.state.selection is not None else chosen


def is_focus(scene: Scene, track: Track) -> bool:
    """Whether the track is what is looked at."""
    focus = scene.focus
    return focus is not None and (focus.name, focus.adjoint) == (track.name, track.adjoint)


def norms_shown(frame: Frame, layout: Layout) -> tuple[tuple[Track, bool, tuple[int, int]], ...]:
    """The curves that are drawn, whether each is what is looked at, and from which column to which it is known."""
    if layout.norms is None:
        return ()
    scene = frame.scene
    return tuple(
        (
            track,
            is_focus(scene, track),
            known_columns(known_range(scene, track), layout.per_column, layout.moments),
        )
        for track in curves(scene, layout.norms.height() + 4.0)
    )


def draw_norms(painter: QPainter, frame: Frame, layout: Layout) -> None:
    """The curves, the decades, the hatch over what no curve knows, and which dash is whose."""
    rect, scene = layout.norms, frame.scene
    if rect is None:
        return
    shown = norms_shown(frame, layout)
    # The range spans all adjoints, so that it stays where it is whichever curves are chosen.
    every = [track for track in tracks(scene) if track.adjoint and track.importance < LAST]
    axis = kept(
        scene.trace, ("decades", scene.state.example), lambda: decades([norms(scene, track) for track in every])
    )
    first = min(edge[0] for _, _, edge in shown)
    _draw_axis(painter, frame, rect, axis)
    if first > 0:
        _draw_unknown(painter, frame, rect, layout.boundary(first))
    for number, (track, strong, edge) in enumerate(shown):
        painter.setPen(_pen(frame, number, strong=strong))
        _draw_curve(painter, _points(scene, track, layout, axis)[edge[0] : edge[1]])
    _draw_title(painter, frame, layout, first)
    _draw_legend(painter, frame, layout, [track for track, _, _ in shown])


def _draw_unknown(painter: QPainter, frame: Frame, rect: QRectF, right: float) -> None:
    """Hatch up to `right`: a part of one cached picture on the screen, lines in figures."""
    if device_scale(painter) is None:
        draw_hatch(painter, QRectF(rect.left(), rect.top(), right - rect.left(), rect.height()), theme=frame.theme)
        return
    painter.save()
    painter.setClipRect(
        QRectF(rect.left(), rect.top(), right - rect.left(), rect.height()), Qt.ClipOperation.IntersectClip
    )
    draw_strip(painter, rect, absent_strip(frame.scene, theme=frame.theme, columns=1), theme=frame.theme)
    painter.restore()


def _pen(frame: Frame, number: int, *, strong: bool) -> QPen:
    width = 2.4 if strong else 1.5
    pen = QPen(frame.theme.text1, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if DASHES[number]:
        pen.setDashPattern([length / width for length in DASHES[number]])
    return pen


def _points(scene: Scene, track: Track, layout: Layout, axis: Decades) -> list[QPointF | None]:
    """A point for each column: the largest norm of its moments; None where it has no logarithm."""
    rect = layout.norms
    assert rect is not None
    key = ("curve", track.name, track.adjoint, scene.state.example, rect.getRect(), axis)

    def make() -> list[QPointF | None]:
        found: list[QPointF | None] = []
        array = norms(scene, track)
        for column in range(layout.columns):
            part = array[column * layout.per_column : (column + 1) * layout.per_column]
            fraction = axis.fraction(float(part.max()))
            x = column_rect(layout.band, layout.columns, column).center().x()
            found.append(
                None if fraction is None else QPointF(x, rect.bottom() - 1.0 - fraction * (rect.height() - 2.0))
            )
        return found

    return kept(scene.trace, key, make)


def _draw_curve(painter: QPainter, points: list[QPointF | None]) -> None:
    """Straight lines through the points; a lone one is a dot."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    run: list[QPointF] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
            continue
        if len(run) > 1:
            painter.drawPolyline(QPolygonF(run))
        elif run:
            painter.drawLine(run[0] - QPointF(2.0, 0.0), run[0] + QPointF(2.0, 0.0))
        run = []


def _draw_axis(painter: QPainter, frame: Frame, rect: QRectF, axis: Decades) -> None:
    """Lines and labels at decades, as many as have room."""
    span = axis.high - axis.low
    step = next((size for size in (1, 2, 3, 5, 10, 20, 30, 60) if rect.height() / span * size >= 22.0), 60)
    painter.setFont(font(BODY, REGULAR))
    for exponent in range(axis.high, axis.low - 1, -step):
        y = rect.bottom() - 1.0 - (exponent - axis.low) / span * (rect.height() - 2.0)
        painter.setPen(QPen(frame.theme.line, 1.0))
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        painter.setPen(frame.theme.text2)
        # The outermost labels stay inside of the plot's height, so that nothing above or below is touched.
        middle = min(max(y, rect.top() + 5.0), rect.bottom() - 5.0)
        painter.drawText(
            QRectF(rect.left() - 70.0, middle - 9.0, 62.0, 18.0),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip),
            decade_text(exponent),
        )
    painter.setPen(QPen(frame.theme.edge, 1.0))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _draw_title(painter: QPainter, frame: Frame, layout: Layout, first: int) -> None:
    """What the plot shows, on the hatch, else where no curve runs."""
    rect, theme = layout.norms, frame.theme
    if rect is None:
        return
    face = font(BODY, REGULAR)
    width = text_width(_TITLE, face) + 16.0
    left, middle = rect.left() + 8.0, rect.center().y()
    if layout.boundary(first) - rect.left() < width + 16.0:
        middle = _emptiest(frame, layout, left, width)
    pill = QRectF(left, middle - 10.0, width, 20.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.panel)
    painter.drawRoundedRect(pill, 9.0, 9.0)
    painter.setPen(theme.text1)
    painter.setFont(face)
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), _TITLE)


def _emptiest(frame: Frame, layout: Layout, left: float, width: float) -> float:
    """The height at which a label from `left` on hides the fewest points."""
    rect = layout.norms
    assert rect is not None
    every = [track for track in tracks(frame.scene) if track.adjoint and track.importance < LAST]
    axis = kept(
        frame.scene.trace,
        ("decades", frame.scene.state.example),
        lambda: decades([norms(frame.scene, track) for track in every]),
    )
    ys = [
        point.y()
        for track in curves(frame.scene, rect.height() + 4.0)
        for point in _points(frame.scene, track, layout, axis)
        if point is not None and left - 10.0 <= point.x() <= left + width + 10.0
    ]
    places = (rect.top() + 11.0, rect.center().y(), rect.bottom() - 12.0)
    return min(places, key=lambda place: sum(abs(y - place) < 14.0 for y in ys))


def _draw_legend(painter: QPainter, frame: Frame, layout: Layout, shown: list[Track]) -> None:
    """Which dash is whose: beside the plot where there is room, else inside it at the right."""
    rect = layout.norms
    if rect is None:
        return
    formulas = [typeset(rf"\|{symbol(frame.scene, track)}\|", 15.0) for track in shown]
    width = 34.0 + 8.0 + max(formula.size.width() for formula in formulas)
    left = layout.right + 12.0 if layout.numbers else layout.right - width - 8.0
    top = rect.center().y() - len(shown) * _LEGEND_ROW / 2.0
    if not layout.numbers:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(frame.theme.panel)
        painter.drawRoundedRect(QRectF(left - 8.0, top, width + 14.0, len(shown) * _LEGEND_ROW), 5.0, 5.0)
    for number, (track, formula) in enumerate(zip(shown, formulas, strict=True)):
        y = top + (number + 0.5) * _LEGEND_ROW
        painter.setPen(_pen(frame, number, strong=is_focus(frame.scene, track)))
        painter.drawLine(QPointF(left, y), QPointF(left + 34.0, y))
        formula.draw_in(painter, QRectF(left + 42.0, y - 10.0, formula.size.width(), 20.0), theme=frame.theme)
