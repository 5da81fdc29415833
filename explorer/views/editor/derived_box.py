"""The column of derived equations on the screen: typeset in slices between key presses, what is in sight first."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from explorer.drawing.formula import Formula
from explorer.theme.tokens import LIGHT, Theme
from explorer.views.editor.derived import ROW, DerivedLine, Piece, Placed, bottom, draw_placed, placed, set_piece

SLICE_MILLISECONDS = 8
"""Of typesetting at a time; a single formula that takes longer is waited for."""
PAUSE_MILLISECONDS = 15
_KEPT = 4000


class DerivedBox(QAbstractScrollArea):
    """Shows lines; those that are not typeset yet stand in letters until it is their turn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zoom = LIGHT, 1.0
        self._lines: tuple[DerivedLine, ...] = ()
        self._places: tuple[Placed, ...] = ()
        self._set: dict[str, Formula] = {}
        self._stale, self._chosen = False, 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Derived equations")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._slices = QTimer(self, interval=PAUSE_MILLISECONDS, singleShot=True)
        self._slices.timeout.connect(self._slice)
        self.verticalScrollBar().valueChanged.connect(lambda value: self._go_on())

    @property
    def waiting(self) -> bool:
        """Whether something in sight is still to be typeset."""
        return next(self._wanted(), None) is not None

    def show_lines(self, lines: tuple[DerivedLine, ...]) -> None:
        """Other lines; what stood there before and stands there still is not set anew."""
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleDescription("\n".join(line.text for line in lines))
            self._lay_out()
            self._slice()

    def mark(self, *, stale: bool, chosen: int) -> None:
        """Whether the lines are those of an older text, and the line of the text in which the caret stands."""
        if (stale, chosen) != (self._stale, self._chosen):
            moved = chosen != self._chosen
            self._stale, self._chosen = stale, chosen
            if moved:
                self._follow()
            self.viewport().update()

    def _follow(self) -> None:
        """Scrolls to what is derived from the line of the caret, no further than it must."""
        found = [
            place.rect
            for place in self._places
            if place.line is not None and place.line.place == self._chosen and place.line.section == "backward"
        ]
        if found:
            bar, height = self.verticalScrollBar(), self.viewport().height()
            top, end = found[0].top() * self._zoom, found[0].bottom() * self._zoom
            bar.setValue(round(min(top, max(end - height, bar.value()))))

    def take_look(self, theme: Theme, zoom: float) -> None:
        """The colours of a theme, and a size."""
        self._theme, self._zoom = theme, zoom
        self._lay_out()

    def hold(self) -> None:
        """A key was pressed: typesetting waits, so that typing never does."""
        if self._slices.isActive():
            self._slices.start(PAUSE_MILLISECONDS * 10)

    def _wanted(self) -> Iterator[Piece]:
        """What is not typeset yet, of the lines in sight and as many below them."""
        top = self.verticalScrollBar().value() / self._zoom
        height = self.viewport().height() / self._zoom
        for place in self._places:
            if place.line is not None and not place.glyphs and top - ROW <= place.rect.bottom() <= top + 2.0 * height:
                for piece in place.line.wanted:
                    if piece.latex not in self._set:
                        yield piece

    def _slice(self) -> None:
        """Typesets for a few milliseconds, one formula at least, and goes on later where there is more."""
        end = time.monotonic() + SLICE_MILLISECONDS / 1000.0
        done = False
        for piece in self._wanted():
            if len(self._set) >= _KEPT:
                self._set.clear()
            self._set[piece.latex] = set_piece(piece)
            done = True
            if time.monotonic() >= end:
                break
        if done:
            self._lay_out()
        self._go_on()

    def _go_on(self) -> None:
        if self.waiting and not self._slices.isActive():
            self._slices.start(PAUSE_MILLISECONDS)

    def _lay_out(self) -> None:
        width = self.viewport().width() / self._zoom
        self._places = placed(self._lines, width, lambda piece: self._set.get(piece.latex))
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(bottom(self._places) * self._zoom) - height))
        bar.setPageStep(height)
        bar.setSingleStep(round(ROW * self._zoom))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._lay_out()
        self._go_on()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints what is in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._theme.panel)
        painter.translate(QPoint(0, -self.verticalScrollBar().value()))
        painter.scale(self._zoom, self._zoom)
        top = self.verticalScrollBar().value() / self._zoom
        seen = QRectF(0.0, top, self.viewport().width(), self.viewport().height() / self._zoom)
        for place in self._places:
            if place.rect.intersects(seen):
                chosen = place.line is not None and place.line.place == self._chosen
                draw_placed(painter, place, theme=self._theme, stale=self._stale, chosen=chosen)
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Everything is painted anew: rows have no widgets of their own."""
        self.viewport().update()
