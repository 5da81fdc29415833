"""The panel of the curves: two pyqtgraph plots over one axis of moments, to be zoomed and panned."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from explorer.command import Request
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, font, text_width
from explorer.view import Frame
from explorer.views.curves.lines import Curve, Plot, plots
from explorer.views.curves.picture import curve_pen, place_text, places

_LONG = 2000
"""From so many moments on pens are 1 px wide: wider ones make Qt slow."""
_AXIS = 64
_NAMED = 6
_SAMPLE, _BESIDE = 46.0, 54.0
"""Px of a line in the legend with the gaps around it, and between the title and the legend."""
_BEHIND = -100.0


def _on_screen(pen: QPen) -> QPen:
    """The pen measured in px of the screen: without it, pyqtgraph takes its width for one in units of the axes."""
    pen.setCosmetic(True)
    return pen


class _NumberAxis(pg.AxisItem):
    """The axis of numbers, with the labels of the picture: powers of ten on a log plot, else round numbers."""

    def __init__(self, *, log: bool) -> None:
        super().__init__("left")
        self._log = log
        # Prefixes such as "(x0.001)" would turn numbers into puzzles, and labels at the ends would be left out.
        self.enableAutoSIPrefix(False)
        self.setStyle(hideOverlappingLabels=False)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Where labels stand."""
        return [(1.0, places(minVal, maxVal, size, log=self._log))] if maxVal > minVal else []

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """What stands at the ticks."""
        return [place_text(value, log=self._log) for value in values]


