"""The ring that goes from place to place of a picture by keys, so that a mouse is not needed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QLabel, QWidget

from explorer.theme.tokens import Theme
from explorer.view import Spot

ROW = 12.0
"""Tops that differ by less, in px at 100 %, are one row of reading."""
NEAR = 60.0
OUTSIDE, WIDTH, RADIUS = 2.0, 2.0, 4.0
MARGIN, GAP, WIDEST = 5, 5, 460


def can_be_pressed(spot: Spot) -> bool:
    """Whether a click or a double click on it does anything."""
    return spot.request is not None or spot.double is not None or spot.field is not None


def reading_order(spots: Sequence[Spot]) -> list[Spot]:
    """What can be pressed, row by row from the top, each from the left; each once."""
    kept = [spot for spot in spots if can_be_pressed(spot)]
    kept.sort(key=lambda spot: (spot.rect.top(), spot.rect.left()))
    rows: list[list[Spot]] = []
    for spot in kept:
        if rows and spot.rect.top() - rows[-1][0].rect.top() < ROW:
            rows[-1].append(spot)
        else:
            rows.append([spot])
    return [spot for row in rows for spot in sorted(row, key=lambda each: each.rect.left())]


def nearest(spots: Sequence[Spot], here: QRectF, direction: str) -> Spot | None:
    """The nearest place in a direction; what lies aside counts double."""
    along = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}[direction]

    def way(spot: Spot) -> tuple[float, float]:
        step = spot.rect.center() - here.center()
        ahead = step.x() * along[0] + step.y() * along[1]
        return ahead, ahead + 2.0 * abs(step.x() * along[1] + step.y() * along[0])

    ahead = [(way(spot)[1], number) for number, spot in enumerate(spots) if way(spot)[0] > 0.5]
    return spots[min(ahead)[1]] if ahead else None


class SpotRing:
    """The ring of one canvas; `show` brings a place into sight, `words` says what it is, the rest is the canvas's."""

    def __init__(
        self,
        canvas: QWidget,
        *,
        spots: Callable[[], Sequence[Spot]],
        zoom: Callable[[], float],
        show: Callable[[QRectF], None],
        words: Callable[[Spot], str],
    ) -> None:
        self._canvas, self._spots, self._zoom, self._show, self._words = canvas, spots, zoom, show, words
        self._summary = canvas.accessibleDescription()
        self._tip = QLabel(canvas)
        self._tip.setObjectName("ring-words")
        self._tip.setTextFormat(Qt.TextFormat.PlainText)
        self._tip.setWordWrap(True)
        self._tip.setMargin(MARGIN)
        self._tip.setFrameShape(QLabel.Shape.Box)
        self._tip.setAutoFillBackground(True)
        self._tip.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip.hide()
        self.spot: Spot | None = None

    def move(self, direction: str) -> None:
        """To the "next" or "previous" place in reading order, round at the ends, or the nearest one in a direction."""
        order = reading_order(self._spots())
        if not order:
            return
        if self.spot is None:
            self._put(order[-1] if direction == "previous" else order[0])
        elif direction in ("next", "previous"):
            place = next((n for n, spot in enumerate(order) if spot is self.spot), 0)
            self._put(order[(place + (1 if direction == "next" else -1)) % len(order)])
        else:
            self._put(nearest(order, self.spot.rect, direction) or self.spot)

    def _put(self, spot: Spot) -> None:
        """Shows the ring there, and says what it is: beside it, and to whoever reads the screen aloud."""
        self.spot = spot
        self._show(spot.rect)
        self._say(self._words(spot))
        self._place_tip(spot)
        self._canvas.update()

    def _place_tip(self, spot: Spot) -> None:
        """The words below the place, or above it where there is no room; no wider than they need."""
        zoom, room = self._zoom(), self._canvas.visibleRegion().boundingRect()
        area = QRectF(spot.rect.topLeft() * zoom, spot.rect.size() * zoom).toAlignedRect()
        words = self._words(spot)
        self._tip.setText(words)
        natural = max((self._tip.fontMetrics().horizontalAdvance(line) for line in words.split("\n")), default=0)
        wide = min(natural + 4 * MARGIN, round(WIDEST * zoom), max(1, room.width() - 2 * MARGIN))
        self._tip.setFixedWidth(wide)
        high = self._tip.heightForWidth(wide)
        below = area.bottom() + GAP
        top = below if below + high <= room.bottom() else max(room.top(), area.top() - GAP - high)
        left = max(room.left() + MARGIN, min(area.left(), room.right() - wide - MARGIN))
        self._tip.setGeometry(left, top, wide, high)
        self._tip.setVisible(bool(words))

    def rest(self) -> None:
        """The words go while another widget has the focus."""
        self._tip.hide()

    def _say(self, words: str) -> None:
        self._canvas.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self._canvas, QAccessible.Event.DescriptionChanged))

    def leave(self) -> None:
        """Takes the ring away."""
        self.spot = None
        self._tip.hide()
        self._say(self._summary)
        self._canvas.update()

    def find_again(self) -> None:
        """After another picture was painted: the same place on it, else the nearest, else none."""
        before = self.spot
        if before is None:
            return
        order = reading_order(self._spots())
        self.spot = _like(before, order)
        self._tip.setVisible(self.spot is not None and self.spot.rect == before.rect and self._tip.isVisible())
        if self.spot is None:
            self._say(self._summary)
        elif self.spot.rect != before.rect:
            self._canvas.update()
        elif self._tip.isVisible() and self._tip.text() != (words := self._words(self.spot)):
            self._tip.setText(words)  # it is switched, say: the place is the same, what it is is not
            self._say(words)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paints it around its place, in px at 100 %."""
        if self.spot is not None:
            painter.setPen(QPen(theme.accent, WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            around = self.spot.rect.adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE)
            room = QRectF(QPointF(0.0, 0.0), self._canvas.size().toSizeF() / self._zoom())
            inside = around.intersected(room.adjusted(1.0, 1.0, -1.0, -1.0))
            painter.drawRoundedRect(inside, RADIUS, RADIUS)


def _like(before: Spot, order: Sequence[Spot]) -> Spot | None:
    """The place of another picture that is most like one of the picture before."""

    def far(spot: Spot) -> float:
        return (spot.rect.center() - before.rect.center()).manhattanLength()

    same = [spot for spot in order if spot.request == before.request and spot.double == before.double]
    if same:
        return min(same, key=far)
    closest = min(order, key=far, default=None)
    return closest if closest is not None and far(closest) <= NEAR else None
