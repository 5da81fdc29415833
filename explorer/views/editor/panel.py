"""The panel of the editor: text at the left, what is derived at the right, sizes and buttons below."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from engine.exchange.opening import Opening
from engine.language.network import Network
from engine.language.sizes_line import declared_sizes, with_sizes
from explorer.command import Request
from explorer.scene import Scene
from explorer.scenery.drafts import DRAFTS, Draft
from explorer.theme.type import code_font
from explorer.view import Frame
from explorer.views.editor.code_box import CodeBox
from explorer.views.editor.derived import derived_lines
from explorer.views.editor.derived_box import DerivedBox
from explorer.views.editor.highlighting import Highlighter
from explorer.views.editor.lexing import kinds_of
from explorer.views.editor.reading import Reading, Wrong, read
from explorer.views.editor.sizes_bar import SizesBar
from explorer.views.editor.template import TEMPLATE
from explorer.views.editor.texts import running_text
from explorer.views.editor.words import caret_words, count_words, derived_words, head_words, wrong_words

SELDOM = 5
"""How many times longer than reading takes is waited for the next key press."""
READ_MILLISECONDS, KEEP_MILLISECONDS = 150, 600
"""After the last key press: until the text is read, and until the draft is kept."""


class EditorPanel:
    """Holds what is typed, and nothing else: what runs and what was kept is read from scenes and drafts."""

    def __init__(self, dispatch: Callable[[Request], None]) -> None:
        self._dispatch = dispatch
        self.widget = QWidget()
        self._key: tuple[str, str] | None = None
        self._running, self._unkept, self._series = "", False, 0
        self._seen: tuple[Network, str] | None = None
        self._look: tuple[str, float] | None = None
        self._scene: Scene | None = None
        self.reading = Reading("")
        self._wrong: Wrong | None = None
        self._make_widgets()
        self._highlighter = Highlighter(self.code.document())
        self._reader = QTimer(self.widget, interval=READ_MILLISECONDS, singleShot=True)
        self._reader.timeout.connect(self.read_now)
        self._keeper = QTimer(self.widget, interval=KEEP_MILLISECONDS, singleShot=True)
        self._keeper.timeout.connect(self._keep)
        self.code.edited.connect(self._edited)
        self.code.cursorPositionChanged.connect(self._mark)
        self.sizes.changed.connect(self._resize)
        self.run.clicked.connect(self._run)
        self.revert.clicked.connect(self._revert)
        self.save.clicked.connect(self._save)
        self.new.clicked.connect(self._new)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._run)
        self._leaving = _Leaving(self.widget, self._keep)

    def _make_widgets(self) -> None:
        self.head, self.derived_head = QLabel(), QLabel()
        for label, name in ((self.head, "What is edited"), (self.derived_head, "What is derived")):
            label.setAccessibleName(name)
            label.setProperty("role", "header")
            label.setContentsMargins(14, 4, 14, 4)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.code = CodeBox()
        self.derived = DerivedBox()
        self.wrong = QLabel()
        self.wrong.setAccessibleName("What is wrong")
        self.wrong.setWordWrap(True)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setContentsMargins(14, 6, 14, 6)
        self.wrong.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.caret = QLabel()
        self.caret.setAccessibleName("Where it is wrong")
        self.caret.setTextFormat(Qt.TextFormat.PlainText)
        self.caret.setContentsMargins(14, 6, 14, 0)
        self.caret.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.sizes = SizesBar()
        self.count = QLabel()
        self.count.setAccessibleName("How large it is")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.run = self._button("Run", "Run this text (Ctrl+Return): the same data where they fit it", primary=True)
        self.revert = self._button("Revert", "Back to the text that runs; Ctrl+Z takes it back")
        self.save = self._button("Save…", "Keep it under a name of your own, by which it can be opened")
        self.new = self._button("New network", "Ten lines to begin from; Ctrl+Z takes them back")
        self.drafts = self._button("Drafts", "What was typed for other networks and is not saved")
        self.drafts.setMenu(QMenu(self.drafts))
        self.drafts.menu().aboutToShow.connect(self._list_drafts)
        self._lay_out()
        self.widget.setFocusProxy(self.code)

    def _button(self, words: str, tip: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(tip)
        button.setAccessibleName(words.rstrip("…"))
        button.setProperty("role", "primary" if primary else "")
        return button

    def _lay_out(self) -> None:
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self._halves.setChildrenCollapsible(False)
        for parts in ((self.head, self.code, self.caret, self.wrong), (self.derived_head, self.derived)):
            half = QWidget()
            half.setMinimumWidth(220)
            column = QVBoxLayout(half)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            for part in parts:
                column.addWidget(part, 1 if part in (self.code, self.derived) else 0)
            self._halves.addWidget(half)
        self._halves.setSizes([500, 500])
        below = QWidget()
        rows = QVBoxLayout(below)
        rows.setContentsMargins(14, 8, 14, 8)
        rows.setSpacing(8)
        rows.addWidget(self.sizes)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.run, self.revert, self.save, self.new, self.drafts):
            buttons.addWidget(button)
        buttons.addWidget(self.count, 1)
        rows.addLayout(buttons)
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._halves, 1)
        column.addWidget(below)

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.code.toPlainText()

    @property
    def modified(self) -> bool:
        """Whether it is another text than runs."""
        return self.text != self._running

    def show(self, frame: Frame) -> None:
        """Another scene: what a person has typed stays, unless it is what ran before."""
        scene = self._scene = frame.scene
        look = (frame.theme.name, scene.state.zoom)
        if look != self._look:
            self._look = look
            self.code.take_look(frame.theme, scene.state.zoom)
            self.derived.take_look(frame.theme, scene.state.zoom)
            self._highlighter.take_colours(frame.theme)
            self.wrong.setStyleSheet(f"color: {frame.theme.err.name()};")
            self.caret.setFont(code_font(scene.state.zoom))
        opening = scene.state.opening
        seen, key = (scene.network, opening.text), (opening.source, opening.network)
        if self._seen is not None and seen[0] is self._seen[0] and seen[1] == self._seen[1] and key == self._key:
            return
        self._seen = seen
        before, self._running = self._running, running_text(scene)
        if key != self._key:
            self._keep()
            self._key = key
            kept = DRAFTS.newest(*key) if not opening.text else None
            self._series = kept.series if kept is not None else self._fresh()
            self._take(read(self._running))  # what is derived while the draft has an error
            self.code.fill(kept.text if kept is not None else self._running, keep_undo=False)
        elif self.text == before != self._running:
            self._series = self._fresh()  # what is typed from here on is not what was typed before
            self.code.fill(self._running, keep_undo=True)
        self.read_now()

    def read_now(self) -> None:
        """Reads what stands there, and shows what is derived from it or what is wrong with it."""
        self._reader.stop()
        start = time.monotonic()
        reading = read(self.text)
        self._take(reading)
        # A text of hundreds of equations takes longer, and must not be felt at every letter either.
        self._reader.setInterval(max(READ_MILLISECONDS, round(1e3 * SELDOM * (time.monotonic() - start))))
        wrong = self._wrong = reading.wrong
        self.code.show_wrong(wrong.place if wrong is not None else None)
        self.wrong.setText(wrong_words(wrong) if wrong is not None else "")
        self.caret.setText(caret_words(wrong, reading.text) if wrong is not None else "")
        for label in (self.wrong, self.caret):
            label.setVisible(wrong is not None)
        self.sizes.setEnabled(wrong is None)
        self._tell()

    def _take(self, reading: Reading) -> None:
        """Shows what a text without an error is, and what is derived from it."""
        if reading.program is None:
            return
        self.reading = reading
        self._highlighter.show_network(reading.network)
        self.code.offer(kinds_of(reading.network))
        self.sizes.show_sizes(declared_sizes(reading.text))
        self.derived.show_lines(derived_lines(reading.program))

    def _tell(self) -> None:
        """The words of the headings, and which buttons can be pressed."""
        scene = self._scene
        if scene is None:
            return
        words = head_words(scene, self.reading, modified=self.modified, edited=bool(scene.state.opening.text))
        self.head.setText(words)
        self.head.setToolTip(words)
        self.derived_head.setText(derived_words(self.reading, stale=self._wrong is not None))
        self.count.setText(count_words(self.reading.network))
        self.run.setEnabled(self._wrong is None and self.modified)
        self.revert.setEnabled(self.modified)
        self.drafts.setVisible(any(draft.text != self.text for draft in DRAFTS.all()))
        self._mark()

    def _mark(self) -> None:
        self.derived.mark(stale=self.reading.text != self.text, chosen=self.code.textCursor().blockNumber() + 1)

    def _edited(self) -> None:
        self._unkept = True
        self._reader.start()
        self._keeper.start()
        self.derived.hold()

    def _keep(self) -> None:
        """Has the draft kept, where a person has typed since it was last."""
        if self._unkept and self._key is not None:
            self._unkept = False
            self._keeper.stop()
            self._dispatch(Request("keep-draft", Draft(*self._key, self.text, self._series)))
            self._tell()

    def _run(self) -> None:
        """Runs the text; where it is wrong the caret goes to the place."""
        self.read_now()
        self._keep()
        if self._wrong is not None:
            self.code.go_to(self._wrong.place)
        elif self.modified:
            self._dispatch(Request("run-text", self.text))

    def _revert(self) -> None:
        """Back to what runs; what was typed can be had back by Ctrl+Z."""
        self.code.fill(self._running, keep_undo=True)
        self._unkept = False
        if self._key is not None and self._scene is not None and not self._scene.state.opening.text:
            self._dispatch(Request("drop-draft", Draft(*self._key, self._running, self._series)))
        self.read_now()

    def _fresh(self) -> int:
        """A series for what does not grow out of the draft that stands there, which is kept first."""
        self._keep()
        return max(DRAFTS.fresh(), self._series + 1)

    def _new(self) -> None:
        self._put(TEMPLATE, self._fresh())

    def _save(self) -> None:
        self._keep()
        if self._key is not None:
            self._dispatch(Request("save-network", Draft(*self._key, self.text, self._series)))

    def _resize(self, name: str, number: int) -> None:
        """Writes a size into the text, as one that is typed."""
        self._put(with_sizes(self.text, {name: number}), self._series)

    def _put(self, text: str, series: int) -> None:
        """A text that a person asked for in the place of the one that stands there; Ctrl+Z brings that back."""
        if text == self.text:
            return
        self._keep()
        self._series = series
        place = self.code.textCursor().position()
        self.code.fill(text, keep_undo=True)
        cursor = self.code.textCursor()
        cursor.setPosition(min(place, len(text)))
        self.code.setTextCursor(cursor)
        self._unkept = True
        self._keeper.start()
        self.read_now()

    def _list_drafts(self) -> None:
        menu = self.drafts.menu()
        menu.clear()
        for draft in reversed(DRAFTS.all()):
            name = draft.source if not draft.network else f"{draft.source} with {draft.network}"
            menu.addAction(f"{name}, {len(draft.text.splitlines())} lines").triggered.connect(self._opener(draft))

    def _opener(self, draft: Draft) -> Callable[[], None]:
        def opened() -> None:
            if draft.of == self._key:
                self._put(draft.text, draft.series)
            else:
                self._dispatch(Request("keep-draft", draft))  # so that it is the newest of its source
                self._dispatch(Request("open", Opening(draft.source, network=draft.network)))

        return opened


class _Leaving(QObject):
    """Watches a widget, and does something when it leaves the screen."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets every event pass."""
        if event.type() == QEvent.Type.Hide:
            self._then()
        return False
