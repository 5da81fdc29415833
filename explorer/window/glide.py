"""The glide of the amber band: a frame that slides from where it ran next to where it runs next now, and is gone."""

from PySide6.QtCore import QEasingCurve, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from explorer.theme.tokens import LIGHT, Theme

MILLISECONDS = 120
"""Source: TOKENS, section 8: band of the next line, ease-out."""
FASTEST = 1000 / 15
"""Steps that follow one another more quickly than this, in ms, are shown without a transition."""


class Glide(QWidget):
    """Lies over one canvas, lets every click through, and is hidden unless it moves."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._theme: Theme = LIGHT
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._way = QVariantAnimation(self)
        self._way.setDuration(MILLISECONDS)
        self._way.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._way.valueChanged.connect(self._go)
        self._way.finished.connect(self.hide)

    @property
    def running(self) -> bool:
        """Whether it is on its way."""
        return bool(self._way.state() == QVariantAnimation.State.Running)

    def slide(self, before: QRect, after: QRect, theme: Theme) -> None:
        """From one place to another; cuts short what is still on its way."""
        self.stop()
        if before == after:
            return
        self._theme = theme
        self._way.setStartValue(before)
        self._way.setEndValue(after)
        self.setGeometry(before)
        self.show()
        self._way.start()

    def stop(self) -> None:
        """Ends at once: the picture below shows the end already."""
        self._way.stop()
        self.hide()

    def _go(self, place: QRect) -> None:
        self.setGeometry(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """An open frame in amber: the line that it leaves and the one that it reaches stay legible."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.next_edge, 2.0))
        painter.drawRect(QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0))
        painter.end()
