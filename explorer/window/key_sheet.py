"""The key sheet: all commands with their keys in columns by menu, as many as fit, filtered by what is typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.command import Command
from explorer.theme.tokens import Theme
from explorer.theme.type import MEDIUM, SEMIBOLD, font, text_width
from explorer.window.menus import MENUS

ROW, HEAD, BETWEEN = 20.0, 27.0, 7.0
GAP, KEYS_GAP = 30.0, 14.0
LEAST, MOST = 200.0, 350.0
PICTURES = "Pictures"
_NUMBERED = re.compile(r"(.+-)\d+")


@dataclass(frozen=True, slots=True)
class Row:
    """One command, or several that differ only by a number: its keys in words, and its title."""

    keys: str
    title: str
    tip: str = ""

    def holds(self, text: str) -> bool:
        """Whether every word that was typed is in it."""
        own = f"{self.keys} {self.title} {self.tip}".lower()
        return all(word in own for word in text.lower().split())


def groups_of(commands: Iterable[Command], *, text: str = "") -> list[tuple[str, list[Row]]]:
    """All commands that have keys, by menu in the order of the menus; those of no menu are for pictures."""
    rows: dict[str, list[Row]] = {name: [] for name in (*MENUS, PICTURES)}
    runs: dict[str, list[Command]] = {}
    for command in sorted(commands, key=lambda each: each.group):  # as the menus have them
        if not command.keys:
            continue
        numbered = _NUMBERED.fullmatch(command.name)
        if numbered and command.menu is None:
            runs.setdefault(numbered[1], []).append(command)
        else:
            rows[command.menu or PICTURES].append(Row("  ".join(command.keys), command.title, command.tip))
    for run in runs.values():
        first, last = run[0], run[-1]
        title = re.sub(r"\s*\d+", "", first.title)
        rows[PICTURES].append(Row(f"{first.keys[0]} … {last.keys[0]}", f"{title} (by number)"))
    kept = {name: [row for row in own if row.holds(text)] for name, own in rows.items()}
    return [(name, own) for name, own in kept.items() if own]


Column = list[tuple[str, Row | None, float]]
"""What stands in one column: the group, the row or None for the heading, and the top."""


def tallest(columns: list[Column]) -> float:
    """The height of the longest column."""
    return max((column[-1][2] + HEAD for column in columns if column), default=HEAD)


class KeySheet(QWidget):
    """Paints groups of rows in columns; `room` is the height that is seen at once, in px at 100 %."""

    def __init__(self, theme: Theme, *, zoom: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zoom = theme, zoom
        self._groups: list[tuple[str, list[Row]]] = []
        self.room = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Keys of all commands")

    def show_groups(self, groups: list[tuple[str, list[Row]]]) -> None:
        """Other rows."""
        self._groups = groups
        words = (f"{name}: " + ", ".join(f"{row.keys} {row.title}" for row in rows) for name, rows in groups)
        self.setAccessibleDescription("\n".join(words))
        self.updateGeometry()
        self.update()

    @property
    def _needed(self) -> float:
        """The width of the longest row; the few that are longer than most lose the end of their title."""
        rows = (row for _, rows in self._groups for row in rows)
        widths = (text_width(row.title, font()) + text_width(row.keys, font(15, MEDIUM)) for row in rows)
        return min(max(widths, default=LEAST) + KEYS_GAP, MOST)

    def columns(self, width: float) -> int:
        """How many columns fit beside one another, at most."""
        return max(1, int((width + GAP) / (self._needed + GAP)))

    def placed(self, width: float) -> list[Column]:
        """The rows of each column with their tops: in as few columns as are seen at once, else in all that fit."""
        most = self.columns(width)
        tried = (self._split(count) for count in range(1, most))
        return next((columns for columns in tried if tallest(columns) <= self.room), self._split(most))

    def _split(self, count: int) -> list[Column]:
        """As many columns, as low as they can be."""
        high = sum(HEAD + BETWEEN + ROW * len(rows) for _, rows in self._groups) / count
        columns = self._filled(high)
        while len(columns) > count:
            high += ROW
            columns = self._filled(high)
        return columns

    def _filled(self, high: float) -> list[Column]:
        """Columns of this height, one after the other; a group goes on in the next one where it does not fit."""
        columns: list[Column] = [[]]
        top = 0.0
        for name, rows in self._groups:
            if top > 0 and top + HEAD + 2 * ROW > high:
                columns.append([])
                top = 0.0
            columns[-1].append((name, None, top))
            top += HEAD
            for row in rows:
                if top + ROW > high and top > HEAD:
                    columns.append([(f"{name}, on", None, 0.0)])
                    top = HEAD
                columns[-1].append((name, row, top))
                top += ROW
            top += BETWEEN
        return columns

    def heightForWidth(self, width: int) -> int:
        """The longest column at a width."""
        return round(tallest(self.placed(width / self._zoom)) * self._zoom)

    def hasHeightForWidth(self) -> bool:
        """It is as tall as its rows need."""
        return True

    def sizeHint(self) -> QSize:
        """For the columns of its width."""
        return QSize(400, self.heightForWidth(max(400, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the columns."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(event.rect(), self._theme.panel)
        painter.scale(self._zoom, self._zoom)
        width = self.width() / self._zoom
        columns = self.placed(width)
        count = len(columns)
        each = (width - GAP * (count - 1)) / count
        for number, column in enumerate(columns):
            left = number * (each + GAP)
            for name, row, top in column:
                if row is None:
                    self._write(painter, name, QRectF(left, top, each, HEAD - 4), font(15, SEMIBOLD), self._theme.text1)
                    painter.setPen(QPen(self._theme.line, 1.0))
                    painter.drawLine(round(left), round(top + HEAD - 4), round(left + each), round(top + HEAD - 4))
                else:
                    self._paint_row(painter, row, QRectF(left, top, each, ROW))
        painter.end()

    def _paint_row(self, painter: QPainter, row: Row, area: QRectF) -> None:
        """Title at the left, keys at the right edge of the column, in the colour of text that matters."""
        keys = min(text_width(row.keys, font(15, MEDIUM)), area.width() * 0.55)
        room = area.width() - keys - KEYS_GAP
        self._write(painter, row.title, QRectF(area.left(), area.top(), room, ROW), font(), self._theme.text2)
        place = QRectF(area.right() - keys - 1, area.top(), keys + 1, ROW)
        self._write(painter, row.keys, place, font(15, MEDIUM), self._theme.text1)

    def _write(self, painter: QPainter, words: str, area: QRectF, face: QFont, colour: QColor) -> None:
        painter.setFont(face)
        painter.setPen(colour)
        if text_width(words, face) > area.width() + 1:
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
