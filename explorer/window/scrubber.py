"""The scrubber: the loss of every iteration as a line, and a handle at the one that is shown."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.identity import Same
from explorer.progress import Progress
from explorer.theme.tokens import LIGHT, Theme

HEIGHT, MARGIN, HANDLE = 30.0, 8.0, 5.0


class Scrubber(QWidget):
    """Drag or click to travel through a recording; `chosen` brings the iteration."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: Progress | None = None
        self._iteration, self._theme, self._zoom = 0, LIGHT, 1.0
        self._line: tuple[tuple[object, ...], QPolygonF] = ((), QPolygonF())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Iterations of the recording")

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(round(200 * self._zoom), round(HEIGHT * self._zoom))

    def show_progress(self, progress: Progress | None, iteration: int, theme: Theme, zoom: float) -> None:
        """Another state of the training, or another iteration of it."""
        shown = (self._progress, self._iteration, self._theme.name, self._zoom)
        if shown == (progress, iteration, theme.name, zoom):
            return
        if zoom != self._zoom:
            self.updateGeometry()
        self._progress, self._iteration, self._theme, self._zoom = progress, iteration, theme, zoom
        self.setEnabled(progress is not None and progress.length > 0)
        last = progress.length if progress else 0
        self.setToolTip(f"iteration {iteration:,} of {last:,}: drag to travel, with every view" if last else "")
        self.update()

    def _x(self, iteration: float) -> float:
        length = self._progress.length if self._progress else 0
        return MARGIN + (self.width() / self._zoom - 2 * MARGIN) * (iteration / length if length else 0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the axis, the loss, the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._zoom, self._zoom)
        width, middle = self.width() / self._zoom, HEIGHT - 9.0
        painter.setPen(QPen(self._theme.edge, 1.0))
        painter.drawLine(QPointF(MARGIN, middle), QPointF(width - MARGIN, middle))
        if self._progress is not None and self._progress.length:
            painter.setPen(QPen(self._theme.text2, 1.0))
            painter.drawPolyline(self._loss())
            painter.setPen(QPen(self._theme.panel, 1.5))
            painter.setBrush(self._theme.accent)
            painter.drawEllipse(QPointF(self._x(self._iteration), middle), HANDLE, HANDLE)
        painter.end()

    def _loss(self) -> QPolygonF:
        """The loss on a log scale where it is positive throughout; kept until there is more of it."""
        progress = self._progress
        assert progress is not None
        key = (Same(progress), self.width(), self._zoom)
        if self._line[0] != key:
            numbers, loss = progress.iterations, progress.column("loss")
            kept = np.isfinite(loss)
            numbers, loss = numbers[kept], loss[kept]
            loss = np.log(loss) if len(loss) and (loss > 0).all() else loss
            low, high = (float(loss.min()), float(loss.max())) if len(loss) else (0.0, 1.0)
            heights = (HEIGHT - 15.0) * (1.0 - (loss - low) / ((high - low) or 1.0)) + 3.0
            points = [QPointF(self._x(float(n) + 1.0), float(y)) for n, y in zip(numbers, heights, strict=True)]
            self._line = (key, QPolygonF(points))
        return self._line[1]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes there."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Goes along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        progress = self._progress
        if progress is None or not progress.length:
            return
        share = (event.position().x() / self._zoom - MARGIN) / max(1.0, self.width() / self._zoom - 2 * MARGIN)
        iteration = round(max(0.0, min(1.0, share)) * progress.length)
        if iteration != self._iteration:
            self.chosen.emit(iteration)

    @property
    def area(self) -> QRectF:
        """Where the axis lies, in pixels of the widget."""
        return QRectF(MARGIN * self._zoom, 0, self.width() - 2 * MARGIN * self._zoom, self.height())
