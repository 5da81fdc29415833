"""The help over the window: every command that has keys, in columns, with a field to find one."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QSizePolicy, QWidget

from explorer.command import Command
from explorer.theme.tokens import Theme
from explorer.theme.type import SECTION, SEMIBOLD, font
from explorer.window.key_sheet import KeySheet, groups_of
from explorer.window.veil import MARGIN, Veil

EDGE, FIELD, AROUND = 16, 260, 92


class KeyOverlay(Veil):
    """All keys as they are now; Esc or ? closes."""

    def __init__(
        self,
        window: QWidget,
        commands: Mapping[str, Command],
        theme: Theme,
        *,
        zoom: float,
        preset: str,
        change: Callable[[], None],
    ) -> None:
        super().__init__(window, theme, zoom=zoom, title="Keys")
        self._commands = commands
        head = QHBoxLayout()
        title = QLabel(f"Keys · {preset}", self.panel)
        title.setFont(font(SECTION, SEMIBOLD, scale=zoom))
        self.search = QLineEdit(self.panel)
        self.search.setPlaceholderText("Find a key or a command")
        self.search.setAccessibleName("Find a key or a command")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(round(FIELD * zoom))
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        changing = QPushButton("Change keys…", self.panel)
        changing.clicked.connect(self.leave)
        changing.clicked.connect(lambda checked: change())
        close = QPushButton("Close", self.panel)
        close.clicked.connect(self.leave)
        words = QLabel("Arrows, letters and digits act while a picture has the focus", self.panel)
        words.setForegroundRole(words.palette().ColorRole.PlaceholderText)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.addWidget(title)
        head.addWidget(words, 1)
        for widget in (self.search, changing, close):
            head.addWidget(widget)
        self.sheet = KeySheet(theme, zoom=zoom)
        area = QScrollArea(self.panel)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.sheet)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("Keys of all commands")
        self.column.addLayout(head)
        self.column.addWidget(area, 1)
        self._find("")
        self.lay()
        self.search.setFocus()

    def _find(self, text: str) -> None:
        self.sheet.show_groups(groups_of(self._commands.values(), text=text))

    def panel_place(self) -> QRect:
        """Nearly the whole window, so that all keys are seen at once; no higher than they need."""
        most = self.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        around = round(AROUND * self.zoom)
        self.sheet.room = (most.height() - around) / self.zoom
        needed = self.sheet.heightForWidth(most.width() - 2 * round(MARGIN * self.zoom)) + around
        most.setHeight(min(most.height(), max(needed, self.height() // 2)))
        return most

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A question mark closes as it opened, also while the field has the focus."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.search and pressed and event.text() == "?" and not self.search.text():  # type: ignore[attr-defined]
            self.leave()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Closes at a question mark too."""
        if event.text() == "?":
            self.leave()
            return
        super().keyPressEvent(event)
