"""A veil: a panel laid over the whole window for a moment, which gives the focus back when it leaves."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.theme.tokens import Theme

SHADE = 120
RADIUS, MARGIN = 10, 18


class Veil(QWidget):
    """Darkens the window and holds one panel; Esc, or a click beside the panel, takes it away."""

    left = Signal()

    def __init__(self, window: QWidget, theme: Theme, *, zoom: float, title: str) -> None:
        super().__init__(window)
        self._window, self._theme, self.zoom = window, theme, zoom
        self._before: QWidget | None = window.focusWidget()
        self.setObjectName("veil")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self.panel = QWidget(self)
        self.panel.setObjectName("veil-panel")
        self.column = QVBoxLayout(self.panel)
        margin = round(MARGIN * zoom)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(round(10 * zoom))
        window.installEventFilter(self)

    def panel_place(self) -> QRect:
        """Where the panel lies on the window; filled by what is made of a veil."""
        return self.rect().adjusted(40, 40, -40, -40)

    def lay(self) -> None:
        """Shows it over the window as it is now, with the focus on `first`."""
        self.setGeometry(self._window.rect())
        self.panel.setGeometry(self.panel_place())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays as large as the window."""
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
            self.panel.setGeometry(self.panel_place())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the shade and the ground of the panel."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = QColor(self._theme.text1 if self._theme.tone == "light" else self._theme.window)
        shade.setAlpha(SHADE)
        painter.fillRect(self.rect(), shade)
        painter.setPen(QPen(self._theme.edge, 1.0))
        painter.setBrush(self._theme.panel)
        painter.drawRoundedRect(self.panel.geometry(), RADIUS, RADIUS)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Keeps every key to itself: what lies below is not stepped by accident."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves at Esc; no other key reaches the window below."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leaves at a click beside the panel."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.leave()

    def focusNextPrevChild(self, on: bool) -> bool:
        """Tab stays within the panel."""
        inside = [each for each in self.panel.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        shown = [each for each in inside if each.isVisible() and each.isEnabled()]
        if shown:
            holder = self.window().focusWidget()
            place = shown.index(holder) if holder in shown else -1
            shown[(place + (1 if on else -1)) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
        return bool(shown)

    def leave(self) -> None:
        """Goes away, and gives the focus back to whoever had it."""
        before, self._before = self._before, None
        self.left.emit()
        self.close()
        if before is not None and before.isVisible():
            before.setFocus()
