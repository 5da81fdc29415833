"""The arrangement: where the panes stand beside one another, in a wide window and in a small one."""

from collections.abc import Mapping

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from explorer.window.pane import Pane
from explorer.window.settings import keep_panes, share_as_kept

COMPACT_BELOW = 1400
LEFT, LEFT_WIDE, SHARE_OF_LEFT, QUESTION = 470, 486, 0.305, 400


class Arrangement(QSplitter):
    """Text at the left, picture in the middle, question at the right, time underneath.

    In a small window the question stands under the text, and its two panes are one. Where a person moves a border, it
    stands again the next time.
    """

    def __init__(self, panes: Mapping[str, Pane], settings: QSettings | None, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._panes, self._settings = panes, settings
        self._compact: bool | None = None
        self._zoom = 0.0
        self._question_views = tuple(view for side in ("right", "debug") for view in panes[side].views)
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._top = QSplitter(Qt.Orientation.Horizontal)
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._question = QSplitter(Qt.Orientation.Vertical)
        self._left.addWidget(panes["left"])
        self._top.addWidget(panes["stage"])
        self._question.addWidget(panes["right"])
        self._question.addWidget(panes["debug"])
        self._right.addWidget(self._top)
        self._right.addWidget(panes["below"])
        self.addWidget(self._left)
        self.addWidget(self._right)
        self._splitters = (self._left, self._top, self._right, self, self._question)
        for splitter in self._splitters:
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(self._keep)
        self.setStretchFactor(1, 1)
        self._right.setStretchFactor(0, 1)
        self._top.setStretchFactor(0, 1)

    @property
    def compact(self) -> bool:
        """Whether the window is small."""
        return bool(self._compact)

    def fit(self, size: QSize, zoom: float) -> bool:
        """Arranges the panes for a window of this size; whether it has changed between wide and small."""
        before, compact = self._compact, size.width() < COMPACT_BELOW * zoom
        if (compact, zoom) == (before, self._zoom):
            return False
        self._compact, self._zoom = compact, zoom
        (self._left if compact else self._top).addWidget(self._question)
        offered = self._question_views if compact else [view for view in self._question_views if view.side == "right"]
        self._panes["right"].offer(offered)
        width, height = size.width(), size.height()
        left = round((LEFT if compact else min(LEFT_WIDE, width * SHARE_OF_LEFT)) * min(zoom, 1.25))
        self.setSizes([left, width - left])
        self._right.setSizes([round(height * 0.58), round(height * (0.25 if compact else 0.36))])
        if compact:
            self._left.setSizes([round(height * 0.56), round(height * 0.36)])
        else:
            self._top.setSizes([width - left - QUESTION, QUESTION])
            self._question.setSizes([round(height * 0.55), round(height * 0.35)])
        if self._settings is not None:
            share_as_kept(self._settings, self._name, self._splitters)
        return before is not None and before != compact

    @property
    def _name(self) -> str:
        """What the shares depend on, in a word."""
        return f"{'small' if self._compact else 'wide'}-{self._zoom:g}"

    def _keep(self) -> None:
        """The person moved a border."""
        if self._settings is not None:
            keep_panes(self._settings, self._name, self._splitters)
