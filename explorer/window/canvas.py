"""A canvas: the widget that shows one view, with hovering, clicking, dragging and tips by the view's own spots."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import QToolTip, QWidget

from explorer.command import Command, Request
from explorer.scene import Scene
from explorer.scenery.putting import field_for
from explorer.state import Selection
from explorer.theme.tokens import LIGHT, Theme
from explorer.view import Field, Frame, Spot, View
from explorer.window.field_editor import FieldEditor
from explorer.window.glide import FASTEST, Glide
from explorer.window.key_words import ring_words, spot_words
from explorer.window.spot_focus import SpotRing
from explorer.window.stroke import Stroke

TRAVELLING = {
    Qt.MouseButton.BackButton: Request("back"),
    Qt.MouseButton.ForwardButton: Request("forward"),
}
"""The buttons at the side of a mouse, as in a browser."""


class Canvas(QWidget):
    """Paints a view's frames; `requested` brings what the person asked for, `sought` a place that is to be in sight."""

    requested = Signal(object)
    sought = Signal(QRectF)

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.spots: Sequence[Spot] = ()
        self._scene: Scene | None = None
        self._theme: Theme = LIGHT
        self._compact = False
        self._hover: QPointF | None = None
        self._dragging = False
        self._stroke: Stroke | None = None
        self._pressed: Spot | None = None
        self._settled = True
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # the whole ground is painted, nothing lies under it
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(view.summary)
        self.setObjectName(f"canvas-{view.name}")
        self.setMinimumSize(160, 80)
        self.ring = SpotRing(
            self,
            spots=lambda: self.spots,
            zoom=lambda: self.zoom,
            show=self.sought.emit,
            words=lambda spot: ring_words(spot, self.commands),
        )
        self._framed = False
        self.glide = Glide(self)
        self.glides = False
        self.commands: Mapping[str, Command] = {}
        self._since = QElapsedTimer()

    def show_scene(self, scene: Scene, theme: Theme, *, compact: bool) -> None:
        """Another scene to paint."""
        before, zoom, look = self.frame(), self.zoom, self._theme
        self._scene, self._theme, self._compact = scene, theme, compact
        self._settled = False
        after = self.frame()
        self._slide(before, after)
        places = None
        same_look = before is not None and zoom == self.zoom and look is theme and self._hover is None
        if self.view.changes is not None and same_look and before is not None and after is not None:
            places = self.view.changes(before, after) if self.view.suits(scene) else None
        if places is None:
            self.update()
            return
        for place in places:
            self.update(QRectF(place.topLeft() * zoom, place.size() * zoom).adjusted(-2, -2, 2, 2).toAlignedRect())

    def _slide(self, before: Frame | None, after: Frame | None) -> None:
        """The frame of what runs next glides from where it was; not where steps follow one another too quickly."""
        quick = self._since.isValid() and self._since.elapsed() < FASTEST
        self._since.restart()
        place = self.view.runs_next
        still = quick or not self.glides or not self.isVisible() or self._scene is None or self._scene.state.steady
        if still or place is None or before is None or after is None or not self.view.suits(after.scene):
            self.glide.stop()
            return
        same_run = before.scene.trace is after.scene.trace and (before.width, before.height) == (
            after.width,
            after.height,
        )
        first, last = (place(before), place(after)) if same_run else (None, None)
        if first is not None and last is not None:
            self.glide.slide(scaled(first, self.zoom), scaled(last, self.zoom), self._theme)
        else:
            self.glide.stop()

    def settle(self) -> None:
        """Paints again with what was left out while steps followed one another."""
        if not self._settled:
            self._settled = True
            self.update()

    def frame(self, size: QSize | None = None) -> Frame | None:
        """The frame that is painted now, or would be at another size."""
        if self._scene is None:
            return None
        zoom, size = self._scene.state.zoom, size or self.size()
        return Frame(
            size.width() / zoom,
            size.height() / zoom,
            self._scene,
            self._theme,
            self._hover,
            self._compact,
            settled=self._settled,
        )

    @property
    def zoom(self) -> float:
        """How much larger than at 100 % everything is drawn."""
        return self._scene.state.zoom if self._scene else 1.0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the view, or the ground alone while there is no scene."""
        painter = QPainter(self)
        try:
            painter.fillRect(event.rect(), self._theme.panel)
            frame = self.frame()
            if frame is not None and self.view.suits(frame.scene):
                self._paint(painter, frame, event.region())
        finally:
            painter.end()  # whatever happened: a painter left open takes the process with it

    def _paint(self, painter: QPainter, frame: Frame, area: QRegion) -> None:
        painter.setClipRegion(area)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.scale(self.zoom, self.zoom)
        self.spots = self.view.draw(painter, frame)
        if self.hasFocus():
            self.ring.find_again()
            self.ring.paint(painter, self._theme)
        if frame.scene.stale:
            painter.resetTransform()
            painter.setOpacity(0.45)
            painter.fillRect(area.boundingRect(), self._theme.panel)
        if self._framed:
            painter.resetTransform()
            painter.setPen(QPen(self._theme.accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.visibleRegion().boundingRect()).adjusted(1.0, 1.0, -1.0, -1.0))

    def spot_at(self, point: QPointF, *, clickable: bool = False) -> Spot | None:
        """The topmost spot at a point of the frame."""
        return next(
            (
                spot
                for spot in reversed(self.spots)
                if spot.rect.contains(point) and (not clickable or spot.request is not None or spot.field is not None)
            ),
            None,
        )

    def _clickable_at(self, point: QPointF) -> Spot | None:
        return self.spot_at(point, clickable=True)

    def _position(self, event: QMouseEvent) -> QPointF:
        return event.position() / self.zoom

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hovers, or goes on dragging."""
        self._hover = self._position(event)
        for request in self._stroke.on_to(self._hover, self._clickable_at) if self._stroke is not None else ():
            self.requested.emit(request)
        spot = self.spot_at(self._hover, clickable=True)
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor)
        if self._dragging and self._stroke is None and spot is not None and spot.drag and spot.request is not None:
            self.requested.emit(spot.request)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Asks for what the spot under the mouse offers."""
        if event.button() in TRAVELLING:
            self.requested.emit(TRAVELLING[event.button()])
        if event.button() != Qt.MouseButton.LeftButton:
            return
        spot = self.spot_at(self._position(event), clickable=True)
        self._pressed, self._dragging = spot, spot is not None and spot.drag
        self._stroke = Stroke(self._position(event)) if spot is not None and spot.along is not None else None
        if spot is not None and spot.request is not None:
            self.requested.emit(spot.request)
        elif spot is not None and spot.field is not None:
            self.edit(spot.field, spot.rect)

    def _field_of(self, spot: Spot) -> Field | None:
        """The line for another value, where the spot chooses a number that can be put in."""
        chosen = spot.request.argument if spot.request is not None else None
        if self._scene is None or not isinstance(chosen, Selection):
            return None
        return field_for(self._scene, chosen)

    def edit(self, field: Field, rect: QRectF) -> None:
        """Opens a line to type in over a place of the frame."""
        area = QRectF(rect.topLeft() * self.zoom, rect.size() * self.zoom).toAlignedRect()
        FieldEditor(field, self, area=area, theme=self._theme, zoom=self.zoom, send=self.requested.emit)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends dragging."""
        self._dragging, self._stroke = False, None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Asks for what a double click on the spot offers."""
        position = self._position(event)
        offers = (spot for spot in reversed(self.spots) if spot.rect.contains(position))
        spot = next((spot for spot in offers if spot.double is not None or spot.field is not None), None)
        under = self._pressed  # what was clicked first: the picture may have moved since
        field = spot.field if spot is not None else None
        field = field or (self._field_of(under) if under is not None else None)
        place = spot if spot is not None and spot.field is not None else under
        if field is not None and place is not None:
            self.edit(field, place.rect)
        elif spot is not None and spot.double is not None:
            self.requested.emit(spot.double)
        elif (below := self.spot_at(position, clickable=True)) is not None and below.along is not None:
            self.mousePressEvent(event)  # quick taps are strokes of their own

    def press(self, spot: Spot, *, twice: bool = False) -> None:
        """Asks for what a click on a place offers, or a double click; the other one where it offers only that."""
        if spot.field is not None and (twice or spot.request is None):
            self.edit(spot.field, spot.rect)
            return
        first, second = (spot.double, spot.request) if twice else (spot.request, spot.double)
        wanted = first or second
        if wanted is not None:
            self.requested.emit(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the place in the ring, Shift+Enter twice; Esc takes the ring away.

        On a row of a list Delete removes it and Space switches it.
        """
        spot = self.ring.spot
        of_row = self._of_row(event)
        if of_row is not None:
            self.requested.emit(of_row)
            return
        if spot is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.press(spot, twice=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif spot is not None and event.key() == Qt.Key.Key_Escape:
            self.ring.leave()
        else:
            super().keyPressEvent(event)

    def _of_row(self, event: QKeyEvent) -> Request | None:
        """What a key does to the row that the ring is on."""
        spot = self.ring.spot
        if spot is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return None
        if event.key() == Qt.Key.Key_Delete:
            return spot.remove
        return spot.switch if event.key() == Qt.Key.Key_Space else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A frame says that this picture has the keys, where keys brought it the focus."""
        by_keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._framed = event.reason() in by_keys
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Neither frame nor ring without the focus."""
        self._framed = False
        self.ring.rest()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Nothing is hovered until the mouse moves."""
        self._hover = None

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._hover = None
        self.update()

    def event(self, event: QEvent) -> bool:
        """Shows the tip of the spot under the mouse; Esc, Delete and Space are for the ring."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.ring.spot is not None:
            event.setAccepted(event.key() == Qt.Key.Key_Escape or self._of_row(event) is not None)
            if event.isAccepted():
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self.spot_at(QPointF(event.pos()) / self.zoom)
            words = spot_words(spot, self.commands) if spot is not None else ""
            if spot is not None and words:
                QToolTip.showText(event.globalPos(), words, self, scaled(spot.rect, self.zoom))
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def request(self, request: Request) -> None:
        """Passes on what a live panel asks for."""
        self.requested.emit(request)


def scaled(rect: QRectF, zoom: float) -> QRect:
    """A place of the picture in px of the widget."""
    return QRectF(rect.topLeft() * zoom, rect.size() * zoom).toAlignedRect()
