"""Where everything of the timeline stands: which tracks fit, the height of their strips, columns, norms."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from explorer.drawing.badge import badge_width
from explorer.drawing.formula import typeset
from explorer.drawing.strip import column_at, column_rect, columns_that_fit
from explorer.theme.type import BODY, font, text_width
from explorer.view import Frame
from explorer.views.timeline.memory import kept
from explorer.views.timeline.tracks import LATER, Track, symbol, tracks

SECTION = "timeline-strips"
MARGIN = 14.0
LEGEND, AXIS, LINE = 28.0, 23.0, 8.0
GAP = 1.6
_LEAST, _COMPACT, _AMPLE, _MOST = 16, 22, 20, 26
_LEAST_THIN, _MOST_THIN = 16, 18
_NORMS_LEAST, _NORMS_MOST = 54.0, 150.0
_ABOVE_NORMS = 8.0
_NUMBERS_FROM = 700.0
_BOTTOM = 4.0


@dataclass(frozen=True, slots=True)
class Row:
    """A track and the rectangle of its cells."""

    track: Track
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Layout:
    """The geometry of a frame in px; `line` is the y between values and adjoints, `hidden` counts tracks left out."""

    rows: tuple[Row, ...]
    moments: int
    columns: int
    per_column: int
    left: float
    right: float
    top: float
    bottom: float
    line: float | None
    norms: QRectF | None
    numbers: bool
    badge: float
    hidden: int
    height: float

    @property
    def band(self) -> QRectF:
        """What the columns reach over: from the first strip to the bottom."""
        return QRectF(self.left, self.top, self.right - self.left, self.bottom - self.top)

    def column(self, moment: int) -> int:
        """The column that a moment stands in."""
        return min(max(moment, 0) // self.per_column, self.columns - 1)

    def centre(self, moment: int) -> float:
        """The x of the middle of a moment's column."""
        return column_rect(self.band, self.columns, self.column(moment)).center().x()

    def boundary(self, column: int) -> float:
        """The x between `column` and the one before it."""
        if column >= self.columns:
            return self.right
        return self.left if column <= 0 else column_rect(self.band, self.columns, column).left() - GAP / 2.0

    def column_under(self, x: float) -> int | None:
        """The column under `x`; None beside the strips."""
        return column_at(self.band, self.columns, x) if self.left <= x <= self.right else None


def label_size(pitch: float) -> float:
    """The size of a symbol beside a strip."""
    return 17.0 if pitch >= _AMPLE else 15.0


def lay_out(frame: Frame) -> Layout:
    """The geometry of a frame over a network with moments."""
    state = frame.scene.state
    key = ("layout", frame.width, frame.height, frame.compact, frame.figure, SECTION in state.folded, state.digits)
    return kept(frame.scene.trace, key, lambda: _lay_out(frame))


def _lay_out(frame: Frame) -> Layout:
    scene = frame.scene
    every = tracks(scene)
    thin = {track for track in every if track.units == 1} if any(track.units > 1 for track in every) else set[Track]()
    unfolded = SECTION in scene.state.folded
    shown = every if unfolded else _that_fit(frame, every, thin)
    top = LEGEND + AXIS
    space = frame.height - top - _BOTTOM - _between(shown)
    thins = sum(track in thin for track in shown)
    with_norms = any(track.adjoint for track in shown) and (
        unfolded or space - _least(shown, thin) >= _NORMS_LEAST + _ABOVE_NORMS
    )
    room = space - (_NORMS_LEAST + _ABOVE_NORMS if with_norms else 0.0)
    pitch, small = _pitches(room, len(shown) - thins, thins, least=_AMPLE if unfolded else _LEAST)
    rows: list[Row] = []
    left = MARGIN + max((typeset(symbol(scene, track), 17.0).size.width() for track in shown), default=20.0) + 12.0
    left = float(round(max(left, 62.0)))
    digits = scene.state.digits
    numbers = frame.width >= _NUMBERS_FROM and not frame.compact and not frame.figure
    badge = max(badge_width(digits), 70.0)
    right = (
        frame.width - MARGIN - (12.0 + badge + 10.0 + text_width(f"0.{'0' * digits}0", font(BODY)) if numbers else 0.0)
    )
    y = top
    line: float | None = None
    for index, track in enumerate(shown):
        if index and track.block != shown[index - 1].block:
            y += LINE if track.adjoint else LINE / 2.0
            line = y - LINE / 2.0 - GAP / 2.0 if track.adjoint else line
        step = small if track in thin else pitch
        rows.append(Row(track, QRectF(left, y, right - left, step - 2.0)))
        y += step
    norms = None
    if with_norms:
        height = min(max(frame.height - _BOTTOM - y - _ABOVE_NORMS, _NORMS_LEAST), _NORMS_MOST)
        norms = QRectF(left, y + _ABOVE_NORMS - 2.0, right - left, height)
        y = norms.bottom()
    moments = scene.trace.moments or 1
    per_column = max(1, -(-moments // columns_that_fit(right - left)))
    return Layout(
        rows=tuple(rows),
        moments=moments,
        columns=-(-moments // per_column),
        per_column=per_column,
        left=left,
        right=right,
        top=top,
        bottom=y,
        line=line,
        norms=norms,
        numbers=numbers,
        badge=badge,
        hidden=len(every) - len(shown),
        height=max(frame.height, y + _BOTTOM),
    )


def _between(shown: tuple[Track, ...]) -> float:
    """The room that goes between blocks."""
    blocks = {track.block for track in shown}
    return (LINE if "adjoint" in blocks else 0.0) + (LINE / 2.0 if {"given", "value"} <= blocks else 0.0)


def _least(shown: tuple[Track, ...], thin: set[Track], *, least: float = _LEAST) -> float:
    """The least height of these tracks' strips."""
    return sum(_LEAST_THIN if track in thin else least for track in shown)


def _that_fit(frame: Frame, every: tuple[Track, ...], thin: set[Track]) -> tuple[Track, ...]:
    """The most important tracks that fit with the norms below them, in the order of all."""
    by_importance = sorted(every, key=lambda track: (track.importance, -track.units))
    least = _COMPACT if frame.compact else _LEAST
    room = frame.height - LEGEND - AXIS - _BOTTOM - LINE * 1.5
    if room >= 180.0 and any(track.adjoint for track in every):
        room -= _NORMS_LEAST + _ABOVE_NORMS
    chosen: list[Track] = []
    for track in by_importance:
        if track.importance >= LATER:
            least = max(least, _AMPLE)
        needed = _least((*chosen, track), thin, least=least)
        # A value and an adjoint are always there: what does not fit then scrolls.
        lacking = not any(other.adjoint == track.adjoint for other in chosen) and track.importance == 0
        if needed <= room or lacking:
            chosen.append(track)
    return tuple(track for track in every if track in chosen)


def _pitches(room: float, thick: int, thins: int, *, least: int) -> tuple[int, int]:
    """The heights, in whole px so that every cell is sharp, that thick and thin strips get with their gaps."""
    for pitch in range(_MOST, least, -1):
        small = min(max(round(pitch * 0.72), _LEAST_THIN), _MOST_THIN)
        if thick * pitch + thins * small <= room:
            return pitch, small
    return least, _LEAST_THIN if least < _AMPLE else _MOST_THIN
