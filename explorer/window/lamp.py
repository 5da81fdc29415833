"""The phase lamp: FORWARD ▸ LOSS ▸ BACKWARD ▸ UPDATE, the running phase lit, and the objective before and after."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.stepping.schedule import PHASES
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.icons import draw_icon
from explorer.scene import Scene
from explorer.scenery.after import cost_after, update_is_done
from explorer.theme.numbers import format_number
from explorer.theme.tokens import LIGHT, Theme
from explorer.theme.type import SEMIBOLD, font, text_width

LAMP, GAP, DOT = 32.0, 14.0, 5.0
AROUND_WORD, CHEVRON, NUMBER, OF_EXAMPLE, LIT_ONE = 36.0, 18.0, 84.0, 92.0, 134.0
Word = Literal["FORWARD", "LOSS", "BACKWARD", "UPDATE"]
WORDS: tuple[Word, ...] = ("FORWARD", "LOSS", "BACKWARD", "UPDATE")


class PhaseLamp(QWidget):
    """Where the run stands, in words and colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._theme: Theme = LIGHT
        self._compact = False
        self._shown: tuple[object, ...] = ()
        self._words: tuple[Word, ...] = WORDS
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_scene(self, scene: Scene, theme: Theme, *, compact: bool) -> None:
        """Another scene."""
        state = scene.state
        known = scene.position > scene.schedule.phase_bounds("loss")[0], update_is_done(scene)
        shown = (id(scene.trace), scene.phase, known, state.example, state.digits, state.zoom, theme.name, compact)
        if shown == self._shown:
            return
        self._shown = shown
        self._scene, self._theme, self._compact = scene, theme, compact
        there = {segment.phase for segment in scene.schedule.segments}
        self._words = tuple(word for word, phase in zip(WORDS, PHASES, strict=True) if phase in there)
        self.setAccessibleName(f"Phase {scene.phase}")
        update = scene.program.update
        self.setToolTip(
            f"The phase the next line belongs to; {scene.network.objective} is the objective summed over the moments "
            "of this example" + (f", before and after the update ({update.words})" if update else "")
        )
        self.updateGeometry()
        self.update()

    @property
    def _zoom(self) -> float:
        return self._scene.state.zoom if self._scene else 1.0

    def _all_phases(self) -> float:
        """The width of every phase side by side, whichever is lit."""
        words = sum(text_width(word, font(15, SEMIBOLD)) + AROUND_WORD for word in self._words)
        return words + CHEVRON * (len(self._words) - 1) + 8.0

    def _objective(self) -> float:
        """The width of the objective beside them, before and after the update."""
        after = 24.0 + NUMBER if "UPDATE" in self._words else 0.0
        return 2 * GAP + 24.0 + NUMBER + after

    def sizeHint(self) -> QSize:
        """Wide enough for the phases, E, and which example it is of."""
        width = self._all_phases() + (0.0 if self._compact else self._objective() + OF_EXAMPLE)
        return QSize(round(width * self._zoom), round(LAMP * self._zoom))

    def minimumSizeHint(self) -> QSize:
        """Where there is no room for more, the phase that runs is left."""
        return QSize(round(LIT_ONE * self._zoom), round(LAMP * self._zoom))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints phases, then E."""
        scene = self._scene
        if scene is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(self._zoom, self._zoom)
        left, room = 4.0, self.width() / self._zoom
        reached = self._words.index(WORDS[PHASES.index(scene.event.phase)]) if scene.event else len(self._words)
        wide = room >= self._all_phases() - 1.0
        for number, word in enumerate(self._words):
            if not wide and number != min(reached, len(self._words) - 1):
                continue
            left = self._paint_phase(painter, word, left, lit=number == reached, begun=number <= reached)
            if number + 1 < len(self._words) and wide:
                area = QRectF(left, LAMP / 2 - 8, 16, 16)
                draw_icon(painter, area, name="chevron-right", colour=self._theme.text3)
                left += CHEVRON
        if not self._compact and room >= self._all_phases() + self._objective() - 1.0:
            self._paint_objective(painter, scene, left + GAP)
        painter.end()

    def _paint_phase(self, painter: QPainter, word: Word, left: float, *, lit: bool, begun: bool) -> float:
        """One phase as a pill; gives where it ends."""
        theme, face = self._theme, font(15, SEMIBOLD if lit else 400)
        pill = QRectF(left, 0, text_width(word, face) + AROUND_WORD, LAMP)
        ink = theme.ink_on(theme.phase(word)) if lit else theme.text2
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.phase(word))
            painter.drawRoundedRect(pill, LAMP / 2, LAMP / 2)
        painter.setPen(QPen(ink, 1.4))
        painter.setBrush(ink if begun else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(left + 14, LAMP / 2), DOT, DOT)
        painter.setFont(face)
        painter.drawText(pill.adjusted(25, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
        return pill.right()

    def _paint_objective(self, painter: QPainter, scene: Scene, left: float) -> None:
        """E of the chosen example before the update, and after it."""
        painter.setPen(self._theme.line)
        painter.drawLine(QPointF(left, 4), QPointF(left, LAMP - 4))
        words, left = scene.network.objective, left + GAP
        painter.setPen(self._theme.text1)
        painter.setFont(font(15))
        painter.drawText(QRectF(left, 0, 30, LAMP), Qt.AlignmentFlag.AlignVCenter, words)
        left += text_width(words, font(15)) + 8.0
        known = scene.position > scene.schedule.phase_bounds("loss")[0]
        before = scene.trace.example_loss(scene.state.example) if known else None
        left = self._paint_number(painter, scene, before, left)
        if "UPDATE" in self._words:
            draw_icon(painter, QRectF(left, LAMP / 2 - 8, 16, 16), name="chevron-right", colour=self._theme.text3)
            left = self._paint_number(painter, scene, cost_after(scene) if update_is_done(scene) else None, left + 20.0)
        if self.width() / self._zoom < left + OF_EXAMPLE:
            return
        painter.setPen(self._theme.text2)
        painter.setFont(font(15))
        area = QRectF(left + 6, 0, OF_EXAMPLE - 6, LAMP)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, f"example {scene.state.example}")

    def _paint_number(self, painter: QPainter, scene: Scene, number: float | None, left: float) -> float:
        """A number, or a hatched field where it is not known yet; gives where it ends."""
        area = QRectF(left, 4, NUMBER - 16, LAMP - 8)
        painter.setPen(self._theme.text1)
        if number is None:
            draw_hatch(painter, area.adjusted(2, 1, -4, -1), theme=self._theme, radius=3, edge=True)
            painter.setFont(font(15))
            painter.drawText(area.adjusted(2, 0, -4, 0), Qt.AlignmentFlag.AlignCenter, "—")
        else:
            painter.setFont(font(15, SEMIBOLD))
            text = format_number(number, digits=scene.state.digits, signed=False)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
            return left + max(text_width(text, font(15, SEMIBOLD)) + 6.0, 40.0)
        return area.right()
