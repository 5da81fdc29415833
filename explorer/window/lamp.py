"""The phase lamp: FORWARD ▸ LOSS ▸ BACKWARD with the running phase lit, and the objective once it is known."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.stepping.schedule import PHASES
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.icons import draw_icon
from explorer.scene import Scene
from explorer.theme.numbers import format_number
from explorer.theme.tokens import LIGHT, Theme
from explorer.theme.type import SEMIBOLD, font, text_width

LAMP, GAP, DOT = 32.0, 14.0, 5.0
WITH_OBJECTIVE, ALL_PHASES, LIT_ONE = 610.0, 410.0, 134.0
LIT: tuple[Literal["FORWARD", "LOSS", "BACKWARD"], ...] = ("FORWARD", "LOSS", "BACKWARD")


class PhaseLamp(QWidget):
    """Where the run stands, in words and colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._theme: Theme = LIGHT
        self._compact = False
        self._shown: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_scene(self, scene: Scene, theme: Theme, *, compact: bool) -> None:
        """Another scene."""
        state = scene.state
        known = scene.position > scene.schedule.phase_bounds("loss")[0]
        shown = (id(scene.trace), scene.phase, known, state.example, state.digits, state.zoom, theme.name, compact)
        if shown == self._shown:
            return
        self._shown = shown
        self._scene, self._theme, self._compact = scene, theme, compact
        self.setAccessibleName(f"Phase {scene.phase}")
        self.setToolTip(
            "The phase the next line belongs to; E is the objective summed over the moments of this example"
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for the phases and E."""
        zoom = self._scene.state.zoom if self._scene else 1.0
        return QSize(round((ALL_PHASES if self._compact else WITH_OBJECTIVE) * zoom), round(LAMP * zoom))

    def minimumSizeHint(self) -> QSize:
        """Where there is no room for more, the phase that runs is left."""
        zoom = self._scene.state.zoom if self._scene else 1.0
        return QSize(round(LIT_ONE * zoom), round(LAMP * zoom))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints phases, then E."""
        scene, theme = self._scene, self._theme
        if scene is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(scene.state.zoom, scene.state.zoom)
        left, room = 4.0, self.width() / scene.state.zoom
        reached = PHASES.index(scene.event.phase) if scene.event else len(PHASES)
        for number, word in enumerate(LIT):
            lit = number == reached
            if room < ALL_PHASES - 1.0 and number != min(reached, len(LIT) - 1):
                continue
            face = font(15, SEMIBOLD if lit else 400)
            width = text_width(word, face) + 36
            pill = QRectF(left, 0, width, LAMP)
            colour = theme.phase(word) if lit else theme.panel
            ink = theme.ink_on(colour) if lit else theme.text2
            if lit:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawRoundedRect(pill, LAMP / 2, LAMP / 2)
            painter.setPen(QPen(ink, 1.4))
            painter.setBrush(ink if number <= reached else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(left + 14, LAMP / 2), DOT, DOT)
            painter.setFont(face)
            painter.drawText(
                pill.adjusted(25, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word
            )
            left += width
            if number + 1 < len(PHASES) and room >= ALL_PHASES - 1.0:
                draw_icon(painter, QRectF(left, LAMP / 2 - 8, 16, 16), name="chevron-right", colour=theme.text3)
                left += 18
        if not self._compact and room >= WITH_OBJECTIVE - 1.0:
            self._paint_objective(
                painter, scene, left + GAP, known=scene.position > scene.schedule.phase_bounds("loss")[0]
            )
        painter.end()

    def _paint_objective(self, painter: QPainter, scene: Scene, left: float, *, known: bool) -> None:
        theme = self._theme
        painter.setPen(theme.line)
        painter.drawLine(QPointF(left, 4), QPointF(left, LAMP - 4))
        words = scene.network.objective
        painter.setPen(theme.text1)
        painter.setFont(font(15))
        painter.drawText(QRectF(left + 14, 0, 30, LAMP), Qt.AlignmentFlag.AlignVCenter, words)
        area = QRectF(left + 18 + text_width(words, font(15)), 4, 84, LAMP - 8)
        if known:
            painter.setFont(font(15, SEMIBOLD))
            number = format_number(
                scene.trace.example_loss(scene.state.example), digits=scene.state.digits, signed=False
            )
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, number)
        else:
            draw_hatch(painter, area.adjusted(4, 1, -16, -1), theme=theme, radius=3, edge=True)
            painter.drawText(area.adjusted(4, 0, -16, 0), Qt.AlignmentFlag.AlignCenter, "—")
        painter.setPen(theme.text2)
        painter.setFont(font(15))
        painter.drawText(
            QRectF(area.right() + 2, 0, 90, LAMP), Qt.AlignmentFlag.AlignVCenter, f"example {scene.state.example}"
        )
