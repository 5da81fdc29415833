"""The title bar of a pane that holds one view."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.theme.tokens import LIGHT, Theme
from explorer.theme.type import SEMIBOLD, font

HEADER = 34


class Header(QWidget):
    """The title bar of a pane with one view: its title at the left, its subtitle at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._subtitle, self._theme, self._zoom = "", "", LIGHT, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as TOKENS asks, times the zoom."""
        return QSize(100, round(HEADER * self._zoom))

    def show_words(self, title: str, subtitle: str, theme: Theme, zoom: float) -> None:
        """Other words."""
        if (title, subtitle, theme, zoom) == (self._title, self._subtitle, self._theme, self._zoom):
            return
        if zoom != self._zoom:
            self._zoom = zoom
            self.updateGeometry()
        self._title, self._subtitle, self._theme = title, subtitle, theme
        self.setAccessibleName(title)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the words on the header's ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.header)
        painter.setPen(self._theme.line)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        area = QRectF(self.rect()).adjusted(14 * self._zoom, 0, -14 * self._zoom, 0)
        painter.setFont(font(15, SEMIBOLD, scale=self._zoom))
        painter.setPen(self._theme.text1)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setFont(font(15, scale=self._zoom))
        painter.setPen(self._theme.text2)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._subtitle)
        painter.end()