class _MomentAxis(pg.AxisItem):
    """The axis of moments, with whole numbers only."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.enableAutoSIPrefix(False)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """Steps of one at least."""
        return [step for step in super().tickSpacing(minVal, maxVal, size) if step[0] >= 1.0] or [(1.0, 0.0)]


class _Plot:
    """One plot with its curves, the hatch over what is not known, and the cursor's line."""

    def __init__(self, graphics: Any, row: int, *, log: bool) -> None:
        axes = {"left": _NumberAxis(log=log), "bottom": _MomentAxis()}
        self.item = graphics.addPlot(row=row, col=0, axisItems=axes)
        # pyqtgraph's own menu exports files on paths of its own, one of which raises.
        self.item.setMenuEnabled(False)
        self.item.hideButtons()
        self.item.setMinimumHeight(60)
        self.item.getAxis("left").setWidth(_AXIS)
        self.item.setClipToView(True)
        self.hatch = QGraphicsRectItem()
        self.hatch.setZValue(_BEHIND)
        self.item.addItem(self.hatch, ignoreBounds=True)
        self.cursor = pg.InfiniteLine(angle=90, movable=False)
        self.item.addItem(self.cursor, ignoreBounds=True)
        self.legend = self.item.addLegend(offset=None, labelTextSize=f"{BODY}px", verSpacing=-4)
        # Beside the title and in one row: over the curves it would hide some of them.
        self.legend.setParentItem(self.item)
        self.legend.anchor(itemPos=(1, 0), parentPos=(1, 0), offset=(0, 0))
        self.curves: list[Any] = []
        self.labels: tuple[str, ...] | None = None
        self.range: tuple[float, float, int, str] | None = None

    def fill(self, plot: Plot, theme: Theme, moments: int, *, width: float) -> None:
        """Show the numbers of `plot` in `width` px; curves stay the same objects while their names stay the same."""
        named = legend_of(plot, width)
        labels = (*(curve.label for curve in plot.curves), *(f"named {curve.label}" for curve in named))
        if labels != self.labels:
            self._rebuild(plot, named)
            self.labels = labels
        x = np.arange(1, moments + 1, dtype=np.float64)
        for line, curve in zip(self.curves, plot.curves, strict=True):
            line.setData(x, curve.numbers, connect="finite")
            line.setPen(_on_screen(curve_pen(theme, curve, thin=moments >= _LONG)))
            line.setZValue(1.0 if curve.strong else 0.0)
        first, stop = plot.unknown
        span = plot.high - plot.low
        self.hatch.setRect(QRectF(first + 0.5, plot.low - span, stop - first, 3.0 * span))
        self.hatch.setVisible(first < stop)
        wanted = (plot.low, plot.high, moments, plot.title)
        if wanted != self.range:
            self.range = wanted
            self.item.setLimits(xMin=0.0, xMax=moments + 1.0, minXRange=min(2.0, moments + 1.0))
            self.fit()
        self.item.setTitle(plot.title, color=theme.text1.name(), size=f"{BODY}px", justify="left")

    def fit(self) -> None:
        """Show all of it."""
        if self.range is not None:
            low, high, moments, _ = self.range
            # Labels at the very ends of an axis are left out where they would reach beyond it.
            margin = 0.12 * (high - low)
            self.item.setRange(xRange=(0.5, moments + 0.5), yRange=(low - margin, high + margin), padding=0.0)

    def take_colours(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for side in ("left", "bottom"):
            axis = self.item.getAxis(side)
            axis.setPen(QPen(theme.edge, 1.0))
            axis.setTextPen(theme.text2)
            axis.setTickFont(font(BODY))
        self.item.showGrid(x=False, y=True, alpha=0.15)
        self.cursor.setPen(_on_screen(QPen(theme.next_edge, 1.6)))
        self.hatch.setPen(QPen(Qt.PenStyle.NoPen))
        self.hatch.setBrush(QBrush(theme.hatch, Qt.BrushStyle.BDiagPattern))
        self.legend.setLabelTextColor(theme.text1)
        # Labels take their colour when they are made.
        self.labels = None

    def _rebuild(self, plot: Plot, named: list[Curve]) -> None:
        for line in self.curves:
            self.item.removeItem(line)
        self.legend.clear()
        self.curves = [self.item.plot(name=curve.label if curve in named else None) for curve in plot.curves]
        self.legend.setColumnCount(max(1, len(named)))


def legend_of(plot: Plot, width: float) -> list[Curve]:
    """The curves that are named beside the title of a plot `width` px wide, at most six, the strong ones first."""
    face = font(BODY)
    room = width - _AXIS - text_width(plot.title, face) - _BESIDE
    chosen: list[Curve] = []
    for curve in sorted(plot.curves, key=lambda curve: not curve.strong):
        if curve.label and len(chosen) < _NAMED:
            room -= text_width(curve.label, face) + _SAMPLE
            if room < 0.0:
                break
            chosen.append(curve)
    return [curve for curve in plot.curves if curve in chosen]


class CurvesPanel:
    """The live panel; a click on a plot asks `dispatch` for the moment under it, a double click shows all again."""

    def __init__(self, dispatch: Callable[[Request], None]) -> None:
        self._dispatch = dispatch
        self._graphics = pg.GraphicsLayoutWidget()
        # A wheel turned over a plot a few pixels high fails inside pyqtgraph.
        self._graphics.setMinimumSize(260, 190)
        self._graphics.setAntialiasing(True)
        self._graphics.setAccessibleName("Curves over moments")
        self._graphics.viewport().setAccessibleName("Curves over moments")
        self._norms = _Plot(self._graphics, 0, log=True)
        self._units = _Plot(self._graphics, 1, log=False)
        self._units.item.setXLink(self._norms.item)
        self._graphics.scene().sigMouseClicked.connect(self._clicked)
        self._moments = 0
        self._theme: Theme | None = None
        self.widget: QWidget = self._graphics

    def show(self, frame: Frame) -> None:
        """Show a frame's scene; one without moments leaves the last picture."""
        scene = frame.scene
        if scene.trace.moments is None:
            return
        self._moments = scene.trace.moments
        if frame.theme is not self._theme:
            self._theme = frame.theme
            self._graphics.setBackground(frame.theme.panel)
            for shown in (self._norms, self._units):
                shown.take_colours(frame.theme)
        for shown, plot in zip((self._norms, self._units), plots(scene), strict=True):
            shown.fill(plot, frame.theme, self._moments, width=self._graphics.width())
            shown.cursor.setVisible(scene.moment is not None)
            if scene.moment is not None:
                shown.cursor.setValue(scene.moment + 1)

    def moment_at(self, position: QPointF) -> int | None:
        """The moment under a position of the graphics scene, from 0; None beside the plots."""
        for shown in (self._norms, self._units):
            box = shown.item.getViewBox()
            if self._moments and box.sceneBoundingRect().contains(position):
                return min(max(round(box.mapSceneToView(position).x()) - 1, 0), self._moments - 1)
        return None

    def _clicked(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if event.double():
            self._norms.fit()
            self._units.fit()
            return
        moment = self.moment_at(event.scenePos())
        if moment is not None:
            self._dispatch(Request("go-to-moment", moment))
