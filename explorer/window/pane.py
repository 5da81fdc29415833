"""A pane: one place of the window, with a title where it holds one view and tabs where it holds several."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.exchange.opening import Opening
from explorer.command import Command, Request
from explorer.scene import Scene
from explorer.scenery.contrast import contrasted
from explorer.state import State
from explorer.theme.tokens import Theme
from explorer.view import Frame, LivePanel, View
from explorer.window.canvas import Canvas
from explorer.window.pane_header import Header
from explorer.window.scroll_canvas import ScrollCanvas


class Pane(QWidget):
    """Views in one place; `requested` brings what is asked for on any of them, `chosen` the tab a person clicked.

    `made` says that a view was put on a widget, when it came to the front for the first time. The tips of its pictures
    name the keys of `commands`, as they are when somebody points.
    """

    requested = Signal(object)
    chosen = Signal(str)
    made = Signal()

    def __init__(
        self,
        views: Sequence[View],
        parent: QWidget | None = None,
        *,
        commands: Mapping[str, Command],
        glides: bool = False,
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._glides = glides
        self.views = tuple(sorted(views, key=lambda view: (view.order, view.name)))
        self._panels: dict[str, ScrollCanvas | Canvas | LivePanel] = {}
        self._stack = QStackedWidget(self)
        self._tabs = QTabBar(self)
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(", ".join(view.title for view in self.views))
        self._header = Header(self)
        self._shown: list[View] = []
        self._wish = ""
        self._look: tuple[object, ...] = ()
        self._last: tuple[Scene, Theme, bool] | None = None
        self._listed: tuple[Opening, dict[str, int]] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._all = QToolButton(self)
        self._all.setText("\N{BLACK DOWN-POINTING SMALL TRIANGLE}")
        self._all.setToolTip("All that can be shown here")
        self._all.setAccessibleName("All that can be shown here")
        self._all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._all.setProperty("role", "list")
        self._all.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._list = QMenu(self._all)
        self._all.setMenu(self._list)
        self._list.aboutToShow.connect(self._list_all)
        self._row = QWidget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._tabs, 1)
        row.addWidget(self._all)
        for widget in (self._header, self._row, self._stack):
            layout.addWidget(widget, 1 if widget is self._stack else 0)
        self._tabs.currentChanged.connect(self._turned)

    def show_scene(self, scene: Scene, theme: Theme, *, compact: bool, follow: bool = True) -> None:
        """Another scene: tabs for the views that suit it, and the current one painted."""
        self._last = (scene, theme, compact)
        drawn = contrasted(scene)
        suited = [view for view in self.views if view.suits(drawn)]
        if suited != self._shown:
            self._fill_tabs(suited)
        self._name_tabs(drawn)
        self._bring_what_grew(scene.state)
        view = self.current
        if view is None:
            return
        scene = contrasted(scene, of_one_run=True) if view.of_one_run else drawn
        words = [self._tabs.tabText(number) for number in range(self._tabs.count())]
        look: tuple[object, ...] = (theme.name, scene.state.zoom, *words)
        if look != self._look:
            self._look = look
            self._header.setVisible(len(suited) == 1)
            self._row.setVisible(len(suited) > 1)
            self._show_what_fits()
        self._header.show_words(view.title, view.subtitle(scene), theme, scene.state.zoom)
        panel = self._panel(view)
        if isinstance(panel, Canvas | ScrollCanvas):
            self._stack.setCurrentWidget(panel)
            if isinstance(panel, ScrollCanvas):
                panel.show_scene(scene, theme, compact=compact, follow=follow)
            else:
                panel.show_scene(scene, theme, compact=compact)
        else:
            self._stack.setCurrentWidget(panel.widget)
            panel.show(Frame(panel.widget.width(), panel.widget.height(), scene, theme, compact=compact))

    @property
    def current(self) -> View | None:
        """The view in front."""
        number = self._tabs.currentIndex()
        return self._shown[number] if 0 <= number < len(self._shown) else None

    def canvas(self, name: str) -> Canvas | None:
        """The canvas of a view, if it is shown on one."""
        panel = self._panels.get(name)
        return panel.canvas if isinstance(panel, ScrollCanvas) else panel if isinstance(panel, Canvas) else None

    def take_focus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Gives the view in front the keys."""
        widgets = self.focus_widgets()
        if widgets:
            widgets[0].setFocus(reason)

    def focus_widgets(self, view: View | None = None) -> list[QWidget]:
        """What of a view, the one in front unless stated, can take the focus, in its own order."""
        shown = view or self.current
        panel = self._panels.get(shown.name) if shown is not None else None
        if panel is None:
            return []
        if isinstance(panel, Canvas | ScrollCanvas):
            return [panel.canvas if isinstance(panel, ScrollCanvas) else panel]
        inside = dict.fromkeys([panel.widget.focusProxy() or panel.widget, *panel.widget.findChildren(QWidget)])
        return [widget for widget in inside if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]

    @property
    def tab_order(self) -> list[QWidget]:
        """The tabs, then what can take the focus on each view that has been shown."""
        return [self._tabs, *(widget for view in self.views for widget in self.focus_widgets(view))]

    def turn(self, by: int) -> None:
        """Brings another view to the front, counted from this one, round at the ends."""
        if self._shown:
            self.show_tab((self._tabs.currentIndex() + by) % len(self._shown))

    def show_tab(self, number: int) -> None:
        """Brings the view of a tab to the front, counted from 0; none that does not exist."""
        if 0 <= number < len(self._shown):
            held = any(widget.hasFocus() for widget in self.focus_widgets())
            self._tabs.setCurrentIndex(number)
            if held:
                self.take_focus()

    def show_view(self, name: str) -> None:
        """Brings a view to the front as a click on its tab does."""
        names = [view.name for view in self._shown]
        if name in names:
            self.show_tab(names.index(name))

    def settle(self) -> None:
        """Nothing has moved for a moment: the view in sight paints what took too long for a step."""
        view = self.current
        panel = self._panels.get(view.name) if view else None
        if isinstance(panel, Canvas | ScrollCanvas):
            panel.settle()

    def bring(self, name: str) -> None:
        """Brings a view to the front, now or once a scene suits it."""
        self._wish = name
        names = [view.name for view in self._shown]
        if name in names and self._tabs.currentIndex() != names.index(name):
            self._tabs.blockSignals(True)
            self._tabs.setCurrentIndex(names.index(name))
            self._tabs.blockSignals(False)

    def bring_first(self) -> None:
        """Brings the first view to the front."""
        if self._shown:
            self.bring(self._shown[0].name)

    def _fill_tabs(self, suited: list[View]) -> None:
        front = self._wish or (self.current.name if self.current else "")
        self._tabs.blockSignals(True)
        while self._tabs.count():
            self._tabs.removeTab(0)
        for view in suited:
            self._tabs.setTabToolTip(self._tabs.addTab(view.title), view.summary)
        self._shown = suited
        names = [view.name for view in suited]
        self._tabs.setCurrentIndex(names.index(front) if front in names else 0)
        self._tabs.blockSignals(False)

    def _name_tabs(self, scene: Scene) -> None:
        """The titles, each with its count where it has one."""
        for number, view in enumerate(self._shown):
            count = view.count(scene) or str(view.listed(scene.state) or "")
            words = " ".join(filter(None, (view.title, count)))
            if self._tabs.tabText(number) != words:
                self._tabs.setTabText(number, words)

    def _bring_what_grew(self, state: State) -> None:
        """A list to which something was added comes to the front, unless that would take another picture away."""
        counts = {view.name: view.listed(state) for view in self.views}
        before, self._listed = self._listed, (state.opening, counts)
        front = self.current
        if before is None or before[0] != state.opening or front is None:
            return
        grown = [view for view in self.views if counts[view.name] > before[1].get(view.name, counts[view.name])]
        if grown and grown[0].side == front.side:
            self.bring(grown[0].name)

    def _show_what_fits(self) -> None:
        """The list of all views where their tabs do not fit side by side."""
        self._tabs.updateGeometry()  # tabs that were added while the bar was hidden count only then
        self._all.setVisible(self._tabs.sizeHint().width() > self.width())
        for layout in (self._row.layout(), self.layout()):
            if layout is not None:
                layout.activate()  # at once: a picture may be taken before the event loop comes round

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for the tabs."""
        super().resizeEvent(event)
        self._show_what_fits()

    def _list_all(self) -> None:
        self._list.clear()
        for number, view in enumerate(self._shown):
            action = self._list.addAction(self._tabs.tabText(number))
            action.setToolTip(view.summary)
            action.setCheckable(True)
            action.setChecked(number == self._tabs.currentIndex())
            action.triggered.connect(partial(self._tabs.setCurrentIndex, number))

    def offer(self, views: Sequence[View]) -> None:
        """Other views in this place, from the next scene on."""
        self.views = tuple(sorted(views, key=lambda view: (view.order, view.name)))

    def _turned(self, number: int) -> None:
        if self._last is not None and 0 <= number < len(self._shown):
            self._wish = self._shown[number].name
            scene, theme, compact = self._last
            self.show_scene(scene, theme, compact=compact)
            self.chosen.emit(self._wish)

    def _panel(self, view: View) -> ScrollCanvas | Canvas | LivePanel:
        if view.name not in self._panels:
            if view.live is not None:
                live = view.live(self.requested.emit)
                self._panels[view.name] = live
                self._stack.addWidget(live.widget)
                self.made.emit()
                return live
            canvas = Canvas(view)
            canvas.glides, canvas.commands = self._glides, self._commands
            canvas.requested.connect(self._pass_on)
            made = canvas if view.height is None else ScrollCanvas(canvas)
            self._panels[view.name] = made
            self._stack.addWidget(made)
            self.made.emit()
        return self._panels[view.name]

    def _pass_on(self, request: Request) -> None:
        self.requested.emit(request)
