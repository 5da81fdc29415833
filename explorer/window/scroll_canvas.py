"""A canvas that scrolls: as tall as its picture, with what runs next, or what is sought, kept in sight."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from explorer.scene import Scene
from explorer.theme.tokens import Theme
from explorer.window.canvas import Canvas, scaled


class ScrollCanvas(QScrollArea):
    """A canvas as tall as its picture, scrolled so that what runs next stays in sight."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = canvas
        self.setWidget(canvas)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas.sought.connect(lambda rect: self._keep(scaled(rect, canvas.zoom)))
        self.verticalScrollBar().valueChanged.connect(canvas.update)  # its frame and ring stay whole

    def show_scene(self, scene: Scene, theme: Theme, *, compact: bool, follow: bool = True) -> None:
        """Another scene; `follow` scrolls to what runs next."""
        self.canvas.show_scene(scene, theme, compact=compact)
        self._fit()
        frame = self.canvas.frame()
        if follow and frame is not None and self.canvas.view.follow is not None and self.canvas.view.suits(scene):
            kept = self.canvas.view.follow(frame)
            if kept is not None:
                self._keep(scaled(kept, self.canvas.zoom))

    def settle(self) -> None:
        """Paints what was left out while steps followed one another; the picture may have grown."""
        self.canvas.settle()
        self._fit()

    def _keep(self, rect: QRect) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        margin = min(60, max(0, (room - rect.height()) // 2))
        if rect.top() - margin < bar.value() or rect.height() > room:
            bar.setValue(rect.top() - margin)
        elif rect.bottom() + margin > bar.value() + room:
            bar.setValue(rect.bottom() + margin - room)

    def _fit(self) -> None:
        viewport = self.viewport().size()
        frame = self.canvas.frame(viewport)
        height = viewport.height()
        if frame is not None and self.canvas.view.height is not None and self.canvas.view.suits(frame.scene):
            height = max(height, round(self.canvas.view.height(frame) * self.canvas.zoom))
        self.canvas.resize(QSize(viewport.width(), height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the canvas the new width."""
        super().resizeEvent(event)
        self._fit()

    def visible_origin(self) -> QPoint:
        """The top left corner of what is in sight, on the canvas."""
        return QPoint(0, self.verticalScrollBar().value())
